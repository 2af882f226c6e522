"""Look at every cell of one row and find all that is to be said about it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from signet.awards.rosters.addresses import address_problem
from signet.awards.rosters.cells import Cells
from signet.awards.rosters.dates import DateTrouble, read_date
from signet.awards.rosters.links import is_language, is_web_address
from signet.awards.rosters.texts import (
    Finding,
    is_blank,
    name_warnings,
    public_errors,
    shown,
    text_errors,
    text_warnings,
)
from signet.awards.rosters.values import LONGEST, LONGEST_NAME, Column, Verdict

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)

_NAMES = (Column.GIVEN_NAME, Column.FAMILY_NAME, Column.NAME)
_REQUIRED = {Column.ACHIEVEMENT, Column.ADDRESS, Column.AWARDED_ON}
_DATE_TROUBLES = {
    DateTrouble.AMBIGUOUS: "can be read in more than one way",
    DateTrouble.IMPOSSIBLE: "is no day of the calendar",
    DateTrouble.SERIAL: "is a spreadsheet's number for a day, not a date",
    DateTrouble.UNREADABLE: "is not a date",
}
_WRITE_DATE = "Write it as year-month-day, such as 2026-05-20."


@dataclass(frozen=True, slots=True)
class Rules:
    """What a row is judged by, besides itself."""

    today: date
    achievements: frozenset[str]
    default_achievement: str | None
    once_only: frozenset[str]


@dataclass(frozen=True, slots=True)
class Examined:
    """The cells without surrounding space, what they mean, and what is to be said of them."""

    cells: Cells
    name: str
    awarded_on: date | None
    expires_on: date | None
    findings: tuple[tuple[Column, Finding], ...]


def tidy(cells: Cells) -> Cells:
    """Strip every cell, and bring names into NFC."""
    texts = Cells(*[text.strip() for text in cells])
    return texts._replace(
        given_name=unicodedata.normalize("NFC", texts.given_name),
        family_name=unicodedata.normalize("NFC", texts.family_name),
        name=unicodedata.normalize("NFC", texts.name),
        language=texts.language.replace("_", "-"),
    )


def full_name(cells: Cells) -> str:
    """Put together the name as it will be shown."""
    return cells.name or f"{cells.given_name} {cells.family_name}".strip()


def examine(raw: Cells, rules: Rules) -> Examined:
    """Say all that there is to say about a row, column by column."""
    cells = tidy(raw)
    awarded_on, expires_on = _day(cells.awarded_on), _day(cells.expires_on)
    findings = [
        (column, finding)
        for column, before, text in zip(Column, raw, cells, strict=True)
        if before or column in _REQUIRED
        for finding in examine_cell(column, before, text, rules)
    ]
    if awarded_on and expires_on and expires_on < awarded_on:
        findings.append((Column.EXPIRES_ON, _EXPIRES_TOO_SOON))
    if not any(column in _NAMES and found.verdict is Verdict.ERROR for column, found in findings):
        findings += _name_errors(cells)
    return Examined(cells, full_name(cells), awarded_on, expires_on, tuple(findings))


def examine_cell(column: Column, raw: str, text: str, rules: Rules) -> list[Finding]:
    """Say what there is to say about one cell. text: the cell as `tidy` leaves it."""
    # what holds a forbidden sign is not read any further
    return _sign_errors(column, raw, text) or _FORMS[column](text, rules)


def _sign_errors(column: Column, raw: str, text: str) -> list[Finding]:
    errors = text_errors(raw)
    if len(text) > LONGEST[column]:
        errors.append(_too_long(f"The cell has {len(text):,} characters", LONGEST[column]))
    return errors


def _achievement_errors(text: str, rules: Rules) -> list[Finding]:
    slug = text or rules.default_achievement
    if not slug:
        return [_error("The row names no micro-credential.", "Write the one to award.")]
    if slug in rules.achievements:
        return []
    likely = "-".join(re.findall("[a-z0-9]+", slug.lower()))
    return [
        _error(
            f'There is no micro-credential "{shown(slug)}" to award.',
            f'Write "{likely}".'
            if likely in rules.achievements
            else "Write the name that ends its web address in the catalog.",
        )
    ]


def _address_findings(text: str, _rules: Rules) -> list[Finding]:
    if not text:
        return [_error("The e-mail address is empty.", "Write the address of the person.")]
    if problem := address_problem(text):
        return [
            _error(
                f'"{shown(text)}" is not an e-mail address: {problem}.',
                "Write one plain address, such as name@example.edu.",
            )
        ]
    return text_warnings(text)


def _awarded_errors(text: str, rules: Rules) -> list[Finding]:
    day = _day(text)
    if day and day > rules.today:
        return [
            _error(f"{day} lies in the future.", "Write the day of the award, not after today.")
        ]
    return _date_errors(text, rules)


def _date_errors(text: str, _rules: Rules) -> list[Finding]:
    if not text:
        return [_error("The date is empty.", _WRITE_DATE)]
    day = read_date(text)
    if isinstance(day, DateTrouble):
        return [_error(f'"{shown(text)}" {_DATE_TROUBLES[day]}.', _WRITE_DATE)]
    if day < EARLIEST:
        return [_error(f"{day} is too long ago.", f"Write a day from {EARLIEST} on.")]
    if day > LATEST:
        return [_error(f"{day} is too far ahead.", f"Write a day up to {LATEST}.")]
    return []


def _expiry_errors(text: str, rules: Rules) -> list[Finding]:
    return _date_errors(text, rules) if text else []


def _web_errors(text: str, _rules: Rules) -> list[Finding]:
    if not text or is_web_address(text):
        return public_errors(text)
    return [
        _error(
            f'"{shown(text)}" is not a full web address.',
            "Copy it from the browser; it starts with https:// or http://.",
        )
    ]


def _language_errors(text: str, _rules: Rules) -> list[Finding]:
    if not text or is_language(text):
        return []
    return [_error(f'"{shown(text)}" is not a language code.', "Write a code such as en or es.")]


def _text_warnings(text: str, _rules: Rules) -> list[Finding]:
    return text_warnings(text)


def _public_findings(text: str, _rules: Rules) -> list[Finding]:
    return public_errors(text) or text_warnings(text)


def _name_findings(text: str, _rules: Rules) -> list[Finding]:
    return public_errors(text) or text_warnings(text) + name_warnings(text)


# How the text of each column is read once no forbidden sign is in it.
_FORMS: dict[Column, Callable[[str, Rules], list[Finding]]] = {
    Column.ACHIEVEMENT: _achievement_errors,
    Column.ADDRESS: _address_findings,
    Column.GIVEN_NAME: _name_findings,
    Column.FAMILY_NAME: _name_findings,
    Column.NAME: _name_findings,
    Column.UNIVERSITY_ID: _text_warnings,
    Column.AWARDED_ON: _awarded_errors,
    Column.EXPIRES_ON: _expiry_errors,
    Column.AWARD_KEY: _text_warnings,
    Column.EVIDENCE_URL: _web_errors,
    Column.EVIDENCE_NARRATIVE: _public_findings,
    Column.LANGUAGE: _language_errors,
    Column.FORMER_ID: _public_findings,
    Column.FORMER_URL: _web_errors,
    Column.FORMER_HOST: _public_findings,
}


def _name_errors(cells: Cells) -> list[tuple[Column, Finding]]:
    name = full_name(cells)
    if is_blank(name):
        column = Column.NAME if cells.name else Column.GIVEN_NAME
        return [(column, _error("The name is empty.", "Write the name as the badge shows it."))]
    if len(name) > LONGEST_NAME:
        given_longer = len(cells.given_name) >= len(cells.family_name)
        column = Column.GIVEN_NAME if given_longer else Column.FAMILY_NAME
        return [(column, _too_long(f"The whole name has {len(name):,} characters", LONGEST_NAME))]
    return []


def _day(text: str) -> date | None:
    day = read_date(text) if text else None
    return day if isinstance(day, date) else None


def _too_long(problem: str, most: int) -> Finding:
    return _error(f"{problem}.", f"Shorten it to {most:,} at most.")


def _error(problem: str, mend: str) -> Finding:
    return Finding(Verdict.ERROR, problem, mend)


_EXPIRES_TOO_SOON = _error(
    "The award expires before the day on which it is awarded.",
    "Correct one of the two dates, or leave this cell empty.",
)
