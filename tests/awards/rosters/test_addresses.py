import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.awards.rosters import Remark, Verdict, address_problem, normalize_address

CHARACTER = "what stands before the @ has a character or a dot that no mailbox has there"
DOMAIN = "what stands after the @ is not the name of a mail domain"


@pytest.mark.parametrize(
    "text",
    [
        "a@example.edu",
        "Wren.Iyer51@Example.EDU",
        "o'brien+badges@cs.example.edu",
        "!#$%&'*+/=?^_`{|}~-@example.edu",
        "a@xn--bcher-kva.example",
        "a@bücher.example",
        "a@Bücher.example",
        "a@例え.テスト",
        "a@a-b.c9",
        f"{'a' * 64}@example.edu",
        f"a@{'b' * 63}.edu",
        f"a@{'b.' * 124}educ",
    ],
)
def test_addresses_that_mail_can_reach(text):
    assert address_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it has no @"),
        ("not-an-address", "it has no @"),
        ("a@b@example.edu", "it has more than one @"),
        ("Wren <wren@example.edu>", "it has a space in it"),
        ("a@example.edu, b@example.edu", "it has more than one @"),
        ("a\u00a0@example.edu", "it has a space in it"),
        ("a@exam\u2003ple.edu", "it has a space in it"),
        ("@example.edu", "nothing stands before the @"),
        (f"{'a' * 65}@example.edu", "more than 64 characters stand before the @"),
        (".a@example.edu", CHARACTER),
        ("a.@example.edu", CHARACTER),
        ("a..b@example.edu", CHARACTER),
        ('"a"@example.edu', CHARACTER),
        ("<a@example.edu", CHARACTER),
        ("mailto:a@example.edu", CHARACTER),
        ("аdmin@example.edu", CHARACTER),
        ("a\x00@example.edu", CHARACTER),
        ("a@example", "what stands after the @ has no dot"),
        ("a@", "what stands after the @ has no dot"),
        ("a@example.edu.", DOMAIN),
        ("a@.example.edu", DOMAIN),
        ("a@-example.edu", DOMAIN),
        ("a@example-.edu", DOMAIN),
        ("a@exa_mple.edu", DOMAIN),
        ("a@127.0.0.1", DOMAIN),
        ("a@[127.0.0.1]", DOMAIN),
        ("a@example.edu>", DOMAIN),
        ("a@ex\x00ample.edu", DOMAIN),
        ("a@ex\u200bample.edu", DOMAIN),
        ("a@ex\u202eample.edu", DOMAIN),
        ("a@BÜCHER.example", DOMAIN),
        ("a@bu\u0308cher.example", DOMAIN),
        ("a@ｅxample.edu", DOMAIN),
        ("a@example。edu.edu", DOMAIN),
        ("a@-bücher.example", DOMAIN),
        (f"a@{'ü' * 64}.example", DOMAIN),
        (f"a@{'b' * 64}.edu", DOMAIN),
        (f"a@{'b.' * 124}edu.x", "it is longer than 254 characters"),
    ],
)
def test_addresses_that_are_none(text, problem):
    assert address_problem(text) == problem


@settings(deadline=None)
@given(st.text(max_size=300))
def test_whatever_passes_fits_one_mail_header(text):
    address = f"{text}@example.edu"

    if address_problem(address) == "":
        assert text.isascii()
        assert text.isprintable()
        assert not set(text) & set(' ,;:<>()[]"\\@')


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("GOOD.Row@Example.EDU", "good.row@example.edu"),
        # KELVIN SIGN, dotted I, sharp s, full-width: folding them would merge two people.
        ("\u212aai@example.edu", "\u212aai@example.edu"),
        ("A\u0130@example.edu", "a\u0130@example.edu"),
        ("A@STRA\u1e9eE.example", "a@stra\u1e9ee.example"),
        ("\uff21A@example.edu", "\uff21a@example.edu"),
        (" A@example.edu", " a@example.edu"),
    ],
)
def test_only_ascii_case_is_folded(text, normal):
    assert normalize_address(text) == normal


@pytest.mark.parametrize(
    ("cell", "verdict", "remarks"),
    [
        (
            "",
            Verdict.ERROR,
            (Remark("Email", "The e-mail address is empty.", "Write the address of the person."),),
        ),
        (
            "+1@example.edu",
            Verdict.WARNING,
            (
                Remark(
                    "Email",
                    "The cell starts like a spreadsheet formula, with +.",
                    "It will be awarded as literal text; correct the cell if it is not meant so.",
                ),
            ),
        ),
    ],
)
def test_odd_address_cells(open_text, row, cell, verdict, remarks):
    rows = list(open_text(f"Badge,Email,Name,Date\ndata-analytics,{cell},Wren,2026-05-20"))

    assert rows == [
        row(
            address=cell,
            given_name="",
            family_name="",
            name="Wren",
            verdict=verdict,
            remarks=remarks,
        )
    ]
