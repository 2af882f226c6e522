"""A badge, its claims, and JWTs that are signed rightly whatever they say."""

import json

from signet.standards import jwt
from signet.standards.keys import JWS_ALGORITHMS, Algorithm
from signet.standards.multibase import base64url

from .key_pairs import public, signed

ISSUER = "did:web:example.edu:issuers:music"
KID = f"{ISSUER}#jwt-1"
BADGE = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "https://example.edu/badges/1/named",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Choir 🎶",
    "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Music"},
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2031-01-01T00:00:00+01:00",
    "credentialSubject": {"id": "urn:uuid:1", "type": ["AchievementSubject"]},
}
CLAIMS = {
    "iss": ISSUER,
    "jti": "https://example.edu/badges/1/named",
    "sub": "urn:uuid:1",
    "nbf": 1767225600,
    "exp": 1924988400,
}


def es256(message):
    return signed(Algorithm.P256, message)


def encoded(value):
    return base64url(value if isinstance(value, bytes) else json.dumps(value).encode())


def token(payload, header=None, algorithm=Algorithm.P256):
    """A JWS that is signed rightly, whatever it says."""
    header = {"alg": JWS_ALGORITHMS[algorithm], "kid": KID} if header is None else header
    message = f"{encoded(header)}.{encoded(payload)}"
    return f"{message}.{base64url(signed(algorithm, message.encode()))}"


def read(text, algorithm=Algorithm.P256):
    return jwt.verify(jwt.parse(text), public(algorithm))


def without(document, *names):
    return {name: value for name, value in document.items() if name not in names}
