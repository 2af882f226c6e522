"""Dates as offices write them. A date that can be read in two ways is never guessed."""

import re
from datetime import date
from enum import Enum
from functools import lru_cache


class DateTrouble(Enum):
    """Why a text is not a date."""

    AMBIGUOUS = "ambiguous"
    IMPOSSIBLE = "impossible"
    SERIAL = "serial"
    UNREADABLE = "unreadable"


_TIME = (
    r"(?:(?:T|,? +)(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_ORDINAL = "(?:st|nd|rd|th)?"
_YEAR = "([0-9]{4}|'?[0-9]{2})"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2" + _YEAR + _TIME)
_DAY_MONTH = re.compile(rf"([0-9]{{1,2}}){_ORDINAL}[ -]([A-Za-z]{{3,9}})\.?,?[ -]{_YEAR}{_TIME}")
_MONTH_DAY = re.compile(rf"([A-Za-z]{{3,9}})\.?[ -]([0-9]{{1,2}}){_ORDINAL},?[ -]{_YEAR}{_TIME}")
# A spreadsheet's day number of 1990 or later, as it appears when a cell lost its date format.
_SERIAL = re.compile(r"[3-9][0-9]{4}(?:\.[0-9]+)?")

# English, whatever the locale of the process is.
_MONTHS = {
    month + rest: number
    for number, (month, *endings) in enumerate(
        (
            ("jan", "uary"),
            ("feb", "ruary"),
            ("mar", "ch"),
            ("apr", "il"),
            ("may",),
            ("jun", "e"),
            ("jul", "y"),
            ("aug", "ust"),
            ("sep", "t", "tember"),
            ("oct", "ober"),
            ("nov", "ember"),
            ("dec", "ember"),
        ),
        start=1,
    )
    for rest in ("", *endings)
}


# A roster holds few days many times; long texts stay out of the cache, so that it stays small.
_LONGEST = 60


def read_date(text: str) -> date | DateTrouble:
    """Read one date; of a date with a time, the day as written.

    Read are year-month-day, a month in English words, and numbers with a four-digit year of which
    only one order is a day of the calendar (25/05/2026, 05/25/2026, 05/05/2026). 05/06/2026 and
    any two-digit year are ambiguous.
    """
    return _read(text) if len(text) <= _LONGEST else DateTrouble.UNREADABLE


@lru_cache(maxsize=4096)
def _read(text: str) -> date | DateTrouble:
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(text):
        return _either_order(match[1], match[3], match[4])
    if match := _DAY_MONTH.fullmatch(text):
        return _in_words(match[3], match[2], match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _in_words(match[3], match[1], match[2])
    return DateTrouble.SERIAL if _SERIAL.fullmatch(text) else DateTrouble.UNREADABLE


def _day(year: str, month: str, day: str) -> date | DateTrouble:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return DateTrouble.IMPOSSIBLE


def _either_order(first: str, second: str, year: str) -> date | DateTrouble:
    if len(year) != 4:
        return DateTrouble.AMBIGUOUS
    readings = {_day(year, second, first), _day(year, first, second)}
    days = [reading for reading in readings if isinstance(reading, date)]
    if len(days) > 1:
        return DateTrouble.AMBIGUOUS
    return days[0] if days else DateTrouble.IMPOSSIBLE


def _in_words(year: str, month: str, day: str) -> date | DateTrouble:
    number = _MONTHS.get(month.lower())
    if number is None:
        return DateTrouble.UNREADABLE
    return _day(year, str(number), day) if len(year) == 4 else DateTrouble.AMBIGUOUS
