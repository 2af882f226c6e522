import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_standards() -> Path:
    """The official contexts, schemas and vectors, which stand beside the checkout.

    A plain clone has none and skips what needs them; with SIGNET_REQUIRE_ALL=1 that is a failure.
    SIGNET_STANDARDS names another folder.
    """
    folder = Path(os.environ.get("SIGNET_STANDARDS", ROOT.parent / "shared" / "standards"))
    if not folder.is_dir():
        reason = f"the official standards are not in {folder}"
        if os.environ.get("SIGNET_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
