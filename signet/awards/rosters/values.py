"""What a roster is made of once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RosterError(Exception):
    """The file as a whole cannot be read; the message says what to do about it."""


class Verdict(StrEnum):
    """What can be said of a row from the file alone. An ERROR or DUPLICATE row is not awarded."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    DUPLICATE = "duplicate"


class Column(StrEnum):
    """What a column can mean. The values are the keys of `Layout.columns`."""

    ACHIEVEMENT = "achievement"
    ADDRESS = "address"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    NAME = "name"
    UNIVERSITY_ID = "university_id"
    AWARDED_ON = "awarded_on"
    EXPIRES_ON = "expires_on"
    AWARD_KEY = "award_key"
    EVIDENCE_URL = "evidence_url"
    EVIDENCE_NARRATIVE = "evidence_narrative"
    LANGUAGE = "language"
    FORMER_ID = "former_id"
    FORMER_URL = "former_url"
    FORMER_HOST = "former_host"


# The name as it will be shown, whichever columns it comes from.
LONGEST_NAME = 200

# Characters that a cell of each column may hold; what keeps a row has room for as many.
LONGEST: Mapping[Column, int] = {
    Column.ACHIEVEMENT: 80,
    Column.ADDRESS: 254,  # RFC 5321 4.5.3.1.3: a path of 256 octets, less its angle brackets
    Column.GIVEN_NAME: 100,
    Column.FAMILY_NAME: 100,
    Column.NAME: LONGEST_NAME,
    Column.UNIVERSITY_ID: 40,
    Column.AWARDED_ON: 60,
    Column.EXPIRES_ON: 60,
    Column.AWARD_KEY: 80,
    Column.EVIDENCE_URL: 2_000,
    Column.EVIDENCE_NARRATIVE: 10_000,
    Column.LANGUAGE: 12,
    Column.FORMER_ID: 120,
    Column.FORMER_URL: 300,
    Column.FORMER_HOST: 120,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a row; `column` is the file's own header, '' for the whole row."""

    column: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One judged row.

    `number` counts records as a spreadsheet shows them, the header being 1. Texts are stripped of
    surrounding space, names are in NFC, and everything else stands as written; in a row with an
    ERROR any text may hold control characters, so pass it through `shown` before printing.
    `awarded_on` is None only in a row with an ERROR.
    """

    number: int
    achievement: str
    address: str
    given_name: str
    family_name: str
    name: str
    university_id: str
    awarded_on: date | None
    expires_on: date | None
    award_key: str | None
    evidence_url: str
    evidence_narrative: str
    language: str
    former_id: str
    former_url: str
    former_host: str
    remarks: tuple[Remark, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file was read: `columns` maps a `Column` to its place (0 is the first)."""

    encoding: str
    delimiter: str
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    kind: str


def award_key(key: str | None, awarded_on: date, *, once_only: bool) -> str:
    """Tell one award from another of the same achievement to the same person."""
    if key:
        return key
    return "" if once_only else awarded_on.isoformat()
