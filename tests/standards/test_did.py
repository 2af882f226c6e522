import contextlib
import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards import did
from signet.standards.documents import dumps
from signet.standards.errors import DidError
from signet.standards.keys import from_jwk, from_multikey

ED = from_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
ED2 = from_multikey("z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7")
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
NOW = datetime(2026, 3, 1, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("host", "path", "expected", "location"),
    [
        ("example.edu", (), "did:web:example.edu", "https://example.edu/.well-known/did.json"),
        ("Example.EDU", (), "did:web:example.edu", "https://example.edu/.well-known/did.json"),
        ("example.edu", ("issuers", "music"), WEB, WEB_LOCATION),
        (
            "a-b.example.edu:8443",
            ("x_1.y-z",),
            "did:web:a-b.example.edu%3A8443:x_1.y-z",
            "https://a-b.example.edu:8443/x_1.y-z/did.json",
        ),
        (
            "localhost:8000",
            ("issuers", "music"),
            "did:web:localhost%3A8000:issuers:music",
            "http://localhost:8000/issuers/music/did.json",
        ),
        ("localhost", (), "did:web:localhost", "http://localhost/.well-known/did.json"),
        (
            "xn--mnchen-3ya.example",
            (),
            "did:web:xn--mnchen-3ya.example",
            "https://xn--mnchen-3ya.example/.well-known/did.json",
        ),
    ],
)
def test_did_web_and_where_it_stands(host, path, expected, location):
    assert did.did_web(host, *path) == expected
    assert did.did_web_location(expected) == location


def test_the_port_may_be_escaped_in_lower_case():
    assert did.did_web_location("did:web:example.edu%3a8443") == (
        "https://example.edu:8443/.well-known/did.json"
    )


NO_HOSTS = [
    "",
    "localhost.",
    "example",
    "example.edu.",
    ".example.edu",
    "example..edu",
    "-a.example.edu",
    "a-.example.edu",
    "a_b.example.edu",
    "münchen.example",
    "example.edu:",
    "example.edu:0",
    "example.edu:080",
    "example.edu:65536",
    "example.edu:80a",
    "example.edu:80:80",
    "user@example.edu",
    "example.edu/path",
    "example.edu?query",
    "example.edu#fragment",
    "example.edu\\@evil.example",
    "exa mple.edu",
    "example.edu\n",
    "%65xample.edu",
    "example.edu%2Fpath",
    "example.edu%40evil.example",
    "a" * 64 + ".edu",
    ".".join(["abcdefgh"] * 29),
    "127.0.0.1",
    "127.0.0.1:8000",
    "127.1",
    "1.0x7f",
    "a.0x",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "10.0.0.256",
    "169.254.169.254",
    "[::1]",
    "[::1]:8000",
    "::1",
    "example.1",
    "１２７.0.0.1",
]


@pytest.mark.parametrize("host", NO_HOSTS)
def test_did_web_takes_host_names_only(host):
    with pytest.raises(DidError):
        did.did_web(host)
    with pytest.raises(DidError):
        did.did_web_location(f"did:web:{host.replace(':', '%3A')}")


@pytest.mark.parametrize(
    "segment",
    [
        "",
        ".",
        "..",
        "a/b",
        "a%2Fb",
        "%2e%2e",
        "a?b",
        "a#b",
        "a b",
        "a\\b",
        "é",
        "a\n",
        "a@b",
        "a%3A",
    ],
)
def test_did_web_takes_plain_path_segments_only(segment):
    with pytest.raises(DidError):
        did.did_web("example.edu", "issuers", segment)
    with pytest.raises(DidError):
        did.did_web_location(f"did:web:example.edu:issuers:{segment}:did")


@pytest.mark.parametrize(
    "text",
    [
        "did:web:",
        "did:web",
        "DID:web:example.edu",
        "did:WEB:example.edu",
        "did:key:z6Mk",
        "xdid:web:example.edu",
        "did:web:example.edu:did:web:evil.example:",
        "did:web:example.edu#key-1",
        "did:web:example.edu?x",
        "https://example.edu",
        "did:web:example.edu" + ":a" * 2000,
    ],
)
def test_refuses_what_is_no_did_web(text):
    with pytest.raises(DidError):
        did.did_web_location(text)


def test_every_did_web_location_keeps_host_and_folder():
    read = []
    pieces = [
        "a",
        "Z-9",
        ".",
        "..",
        ":",
        "%3A",
        "80",
        "%2e",
        "_",
        "/",
        "@",
        "#",
        "?",
        "\\",
        " ",
        "\n",
    ]

    @settings(deadline=None, database=None)
    @given(st.lists(st.sampled_from(pieces[:8]) | st.sampled_from(pieces), max_size=6))
    def locate(parts):
        with contextlib.suppress(DidError):
            read.append(did.did_web_location("did:web:example.edu" + "".join(parts)))

    locate()

    assert len(set(read)) >= 5
    for location in read:
        assert re.fullmatch(
            r"https://example\.edu[a-zA-Z0-9.-]*(:\d+)?(/(?!\.\.?/)[a-zA-Z0-9._-]+)+/did\.json",
            location,
        )


def test_did_document():
    methods = [did.Method(f"{WEB}#key-2", WEB, ED2), did.Method(f"{WEB}#jwt-1", WEB, P256)]

    written = did.did_document(
        WEB, methods, revoked=[did.Method(f"{WEB}#key-1", WEB, ED)], also_known_as=[HTTPS]
    )

    assert written == {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": WEB,
        "alsoKnownAs": [HTTPS],
        "verificationMethod": [
            {
                "id": f"{WEB}#key-2",
                "type": "Multikey",
                "controller": WEB,
                "publicKeyMultibase": "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7",
            },
            {
                "id": f"{WEB}#jwt-1",
                "type": "JsonWebKey",
                "controller": WEB,
                "publicKeyJwk": P256.jwk,
            },
            {
                "id": f"{WEB}#key-1",
                "type": "Multikey",
                "controller": WEB,
                "publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            },
        ],
        "assertionMethod": [f"{WEB}#key-2", f"{WEB}#jwt-1"],
    }


def test_did_document_of_one_key_and_of_none():
    assert did.did_document(WEB, [did.Method(f"{WEB}#key-1", WEB, ED)])["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
    ]
    assert did.did_document(WEB, []) == {"@context": ["https://www.w3.org/ns/did/v1"], "id": WEB}


def test_our_own_documents_resolve_and_their_revoked_keys_do_not():
    methods = [
        did.Method(f"{WEB}#key-2", WEB, ED2),
        did.Method(f"{WEB}#jwt-1", WEB, P256),
        did.Method(f"{WEB}#jwt-0", WEB, RSA),
    ]
    revoked = did.Method(f"{WEB}#key-1", WEB, ED)
    fetch = web({WEB_LOCATION: dumps(did.did_document(WEB, methods, revoked=[revoked]))})

    for method in methods:
        assert did.resolve(method.id, issuer=WEB, fetch=fetch) == method
    with pytest.raises(DidError, match="does not list"):
        did.resolve(revoked.id, issuer=WEB, fetch=fetch)
    assert set(fetch.asked) == {WEB_LOCATION}


def test_jwks():
    assert did.jwks([("a", ED), ("b", P256), ("c", RSA)]) == {
        "keys": [
            {**ED.jwk, "kid": "a", "alg": "EdDSA", "use": "sig"},
            {**P256.jwk, "kid": "b", "alg": "ES256", "use": "sig"},
            {**RSA.jwk, "kid": "c", "alg": "RS256", "use": "sig"},
        ]
    }


@pytest.mark.parametrize("key", [ED, P256])
def test_did_key_resolves_without_a_fetch(key):
    issuer = did.did_key(key)

    method = did.resolve(f"{issuer}#{key.multikey}", issuer=issuer, fetch=nothing)

    assert method == did.Method(f"{issuer}#{key.multikey}", issuer, key)


def test_did_key_refusals():
    issuer = did.did_key(ED)
    other = did.did_key(ED2)

    for url, owner in [
        (issuer, issuer),
        (f"{issuer}#", issuer),
        (f"{issuer}#key-1", issuer),
        (f"{issuer}#{ED2.multikey}", issuer),
        (f"{issuer}#{ED.multikey}", other),
        (f"{issuer}#{ED.multikey}#{ED.multikey}", issuer),
        (f"{issuer}?x#{ED.multikey}", issuer),
        ("did:key:zzz#zzz", "did:key:zzz"),
    ]:
        with pytest.raises(DidError):
            did.resolve(url, issuer=owner, fetch=nothing)
    with pytest.raises(DidError):
        did.did_key(RSA)


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

    method = did.resolve(f"{issuer}#key-1", issuer=issuer, fetch=web({location: shapes[reference]}))

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
    found = did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=web({WEB_LOCATION: document(method)}))

    assert found.key == key


EVIL = "did:web:evil.example"
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
    "repeated member": b'{"id": "did:web:evil.example", "id": "did:web:example.edu:issuers:music"}',
    "more than 1 MiB": document(multikey(), padding="x" * 1024 * 1024),
}


@pytest.mark.parametrize("case", BROKEN)
def test_refuses_a_broken_document(case):
    fetch = web({WEB_LOCATION: BROKEN[case]})

    with pytest.raises(DidError):
        did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=fetch, now=NOW)


def test_a_key_with_an_end_needs_a_clock():
    fetch = web({WEB_LOCATION: document(multikey(expires="2026-03-01T00:00:01Z"))})

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
        "did:example:abc",
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
        did.resolve(f"{WEB}#key-1", issuer=WEB, fetch=web({}))


def test_an_http_issuer_on_localhost():
    issuer = "http://localhost:8000/issuers/music"
    fetch = web({issuer: document(multikey(issuer), issuer=issuer)})

    assert did.resolve(f"{issuer}#key-1", issuer=issuer, fetch=fetch).key == ED


# --- keys of JWTs ---

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
