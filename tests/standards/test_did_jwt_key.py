"""Finding the key of a VC-JWT, bound to the issuer."""

import pytest

from signet.standards import did
from signet.standards.errors import DidError

from .dids import (
    ED,
    EVIL,
    HTTPS,
    P256,
    RSA,
    WEB,
    WEB_LOCATION,
    Web,
    document,
    multikey,
    nothing,
)

WELL_KNOWN = "https://example.edu/.well-known/jwks.json"
SET = did.jwks([("one", P256), ("two", RSA)])


def test_a_kid_in_the_did_document():
    fetch = Web({WEB_LOCATION: document(multikey(key=P256))})

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
    assert did.resolve_jwt_key({"alg": "x", "kid": kid}, HTTPS, Web(documents)) == key


def listing(issuer, *keys):
    """The document of an issuer that lists these keys for assertions."""
    methods = [
        {
            "id": f"{issuer}#{number}",
            "type": "JsonWebKey",
            "controller": issuer,
            "publicKeyJwk": key.jwk,
        }
        for number, key in enumerate(keys)
    ]
    return document(*methods, issuer=issuer)


def test_a_kid_beside_the_document_of_a_did_web():
    url = "https://example.edu/issuers/music/jwks.json"
    known = {url: SET, WEB_LOCATION: listing(WEB, P256, RSA)}

    assert did.resolve_jwt_key({"kid": f"{url}#two"}, WEB, Web(known)) == RSA
    root = did.did_web("example.edu")
    known = {WELL_KNOWN: SET, "https://example.edu/.well-known/did.json": listing(root, RSA)}
    assert did.resolve_jwt_key({"kid": f"{WELL_KNOWN}#two"}, root, Web(known)) == RSA


@pytest.mark.parametrize("body", [SET, P256.jwk | {"kid": "one"}])
@pytest.mark.parametrize(
    "told",
    [
        listing(WEB, RSA),
        listing(WEB, P256) | {"assertionMethod": []},
        listing(EVIL, P256),
        document(multikey(key=P256, controller=EVIL)),
        document(multikey(key=P256, revoked="2026-01-01T00:00:00Z")),
    ],
)
def test_a_key_that_the_document_does_not_list_signs_no_more(body, told):
    """It may still stand in a set of keys when it was taken out of assertionMethod."""
    url = "https://example.edu/issuers/music/jwks.json"

    with pytest.raises(DidError, match="lists no such key in assertionMethod"):
        did.resolve_jwt_key({"kid": f"{url}#one"}, WEB, Web({url: body, WEB_LOCATION: told}))


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
        *(
            (f"https://example.edu/issuers/music/{path}", WEB)
            for path in (
                "eve/jwks.json#one",  # another issuer's folder
                "..%2flaw/jwks.json#one",
                "..%5claw/jwks.json#one",
                "%252e%252e/law/jwks.json#one",
                "..;/law/jwks.json#one",
                "jwks.json?of=law#one",
                "",
            )
        ),
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
        (f"{WELL_KNOWN}#one", {"keys": [P256.jwk | {"kid": "one"}, *[RSA.jwk] * 100]}),
        (WELL_KNOWN, {"kty": "oct", "k": "AA"}),
        (WELL_KNOWN, {}),
        (f"{WELL_KNOWN}#key-1", document(multikey(WELL_KNOWN), issuer=WELL_KNOWN)),
        (f"{WELL_KNOWN}#key-1", document(multikey(HTTPS), issuer=HTTPS)),
    ],
)
def test_a_kid_that_yields_no_key_of_the_issuer(kid, body):
    with pytest.raises(DidError):
        did.resolve_jwt_key({"kid": kid}, HTTPS, Web({WELL_KNOWN: body}))


def test_a_key_in_the_header_proves_nothing_by_itself():
    stranger = {"kty": "oct", "k": "AA"}
    fetch = Web({WELL_KNOWN: {"keys": [stranger, *SET["keys"]]}})

    assert did.resolve_jwt_key({"jwk": P256.jwk}, HTTPS, fetch) == P256
    assert fetch.asked == [WELL_KNOWN]
    with pytest.raises(DidError, match="does not stand in"):
        did.resolve_jwt_key({"jwk": ED.jwk}, HTTPS, fetch)
    with pytest.raises(DidError, match="proves nothing"):
        did.resolve_jwt_key({"jwk": P256.jwk}, WEB, nothing)
    with pytest.raises(LookupError):
        did.resolve_jwt_key({"jwk": P256.jwk}, HTTPS, Web({}))
    with pytest.raises(DidError, match="names no key"):
        did.resolve_jwt_key({"alg": "ES256"}, HTTPS, nothing)


def test_a_key_in_the_header_beside_a_kid_must_be_the_same():
    kid = f"{WELL_KNOWN}#one"
    fetch = Web({WELL_KNOWN: SET})

    assert did.resolve_jwt_key({"kid": kid, "jwk": P256.jwk}, HTTPS, fetch) == P256
    with pytest.raises(DidError, match="not the key that its kid names"):
        did.resolve_jwt_key({"kid": kid, "jwk": RSA.jwk}, HTTPS, fetch)
    with pytest.raises(DidError):
        did.resolve_jwt_key({"kid": kid, "jwk": {"kty": "oct", "k": "AA"}}, HTTPS, nothing)


@pytest.mark.parametrize(("owner", "good"), [("music", True), ("law", False)])
def test_a_key_that_says_whose_it_is_signs_for_nobody_else(owner, good):
    url = "https://example.edu/issuers/music/jwks.json"
    body = did.jwks([(f"did:web:example.edu:issuers:{owner}#one", P256)])
    fetch = Web({url: body, WEB_LOCATION: listing(WEB, P256)})

    if good:
        assert did.resolve_jwt_key({"kid": url}, WEB, fetch) == P256
    else:
        with pytest.raises(DidError, match="is not one of the issuer"):
            did.resolve_jwt_key({"kid": url}, WEB, fetch)
