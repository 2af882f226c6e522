"""The strict gate in front of every VC-JWT: one form, few header members, bounded size."""

import pytest

from signet.standards import jwt
from signet.standards.documents import Limits
from signet.standards.errors import DocumentError, ProofError
from signet.standards.keys import Algorithm
from signet.standards.multibase import base64url, from_base64url

from .key_pairs import public
from .tokens import BADGE, CLAIMS, ISSUER, KID, es256, read, token, without

HEADER = {"alg": "ES256", "kid": KID, "typ": "JWT"}
BAD_HEADERS = {
    "b64": HEADER | {"b64": False},
    "b64 and crit": HEADER | {"b64": False, "crit": ["b64"]},
    "b64 true": HEADER | {"b64": True},
    "crit": HEADER | {"crit": ["exp"]},
    "crit empty": HEADER | {"crit": []},
    "jku": HEADER | {"jku": "https://evil.example/jwks.json"},
    "x5u": HEADER | {"x5u": "https://evil.example/cert.pem"},
    "x5c": HEADER | {"x5c": ["MIIB"]},
    "zip": HEADER | {"zip": "DEF"},
    "enc": HEADER | {"enc": "A256GCM"},
    "iss": HEADER | {"iss": ISSUER},
    "no alg": without(HEADER, "alg"),
    "typ of a presentation": HEADER | {"typ": "vp+jwt"},
    "typ of an access token": HEADER | {"typ": "at+jwt"},
    "typ null": HEADER | {"typ": None},
    "cty": HEADER | {"cty": "vp"},
    "cty JWT": HEADER | {"cty": "JWT"},
    "kid a number": HEADER | {"kid": 1},
    "kid empty": HEADER | {"kid": ""},
    "kid null": HEADER | {"kid": None},
    "jwk a text": HEADER | {"jwk": "x"},
    "jwk null": HEADER | {"jwk": None},
    "jwk private": HEADER | {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43, "d": "AA"}},
    "jwk symmetric": HEADER | {"jwk": {"kty": "oct", "k": "AA"}},
    "an array": [HEADER],
    "repeated alg": b'{"alg": "none", "alg": "ES256"}',
    "not JSON": b"ES256",
    "not UTF-8": b'{"alg": "ES256", "kid": "\xff"}',
    "large": HEADER | {"kid": "x" * 9000},
    "deep": b'{"alg": "ES256", "jwk": ' + b"[" * 2000 + b"]" * 2000 + b"}",
}


@pytest.mark.parametrize("case", BAD_HEADERS)
def test_refuses_a_header_though_the_signature_holds(case):
    with pytest.raises(ProofError):
        jwt.parse(token(BADGE | CLAIMS, BAD_HEADERS[case]))


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"typ": "JWT"},
        {"typ": "jwt"},
        {"typ": "vc+jwt"},
        {"typ": "application/vc+jwt"},
        {"typ": "vc+ld+json+jwt", "cty": "vc"},
        {"cty": "application/vc"},
    ],
)
def test_takes_the_headers_seen_in_the_field(more):
    header = {"alg": "ES256", "kid": KID} | more

    assert read(token(BADGE | CLAIMS, header)) == BADGE
    with_key = header | {"jwk": public(Algorithm.P256).jwk}
    assert jwt.parse(token(BADGE | CLAIMS, with_key)).header == with_key


FORMS = {
    "two parts": "{h}.{p}",
    "four parts": "{h}.{p}.{s}.{s}",
    "five parts": "{h}.{p}.{s}.{s}.{s}",
    "disclosures": "{h}.{p}.{s}~WyJ4Il0~",
    "no signature": "{h}.{p}.",
    "no payload": "{h}..{s}",
    "no header": ".{p}.{s}",
    "header padded": "{h}=.{p}.{s}",
    "header padded twice": "{h}==.{p}.{s}",
    "payload padded": "{h}.{p}=.{s}",
    "signature padded": "{h}.{p}.{s}==",
    "blank before": " {h}.{p}.{s}",
    "line break after": "{h}.{p}.{s}\n",
    "line break inside": "{h}.\n{p}.{s}",
    "other alphabet": "{h}.{p}.+{s[1]}{s}",
    "unused bits": "{h}.{p}.{unused_bits}",
    "NUL": "{h}.{p}.{s}\0",
    "quoted": '"{h}.{p}.{s}"',
    "full-width": "{h}.{p}.Ａ{s}",
    "JSON serialization": '{{"protected": "{h}", "payload": "{p}", "signature": "{s}"}}',
    "empty": "",
    "long signature": "{h}.{p}.{s:A<100000}",
}


@pytest.mark.parametrize("case", FORMS)
@pytest.mark.parametrize("as_bytes", [True, False])
def test_refuses_every_other_form_of_the_same_token(case, as_bytes):
    header, payload, signature = jwt.issue(BADGE, kid=KID, sign=es256).split(".")
    unused_bits = signature[:-1] + chr(ord(signature[-1]) + 1)
    text = FORMS[case].format(h=header, p=payload, s=signature, unused_bits=unused_bits)
    assert read(f"{header}.{payload}.{signature}") == BADGE

    with pytest.raises(ProofError):
        read(text.encode() if as_bytes else text)


def test_a_str_with_half_a_surrogate_pair_is_refused():
    header, payload, signature = jwt.issue(BADGE, kid=KID, sign=es256).split(".")

    with pytest.raises(ProofError):
        jwt.parse(f"{header}.{payload}.\ud800{signature[1:]}")


def test_the_size_is_bounded():
    text = token(BADGE | CLAIMS)

    assert jwt.parse(text, limits=Limits(len(text))).header["alg"] == "ES256"
    with pytest.raises(ProofError, match="larger than"):
        jwt.parse(text, limits=Limits(len(text) - 1))
    with pytest.raises(ProofError, match="larger than 8,388,608 bytes"):
        jwt.parse("." * 8_388_609)


@pytest.mark.parametrize(
    "payload",
    [
        b'{"iss": "a", "iss": "b"}',
        b'{"nbf": NaN}',
        b"[]",
        b'"text"',
        b'\xef\xbb\xbf{"iss": "a"}',
        b'{"a": "\\ud800"}',
        b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
        [BADGE],
    ],
)
def test_the_payload_is_strict_json(payload):
    with pytest.raises(DocumentError):
        jwt.parse(token(payload))


def test_a_changed_letter_is_refused():
    header, payload, signature = jwt.issue(BADGE, kid=KID, sign=es256).split(".")
    changed = base64url(from_base64url(payload).replace(b"Choir", b"Chair"))
    assert changed != payload

    with pytest.raises(ProofError, match="does not match"):
        read(f"{header}.{changed}.{signature}")
    other = base64url(from_base64url(header).replace(b"jwt-1", b"jwt-2"))
    with pytest.raises(ProofError, match="does not match"):
        read(f"{other}.{payload}.{signature}")
