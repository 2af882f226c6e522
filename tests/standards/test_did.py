import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards import did
from signet.standards.documents import dumps
from signet.standards.errors import DidError

from .dids import ED, ED2, HTTPS, P256, RSA, WEB, WEB_LOCATION, Web, nothing


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

    @settings(deadline=None, max_examples=400, database=None)
    @given(st.lists(st.sampled_from(pieces[:8]) | st.sampled_from(pieces), max_size=6))
    def locate(parts):
        with contextlib.suppress(DidError):
            read.append(did.did_web_location("did:web:example.edu" + "".join(parts)))

    locate()

    assert len(set(read)) >= 10
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
    fetch = Web({WEB_LOCATION: dumps(did.did_document(WEB, methods, revoked=[revoked]))})

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
