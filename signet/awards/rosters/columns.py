"""From the header of a file to what its columns mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signet.awards.rosters.texts import shown
from signet.awards.rosters.values import Column, Layout, RosterError

MOST_COLUMNS = 200

# Spellings without case, spaces and punctuation; the first of each is the one we recommend.
_SPELLINGS: dict[Column, str] = {
    Column.ACHIEVEMENT: (
        "badge badgetemplateid badgetemplate badgeid badgeslug achievement achievementid "
        "achievementslug microcredential microcredentialid microcredentialslug"
    ),
    Column.ADDRESS: (
        "email emailaddress mail address mailaddress recipientemail recipientemailaddress "
        "earneremail learneremail studentemail useremail universityemail issuedtoemail"
    ),
    Column.GIVEN_NAME: (
        "firstname first givenname given givennames forename issuedtofirstname recipientfirstname "
        "studentfirstname learnerfirstname earnerfirstname"
    ),
    Column.FAMILY_NAME: (
        "lastname last familyname family surname issuedtolastname recipientlastname "
        "studentlastname learnerlastname earnerlastname"
    ),
    # Not "Student": a gradebook has the family name first in it.
    Column.NAME: (
        "name fullname displayname recipientname recipient recipientfullname earner earnername "
        "learner learnername studentname issuedto issuedtoname issuedtofullname"
    ),
    Column.UNIVERSITY_ID: (
        "universityid studentid studentnumber studentno earnerid issuerearnerid learnerid "
        "recipientid personid employeeid sisuserid sisid campusid matriculationnumber"
    ),
    Column.AWARDED_ON: (
        "date awarded awardedon awardedat awarddate awardeddate dateawarded issued issuedon "
        "issuedat issuedate issueddate dateissued originalawarddate originalissuedate "
        "earlierawarddate"
    ),
    Column.EXPIRES_ON: (
        "expires expireson expiresat expiry expirydate expiration expirationdate expiresdate "
        "validuntil"
    ),
    Column.AWARD_KEY: "key awardkey attempt awardattempt",
    Column.EVIDENCE_URL: "evidence evidenceurl evidenceuri evidencelink",
    Column.EVIDENCE_NARRATIVE: "narrative evidencenarrative evidencetext evidencedescription",
    Column.LANGUAGE: "language locale lang inlanguage",
    Column.FORMER_ID: "formerid formerbadgeid formercredentialid previousid oldid",
    Column.FORMER_URL: "formerurl formerbadgeurl formercredentialurl formerlink previousurl oldurl",
    Column.FORMER_HOST: "formerhost formerplatform previoushost previousplatform oldhost",
}
_MEANINGS = {
    spelling: column for column, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
_CREDLY = {"badgetemplateid", "recipientemail"}


@dataclass(frozen=True, slots=True)
class Header:
    """The first row: its cells as written, and the columns they claim."""

    cells: tuple[str, ...]

    @property
    def recognized(self) -> int:
        """How many cells are known headers; tells a right delimiter from a wrong one."""
        return sum(_spelling(cell) in _MEANINGS for cell in self.cells)

    @property
    def labels(self) -> tuple[str, ...]:
        """All cells as they may be printed."""
        return tuple(map(self.label, range(len(self.cells))))

    def label(self, place: int) -> str:
        """A cell as it may be printed."""
        return shown(" ".join(self.cells[place].split()))

    def layout(self, *, encoding: str, delimiter: str, achievement_given: bool) -> Layout:
        """Say what each column means; RosterError when two clash or a needed one is missing."""
        if len(self.cells) > MOST_COLUMNS:
            raise RosterError(
                f"The file has {len(self.cells)} columns; at most {MOST_COLUMNS} are read. "
                "Delete the columns that are not needed."
            )
        columns: dict[str, int] = {}
        unknown: list[str] = []
        for place, cell in enumerate(self.cells):
            meaning = _MEANINGS.get(_spelling(cell))
            if meaning is not None:
                self._claim(columns, meaning, place)
            elif label := self.label(place):
                unknown.append(label)
        self._require(columns, achievement_given=achievement_given)
        kind = "credly" if set(map(_spelling, self.cells)) >= _CREDLY else "plain"
        return Layout(encoding, delimiter, columns, tuple(unknown), kind)

    def _claim(self, columns: dict[str, int], meaning: Column, place: int) -> None:
        if meaning in columns:
            raise RosterError(
                f'The columns "{self.label(columns[meaning])}" and "{self.label(place)}" '
                f"(numbers {columns[meaning] + 1} and {place + 1}) mean the same. "
                "Delete or rename one of them."
            )
        columns[meaning] = place

    def _require(self, columns: Iterable[str], *, achievement_given: bool) -> None:
        lacking = _lacking(set(columns), achievement_given=achievement_given)
        if not lacking:
            return
        found = ", ".join(f'"{self.label(place)}"' for place in range(min(len(self.cells), 12)))
        raise RosterError(
            f"The file has no column for {_listed(lacking)}. "
            f"The first row must hold the headers; it holds {found}."
        )


def _lacking(columns: set[str], *, achievement_given: bool) -> list[str]:
    lacking = []
    if Column.ADDRESS not in columns:
        lacking.append('the e-mail address (add one with the header "Email")')
    if not columns & {Column.NAME, Column.GIVEN_NAME, Column.FAMILY_NAME}:
        lacking.append('the name (add "Name", or "First name" and "Last name")')
    if Column.AWARDED_ON not in columns:
        lacking.append('the date of the award (add "Date")')
    if Column.ACHIEVEMENT not in columns and not achievement_given:
        lacking.append('the micro-credential (add "Badge", or name one for the whole file)')
    return lacking


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _spelling(cell: str) -> str:
    return "".join(sign for sign in cell.casefold() if sign.isalnum())
