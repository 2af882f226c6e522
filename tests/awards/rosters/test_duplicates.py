from datetime import date

import pytest

from signet.awards.rosters import Verdict, award_key

HEADER = "Badge,Email,Student ID,Key,Name,Date"
FIRST = "data-analytics,wren@example.edu,,,Wren Iyer,2026-05-20"


@pytest.fixture
def verdicts(open_text):
    """What is said of each row, and of which earlier row it is a repeat."""

    def said(*rows, **choices):
        return [
            (row.verdict, *(remark.problem for remark in row.remarks))
            for row in open_text("\n".join([HEADER, *rows]), **choices)
        ]

    return said


def repeats(number, why="the same date"):
    told = f"The row repeats row {number}: the same micro-credential and person, and {why}."
    return (Verdict.DUPLICATE, told)


OK = (Verdict.OK,)


@pytest.mark.parametrize(
    "second",
    [
        FIRST,
        "data-analytics,WREN@EXAMPLE.EDU,,,W. Iyer,2026-05-20",
        'data-analytics,"  wren@example.edu ",,,Wren Iyer,"May 20, 2026"',
        ",wren@example.edu,,,Wren Iyer,2026-05-20",
        "data-analytics,wren@example.edu,,2026-05-20,Wren Iyer,2026-05-19",
    ],
)
def test_the_same_award_is_a_duplicate_however_it_is_written(verdicts, second):
    first, again = verdicts(FIRST, second, default_achievement="data-analytics")

    assert first == OK
    assert again in {repeats(2), repeats(2, "the same key")}


@pytest.mark.parametrize(
    "second",
    [
        "project-management,wren@example.edu,,,Wren Iyer,2026-05-20",
        "data-analytics,wren.i@example.edu,,,Wren Iyer,2026-05-20",
        "data-analytics,wre\u212a@example.edu,,,Wren Iyer,2026-05-20".replace("\u212a", "k"),
        "data-analytics,wren@example.edu,,,Wren Iyer,2026-05-19",
        "data-analytics,wren@example.edu,,2,Wren Iyer,2026-05-20",
    ],
)
def test_another_award_is_none(verdicts, second):
    assert verdicts(FIRST, second) == [OK, OK]


def test_a_person_is_their_university_id_where_there_is_one(verdicts):
    rows = [
        "data-analytics,wren@example.edu,870000001,,Wren Iyer,2026-05-20",
        "data-analytics,other@example.edu,870000001,,Wren Iyer,2026-05-20",
        "data-analytics,wren@example.edu,870000002,,Ren Iyer,2026-05-20",
    ]

    assert verdicts(*rows) == [OK, repeats(2), OK]


def test_a_key_tells_awards_apart_and_nothing_else_does(verdicts):
    rows = [
        "data-analytics,wren@example.edu,,a,Wren Iyer,2026-05-20",
        "data-analytics,wren@example.edu,,b,Wren Iyer,2026-05-20",
        "data-analytics,wren@example.edu,,a,Wren Iyer,2026-05-19",
    ]

    assert verdicts(*rows) == [OK, OK, repeats(2, "the same key")]


def test_what_is_awarded_once_only_is_a_duplicate_on_any_day(verdicts):
    rows = [
        "data-analytics,wren@example.edu,,,Wren Iyer,2026-05-20",
        "data-analytics,wren@example.edu,,,Wren Iyer,2026-05-19",
        "data-analytics,wren@example.edu,,k,Wren Iyer,2026-05-19",
        "project-management,wren@example.edu,,,Wren Iyer,2026-05-20",
        "project-management,wren@example.edu,,,Wren Iyer,2026-05-19",
    ]
    once = (
        Verdict.DUPLICATE,
        (
            "The row repeats row 2: the same micro-credential and person, "
            "and it is awarded once only."
        ),
    )

    assert verdicts(*rows, once_only=["data-analytics"]) == [OK, once, OK, OK, OK]


def test_a_row_with_an_error_awards_nothing_that_could_be_repeated(verdicts):
    bad = FIRST.replace("Wren Iyer", "")

    outcomes = [outcome for outcome, *_ in verdicts(bad, FIRST, bad, FIRST)]

    assert outcomes == [Verdict.ERROR, Verdict.OK, Verdict.ERROR, Verdict.DUPLICATE]


def test_a_repeated_row_with_a_warning_keeps_it(verdicts):
    odd = FIRST.replace("Wren Iyer", "=Wren")

    warning = (Verdict.WARNING, "The cell starts like a spreadsheet formula, with =.")
    assert verdicts(odd, odd) == [warning, (Verdict.DUPLICATE, warning[1], repeats(2)[1])]


def test_a_second_reading_starts_with_a_clean_memory(open_text):
    opened = open_text(f"{HEADER}\n{FIRST}")

    assert [list(opened)[0].verdict, list(opened)[0].verdict] == [Verdict.OK, Verdict.OK]  # noqa: RUF015  # each list is one reading


@pytest.mark.parametrize(
    ("key", "once_only", "expected"),
    [("k", True, "k"), ("k", False, "k"), (None, True, ""), ("", False, "2026-05-20")],
)
def test_award_key(key, once_only, expected):
    assert award_key(key, date(2026, 5, 20), once_only=once_only) == expected
