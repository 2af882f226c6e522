import io
import os
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from signet.awards.rosters import RosterRow, Verdict, open_roster

TODAY = date(2026, 6, 1)
ACHIEVEMENTS = (
    "data-analytics",
    "inclusive-course-design",
    "project-management",
    "spanish-for-health",
    "student-employment-excellence",
)


HEADER = (
    "Badge,Email,Name,Date,Expires,Narrative,Student ID,Key,Former ID,Former host,Evidence,Locale"
)


@pytest.fixture(scope="session")
def shared_rosters() -> Path:
    """The registrar's sample files, which stand beside the checkout as the standards do."""
    folder = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "rosters"
    if not folder.is_dir():
        reason = f"the sample rosters are not in {folder}"
        if os.environ.get("SIGNET_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def today():
    return TODAY


@pytest.fixture(scope="session")
def open_text():
    """Open a file's content, text or bytes, as a roster."""

    def opened(content, **choices):
        raw = content.encode() if isinstance(content, str) else content
        choices = {"today": TODAY, "achievements": ACHIEVEMENTS, **choices}
        return open_roster(io.BytesIO(raw), **choices)

    return opened


@pytest.fixture(scope="session")
def open_file():
    return partial(open_roster, today=TODAY, achievements=ACHIEVEMENTS)


@pytest.fixture(scope="session")
def row():
    """A judged row: a plain good one, but for what is said."""

    def made(number=2, **said):
        plain = {
            "achievement": "data-analytics",
            "address": "wren@example.edu",
            "given_name": "Wren",
            "family_name": "Iyer",
            "university_id": "",
            "awarded_on": date(2026, 5, 20),
            "expires_on": None,
            "award_key": None,
            "evidence_url": "",
            "evidence_narrative": "",
            "language": "",
            "former_id": "",
            "former_url": "",
            "former_host": "",
            "remarks": (),
            "verdict": Verdict.OK,
        }
        values = plain | said
        name = f"{values['given_name']} {values['family_name']}".strip()
        return RosterRow(number=number, **({"name": name} | values))

    return made


@pytest.fixture
def judged(open_text):
    """The one row of a file with these cells; the others are good."""

    def one(**said):
        plain = {
            "Badge": "data-analytics",
            "Email": "wren@example.edu",
            "Name": "Wren Iyer",
            "Date": "2026-05-20",
        }
        cells = plain | {name.replace("_", " "): text for name, text in said.items()}
        texts = [cells.get(header, "").replace('"', '""') for header in HEADER.split(",")]
        (row,) = open_text(f"{HEADER}\n" + ",".join(f'"{text}"' for text in texts))
        return row

    return one
