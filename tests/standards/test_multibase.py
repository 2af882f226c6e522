import base58
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards.errors import StandardsError
from signet.standards.multibase import (
    MultibaseError,
    base58btc,
    base64url,
    from_base58btc,
    from_base64url,
)

# draft-msporny-base58 §5 and the Multikey of vc-di-eddsa.
BASE58 = {
    b"Hello World!": "z2NEpo7TZRRrLZSi2U",
    b"The quick brown fox jumps over the lazy dog.": (
        "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    ),
    bytes.fromhex("0000287fb4cd"): "z11233QC4",
    b"": "z",
    b"\0": "z1",
}


@pytest.mark.parametrize("raw", BASE58)
def test_base58btc_vectors(raw):
    assert base58btc(raw) == BASE58[raw]
    assert from_base58btc(BASE58[raw]) == raw


@settings(deadline=None)
@given(st.binary(max_size=100), st.integers(0, 5))
def test_base58btc_agrees_with_the_base58_package(tail, zeros):
    raw = b"\0" * zeros + tail

    text = base58btc(raw)

    assert text == "z" + base58.b58encode(raw).decode()
    assert from_base58btc(text, length=len(raw)) == raw


@settings(deadline=None)
@given(st.text("z123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=40))
def test_every_base58btc_text_that_is_read_is_the_only_spelling(text):
    assert base58btc(from_base58btc(f"z{text}")) == f"z{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2NEpo7TZRRrLZSi2U",
        "Z2NEpo7TZRRrLZSi2U",
        "z2NEpo7TZRRrLZSi2U ",
        "z2NEpo7TZRRrLZSi2U\n",
        " z2NEpo7TZRRrLZSi2U",
        "z2NEpo7TZRRrLZSi20",
        "z2NEpo7TZRRrLZSi2I",
        "z2NEpo7TZRRrLZSi2O",
        "z2NEpo7TZRRrLZSi2l",
        "z２",
        "zz\0",
        "uAAAA",
    ],
)
def test_refuses_what_is_not_base58btc(text):
    with pytest.raises(MultibaseError):
        from_base58btc(text)


def test_a_length_is_exact():
    raw = b"\xff" * 64

    assert from_base58btc(base58btc(raw), length=64) == raw
    for length in (63, 65):
        with pytest.raises(MultibaseError):
            from_base58btc(base58btc(raw), length=length)
    with pytest.raises(MultibaseError, match="65 bytes instead of 64"):
        from_base58btc("z1" + base58btc(b"\1" * 64)[1:], length=64)


def test_a_long_text_is_refused_before_it_is_decoded():
    # Decoding is quadratic: this one would take minutes.
    with pytest.raises(MultibaseError, match="longer than 1024 bytes can be"):
        from_base58btc("z" + "2" * 8_000_000)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_base64url_goes_there_and_back(raw):
    text = base64url(raw)

    assert from_base64url(text) == raw
    assert not set(text) & set("+/=")


@pytest.mark.parametrize(
    "text",
    [
        "AA==",  # padded
        "AA=",
        "A",  # no such length
        "AAAAA",
        "AB",  # unused bits not zero: AA says the same byte
        "AAB",
        "+A",  # the other alphabet
        "/w",
        "AA\n",
        " AA",
        "A A",
        "A*A",
        "AA.AA",
        "é",
        "\ud800",
        "AAAA====",
        "=AAA",
    ],
)
def test_refuses_every_other_spelling_of_base64url(text):
    with pytest.raises(MultibaseError):
        from_base64url(text)


def test_the_error_belongs_to_this_room():
    assert issubclass(MultibaseError, StandardsError)
