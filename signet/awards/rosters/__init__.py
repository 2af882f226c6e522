"""Award files: from the bytes that a registrar's office exports to rows, each with its verdict.

Values in, values out: no database and no clock. What only the database can say (whether a person
already holds the award, whether the reader may award it) is not judged here.
"""

from signet.awards.rosters.addresses import address_problem, normalize_address
from signet.awards.rosters.roster import Roster, open_roster
from signet.awards.rosters.texts import shown
from signet.awards.rosters.values import (
    LONGEST,
    LONGEST_NAME,
    Column,
    Layout,
    Remark,
    RosterError,
    RosterRow,
    Verdict,
    award_key,
)

__all__ = [
    "LONGEST",
    "LONGEST_NAME",
    "Column",
    "Layout",
    "Remark",
    "Roster",
    "RosterError",
    "RosterRow",
    "Verdict",
    "address_problem",
    "award_key",
    "normalize_address",
    "open_roster",
    "shown",
]
