"""What both kinds of picture refuse, and what is neither."""

import pytest

from signet.standards import bake
from signet.standards.bake import limits
from signet.standards.errors import BakeError

from .pictures import DRAWING, JSON, JWS, PNG

NOT_CREDENTIALS = [
    "",
    "[]",
    "{",
    "text",
    " {}",
    "a.b",
    "a.b.c.d",
    "a..c",
    "a.b.c=",
    'a.b.c" onload="x',
    JWS + "\n",
    "https://unit.example/badges/1",
    "{" + " " * limits.MAX_CREDENTIAL_BYTES + "}",
]


@pytest.mark.parametrize("credential", NOT_CREDENTIALS)
def test_only_json_and_jws_are_baked(credential):
    with pytest.raises(BakeError):
        bake.bake_png(PNG, credential)
    with pytest.raises(BakeError):
        bake.bake_svg(DRAWING, credential)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xd8\xff\xe0JFIF", b"GIF89a", b"%PDF-1.7", JSON.encode()]
)
def test_other_files_are_refused(raw):
    with pytest.raises(BakeError, match="neither PNG nor SVG"):
        bake.extract(raw)
