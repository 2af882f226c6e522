"""No text that a badge shows to everybody holds an e-mail address."""

import pytest

from signet.awards.rosters import Remark, Verdict

PUBLIC = ("Name", "Narrative", "Former_ID", "Former_host")
MAILBOX = "The cell contains an e-mail address, and everybody may read it on the badge."


@pytest.mark.parametrize("header", PUBLIC)
@pytest.mark.parametrize(
    "text",
    [
        "wren@example.edu",
        "Ask wren.iyer+badge@mail.example.edu!",
        "<wren@EXAMPLE.EDU>",
        "é@exämple.de",
    ],
)
def test_no_public_text_holds_a_mailbox(judged, header, text):
    row = judged(**{header: text})

    told = Remark(header.replace("_", " "), MAILBOX, "Take the address out.")
    assert (row.verdict, row.remarks) == (Verdict.ERROR, (told,))


@pytest.mark.parametrize("address", ["wren@e.edu", "?by=wren%40e.edu", "wren%40e.edu/1"])
def test_no_web_address_holds_a_mailbox(judged, address):
    row = judged(Evidence=f"https://e.example/{address}")

    assert row.remarks == (Remark("Evidence", MAILBOX, "Take the address out."),)


@pytest.mark.parametrize(
    "address", ["@wren", "@wren.iyer/essay", "lib@18.2.0/", "wren@localhost", "a/@b.c", "a%40b"]
)
def test_an_at_sign_alone_is_no_mailbox(judged, address):
    row = judged(
        Evidence=f"https://e.example/{address}", Narrative=f"Look: {address}", Name="W @ Iyer"
    )

    assert (row.verdict, row.remarks) == (Verdict.OK, ())
