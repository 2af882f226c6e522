import io
import struct
import zlib

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib import baking as others
from PIL import Image, PngImagePlugin

from signet.standards import bake
from signet.standards.bake import limits, png, svg
from signet.standards.errors import BakeError

JSON = '{"id":"urn:uuid:1","name":"Zellkultur – ägypt 細胞 \U0001f9eb"}'
ENCODED = JSON.encode()
JWS = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln-_"
KEYWORD = b"openbadgecredential"

NS = 'xmlns="http://www.w3.org/2000/svg"'
DRAWING = f'<svg {NS} viewBox="0 0 1 1"><title>A &gt; b</title><path d="M0 0"/></svg>'.encode()
CREDENTIAL_NS = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'


def picture(mode="RGB", size=(9, 7)):
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(buffer, "PNG")
    return buffer.getvalue()


PNG = picture()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def insert(raw, *chunks, before=b"IDAT"):
    place = raw.index(before) - 4
    return raw[:place] + b"".join(chunks) + raw[place:]


def itxt(text=ENCODED, keyword=KEYWORD, middle=b"\0\0\0\0"):
    return chunk(b"iTXt", keyword + b"\0" + middle + text)


# PNG


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


NOT_CREDENTIALS = [
    "",
    "[]",
    "{",
    "text",
    " {}",
    "a.b",
    "a.b.c.d",
    "a..c",
    "a.b.c=",
    'a.b.c" onload="x',
    JWS + "\n",
    "https://unit.example/badges/1",
    "{" + " " * limits.MAX_CREDENTIAL_BYTES + "}",
]


@pytest.mark.parametrize("credential", NOT_CREDENTIALS)
def test_only_json_and_jws_are_baked(credential):
    with pytest.raises(BakeError):
        bake.bake_png(PNG, credential)
    with pytest.raises(BakeError):
        bake.bake_svg(DRAWING, credential)


def test_nul_is_not_baked():
    with pytest.raises(BakeError, match="NUL"):
        bake.bake_png(PNG, '{"a":"\0"}')


# SVG


def baked_svg(inside, ns=CREDENTIAL_NS):
    return f'<svg {NS} {ns}>{inside}<path d="M0 0"/></svg>'.encode()


def element(body="", attributes=""):
    return f"<openbadges:credential {attributes}>{body}</openbadges:credential>"


def test_svg_carries_json_in_cdata_as_its_first_element():
    assert (
        bake.bake_svg(DRAWING, JSON)
        == (
            f'<svg {CREDENTIAL_NS} {NS} viewBox="0 0 1 1">'
            f"<openbadges:credential><![CDATA[{JSON}]]></openbadges:credential>"
            '<title>A &gt; b</title><path d="M0 0"/></svg>'
        ).encode()
    )


def test_svg_carries_a_jws_in_verify():
    assert (
        bake.bake_svg(DRAWING, JWS)
        == (
            f'<svg {CREDENTIAL_NS} {NS} viewBox="0 0 1 1">'
            f'<openbadges:credential verify="{JWS}"></openbadges:credential>'
            '<title>A &gt; b</title><path d="M0 0"/></svg>'
        ).encode()
    )


BARE = [
    DRAWING,
    b"\xef\xbb\xbf" + DRAWING,
    b'<?xml version="1.0" encoding="utf-8"?>\n<!-- <svg> -->\n' + DRAWING + b"\n<!-- end -->\n",
    f"<svg {NS}>text</svg>".encode(),
    f"<svg {NS}>&amp;</svg>".encode(),
    f"<svg {NS}><!-- c --></svg>".encode(),
    f"<svg {NS}><?p i?></svg>".encode(),
    f"<svg {NS}><![CDATA[x]]></svg>".encode(),
    f"<svg {NS} data-a='a > b'\n><g/></svg >".encode(),
    b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>',
    f"<svg {NS} aria-label='ä &gt; 細胞'><g/></svg>".encode(),
]


@pytest.mark.parametrize("drawing", BARE)
@pytest.mark.parametrize("credential", [JSON, JWS])
def test_svg_gives_back_what_was_baked_and_keeps_the_drawing(drawing, credential):
    baked = bake.bake_svg(drawing, credential)

    assert bake.extract_svg(baked) == credential
    assert bake.extract(baked) == credential
    assert ElementTree.fromstring(baked)[0].tag == f"{{{svg.NAMESPACE}}}credential"
    remaining = baked.replace(f" {CREDENTIAL_NS}".encode(), b"", 1)
    start = remaining.index(b"<openbadges:credential")
    end = remaining.index(b"</openbadges:credential>") + len(b"</openbadges:credential>")
    assert remaining[:start] + remaining[end:] == drawing


@pytest.mark.parametrize(
    "text",
    [
        "]]>",
        "]]]]>>",
        "]]>]]>",
        "<![CDATA[",
        "</openbadges:credential>",
        "&lt;&#x41;",
        "<!DOCTYPE x>",
    ],
)
def test_svg_survives_markup_in_the_credential(text):
    credential = '{"name":"' + text + '"}'

    assert bake.extract_svg(bake.bake_svg(DRAWING, credential)) == credential


def test_characters_that_xml_cannot_hold_are_escaped_as_json_does():
    assert bake.extract_svg(bake.bake_svg(DRAWING, '{"name":"a\uffffb\ufffe"}')) == (
        r'{"name":"a\uffffb\ufffe"}'
    )


# JSON writes the controls below U+0020 as escapes, so none stands in a credential as it is.
@settings(deadline=None)  # a shared machine is slow at times
@given(
    st.text(
        alphabet=st.characters(
            min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"
        )
    )
)
def test_any_text_survives_svg(text):
    credential = '{"name":"' + text + '"}'

    assert bake.extract_svg(bake.bake_svg(DRAWING, credential)) == credential


@pytest.mark.parametrize("credential", [JSON, JWS])
def test_another_implementation_reads_our_svg_and_we_read_its(credential):
    """It writes the element last, and JSON as escaped text."""
    name, namespace = others.SVG_ELEMENT_OB3, others.SVG_NS_OB3

    ours = bake.bake_svg(DRAWING, credential)
    theirs = others.bake_svg(
        DRAWING, credential, element=name, namespace=namespace, as_text=credential is JSON
    )

    assert others.extract_svg(ours, element=name, text_fallback=True) == credential
    assert bake.extract(theirs) == credential


@pytest.mark.parametrize(
    "drawing",
    [
        baked_svg(element(JSON)),
        baked_svg(element(f"\n  {JSON}\n")),
        baked_svg(element(f"<!-- a --><![CDATA[{JSON}]]>")),
        baked_svg(f"<g/><desc>x</desc>{element(JSON)}"),
        baked_svg(element(JSON, 'verify=""')),
        baked_svg(
            element(JSON).replace("openbadges:", "b:"),
            'xmlns:b="https://purl.imsglobal.org/ob/v3p0"',
        ),
        baked_svg(f'<credential xmlns="https://purl.imsglobal.org/ob/v3p0">{JSON}</credential>'),
        baked_svg(element(JSON), f'{CREDENTIAL_NS} xmlns:o="http://openbadges.org"').replace(
            b"<path", b'<o:assertion verify="a.b.c"/><path'
        ),
    ],
)
def test_svg_of_others_is_read(drawing):
    assert bake.extract_svg(drawing) == JSON


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
BROKEN_SVG = {
    "nothing": (b"", "well-formed"),
    "bare": (DRAWING, "carries no badge"),
    "not well-formed": (DRAWING[:-1], "well-formed"),
    "two roots": (DRAWING + DRAWING, "well-formed"),
    "trailing text": (bake.bake_svg(DRAWING, JSON) + b"PK", "well-formed"),
    "HTML": (b"<html><body/></html>", "not an SVG"),
    "no namespace": (b"<svg><g/></svg>", "not an SVG"),
    "two": (baked_svg(element(JSON) + element(JSON)), "more than one"),
    "JSON and JWS": (baked_svg(element(JSON) + element("", f'verify="{JWS}"')), "more than one"),
    "both in one": (baked_svg(element(JSON, f'verify="{JWS}"')), "more than one"),
    "empty": (baked_svg(element()), "empty"),
    "blank": (baked_svg(element(" \n", 'verify=" "')), "empty"),
    "elements inside": (baked_svg(element(f"{JSON}<g/>")), "holds elements"),
    "one inside the other": (baked_svg(element(element(JSON))), "holds elements"),
    "in a group": (baked_svg(f"<g>{element(JSON)}</g>"), "directly"),
    "second in a group": (baked_svg(f"{element(JSON)}<g>{element(JSON)}</g>"), "directly"),
    "document type": (b"<!DOCTYPE svg>" + bake.bake_svg(DRAWING, JSON), "document type"),
    "entity": (
        b'<!DOCTYPE svg [<!ENTITY x "{}">]>' + baked_svg(element("&x;")),
        "document type",
    ),
    "external entity": (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + baked_svg(element("&x;")),
        "document type",
    ),
    "external subset": (
        b'<!DOCTYPE svg SYSTEM "http://127.0.0.1/x.dtd">' + bake.bake_svg(DRAWING, JSON),
        "document type",
    ),
    "laughs": (LAUGHS.encode() + baked_svg(element("&c;")), "document type"),
    "undefined entity": (baked_svg(element("&x;")), "well-formed"),
    "too deep": (baked_svg("<g>" * 256 + "</g>" * 256 + element(JSON)), "too deep"),
    "not UTF-8": (bake.bake_svg(DRAWING, JSON).replace("ä".encode(), b"\xe4"), "well-formed"),
    "another encoding": (
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + baked_svg(element(JWS)),
        "UTF-8",
    ),
    "UTF-16": (bake.bake_svg(DRAWING, JSON).decode().encode("utf-16"), "UTF-8"),
    "credential too large": (
        baked_svg(element("{" + " " * limits.MAX_CREDENTIAL_BYTES + "}")),
        "more than",
    ),
    "picture too large": (
        baked_svg(element(JSON) + " " * limits.MAX_PICTURE_BYTES),
        "at most",
    ),
    "Open Badges 2.0": (
        baked_svg('<o:assertion verify="a.b.c"/>', 'xmlns:o="http://openbadges.org"'),
        "Open Badges 2.0",
    ),
    "another namespace": (
        baked_svg(element(JSON), 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p1"'),
        "carries no badge",
    ),
}


@pytest.mark.parametrize("name", BROKEN_SVG)
def test_broken_svg_is_refused(name):
    raw, reason = BROKEN_SVG[name]

    with pytest.raises(BakeError, match=reason):
        bake.extract_svg(raw)


def test_svg_at_the_depth_bound_is_read():
    assert bake.extract_svg(baked_svg("<g>" * 255 + "</g>" * 255 + element(JSON))) == JSON


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (bake.bake_svg(DRAWING, JSON), "already"),
        (baked_svg('<o:assertion verify="a.b.c"/>', 'xmlns:o="http://openbadges.org"'), "already"),
        (f"<svg {NS}/>".encode(), "is empty"),
        (f"<svg {NS}></svg>".encode(), "is empty"),
        (baked_svg("", 'xmlns:openbadges="http://other.example/"'), "namespace"),
        (b"<!DOCTYPE svg>" + DRAWING, "document type"),
        (PNG, "UTF-8"),
    ],
)
def test_svg_that_is_not_baked_into(drawing, reason):
    with pytest.raises(BakeError, match=reason):
        bake.bake_svg(drawing, JSON)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xd8\xff\xe0JFIF", b"GIF89a", b"%PDF-1.7", JSON.encode()]
)
def test_other_files_are_refused(raw):
    with pytest.raises(BakeError, match="neither PNG nor SVG"):
        bake.extract(raw)
