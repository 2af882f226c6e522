"""Finding the key of a VC-JWT, bound to the issuer."""

import json

import pytest

from signet.standards import did
from signet.standards.errors import DidError
from signet.standards.keys import from_jwk, from_multikey

ED = from_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
P256 = from_multikey("zDnaegE6RR3atJtHKwTRTWHsJ3kNHqFwv7n9YjTgmU7TyfU76")
RSA = from_jwk(
    {
        "kty": "RSA",
        "n": (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst"
            "n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n9"
            "1CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ),
        "e": "AQAB",
    }
)
WEB = "did:web:example.edu:issuers:music"
WEB_LOCATION = "https://example.edu/issuers/music/did.json"
HTTPS = "https://example.edu/issuers/music"
EVIL = "did:web:evil.example"


class Web:
    """Documents by URL, and a list of what was asked for."""

    def __init__(self, **documents):
        self.documents = documents
        self.asked = []

    def __call__(self, url):
        self.asked.append(url)
        if url not in self.documents:
            raise LookupError(url)
        document = self.documents[url]
        return document if isinstance(document, bytes) else json.dumps(document).encode()


def web(documents):
    return Web(**documents)


def nothing(url):
    pytest.fail(f"{url} was fetched")


def multikey(issuer=WEB, fragment="key-1", key=ED, **more):
    return {
        "id": f"{issuer}#{fragment}",
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": key.multikey,
    } | more


def document(*methods, issuer=WEB, assertion=None, **more):
    return {
        "id": issuer,
        "verificationMethod": list(methods),
        "assertionMethod": [m["id"] for m in methods] if assertion is None else assertion,
    } | more


WELL_KNOWN = "https://example.edu/.well-known/jwks.json"
SET = did.jwks([("one", P256), ("two", RSA)])


def test_a_kid_in_the_did_document():
    fetch = web({WEB_LOCATION: document(multikey(key=P256))})

    assert did.resolve_jwt_key({"kid": f"{WEB}#key-1"}, WEB, fetch) == P256


@pytest.mark.parametrize(
    ("kid", "documents", "key"),
    [
        ("https://example.edu/keys/1", {"https://example.edu/keys/1": P256.jwk}, P256),
        ("https://example.edu/keys/1", {"https://example.edu/keys/1": RSA.jwk | {"kid": "x"}}, RSA),
        (f"{WELL_KNOWN}#two", {WELL_KNOWN: SET}, RSA),
        (f"{WELL_KNOWN}#one", {WELL_KNOWN: SET}, P256),
        (WELL_KNOWN, {WELL_KNOWN: did.jwks([("one", P256)])}, P256),
        (WELL_KNOWN, {WELL_KNOWN: did.jwks([("one", RSA), (WELL_KNOWN, P256)])}, P256),
        (f"{HTTPS}#key-1", {HTTPS: document(multikey(HTTPS, key=P256), issuer=HTTPS)}, P256),
    ],
)
def test_a_kid_on_the_origin_of_an_https_issuer(kid, documents, key):
    assert did.resolve_jwt_key({"alg": "x", "kid": kid}, HTTPS, web(documents)) == key


def test_a_kid_beside_the_document_of_a_did_web():
    url = "https://example.edu/issuers/music/jwks.json"

    assert did.resolve_jwt_key({"kid": f"{url}#two"}, WEB, web({url: SET})) == RSA
    root = did.did_web("example.edu")
    assert did.resolve_jwt_key({"kid": f"{WELL_KNOWN}#two"}, root, web({WELL_KNOWN: SET})) == RSA


@pytest.mark.parametrize(
    ("kid", "issuer"),
    [
        ("https://evil.example/jwks.json#one", HTTPS),
        ("https://example.edu.evil.example/jwks.json#one", HTTPS),
        ("https://example.edu:8443/jwks.json#one", HTTPS),
        ("https://sub.example.edu/jwks.json#one", HTTPS),
        ("http://example.edu/jwks.json#one", HTTPS),
        ("https://example.edu@evil.example/jwks.json#one", HTTPS),
        ("https://example.edu/issuers/law/jwks.json#one", WEB),
        ("https://example.edu/issuers/musical/jwks.json#one", WEB),
        ("https://example.edu/issuers/music/../law/jwks.json#one", WEB),
        ("https://example.edu/issuers/music/%2e%2E/law/jwks.json#one", WEB),
        ("https://evil.example/issuers/music/jwks.json#one", WEB),
        ("https://example.edu/jwks.json#one", did.did_key(ED)),
        (f"{EVIL}#key-1", WEB),
        (f"{did.did_key(ED)}#{ED.multikey}", WEB),
        (f"{did.did_key(ED)}#{ED.multikey}", HTTPS),
        ("one", HTTPS),
        ("#one", HTTPS),
        ("", HTTPS),
        (7, HTTPS),
        ({}, HTTPS),
        (f"{WELL_KNOWN}#one two", HTTPS),
        (f"{WELL_KNOWN}#one#one", HTTPS),
    ],
)
def test_a_kid_elsewhere_is_refused_and_not_fetched(kid, issuer):
    with pytest.raises(DidError):
        did.resolve_jwt_key({"kid": kid}, issuer, nothing)


@pytest.mark.parametrize(
    ("kid", "body"),
    [
        (f"{WELL_KNOWN}#three", SET),
        (WELL_KNOWN, SET),  # which of two?
        (WELL_KNOWN, {"keys": []}),
        (f"{WELL_KNOWN}#one", did.jwks([("one", P256), ("one", RSA)])),
        (f"{WELL_KNOWN}#one", {"keys": [P256.jwk | {"kid": "one", "d": "AA"}]}),
        (f"{WELL_KNOWN}#one", {"keys": [{"kty": "oct", "kid": "one", "k": "AA"}]}),
        (f"{WELL_KNOWN}#one", {"keys": ["one"]}),
        (f"{WELL_KNOWN}#one", {"keys": [P256.jwk | {"kid": "one", "use": "enc"}]}),
        (f"{WELL_KNOWN}#one", {"keys": [{"kid": "one"}]}),
        (WELL_KNOWN, {"keys": [P256.jwk] * 101}),
        (WELL_KNOWN, {"kty": "oct", "k": "AA"}),
        (WELL_KNOWN, {}),
        (f"{WELL_KNOWN}#key-1", document(multikey(WELL_KNOWN), issuer=WELL_KNOWN)),
        (f"{WELL_KNOWN}#key-1", document(multikey(HTTPS), issuer=HTTPS)),
    ],
)
def test_a_kid_that_yields_no_key_of_the_issuer(kid, body):
    with pytest.raises(DidError):
        did.resolve_jwt_key({"kid": kid}, HTTPS, web({WELL_KNOWN: body}))


def test_a_key_in_the_header_proves_nothing_by_itself():
    stranger = {"kty": "oct", "k": "AA"}
    fetch = web({WELL_KNOWN: {"keys": [stranger, *SET["keys"]]}})

    assert did.resolve_jwt_key({"jwk": P256.jwk}, HTTPS, fetch) == P256
    assert fetch.asked == [WELL_KNOWN]
    with pytest.raises(DidError, match="does not stand in"):
        did.resolve_jwt_key({"jwk": ED.jwk}, HTTPS, fetch)
    with pytest.raises(DidError, match="proves nothing"):
        did.resolve_jwt_key({"jwk": P256.jwk}, WEB, nothing)
    with pytest.raises(LookupError):
        did.resolve_jwt_key({"jwk": P256.jwk}, HTTPS, web({}))
    with pytest.raises(DidError, match="names no key"):
        did.resolve_jwt_key({"alg": "ES256"}, HTTPS, nothing)


def test_a_key_in_the_header_beside_a_kid_must_be_the_same():
    kid = f"{WELL_KNOWN}#one"
    fetch = web({WELL_KNOWN: SET})

    assert did.resolve_jwt_key({"kid": kid, "jwk": P256.jwk}, HTTPS, fetch) == P256
    with pytest.raises(DidError, match="not the key that its kid names"):
        did.resolve_jwt_key({"kid": kid, "jwk": RSA.jwk}, HTTPS, fetch)
    with pytest.raises(DidError):
        did.resolve_jwt_key({"kid": kid, "jwk": {"kty": "oct", "k": "AA"}}, HTTPS, nothing)
