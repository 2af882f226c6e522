import hashlib
import hmac
import itertools
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from signet.standards import jwt, keys
from signet.standards.errors import ProofError, UnsupportedError
from signet.standards.keys import Algorithm, from_jwk
from signet.standards.multibase import base64url, from_base64url

from .key_pairs import private, public, signed
from .tokens import BADGE, CLAIMS, ISSUER, KID, encoded, es256, read, token, without


def test_issues_what_the_standard_says():
    text = jwt.issue(BADGE, kid=KID, sign=es256)

    header, payload, signature = text.split(".")
    assert json.loads(from_base64url(header)) == {"alg": "ES256", "kid": KID, "typ": "JWT"}
    assert json.loads(from_base64url(payload)) == BADGE | CLAIMS
    assert len(from_base64url(signature)) == 64
    assert read(text) == BADGE
    assert jwt.issuer_of(jwt.parse(text)) == ISSUER


def test_issues_only_the_claims_that_there_are():
    bare = without(BADGE, "validUntil") | {
        "issuer": ISSUER,
        "credentialSubject": {"type": ["AchievementSubject"]},
        "validFrom": "2026-01-01T00:00:00.987Z",
    }

    text = jwt.issue(bare, kid=KID, sign=es256)

    assert jwt.parse(text).payload == bare | without(CLAIMS, "sub", "exp")
    assert read(text.encode()) == bare


@pytest.mark.parametrize(
    "change",
    [
        {"proof": [{}]},
        {"issuer": {"name": "Music"}},
        {"id": None},
        {"validFrom": "2026-01-01"},
        {"validFrom": "2026-01-01T00:00:00"},
        {"validUntil": 7},
    ],
)
def test_issues_nothing_half_right(change):
    with pytest.raises(ProofError):
        jwt.issue(BADGE | change, kid=KID, sign=es256)


def test_a_der_signature_is_not_issued():
    der = private(Algorithm.P256).sign(b"x", ec.ECDSA(hashes.SHA256()))

    with pytest.raises(ProofError, match="64 bytes"):
        jwt.issue(BADGE, kid=KID, sign=lambda _: der)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_verifies_each_algorithm(algorithm):
    assert read(token(BADGE | CLAIMS, algorithm=algorithm), algorithm) == BADGE


JOSERFC_KEYS = {Algorithm.ED25519: OKPKey, Algorithm.P256: ECKey, Algorithm.RSA: RSAKey}


# joserfc warns that RFC 9864 would rather have the alg "Ed25519" than "EdDSA".
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated:joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("algorithm", Algorithm)
def test_agrees_with_joserfc_both_ways(algorithm):
    name = keys.JWS_ALGORITHMS[algorithm]
    pem = private(algorithm).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    theirs = joserfc_jws.serialize_compact(
        {"alg": name, "kid": KID},
        json.dumps(BADGE | CLAIMS),
        JOSERFC_KEYS[algorithm].import_key(pem),
        algorithms=[name],
    )

    assert read(theirs, algorithm) == BADGE
    found = joserfc_jws.deserialize_compact(
        token(BADGE, algorithm=algorithm),
        JOSERFC_KEYS[algorithm].import_key(public(algorithm).jwk),
        algorithms=[name],
    )
    assert json.loads(found.payload) == BADGE


def test_rfc7515_appendix_a_3_verifies():
    """The ES256 example of the RFC; its payload is no credential, so only the signature."""
    key = from_jwk(
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }
    )
    jws = jwt.parse(
        "eyJhbGciOiJFUzI1NiJ9"
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )

    key.verify(jws.signature, jws.signing_input)
    assert jws.payload["iss"] == "joe"


# --- algorithm confusion ---

HEADER_ALGORITHMS = [
    *("none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "hs256"),
    *("ES256", "es256", "ES256K", "ES384", "ES512", "EdDSA", "eddsa", "Ed25519"),
    *("RS256", "rs256", "RS384", "RS512", "PS256", "PS384", "PS512", "RSA1_5", "dir"),
    *(None, 7, ["ES256"], {"alg": "ES256"}),
]


def secrets_of_confusion(key):
    """What a careless verifier would take for the shared secret of HS256."""
    yield key.raw
    yield json.dumps(key.jwk).encode()
    yield key.jwk.get("x", key.jwk.get("n")).encode()
    yield b""
    if key.algorithm is not Algorithm.ED25519:
        loaded = keys._loaded(key.algorithm, key.raw)
        for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER):
            yield loaded.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def signatures(message, key):
    yield from (signed(algorithm, message) for algorithm in Algorithm)
    yield from (
        hmac.digest(secret, message, digest)
        for secret in secrets_of_confusion(key)
        for digest in (hashlib.sha256, hashlib.sha384, hashlib.sha512)
    )
    rsa_key = private(Algorithm.RSA)
    yield rsa_key.sign(message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    yield rsa_key.sign(message, padding.PKCS1v15(), hashes.SHA512())
    ec_key = private(Algorithm.P256)
    yield ec_key.sign(message, ec.ECDSA(hashes.SHA256()))
    yield keys.ecdsa_raw(ec_key.sign(message, ec.ECDSA(hashes.SHA512())))
    yield from (b"", bytes(64), bytes(256))


def test_algorithm_confusion_full_cross_product():
    """Every alg × every key × every way to sign: accepted are the three right ones alone."""
    accepted = []
    tried = 0
    for alg, algorithm in itertools.product(HEADER_ALGORITHMS, Algorithm):
        key = public(algorithm)
        message = f"{encoded({'alg': alg, 'kid': KID})}.{encoded(BADGE | CLAIMS)}"
        for way, signature in enumerate(signatures(message.encode(), key)):
            tried += 1
            try:
                jwt.verify(jwt.parse(f"{message}.{base64url(signature)}"), key)
            except (ProofError, UnsupportedError):
                continue
            accepted.append((alg, algorithm, way))

    assert tried > 1500
    assert accepted == [
        ("ES256", Algorithm.P256, 1),
        ("EdDSA", Algorithm.ED25519, 0),
        ("RS256", Algorithm.RSA, 2),
    ]


def test_the_key_decides_even_past_the_gate():
    """`verify` does not lean on `parse` for the algorithm."""
    message = f"{encoded({'alg': 'none'})}.{encoded(BADGE)}".encode()
    for alg, algorithm in itertools.product(HEADER_ALGORITHMS, Algorithm):
        jws = jwt.CompactJws({"alg": alg}, dict(BADGE), message, signed(algorithm, message))
        if alg == keys.JWS_ALGORITHMS[algorithm]:
            assert jwt.verify(jws, public(algorithm)) == BADGE
        else:
            with pytest.raises(ProofError):
                jwt.verify(jws, public(algorithm))
