import io
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib import baking as others
from PIL import Image, PngImagePlugin

from signet.standards import bake
from signet.standards.bake import limits, png
from signet.standards.errors import BakeError

from .pictures import DRAWING, JSON, JWS, KEYWORD, PNG, chunk, insert, itxt, picture


@pytest.mark.parametrize("credential", [JSON, JWS])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_png_gives_back_what_was_baked(mode, credential):
    baked = bake.bake_png(picture(mode), credential)

    assert bake.extract_png(baked) == credential
    assert bake.extract(baked) == credential


def test_png_chunk_is_byte_for_byte_what_the_standard_says():
    expected = insert(PNG, chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + JSON.encode()))

    assert bake.bake_png(PNG, JSON) == expected


def test_png_splice_is_the_same_for_every_award():
    splice = bake.PngSplice(PNG)

    assert [splice.bake(each.encode()) for each in (JSON, JWS)] == [
        bake.bake_png(PNG, JSON),
        bake.bake_png(PNG, JWS),
    ]


def test_others_read_our_png_and_see_the_same_pixels():
    with (
        Image.open(io.BytesIO(bake.bake_png(PNG, JSON))) as read,
        Image.open(io.BytesIO(PNG)) as bare,
    ):
        read.load()
        bare.load()
        assert str(read.text["openbadgecredential"]) == JSON
        assert read.tobytes() == bare.tobytes()


@pytest.mark.parametrize("credential", [JSON, JWS])
def test_another_implementation_reads_our_png_and_we_read_its(credential):
    keyword = others.ITXT_KEYWORD_OB3

    assert others.extract_png(bake.bake_png(PNG, credential), keyword=keyword) == credential
    assert bake.extract(others.bake_png(PNG, credential, keyword=keyword)) == credential


@pytest.mark.parametrize("compressed", [False, True])
def test_png_of_others_is_read(compressed):
    note = PngImagePlugin.PngInfo()
    note.add_text("Software", "Other")
    note.add_itxt("openbadgecredential", JSON, lang="en", tkey="Badge", zip=compressed)
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(PNG)) as image:
        image.save(buffer, "PNG", pnginfo=note)

    assert bake.extract_png(buffer.getvalue()) == JSON


def test_png_payload_behind_the_pixels_is_read():
    assert bake.extract_png(insert(PNG, itxt(), before=b"IEND")) == JSON


@settings(deadline=None)  # a shared machine is slow at times
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_survives_png(text):
    credential = '{"name":"' + text + '"}'

    assert bake.extract_png(bake.bake_png(PNG, credential)) == credential


def flipped(raw, place):
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


BAKED = bake.bake_png(PNG, JSON)
PACKED = zlib.compress(JSON.encode())
BOMB = zlib.compress(b"{" + bytes(limits.MAX_CREDENTIAL_BYTES))
IHDR_END = 8 + 25

BROKEN_PNG = {
    "nothing": (b"", "not a PNG"),
    "signature only": (PNG[:8], "cut off"),
    "bare": (PNG, "carries no badge"),
    "cut in the last checksum": (BAKED[:-1], "cut off"),
    "cut before IEND": (BAKED[:-12], "cut off"),
    "cut in a length": (BAKED[:-10], "cut off"),
    "length beyond the file": (
        BAKED[:IHDR_END] + b"\x7f\xff\xff\xff" + BAKED[IHDR_END + 4 :],
        "cut off",
    ),
    "byte behind the end": (BAKED + b"\0", "behind the end"),
    "archive behind the end": (BAKED + b"PK\x03\x04", "behind the end"),
    "payload behind the end": (PNG + itxt(), "behind the end"),
    "second payload": (insert(BAKED, itxt()), "more than one"),
    "second payload behind the pixels": (insert(BAKED, itxt(), before=b"IEND"), "more than one"),
    "same payload twice": (insert(PNG, itxt(), itxt()), "more than one"),
    "second payload in tEXt": (
        insert(BAKED, chunk(b"tEXt", KEYWORD + b"\0" + JSON.encode())),
        "more than one",
    ),
    "second payload in zTXt": (
        insert(BAKED, chunk(b"zTXt", KEYWORD + b"\0\0" + PACKED)),
        "more than one",
    ),
    "payload in tEXt": (insert(PNG, chunk(b"tEXt", KEYWORD + b"\0" + JSON.encode())), "than iTXt"),
    "payload with a wrong checksum": (flipped(BAKED, BAKED.index(JSON.encode()) + 5), "checksum"),
    "pixels with a wrong checksum": (flipped(BAKED, BAKED.index(b"IDAT") + 6), "checksum"),
    "wrong first checksum": (flipped(BAKED, 16), "checksum"),
    "chunk without a name": (insert(BAKED, chunk(b"1Dx ", b"")), "without a name"),
    "chunk before IHDR": (BAKED[:8] + chunk(b"tEXt", b"a\0b") + BAKED[8:], "IHDR"),
    "second IHDR": (insert(BAKED, BAKED[8:IHDR_END]), "IHDR"),
    "too many chunks": (insert(BAKED, chunk(b"tEXt", b"a\0b") * png.MAX_CHUNKS), "chunks"),
    "bomb": (insert(PNG, itxt(BOMB, middle=b"\1\0\0\0")), "inflates"),
    "compressed and cut": (insert(PNG, itxt(PACKED[:-1], middle=b"\1\0\0\0")), "broken"),
    "compressed with a tail": (insert(PNG, itxt(PACKED + b"x", middle=b"\1\0\0\0")), "broken"),
    "said to be compressed": (insert(PNG, itxt(middle=b"\1\0\0\0")), "broken"),
    "compression unknown": (insert(PNG, itxt(middle=b"\2\0\0\0")), "broken"),
    "method unknown": (insert(PNG, itxt(PACKED, middle=b"\1\1\0\0")), "broken"),
    "no text": (insert(PNG, chunk(b"iTXt", KEYWORD + b"\0\0\0")), "broken"),
    "not UTF-8": (insert(PNG, itxt(b'{"a":"\xff"}')), "UTF-8"),
    "credential too large": (
        insert(PNG, itxt(b"x" * (limits.MAX_CREDENTIAL_BYTES + 1))),
        "more than",
    ),
    "Open Badges 2.0": (insert(PNG, itxt(keyword=b"openbadges")), "Open Badges 2.0"),
    "longer keyword": (insert(PNG, itxt(keyword=KEYWORD + b"s")), "carries no badge"),
    "keyword in capitals": (insert(PNG, itxt(keyword=KEYWORD.upper())), "carries no badge"),
}


@pytest.mark.parametrize("name", BROKEN_PNG)
def test_broken_png_is_refused(name):
    raw, reason = BROKEN_PNG[name]

    with pytest.raises(BakeError, match=reason):
        bake.extract_png(raw)


def test_png_with_both_versions_gives_the_newer():
    assert bake.extract_png(insert(BAKED, itxt(b'{"old":1}', keyword=b"openbadges"))) == JSON


def test_png_at_the_bounds_is_read():
    full = (png.MAX_CHUNKS - 4) * chunk(b"tEXt", b"a\0b")
    assert bake.extract_png(insert(BAKED, full)) == JSON
    largest = "{" + " " * (limits.MAX_CREDENTIAL_BYTES - 2) + "}"
    packed = zlib.compress(largest.encode())
    assert bake.extract_png(insert(PNG, itxt(packed, middle=b"\1\0\0\0"))) == largest


def test_oversize_pictures_are_refused_and_the_largest_read():
    room = limits.MAX_PICTURE_BYTES - len(BAKED) - 12
    assert bake.extract(insert(BAKED, chunk(b"eXIf", bytes(room)))) == JSON

    with pytest.raises(BakeError, match="at most"):
        bake.extract(insert(BAKED, chunk(b"eXIf", bytes(room + 1))))


def test_pixels_are_never_inflated():
    """A picture of 65,535 × 65,535 whose pixels are not even zlib costs nothing."""
    header = struct.pack(">IIBBBBB", 65_535, 65_535, 8, 6, 0, 0, 0)
    huge = (
        png.PNG_SIGNATURE
        + chunk(b"IHDR", header)
        + itxt()
        + chunk(b"IDAT", b"x")
        + chunk(b"IEND", b"")
    )

    assert bake.extract(huge) == JSON


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (BAKED, "already"),
        (insert(PNG, itxt(keyword=b"openbadges")), "already"),
        (insert(PNG, chunk(b"tEXt", KEYWORD + b"\0x")), "already"),
        (PNG[:8] + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""), "no pixels"),
        (PNG + b"\0", "behind the end"),
        (flipped(PNG, 16), "checksum"),
        (DRAWING, "not a PNG"),
    ],
)
def test_png_that_is_not_baked_into(raw, reason):
    with pytest.raises(BakeError, match=reason):
        bake.PngSplice(raw)


def test_baked_png_stays_within_the_bound():
    room = limits.MAX_PICTURE_BYTES - len(bake.bake_png(PNG, JSON)) - 12
    splice = bake.PngSplice(insert(PNG, chunk(b"eXIf", bytes(room))))

    assert len(splice.bake(JSON.encode())) == limits.MAX_PICTURE_BYTES
    with pytest.raises(BakeError, match="would have"):
        splice.bake(JSON.encode() + b" }")


def test_nul_is_not_baked():
    with pytest.raises(BakeError, match="NUL"):
        bake.bake_png(PNG, '{"a":"\0"}')


def test_a_bomb_is_never_blown_up():
    packed = zlib.compress(bytes(100_000_000), 9)
    bomb = insert(PNG, chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + packed))

    tracemalloc.start()
    try:
        with pytest.raises(BakeError):
            bake.extract_png(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 10_000_000
