"""Finding the key of a proof in the issuer's own document."""

from datetime import UTC, datetime

import pytest

from signet.standards import did
from signet.standards.documents import dumps
from signet.standards.errors import DidError, UnsupportedError

from .dids import (
    ED,
    ED2,
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

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("location", [WEB_LOCATION, HTTPS])
@pytest.mark.parametrize(
    "reference", ["whole", "relative", "embedded", "embedded relative", "alone"]
)
def test_resolves_every_way_of_naming_a_key(location, reference):
    issuer = HTTPS if location == HTTPS else WEB
    whole = multikey(issuer)
    relative = whole | {"id": "#key-1"}
    shapes = {
        "whole": document(whole, multikey(issuer, "key-2", ED2), issuer=issuer),
        "relative": document(relative, issuer=issuer, assertion=["#key-1"]),
        "embedded": document(issuer=issuer, assertion=[whole]),
        "embedded relative": document(issuer=issuer, assertion=[relative]),
        "alone": {"id": issuer, "verificationMethod": whole, "assertionMethod": whole["id"]},
    }

    method = did.resolve(f"{issuer}#key-1", issuer=issuer, fetch=Web({location: shapes[reference]}))

    assert method == did.Method(f"{issuer}#key-1", issuer, ED)


JWK_METHOD = {"id": f"{WEB}#key-1", "type": "JsonWebKey", "controller": WEB}


@pytest.mark.parametrize(
    ("method", "key"),
    [
        (multikey(), ED),
        (multikey(key=P256), P256),
        (multikey(type="Ed25519VerificationKey2020"), ED),
        (JWK_METHOD | {"publicKeyJwk": ED.jwk}, ED),
        (JWK_METHOD | {"publicKeyJwk": RSA.jwk | {"kid": "x"}}, RSA),
        (JWK_METHOD | {"type": "JsonWebKey2020", "publicKeyJwk": P256.jwk}, P256),
    ],
)
def test_resolves_every_kind_of_key(method, key):
    found = did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=Web({WEB_LOCATION: document(method)}))

    assert found.key == key


BROKEN = {
    "another document": document(multikey(), issuer=EVIL),
    "no id": {k: v for k, v in document(multikey()).items() if k != "id"},
    "id a list": document(multikey()) | {"id": [WEB]},
    "not asserted": document(multikey(), assertion=[]),
    "no assertionMethod": {"id": WEB, "verificationMethod": [multikey()]},
    "only authentication": document(multikey(), assertion=[], authentication=[f"{WEB}#key-1"]),
    "another key asserted": document(
        multikey(), multikey(fragment="key-2", key=ED2), assertion=[f"{WEB}#key-2"]
    ),
    "asserted, not there": document(assertion=[f"{WEB}#key-1"]),
    "embedded elsewhere": document(assertion=[f"{WEB}#key-1"], authentication=[multikey()]),
    "asserted by another's relative": document(multikey(), assertion=["key-1"]),
    "controller another": document(multikey(controller=EVIL)),
    "controller a list": document(multikey(controller=[WEB])),
    "controller missing": document({k: v for k, v in multikey().items() if k != "controller"}),
    "twice": document(multikey(), multikey(key=ED2)),
    "twice, once relative": document(multikey(), multikey(id="#key-1", key=ED2)),
    "twice, once embedded": document(multikey(), assertion=[multikey(key=ED2)]),
    "same twice": document(multikey(), multikey()),
    "id without fragment": document(multikey(id=WEB), assertion=[WEB]),
    "id of another": document(multikey(id=f"{EVIL}#key-1")),
    "not objects": {"id": WEB, "verificationMethod": "x", "assertionMethod": 7},
    "small order": document(
        JWK_METHOD | {"publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}}
    ),
    "no material": document({k: v for k, v in multikey().items() if k != "publicKeyMultibase"}),
    "two materials": document(multikey(publicKeyJwk=ED2.jwk)),
    "JWK as Multikey": document(JWK_METHOD | {"type": "Multikey", "publicKeyJwk": ED.jwk}),
    "Multikey as JWK": document(multikey(type="JsonWebKey")),
    "P-256 as Ed25519VerificationKey2020": document(
        multikey(key=P256, type="Ed25519VerificationKey2020")
    ),
    "unknown type": document(multikey(type="X25519KeyAgreementKey2020")),
    "type a list": document(multikey(type=["Multikey"])),
    "private JWK": document(JWK_METHOD | {"publicKeyJwk": ED.jwk | {"d": "AA"}}),
    "published secret": document(multikey(secretKeyMultibase="z3u2")),
    "revoked": document(multikey(revoked="2026-02-01T00:00:00Z")),
    "expired": document(multikey(expires="2026-03-01T00:00:00Z")),
    "expires without a zone": document(multikey(expires="2027-01-01T00:00:00")),
    "expires unreadable": document(multikey(expires="soon")),
    "expires a number": document(multikey(expires=2027)),
    "too many": document(*(multikey(fragment=f"key-{n}") for n in range(101))),
    "not JSON": b"<html>",
    "a list": [document(multikey())],
    "repeated member": dumps(document(multikey())).replace(
        b"{", b'{"id":"did:web:evil.example",', 1
    ),
    "more than 1 MiB": document(multikey(), padding="x" * 1024 * 1024),
}


@pytest.mark.parametrize("case", BROKEN)
def test_refuses_a_broken_document(case):
    fetch = Web({WEB_LOCATION: BROKEN[case]})

    with pytest.raises(DidError):
        did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=fetch, now=NOW)


def test_a_key_with_an_end_needs_a_clock():
    fetch = Web({WEB_LOCATION: document(multikey(expires="2026-03-01T00:00:01Z"))})

    assert did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=fetch, now=NOW).key == ED
    with pytest.raises(DidError, match="marked expires"):
        did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=fetch)


@pytest.mark.parametrize(
    "url",
    [
        WEB,
        f"{WEB}#",
        "#key-1",
        "key-1",
        f"{WEB}#key-1#key-1",
        f"{WEB}#key 1",
        f"{WEB}#ключ",
        f"{EVIL}#key-1",
        f"{WEB}:more#key-1",
        f"{WEB}?service=x#key-1",
        f"{WEB}/path#key-1",
        f"{HTTPS}#key-1",
        f"{WEB}#" + "a" * 3000,
    ],
)
def test_nothing_is_fetched_for_a_key_that_is_not_the_issuers(url):
    with pytest.raises(DidError):
        did.resolve(url, issuer=WEB, fetch=nothing)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://example.edu/issuer",
        "ftp://example.edu/issuer",
        "file:///etc/passwd",
        "https://user@example.edu/issuer",
        "https://example.edu@evil.example/",
        "https://127.0.0.1/issuer",
        "https://[::1]/issuer",
        "https://2130706433/",
        "https://example.edu\\@evil.example/",
        "https://example.edu/a b",
        "https://example.edu/\n",
        "https:///issuer",
        "https:example.edu",
        "HTTPS://example.edu/issuer",
        "//example.edu/issuer",
        "did:example:",
        "did:web:127.0.0.1",
        "urn:uuid:1",
        "",
    ],
)
def test_nothing_is_fetched_from_an_issuer_without_a_proper_home(issuer):
    with pytest.raises(DidError):
        did.resolve(f"{issuer}#key-1", issuer=issuer, fetch=nothing)
    with pytest.raises(DidError):
        did.resolve_jwt_key({"kid": f"{issuer}#key-1"}, issuer, nothing)
    with pytest.raises(DidError):
        did.resolve_jwt_key({"jwk": ED.jwk}, issuer, nothing)


def test_what_fetch_raises_passes_through():
    with pytest.raises(LookupError, match=WEB_LOCATION):
        did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=Web({}))


def test_an_http_issuer_on_localhost():
    issuer = "http://localhost:8000/issuers/music"
    fetch = Web({issuer: document(multikey(issuer), issuer=issuer)})

    assert did.resolve(f"{issuer}#key-1", issuer=issuer, fetch=fetch).key == ED


@pytest.mark.parametrize("issuer", ["did:example:abc", "did:ion:EiA", "did:jwk:eyJrdHkiOiJPS1AifQ"])
def test_a_did_of_another_kind_says_nothing_for_or_against(issuer):
    with pytest.raises(UnsupportedError, match="of a kind that is not read here"):
        did.resolve(f"{issuer}#key-1", issuer=issuer, fetch=nothing)
    with pytest.raises(UnsupportedError):
        did.resolve_jwt_key({"kid": f"{issuer}#key-1"}, issuer, nothing)
