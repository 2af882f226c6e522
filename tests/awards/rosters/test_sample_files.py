import csv
from datetime import date

import pytest

from signet.awards.rosters import Layout, Remark, RosterError, Verdict

FORMULA = "The cell starts like a spreadsheet formula, with {}."
MARKUP = "The cell contains HTML or script."
LITERAL = "It will be awarded as literal text; correct the cell if it is not meant so."
WRITE_DATE = "Write it as year-month-day, such as 2026-05-20."
REPEATS = Remark(
    "",
    "The row repeats row 2: the same micro-credential and person, and the same date.",
    "Delete one of the two rows.",
)


def test_hostile_rows_are_judged_one_by_one(open_file, shared_rosters, row):
    expected = [
        row(2, address="good.row@example.edu", given_name="Good", family_name="Row"),
        row(
            3,
            address="not-an-address",
            given_name="Bad",
            family_name="Mail",
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "Recipient Email",
                    '"not-an-address" is not an e-mail address: it has no @.',
                    "Write one plain address, such as name@example.edu.",
                ),
            ),
        ),
        row(
            4,
            achievement="no-such-badge",
            address="a@example.edu",
            given_name="No",
            family_name="Badge",
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "Badge Template ID",
                    'There is no micro-credential "no-such-badge" to award.',
                    "Write the name that ends its web address in the catalog.",
                ),
            ),
        ),
        row(
            5,
            address="good.row@example.edu",
            given_name="Good",
            family_name="Row",
            verdict=Verdict.DUPLICATE,
            remarks=(REPEATS,),
        ),
        row(
            6,
            address="GOOD.ROW@EXAMPLE.EDU",
            given_name="Good",
            family_name="Row",
            verdict=Verdict.DUPLICATE,
            remarks=(REPEATS,),
        ),
        row(
            7,
            address="future@example.edu",
            given_name="From",
            family_name="Future",
            awarded_on=date(2126, 5, 20),
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "Issued At",
                    "2126-05-20 lies in the future.",
                    "Write the day of the award, not after today.",
                ),
            ),
        ),
        row(
            8,
            address="date@example.edu",
            given_name="Bad",
            family_name="Date",
            awarded_on=None,
            verdict=Verdict.ERROR,
            remarks=(
                Remark("Issued At", '"20/05/26" can be read in more than one way.', WRITE_DATE),
            ),
        ),
        row(
            9,
            address="formula@example.edu",
            given_name='=HYPERLINK("https://evil.example","x")',
            family_name="+1",
            verdict=Verdict.WARNING,
            remarks=(
                Remark("Issued to First Name", FORMULA.format("="), LITERAL),
                Remark("Issued to Last Name", FORMULA.format("+"), LITERAL),
            ),
        ),
        row(
            10,
            address="header@example.edu\r\nBcc: all@example.edu",
            given_name="Head",
            family_name="Er",
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "Recipient Email",
                    "The cell contains a line break.",
                    "Write the cell on one line; if it swallowed rows below it, close its quotation mark.",
                ),
            ),
        ),
        row(
            11,
            address="script@example.edu",
            given_name="<script>alert(1)</script>",
            family_name='"><img src=x onerror=alert(1)>',
            verdict=Verdict.WARNING,
            remarks=(
                Remark("Issued to First Name", MARKUP, LITERAL),
                Remark("Issued to Last Name", MARKUP, LITERAL),
            ),
        ),
        row(
            12,
            address="bidi@example.edu",
            given_name="\u202egnp.exe",
            family_name="Bidi",
            verdict=Verdict.WARNING,
            remarks=(
                Remark(
                    "Issued to First Name",
                    "The cell contains signs that turn the direction of writing.",
                    LITERAL,
                ),
            ),
        ),
        row(
            13,
            address="empty@example.edu",
            given_name="",
            family_name="",
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "Issued to First Name",
                    "The name is empty.",
                    "Write the name as the badge shows it.",
                ),
            ),
        ),
        row(
            14,
            address="long@example.edu",
            given_name="x" * 5000,
            family_name="Long",
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "Issued to First Name",
                    "The cell has 5,000 characters.",
                    "Shorten it to 100 at most.",
                ),
            ),
        ),
        row(
            15,
            address="short@example.edu",
            given_name="",
            family_name="",
            awarded_on=None,
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "",
                    "The row has 2 cells under 5 headers.",
                    "Write the empty cells too, or delete the row.",
                ),
            ),
        ),
        row(
            16,
            address="many@example.edu",
            given_name="Too",
            family_name="Many",
            awarded_on=None,
            verdict=Verdict.ERROR,
            remarks=(
                Remark(
                    "",
                    "The row has 11 cells under 5 headers.",
                    "Delete the cells beyond the last header; put a text with a delimiter in quotes.",
                ),
            ),
        ),
    ]

    rows = list(open_file(shared_rosters / "hostile.csv"))

    assert rows == expected


def test_spring_roster_is_good_throughout_and_says_what_the_file_says(open_file, shared_rosters):
    path = shared_rosters / "credly-spring.csv"
    with path.open(newline="", encoding="utf-8") as handle:
        written = list(csv.reader(handle))[1:]

    roster = open_file(path)
    rows = list(roster)

    assert roster.layout == Layout(
        encoding="UTF-8",
        delimiter=",",
        columns={
            "achievement": 0,
            "address": 1,
            "given_name": 2,
            "family_name": 3,
            "awarded_on": 4,
            "expires_on": 5,
            "university_id": 6,
            "evidence_url": 7,
            "language": 8,
        },
        unknown=(),
        kind="credly",
    )
    assert len(roster) == len(rows) == 500
    assert {(row.verdict, row.remarks) for row in rows} == {(Verdict.OK, ())}
    assert [
        [
            row.achievement,
            row.address,
            row.given_name,
            row.family_name,
            str(row.awarded_on),
            str(row.expires_on or ""),
            row.university_id,
            row.evidence_url,
            row.language,
        ]
        for row in rows
    ] == written
    assert [row.number for row in rows] == list(range(2, 502))


def test_gradebook_is_refused_with_what_it_lacks(open_file, shared_rosters):
    with pytest.raises(RosterError) as refusal:
        open_file(shared_rosters / "canvas-gradebook.csv", default_achievement="data-analytics")

    assert str(refusal.value) == (
        'The file has no column for the e-mail address (add one with the header "Email"), '
        'the name (add "Name", or "First name" and "Last name") and '
        'the date of the award (add "Date"). The first row must hold the headers; it holds '
        '"Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Module quizzes (4411)", '
        '"Capstone report (4417)", "Current Score", "Final Score".'
    )
