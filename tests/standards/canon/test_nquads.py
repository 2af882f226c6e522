import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from signet.standards.canon import nquads
from signet.standards.errors import CanonError

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "datatype", "literal"),
    [
        (0, None, f'"0"^^<{XSD}integer>'),
        (-7, None, f'"-7"^^<{XSD}integer>'),
        (3.0, None, f'"3"^^<{XSD}integer>'),
        (3, f"{XSD}float", f'"3"^^<{XSD}float>'),
        (3, f"{XSD}double", f'"3.0E0"^^<{XSD}double>'),
        (1.5, None, f'"1.5E0"^^<{XSD}double>'),
        (1.5, f"{XSD}float", f'"1.5E0"^^<{XSD}float>'),
        (0.1, None, f'"1.0E-1"^^<{XSD}double>'),
        (-1234.5678, None, f'"-1.2345678E3"^^<{XSD}double>'),
        (1e-7, None, f'"1.0E-7"^^<{XSD}double>'),
        (10000000000000.625, None, f'"1.000000000000062E13"^^<{XSD}double>'),
        (2**53 - 1, None, f'"9007199254740991"^^<{XSD}integer>'),
    ],
)
def test_a_number_has_one_spelling(value, datatype, literal):
    assert nquads.number(value, datatype) == literal


@given(value=st.floats(-1e15, 1e15).filter(lambda value: value != int(value)))
def test_a_fraction_is_spelled_as_pyld_spells_it(value):
    assert nquads.number(value, None) == f'"{jsonld._canonicalize_double(value)}"^^<{XSD}double>'


@pytest.mark.parametrize("value", [2**53, -(2**53), 1e21, float("nan"), float("inf"), -0.0])
def test_a_number_that_readers_disagree_on_is_refused(value):
    with pytest.raises(CanonError):
        nquads.number(value, None)


def test_a_text_is_escaped_as_canonical_n_quads_asks():
    text = "".join(map(chr, range(0x21))) + '"\\\x7f\x80é🎓'

    assert nquads.escape(text) == (
        r"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F"
        r"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D"
        r"\u001E\u001F "
        r"\"\\\u007F"
        "\x80é🎓"
    )


@pytest.mark.parametrize("code_point", [0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_a_code_point_that_is_no_character_is_refused(code_point):
    with pytest.raises(CanonError):
        nquads.escape(f"a{chr(code_point)}")


@pytest.mark.parametrize(
    "iri",
    ["urn:uuid:5d2f", "https://example.org/a?b#c", "did:web:localhost%3A8000", "data:,é", "x:"],
)
def test_an_absolute_iri(iri):
    assert nquads.is_iri(iri)


@pytest.mark.parametrize(
    "text",
    ["", "a", "/a", "#a", ":a", "1a:b", "_:b0", "a:b c", "a:<", "a:>", 'a:"', "a:\n", "a:\u00a0",
     "a:\u2028", "a:\ufeff", "a:\x7f", "a:\ud800", "a:{", "a:}", "a:|", "a:^", "a:`", "a:\\"],
)  # fmt: skip
def test_no_absolute_iri(text):
    assert not nquads.is_iri(text), json.dumps(text)
