"""How a file is written: encoding, delimiter, line ends, size."""

import codecs
import io
import os
import threading
import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.awards.rosters import RosterError, Verdict, open_roster, roster, sources

HEADER = "Badge,Email,First name,Last name,Date"
GOOD = "data-analytics,wren@example.edu,Wren,Iyer,2026-05-20"
BROKEN = (
    "be read: a quotation mark is not closed, stands within a text, or the cell is too long. "
    'Write a quotation mark within a text twice ("").'
)
SAVE_AS = 'Save it again as "CSV UTF-8".'


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("label", "mark_and_codec"),
    [
        ("UTF-8", (b"", "utf-8")),
        ("UTF-8 with BOM", (codecs.BOM_UTF8, "utf-8")),
        ("UTF-16", (codecs.BOM_UTF16_LE, "utf-16-le")),
        ("UTF-16", (codecs.BOM_UTF16_BE, "utf-16-be")),
        ("Windows-1252", (b"", "cp1252")),
    ],
)
def test_every_way_of_writing_is_found(open_text, label, mark_and_codec, delimiter, ending):
    mark, codec = mark_and_codec
    cells = ["data-analytics", "zoe@example.edu", "Zoë", f'"Šim{delimiter} ""X"" Œe"', "2026-05-20"]
    lines = [HEADER.replace(",", delimiter), delimiter.join(cells)]

    opened = open_text(mark + ending.join(lines).encode(codec))

    assert (opened.layout.encoding, opened.layout.delimiter) == (label, delimiter)
    assert [(one.given_name, one.family_name, one.verdict) for one in opened] == [
        ("Zoë", f'Šim{delimiter} "X" Œe', Verdict.OK)
    ]


@settings(deadline=None)
@given(
    texts=st.lists(
        st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=20),
        min_size=1,
        max_size=5,
    ),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_letters_of_any_script_come_back(open_text, texts, codec, delimiter):
    header = delimiter.join(["Badge", "Email", "Given name", "Narrative", "Date"])
    lines = [
        delimiter.join(["data-analytics", f"a{place}@example.edu", "Wren", text, "2026-05-20"])
        for place, text in enumerate(texts)
    ]

    rows = list(open_text("\n".join([header, *lines]).encode(codec)))

    assert [row.evidence_narrative for row in rows] == texts


def test_separator_line_of_a_spreadsheet_is_no_row(open_text, row):
    opened = open_text(f"sep=;\r\n{HEADER};\r\n{GOOD};\r\n".replace(",", ";"))

    assert opened.layout.delimiter == ";"
    assert list(opened) == [row()]


def test_blank_rows_are_skipped_and_counted(open_text, row):
    opened = open_text(f"\n{HEADER}\n\n,,,,\n{GOOD}\n  \n")

    assert len(opened) == 1
    assert list(opened) == [row(5)]


def test_a_header_alone_is_a_roster_without_rows(open_text):
    opened = open_text(HEADER)

    assert (len(opened), list(opened)) == (0, [])


def test_a_roster_can_be_read_again_and_its_stream_stays_open(today, row):
    stream = io.BytesIO(f"{HEADER}\n{GOOD}\n".encode())
    stream.read(7)

    opened = open_roster(stream, today=today, achievements=["data-analytics"])

    assert [list(opened), list(opened)] == [[row()], [row()]]
    assert not stream.closed


def test_a_pipe_can_be_read_though_it_cannot_be_rewound(tmp_path, today, row):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[f"{HEADER}\n{GOOD}\n".encode()])
    writer.start()

    opened = open_roster(pipe, today=today, achievements=["data-analytics"])
    writer.join()

    assert list(opened) == [row()]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "The file is empty."),
        (codecs.BOM_UTF8, "The file is empty."),
        (b"\n\r\n  \n", "The file is empty."),
        (b"sep=,", "The file is empty."),
        (b"PK\x03\x04...", 'This is a workbook, not a CSV file. Save it as "CSV UTF-8".'),
        (b"\xd0\xcf\x11\xe0...", 'This is a workbook, not a CSV file. Save it as "CSV UTF-8".'),
        (b"Email,\0", f"The file contains NUL characters; it is no CSV. {SAVE_AS}"),
        ("Email".encode("utf-16-le"), f"The file contains NUL characters; it is no CSV. {SAVE_AS}"),
        ("Email".encode("utf-32"), f"The file contains NUL characters; it is no CSV. {SAVE_AS}"),
        (b"Email\x81", f"The file is neither UTF-8 nor Windows-1252 text. {SAVE_AS}"),
        (codecs.BOM_UTF8 + b"\xe9", f"The file says it is UTF-8 with BOM; it is not. {SAVE_AS}"),
        (b"\xff\xfeE\0m", f"The file says it is UTF-16; it is not. {SAVE_AS}"),
        (b"\xff\xfe\x00\xd8E\0", f"The file says it is UTF-16; it is not. {SAVE_AS}"),
        (b"a" * 300_000, "The file has a line too long for a roster. Is it a CSV file?"),
        (
            f"{HEADER},Notes\n{GOOD},".encode() + b'"' + b"1234567\n" * 200_000,
            f"Row 2 cannot {BROKEN}",
        ),
        (
            f"{HEADER}\n{GOOD}".encode() + b',"\n"' * 300_000,
            "A row is too long for a roster. Is a quotation mark left open?",
        ),
        (
            f'{HEADER}\ndata-analytics,wren@example.edu,"Wren,Iyer,2026-05-20\n{GOOD}'.encode(),
            f"Row 2 cannot {BROKEN}",
        ),
        (
            f'{HEADER}\n{GOOD}\ndata-analytics,a@example.edu,"Wren" K.,Iyer,2026-05-20'.encode(),
            f"Row 3 cannot {BROKEN}",
        ),
    ],
)
def test_what_is_no_roster_is_refused_with_a_way_out(open_text, raw, message):
    with pytest.raises(RosterError) as refusal:
        open_text(raw)

    assert str(refusal.value) == message


def test_an_open_quotation_mark_cannot_swallow_the_rows_below_it(open_text):
    """A lenient reader takes the mark of row 4 as the end of the cell and loses row 3."""
    rows = [
        'data-analytics,a@example.edu,"Wren,Iyer,2026-05-20',
        "data-analytics,b@example.edu,Kai,Le,2026-05-20",
        'data-analytics,c@example.edu,"Ana",Petit,2026-05-20',
    ]

    with pytest.raises(RosterError, match=r"^Row 2 cannot be read"):
        open_text("\n".join([HEADER, *rows]))


def test_a_file_of_64_mib_is_the_largest(monkeypatch, open_text):
    monkeypatch.setattr(sources, "MOST_BYTES", 1024 * 1024)
    most = f"{HEADER}\n".encode().ljust(1024 * 1024, b"\n")

    assert len(open_text(most)) == 0
    with pytest.raises(RosterError) as refusal:
        open_text(most + b"\n")
    assert str(refusal.value) == "The file is larger than 1 MiB. Split it in several."


def test_there_is_a_most_of_rows(monkeypatch, open_text):
    monkeypatch.setattr(roster, "MOST_ROWS", 2)

    assert len(open_text(f"{HEADER}\n{GOOD}\n\n{GOOD}")) == 2
    with pytest.raises(RosterError) as refusal:
        open_text(f"{HEADER}\n{GOOD}\n\n{GOOD}\n{GOOD}")
    assert str(refusal.value) == "The file has over 2 rows. Split it in several."


def test_a_file_that_cannot_be_opened_is_a_roster_error(open_file, tmp_path):
    for path, reason in [(tmp_path / "none.csv", "No such file"), (tmp_path, "Is a directory")]:
        with pytest.raises(RosterError, match=rf"^The file cannot be read: {reason}"):
            open_file(path)


@pytest.mark.parametrize("later", [GOOD, f"{HEADER},Key\n{GOOD},1", ""])
def test_a_file_with_another_header_than_before_is_not_read(open_file, tmp_path, later):
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")
    opened = open_file(path)
    path.write_text(later)

    with pytest.raises(RosterError, match=r"^The file changed while it was read\."):
        list(opened)


def test_bytes_of_another_encoding_than_before_are_not_read(open_file, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")
    opened = open_file(path)
    path.write_bytes(f"{HEADER}\n{GOOD}\n".encode() + b"\xe9\n")

    with pytest.raises(RosterError, match=r"^The file changed while it was read\."):
        list(opened)


def test_default_achievement_must_be_one_that_may_be_awarded(today):
    with pytest.raises(RosterError) as refusal:
        open_roster(
            io.BytesIO(b""), today=today, achievements=["piano"], default_achievement="guitar"
        )

    assert str(refusal.value) == 'There is no micro-credential "guitar" to award.'


def test_memory_grows_by_no_more_than_a_digest_a_row(tmp_path, open_file):
    path = tmp_path / "large.csv"
    narrative = "x" * 400
    with path.open("w") as handle:
        handle.write(f"{HEADER},Narrative\n")
        for place in range(6_000):
            handle.write(f"data-analytics,p{place}@example.edu,Wren,Iyer,2026-05-20,{narrative}\n")
    opened = open_file(path)
    awarded = set()

    tracemalloc.start()
    try:
        for judged in opened:
            awarded.add(judged.awarded_on)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert awarded == {date(2026, 5, 20)}
    assert peak < 6_000 * 250  # a row's text alone is longer
