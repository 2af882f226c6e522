import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib import baking as others

from signet.standards import bake
from signet.standards.bake import limits, svg
from signet.standards.errors import BakeError

from .pictures import CREDENTIAL_NS, DRAWING, JSON, JWS, NS, PNG


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
