"""An issuer's DID, the keys that its document lists, and who fetches what."""

import json

import pytest

from signet.standards.keys import from_jwk, from_multikey

from .key_pairs import RFC7517_RSA_JWK, W3C_MULTIKEY, W3C_P256_MULTIKEY

ED = from_multikey(W3C_MULTIKEY)
ED2 = from_multikey("z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7")
P256 = from_multikey(W3C_P256_MULTIKEY)
RSA = from_jwk(RFC7517_RSA_JWK)
WEB = "did:web:example.edu:issuers:music"
WEB_LOCATION = "https://example.edu/issuers/music/did.json"
HTTPS = "https://example.edu/issuers/music"
EVIL = "did:web:evil.example"


class Web:
    """Documents by URL, and a list of what was asked for."""

    def __init__(self, documents):
        self.documents = documents
        self.asked = []

    def __call__(self, url):
        self.asked.append(url)
        if url not in self.documents:
            raise LookupError(url)
        document = self.documents[url]
        return document if isinstance(document, bytes) else json.dumps(document).encode()


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
