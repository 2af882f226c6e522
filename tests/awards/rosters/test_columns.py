import pytest

from signet.awards.rosters import Column, Layout, RosterError, Verdict, open_roster

HEADER = "Badge,Email,First name,Last name,Date"
GOOD = "data-analytics,wren@example.edu,Wren,Iyer,2026-05-20"


@pytest.mark.parametrize(
    ("column", "headers"),
    [
        (Column.ACHIEVEMENT, ["Badge", "Badge Template ID", "ACHIEVEMENT", "Micro-credential"]),
        (Column.ADDRESS, ["email", "E-mail", "E_MAIL address", "Address", " Recipient Email * "]),
        (Column.GIVEN_NAME, ["first name", "Given Name", "Issued to First Name"]),
        (Column.FAMILY_NAME, ["LASTNAME", "Surname", "family_name", "Issued to Last Name"]),
        (Column.NAME, ["Name", "Full name", "full_name"]),
        (Column.UNIVERSITY_ID, ["Student ID", "university-id", "Issuer Earner ID", "student no."]),
        (Column.AWARDED_ON, ["date", "Awarded", "Issued on", "Issued At", "award date"]),
        (Column.EXPIRES_ON, ["Expires", "Expires At", "Expiration date", "valid until"]),
        (Column.AWARD_KEY, ["Key", "Award key", "Attempt"]),
        (Column.EVIDENCE_URL, ["Evidence", "Evidence URL"]),
        (Column.EVIDENCE_NARRATIVE, ["Narrative", "Evidence narrative"]),
        (Column.LANGUAGE, ["Locale", "Language"]),
        (Column.FORMER_ID, ["Former ID"]),
        (Column.FORMER_URL, ["Former URL"]),
        (Column.FORMER_HOST, ["Former host"]),
    ],
)
def test_headers_are_known_by_many_spellings(open_text, column, headers):
    plain = {
        Column.ACHIEVEMENT: "Badge",
        Column.ADDRESS: "Email",
        Column.NAME: "Name",
        Column.AWARDED_ON: "Date",
    }
    others = [header for known, header in plain.items() if known is not column]

    for header in headers:
        columns = open_text(",".join([*others, header])).layout.columns

        assert columns[column] == len(others)


def test_layout_says_what_is_not_read(open_text):
    layout = open_text("Notes\x1b[2J,Email,Name,,Issued,Badge,Shoe size\n").layout

    assert layout == Layout(
        encoding="UTF-8",
        delimiter=",",
        columns={"achievement": 5, "address": 1, "name": 2, "awarded_on": 4},
        unknown=("Notes·[2J", "Shoe size"),
        kind="plain",
    )


def test_every_column_lands_in_its_field(open_text, row):
    header = (
        "Former host,Former URL,Former ID,Locale,Narrative,Evidence,Key,Expires,Date,Student ID,"
        "Name,Last name,First name,Email,Badge"
    )
    cells = (
        "Credly,https://former.example/b/1,b-1,pt_BR,She built it.,https://e.example/1,k1,"
        '2029-05-20,2026-05-20,870000001,"W. Iyer, Jr.",Iyer,Wren,wren@example.edu,data-analytics'
    )

    rows = list(open_text(f"{header}\n{cells}"))

    assert [(str(one.awarded_on), str(one.expires_on)) for one in rows] == [
        ("2026-05-20", "2029-05-20")
    ]
    assert rows == [
        row(
            name="W. Iyer, Jr.",
            university_id="870000001",
            expires_on=rows[0].expires_on,
            award_key="k1",
            evidence_url="https://e.example/1",
            evidence_narrative="She built it.",
            language="pt-BR",
            former_id="b-1",
            former_url="https://former.example/b/1",
            former_host="Credly",
        )
    ]


def test_a_default_achievement_stands_for_a_column_or_an_empty_cell(open_text, row):
    choice = {"default_achievement": "data-analytics"}
    bare = "Email,First name,Last name,Date\nwren@example.edu,Wren,Iyer,2026-05-20"
    mixed = f"{HEADER}\n,wren@example.edu,Wren,Iyer,2026-05-20\nproject-management{GOOD[14:]}"

    assert list(open_text(bare, **choice)) == [row(achievement="")]
    assert list(open_text(mixed, **choice)) == [
        row(achievement=""),
        row(3, achievement="project-management"),
    ]


def test_two_columns_for_one_meaning_are_refused_by_name(open_text):
    with pytest.raises(RosterError) as refusal:
        open_text(f"{HEADER},E-Mail\n{GOOD},other@example.edu")

    assert str(refusal.value) == (
        'The columns "Email" and "E-Mail" (numbers 2 and 6) mean the same. '
        "Delete or rename one of them."
    )


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        ("Badge,Name,Date", 'the e-mail address (add one with the header "Email")'),
        ("Badge,Email,Date", 'the name (add "Name", or "First name" and "Last name")'),
        ("Badge,Email,Name", 'the date of the award (add "Date")'),
        (
            "Date,Email,Name",
            'the micro-credential (add "Badge", or name one for the whole file)',
        ),
    ],
)
def test_a_missing_column_is_named(open_text, header, lacking):
    found = ", ".join(f'"{cell}"' for cell in header.split(","))

    with pytest.raises(RosterError) as refusal:
        open_text(header)

    assert str(refusal.value) == (
        f"The file has no column for {lacking}. "
        f"The first row must hold the headers; it holds {found}."
    )


def test_a_header_of_others_cannot_write_to_the_terminal(open_text):
    with pytest.raises(RosterError) as refusal:
        open_text(f"\x1b]0;owned\x07\u202e,{'x' * 5000}")

    assert str(refusal.value).endswith(f'it holds "·]0;owned··", "{"x" * 59}…".')


def test_a_file_of_too_many_columns_is_refused(open_text):
    with pytest.raises(RosterError) as refusal:
        open_text(HEADER + "," * 196)

    assert str(refusal.value) == (
        "The file has 201 columns; at most 200 are read. Delete the columns that are not needed."
    )


def test_cells_of_unknown_columns_are_not_judged(open_text, row):
    opened = open_text(f'{HEADER},Notes\n{GOOD},"=1\n\x07"')

    assert list(opened) == [row()]


def test_empty_cells_beyond_the_header_are_nothing(open_text, row):
    assert list(open_text(f"{HEADER}\n{GOOD}, ,\n")) == [row()]


def test_given_or_family_name_alone_is_a_name(open_text, row):
    rows = list(open_text("Badge,Email,Surname,Date\n" + GOOD.replace("Wren,", "")))

    assert rows == [row(given_name="")]


def test_achievements_may_be_any_collection(tmp_path, today):
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")

    rows = open_roster(path, today=today, achievements={"data-analytics": 1}.keys())

    assert [one.verdict for one in rows] == [Verdict.OK]


def test_both_parts_of_a_name_are_brought_into_nfc(open_text, row):
    loose = GOOD.replace("Wren", "Zoe\u0308").replace("Iyer", "Mu\u0308ller")

    rows = list(open_text(f"{HEADER}\n{loose}"))

    assert rows == [row(given_name="Zoë", family_name="Müller", name="Zoë Müller")]


def test_the_delimiter_is_the_one_that_finds_headers_not_the_most_frequent(open_text):
    header = f"{HEADER.replace(',', ';')};a,b,c,d,e,f,g"

    layout = open_text(header).layout

    assert (layout.delimiter, layout.unknown) == (";", ("a,b,c,d,e,f,g",))


def test_a_header_that_another_delimiter_would_break_is_read(open_text):
    layout = open_text(f'{HEADER},a;"b",c').layout

    assert (layout.delimiter, layout.unknown) == (",", ('a;"b"', "c"))
