from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.awards.rosters import Remark, Verdict
from signet.awards.rosters.dates import DateTrouble, read_date

MAY_20 = date(2026, 5, 20)
WRITE_DATE = "Write it as year-month-day, such as 2026-05-20."


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-20",
        "2026-5-20",
        "2026/05/20",
        "2026.05.20",
        "20260520",
        "2026-05-20T23:59:59Z",
        "2026-05-20 09:41:00 -0500",
        "2026-05-20T09:41:00.123+05:30",
        "2026-05-20 09:41 UTC",
        "20/05/2026",
        "05/20/2026",
        "20.05.2026",
        "5-20-2026",
        "5/20/2026 9:41 AM",
        "May 20, 2026",
        "May 20 2026",
        "may 20th, 2026",
        "20 May 2026",
        "20-MAY-2026",
        "20th May, 2026",
    ],
)
def test_dates_with_one_reading(text):
    assert read_date(text) == MAY_20


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/05/2026", date(2026, 5, 5)),
        ("Sept. 1, 2025", date(2025, 9, 1)),
        ("1 February 2024", date(2024, 2, 1)),
        ("Dec-31-2024", date(2024, 12, 31)),
    ],
)
def test_more_dates_with_one_reading(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("20/05/26", DateTrouble.AMBIGUOUS),
        ("05/06/26", DateTrouble.AMBIGUOUS),
        ("05/06/2026", DateTrouble.AMBIGUOUS),
        ("05.06.2026", DateTrouble.AMBIGUOUS),
        ("26-05-20", DateTrouble.AMBIGUOUS),
        ("20-May-26", DateTrouble.AMBIGUOUS),
        ("May 20, '26", DateTrouble.AMBIGUOUS),
        ("2026-02-29", DateTrouble.IMPOSSIBLE),
        ("30/02/2026", DateTrouble.IMPOSSIBLE),
        ("31 June 2026", DateTrouble.IMPOSSIBLE),
        ("20/20/2026", DateTrouble.IMPOSSIBLE),
        ("0000-05-20", DateTrouble.IMPOSSIBLE),
        ("20052026", DateTrouble.IMPOSSIBLE),
        ("46162", DateTrouble.SERIAL),
        ("46162.25", DateTrouble.SERIAL),
        ("20 Mayo 2026", DateTrouble.UNREADABLE),
        ("20 Foo 2026", DateTrouble.UNREADABLE),
        ("2026-05", DateTrouble.UNREADABLE),
        ("2026-05-20x", DateTrouble.UNREADABLE),
        ("2026-05-20 25:00", DateTrouble.UNREADABLE),
        ("2026-05/20", DateTrouble.UNREADABLE),
        ("tomorrow", DateTrouble.UNREADABLE),
        ("٢٠٢٦-٠٥-٢٠", DateTrouble.UNREADABLE),
        ("2026-05-20" + " " * 60 + "9:41", DateTrouble.UNREADABLE),
        ("", DateTrouble.UNREADABLE),
    ],
)
def test_dates_that_are_not_read(text, trouble):
    assert read_date(text) is trouble


@settings(deadline=None)
@given(st.dates(min_value=date(1990, 1, 1)))
def test_every_day_is_read_as_itself_or_not_at_all(day):
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day:%Y%m%d}") == day
    assert read_date(f"{day:%d %B %Y}") == day
    assert read_date(f"{day:%b %d, %Y}") == day
    unsure = day.day <= 12 and day.day != day.month
    expected = DateTrouble.AMBIGUOUS if unsure else day
    assert read_date(f"{day:%d/%m/%Y}") == expected
    assert read_date(f"{day:%m/%d/%Y}") == expected


HEADER = "Badge,Email,First name,Last name,Date,Expires"
GOOD = "data-analytics,wren@example.edu,Wren,Iyer"


@pytest.mark.parametrize(
    ("awarded", "expires"),
    [
        ("2026-06-01", None),
        ("1990-01-01", "1990-01-01"),
        ("2026-05-20", "2126-05-20"),
    ],
)
def test_days_that_can_be(open_text, row, awarded, expires):
    rows = list(open_text(f"{HEADER}\n{GOOD},{awarded},{expires or '  '}"))

    assert rows == [
        row(
            awarded_on=date.fromisoformat(awarded),
            expires_on=date.fromisoformat(expires) if expires else None,
        )
    ]


@pytest.mark.parametrize(
    ("awarded", "expires", "remarks"),
    [
        (
            "2026-06-02",
            "",
            [
                Remark(
                    "Date",
                    "2026-06-02 lies in the future.",
                    "Write the day of the award, not after today.",
                )
            ],
        ),
        (
            "1989-12-31",
            "",
            [Remark("Date", "1989-12-31 is too long ago.", "Write a day from 1990-01-01 on.")],
        ),
        (" ", "", [Remark("Date", "The date is empty.", WRITE_DATE)]),
        (
            "46162",
            "soon",
            [
                Remark(
                    "Date", '"46162" is a spreadsheet\'s number for a day, not a date.', WRITE_DATE
                ),
                Remark("Expires", '"soon" is not a date.', WRITE_DATE),
            ],
        ),
        (
            "2026-02-30",
            "05/06/2029",
            [
                Remark("Date", '"2026-02-30" is no day of the calendar.', WRITE_DATE),
                Remark("Expires", '"05/06/2029" can be read in more than one way.', WRITE_DATE),
            ],
        ),
        (
            "2026-05-20",
            "2026-05-19",
            [
                Remark(
                    "Expires",
                    "The award expires before the day on which it is awarded.",
                    "Correct one of the two dates, or leave this cell empty.",
                )
            ],
        ),
    ],
)
def test_days_that_cannot_be(open_text, awarded, expires, remarks):
    rows = list(open_text(f"{HEADER}\n{GOOD},{awarded},{expires}"))

    assert [(one.verdict, list(one.remarks)) for one in rows] == [(Verdict.ERROR, remarks)]
