"""No bytes at all can raise anything but a RosterError, or a row that breaks its promises."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signet.awards.rosters import LONGEST, Column, RosterError, Verdict, address_problem
from signet.awards.rosters import judge as judging

HEADERS = [
    "Badge",
    "Email",
    "First name",
    "Last name",
    "Name",
    "Student ID",
    "Date",
    "Expires",
    "Key",
    "Evidence",
    "Narrative",
    "Locale",
    "Former ID",
    "Former URL",
    "Former host",
]
HEADER = b"Badge,Email,First name,Last name,Date\n"
GOOD = b"data-analytics,wren@example.edu,Wren,Iyer,2026-05-20\n"

# Good cells and bad ones; texts of all kinds between them.
PIECES = {
    "Badge": ["data-analytics", "project-management", "no-such-badge", "Data Analytics"],
    "Email": ["wren@example.edu", "WREN@example.edu", "a.b@c.d.edu", "a@b", "=a@b.edu", "a@bü.edu"],
    "First name": ["Wren", "Łukasz", "=1", "<b>", "J. R.", "O'Neill", "ÃŠ", "Ã\u008a"],
    "Last name": ["Iyer", "Van der Berg", "\u202ex", "Ngu\u1ec5n", "e\u0301", "Ž.", "x" * 120],
    "Name": ["Wren Iyer", "", "", "", "\u200b", "-"],
    "Student ID": ["870000001", "", "x" * 41, "-1"],
    "Date": ["2026-05-20", "May 20, 2026", "05/06/2026", "2126-05-20", "1989-01-01", "2026-02-30"],
    "Expires": ["2029-05-20", "", "", "2026-05-19", "soon"],
    "Key": ["1", "", "", "x" * 81, "a b"],
    "Evidence": ["https://e.example/1", "", "", "e.example", "https://e.example:70000/"],
    "Narrative": ["She built it.", "", "a < b", "<i>", "AT&amp;T", "x" * 10_001, "a  b ;"],
    "Locale": ["en", "", "es_MX", "English"],
    "Former ID": ["b-1", "", "", "x" * 121],
    "Former URL": ["https://f.example/b/1", "", "", "/b/1", f"https://f.example/{'x' * 300}"],
    "Former host": ["Credly", "", "", "x" * 121, "-"],
}
# A good row, but for a few cells; in most columns the first piece is a good one.
CHANGES = st.lists(
    st.sampled_from(HEADERS).flatmap(
        lambda header: st.tuples(
            st.just(header), st.sampled_from(PIECES[header]) | st.text(max_size=12)
        )
    ),
    max_size=4,
)
RECORDS = st.lists(
    CHANGES.map(
        lambda changes: list(({h: PIECES[h][0] for h in HEADERS} | dict(changes)).values())
    ),
    max_size=6,
)


def read(open_text, raw):
    try:
        return list(open_text(raw))
    except RosterError as refusal:
        message = str(refusal)
    assert message.isprintable()
    return []


def check(row):
    assert row.remarks or row.verdict is Verdict.OK
    for remark in row.remarks:
        assert f"{remark.column}{remark.problem}{remark.mend}".isprintable()
    if row.verdict is Verdict.ERROR:
        return
    assert address_problem(row.address) == ""
    assert row.awarded_on is not None
    assert row.name
    texts = [getattr(row, column) or "" for column in Column if not column.endswith("_on")]
    assert all(text.replace("\t", " ").isprintable() or not text.isascii() for text in texts)
    assert not set("".join(texts)) & set("\0\r\n\x1b\x7f\x85\u2028\ufffd\uffff")
    for column in Column:
        if not column.endswith("_on"):
            assert len(getattr(row, column) or "") <= LONGEST[column]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(open_text, raw):
    for row in read(open_text, raw):
        check(row)


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b'"')
@example(b'"\n')
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b'a"b,"c"d\n')
@example(b"\xed\xa0\x80")
@example(b",,,,,,\x1a")
def test_any_bytes_beneath_a_good_header(open_text, raw):
    for row in read(open_text, HEADER + raw):
        check(row)


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([",", ";", "\t", "|"]))
def test_any_text_in_a_header(open_text, text, delimiter):
    header = HEADER.decode().strip().replace(",", delimiter)

    for row in read(open_text, f"{header}{delimiter}{text}\n".encode() + GOOD):
        check(row)


def written(records):
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEADERS, *records])
    return file.getvalue()


def changed(**cells):
    good = {header: PIECES[header][0] for header in HEADERS}
    return list((good | {name.replace("_", " "): text for name, text in cells.items()}).values())


@settings(deadline=None, max_examples=300)
@given(RECORDS)
@example([changed(First_name="ÃŠ", Name="Wren Iyer")])
@example([changed(Email="a..b@example.edu")])
@example([changed(Email=f"{'a' * 65}@example.edu")])
@example([changed(Narrative="She built it <b>well</b>.")])
@example([changed(Narrative="R&amp;D")])
def test_a_glance_says_what_an_examination_says(open_text, records):
    """The quick way is only quick: without it, every row is judged the same."""
    content = written(records).replace("\0", "").encode()

    quick = read(open_text, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "are_clean", lambda _cells: False)
        thorough = read(open_text, content)

    assert quick == thorough
    for row in quick:
        check(row)


def test_a_glance_is_enough_for_an_ordinary_row(open_text, monkeypatch):
    """Else the test above would compare the slow way with itself."""
    ordinary = [
        "data-analytics",
        "lukasz.kaya13@example.edu",
        "Łukasz",
        "Van der Berg-O’Neill",
        "",
        "872469285",
        "2026-05-14",
        "2029-05-14",
        "attempt-2",
        "https://portfolio.example.edu/15249?a=1"[:35],
        "Built a dashboard; 3 users (2 paid).",
        "es",
        "b-1",
        "https://former.example/b/1",
        "Former Host",
    ]
    monkeypatch.setattr(judging, "examine", None)

    rows = read(open_text, written([ordinary]).encode())

    assert [(row.name, row.verdict) for row in rows] == [
        ("Łukasz Van der Berg-O’Neill", Verdict.OK)
    ]
