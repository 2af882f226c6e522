import unicodedata

import pytest

from signet.awards.rosters import LONGEST, Column, Remark, Verdict, shown
from signet.awards.rosters.cells import Cells
from signet.awards.rosters.links import is_language, is_web_address

LITERAL = "It will be awarded as literal text; correct the cell if it is not meant so."
INVISIBLE = "The cell contains invisible characters."
TURNED = "The cell contains signs that turn the direction of writing."
ONE_LINE = "Write the cell on one line; if it swallowed rows below it, close its quotation mark."
ALPHABETS = "A word in the name mixes letters of alphabets that look alike."


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Kaya",
        "Siobhán O’Brien-Ní Dhomhnaill",
        "Nguyễn Trần",
        "Martin Luther King, Jr.",
        "李小龍",
        "محمد الخوارزمي",
        "نازنین می\u200cخواهم",
        "Αλέξανδρος",
        "Анна-Мария",
        "X Æ A-12",
        "d'Artagnan & Söhne",
        "Ñ",
        "a\tb",
        "O=Neill",
        "Zoë 🎓",
        "ÄÖÜ Šimek",
    ],
)
def test_names_of_people_are_left_alone(judged, row, name):
    assert judged(Name=name) == row(name=name, given_name="", family_name="")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("=1+1", "The cell starts like a spreadsheet formula, with =."),
        ("+1", "The cell starts like a spreadsheet formula, with +."),
        (" -1", "The cell starts like a spreadsheet formula, with -."),
        ("@SUM(A1)", "The cell starts like a spreadsheet formula, with @."),
        ("<b>Wren</b>", "The cell contains HTML or script."),
        ("Wren</p", "The cell contains HTML or script."),
        ("Wren<!--", "The cell contains HTML or script."),
        ("&lt;b&gt;", "The cell contains HTML or script."),
        ("&#60;b", "The cell contains HTML or script."),
        ("JavaScript:alert(1)", "The cell contains HTML or script."),
        *[(f"Wren{sign}Iyer", TURNED) for sign in "\u061c\u200e\u200f\u202a\u202e\u2066\u2069"],
        *[(f"Wren{sign}Iyer", INVISIBLE) for sign in "\u00ad\u200b\u2060\ufeff\u3164\U000e0041"],
        ("Wrеn Iyer", ALPHABETS),
        ("Αnna", ALPHABETS),
    ],
)
def test_odd_names_are_awarded_as_written_with_a_warning(judged, row, name, problem):
    assert judged(Name=name) == row(
        name=name.strip(),
        given_name="",
        family_name="",
        verdict=Verdict.WARNING,
        remarks=(Remark("Name", problem, LITERAL),),
    )


def test_garbled_letters_are_told_with_what_may_be_meant(judged):
    garbled = "Zoë Müller".encode().decode("cp1252")

    row = judged(Name=garbled)

    assert (row.name, row.verdict, row.remarks) == (
        garbled,
        Verdict.WARNING,
        (
            Remark(
                "Name",
                'The name looks garbled; perhaps "Zoë Müller" is meant.',
                "Save the file again as CSV UTF-8.",
            ),
        ),
    )


@pytest.mark.parametrize("header", ["Name", "Narrative", "Student_ID", "Key", "Former_host"])
@pytest.mark.parametrize(
    ("text", "problem", "mend"),
    [
        ("a\nb", "The cell contains a line break.", ONE_LINE),
        ("ab\r\n", "The cell contains a line break.", ONE_LINE),
        ("a\rb", "The cell contains a line break.", ONE_LINE),
        ("a\x0bb", "The cell contains a line break.", ONE_LINE),
        ("a\x85b", "The cell contains a line break.", ONE_LINE),
        ("a\u2028b", "The cell contains a line break.", ONE_LINE),
        (
            "a\x1b[31mb",
            "The cell contains the control character U+001B.",
            "Type the cell again instead of pasting it.",
        ),
        (
            "a\x7fb",
            "The cell contains the control character U+007F.",
            "Type the cell again instead of pasting it.",
        ),
        (
            "a\x81b",
            "The cell contains the control character U+0081.",
            "Type the cell again instead of pasting it.",
        ),
        (
            "ab\x1f",
            "The cell contains the control character U+001F.",
            "Type the cell again instead of pasting it.",
        ),
        (
            "a\x9bb",
            "The cell contains the control character U+009B.",
            "Type the cell again instead of pasting it.",
        ),
        (
            "a\ufffdb",
            "A letter in the cell was lost when the file was saved.",
            "Type the letter again and save the file as CSV UTF-8.",
        ),
        (
            "a\uffffb",
            "A letter in the cell was lost when the file was saved.",
            "Type the letter again and save the file as CSV UTF-8.",
        ),
    ],
)
def test_signs_that_no_cell_may_hold(judged, header, text, problem, mend):
    row = judged(**{header: text})

    assert (row.verdict, row.remarks) == (
        Verdict.ERROR,
        (Remark(header.replace("_", " "), problem, mend),),
    )


def test_a_cell_can_be_wrong_in_several_ways_and_the_worst_is_the_verdict(judged):
    row = judged(Name="=<b>Wren", Evidence="ftp://e.example/", Locale="English")

    assert (row.verdict, row.remarks) == (
        Verdict.ERROR,
        (
            Remark("Name", "The cell starts like a spreadsheet formula, with =.", LITERAL),
            Remark("Name", "The cell contains HTML or script.", LITERAL),
            Remark(
                "Evidence",
                '"ftp://e.example/" is not a full web address.',
                "Copy it from the browser; it starts with https:// or http://.",
            ),
            Remark("Locale", '"English" is not a language code.', "Write a code such as en or es."),
        ),
    )


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u200e\u200d \ufeff", "\u3164\u2800"])
def test_a_name_that_nobody_can_see_is_empty(judged, name):
    empty = Remark("Name", "The name is empty.", "Write the name as the badge shows it.")

    row = judged(Name=name)

    assert row.verdict is Verdict.ERROR
    assert empty in row.remarks


@pytest.mark.parametrize(
    ("said", "column", "problem"),
    [
        ({"Date": "2200-01-01"}, "Date", "2200-01-01 lies in the future."),
        ({"Expires": "2200-01-01"}, "Expires", "2200-01-01 is too far ahead."),
        ({"Expires": "9999-12-31"}, "Expires", "9999-12-31 is too far ahead."),
    ],
)
def test_a_day_beyond_all_plans(judged, said, column, problem):
    row = judged(**said)

    assert [(one.column, one.problem) for one in row.remarks] == [(column, problem)]
    assert judged(Expires="2199-12-31").verdict is Verdict.OK


def test_names_are_brought_into_nfc_and_nothing_else_is(judged):
    loose = unicodedata.normalize("NFD", "Zoë Ặn")

    row = judged(Name=f" {loose}  X ", Narrative=f" {loose} ")

    assert (row.name, row.evidence_narrative) == ("Zoë Ặn  X", loose)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Name", Column.NAME),
        ("Narrative", Column.EVIDENCE_NARRATIVE),
        ("Student_ID", Column.UNIVERSITY_ID),
        ("Key", Column.AWARD_KEY),
        ("Former_ID", Column.FORMER_ID),
        ("Former_host", Column.FORMER_HOST),
    ],
)
@pytest.mark.parametrize("letter", ["x", "é"])
def test_texts_have_a_greatest_length(judged, header, column, letter):
    most = LONGEST[column]

    fits, too_long = judged(**{header: letter * most}), judged(**{header: letter * (most + 1)})

    assert (fits.verdict, fits.remarks) == (Verdict.OK, ())
    assert (too_long.verdict, too_long.remarks) == (
        Verdict.ERROR,
        (
            Remark(
                header.replace("_", " "),
                f"The cell has {most + 1:,} characters.",
                f"Shorten it to {most:,} at most.",
            ),
        ),
    )


def test_given_and_family_name_have_a_greatest_length_together(open_text):
    header = "Badge,Email,First name,Last name,Date"

    rows = list(
        open_text(
            f"{header}\n"
            f"data-analytics,a@example.edu,{'x' * 99},{'y' * 100},2026-05-20\n"
            f"data-analytics,b@example.edu,{'x' * 100},{'y' * 100},2026-05-20\n"
        )
    )

    assert [(one.verdict, one.remarks) for one in rows] == [
        (Verdict.OK, ()),
        (
            Verdict.ERROR,
            (
                Remark(
                    "First name",
                    "The whole name has 201 characters.",
                    "Shorten it to 200 at most.",
                ),
            ),
        ),
    ]


def test_a_badge_written_as_a_title_is_answered_with_its_name(judged):
    row = judged(Badge="Data Analytics")

    assert row.remarks == (
        Remark(
            "Badge",
            'There is no micro-credential "Data Analytics" to award.',
            'Write "data-analytics".',
        ),
    )


def test_a_row_without_a_badge_is_an_error(judged):
    row = judged(Badge=" ")

    assert (row.verdict, row.remarks) == (
        Verdict.ERROR,
        (Remark("Badge", "The row names no micro-credential.", "Write the one to award."),),
    )


def test_cells_stand_in_the_order_of_the_columns():
    assert Cells._fields == tuple(Column)


@pytest.mark.parametrize(
    "text",
    [
        "https://portfolio.example.edu/15249",
        "HTTP://Example.edu",
        "https://example.edu:8443/a/b?c=d&e=%20#f/g?h",
        "https://example.edu?q=1",
        "https://127.0.0.1/a",
        "https://a_b.example.edu./",
    ],
)
def test_web_addresses(text):
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "example.edu/1",
        "//example.edu/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.edu/",
        "https:example.edu",
        "https://",
        "https:///path",
        "https://user:password@example.edu/",
        "https://example.edu@evil.example/",
        "https://example.edu\\@evil.example/",
        "https://[::1]/",
        "https://[::1",
        "https://example.edu:65536/",
        "https://example.edu:/",
        "https://example.edu/a b",
        "https://example.edu/<script>",
        'https://example.edu/"x',
        "https://example.edu/%zz",
        "https://example.edu/ñ",
        "https://exämple.edu/",
        "https://example.edu/#a#b",
        "https://example.edu/\n",
        "https://.example.edu/",
    ],
)
def test_what_is_no_web_address(text):
    assert not is_web_address(text)


@pytest.mark.parametrize("text", ["en", "es-MX", "zh-Hant-TW", "fil"])
def test_languages(text):
    assert is_language(text)


@pytest.mark.parametrize("text", ["e", "English", "en-", "en--US", "en US", "é"])
def test_what_is_no_language(text):
    assert not is_language(text)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("Zoë", "Zoë"),
        ("a\r\nBcc: b\x1b[2J\u202e", "a··Bcc: b·[2J·"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_texts_of_others_are_shown_on_one_line(text, fit):
    assert shown(text) == fit
