"""The cells of one row in the order of `Column`, and how a cell without any trouble looks."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, cast

from signet.awards.rosters.values import LONGEST, Column


class Cells(NamedTuple):
    """One text for each `Column`, '' where the file has no such column."""

    achievement: str
    address: str
    given_name: str
    family_name: str
    name: str
    university_id: str
    awarded_on: str
    expires_on: str
    award_key: str
    evidence_url: str
    evidence_narrative: str
    language: str
    former_id: str
    former_url: str
    former_host: str


Picker = Callable[[Sequence[str]], tuple[str, ...]]

# Below, separators and what they separate never share a sign, so that no text makes the match slow.
_LETTERS = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01c3\u01cd-\u024f\u1e00-\u1eff]+"
_NAME = rf"(?:{_LETTERS}(?:[ '\u2019.-] ?{_LETTERS})*\.?)?"
_DATE = "[0-9A-Za-z/:,.-](?:[0-9A-Za-z/:,. -]*[0-9A-Za-z/:,.-])?"
_WEB = r"(?:https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9._~/=&-]*)?)?"
_CODE = "(?:[A-Za-z0-9][A-Za-z0-9._-]*)?"
_CLEAN = {
    Column.ACHIEVEMENT: "[a-z0-9-]*",
    # At most 64 characters in all, which keeps every limit on the parts of an address.
    Column.ADDRESS: (
        r"(?=[^\n]{3,64}\n)[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*"
        r"@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]+"
    ),
    Column.GIVEN_NAME: _NAME,
    Column.FAMILY_NAME: _NAME,
    Column.NAME: _NAME,
    Column.UNIVERSITY_ID: _CODE,
    Column.AWARDED_ON: _DATE,
    Column.EXPIRES_ON: f"(?:{_DATE})?",
    Column.AWARD_KEY: _CODE,
    Column.EVIDENCE_URL: _WEB,
    # Printable ASCII without <, & and @, starting with a letter or digit.
    Column.EVIDENCE_NARRATIVE: "(?:[A-Za-z0-9](?:[ -%'-9;=?A-~]*[!-%'-9;=?A-~])?)?",
    Column.LANGUAGE: "(?:[a-z]{2})?",
    Column.FORMER_ID: _CODE,
    Column.FORMER_URL: _WEB,
    Column.FORMER_HOST: "(?:[A-Za-z0-9]+(?:[ .-][A-Za-z0-9]+)*)?",
}
# A line break cannot stand within a clean cell, so it can stand between them.
_CLEAN_CELLS = re.compile(
    "\n".join(rf"(?=[^\n]{{0,{LONGEST[column]}}}(?:\n|\Z)){_CLEAN[column]}" for column in Column)
)


def are_clean(cells: tuple[str, ...]) -> bool:
    """Whether a glance is enough to see that the texts need no remark.

    Not judged: whether dates are dates, the length of the name and garbled letters. A row that is
    not clean may be right all the same; it is then examined cell by cell.
    """
    return _CLEAN_CELLS.fullmatch("\n".join(cells)) is not None


def picker(columns: Mapping[str, int]) -> Picker:
    """Make the function that takes the cells out of a record that ends in one more, empty, cell."""
    return cast("Picker", operator.itemgetter(*(columns.get(column, -1) for column in Column)))
