"""Signatures that hold for some key, some purpose or some suite, but not for this issuer's badge."""

import hashlib
import hmac
import itertools
import json
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from signet.standards import canon, documents, proof
from signet.standards.keys import Algorithm, PublicKey
from signet.standards.multibase import base58btc, base64url
from tests.standards.key_pairs import public, public_of, signed, signed_by

# -- tokens ----------------------------------------------------------------------------------

ALGORITHMS = ["EdDSA", "ES256", "RS256", "HS256", "none", "None", "NONE", "", "ES384", "PS256", "eddsa", "ES256K"]  # fmt: skip


KINDS = {"EdDSA": Algorithm.ED25519, "ES256": Algorithm.P256, "RS256": Algorithm.RSA}


def signature_of(kind, message):
    """What the key of a kind makes of a message, or what a forger without it would write."""
    if kind in KINDS:
        return signed(KINDS[kind], message)
    if kind == "nothing":
        return b""
    if kind == "zeros":
        return bytes(64)
    jwk = public(KINDS[kind.removeprefix("HMAC with ")]).jwk
    secret = json.dumps(jwk, separators=(",", ":")).encode()
    return hmac.new(secret, message, hashlib.sha256).digest()


SIGNATURES = ["EdDSA", "ES256", "RS256", "nothing", "zeros", "HMAC with EdDSA", "HMAC with ES256",
              "HMAC with RS256"]  # fmt: skip


@pytest.fixture
def published(world):
    """The issuer's document holds all three keys, as #EdDSA, #ES256 and #RS256."""
    did = world.issuer.did
    methods = [
        {"id": f"{did}#{kind}", "type": "JsonWebKey", "controller": did,
         "publicKeyJwk": public(algorithm).jwk}
        for kind, algorithm in KINDS.items()
    ]  # fmt: skip
    document = {
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
    world.publish("https://badges.example/issuers/letters/did.json", document)
    return world


def token(world, header, sign):
    payload = {**world.badge(credentialStatus=None), "iss": world.issuer.did}
    segments = [base64url(documents.dumps(part)) for part in (header, payload)]
    return ".".join([*segments, base64url(sign(".".join(segments).encode()))])


def test_the_cross_product_of_algorithms_keys_and_signatures(published):
    accepted = []
    for alg, key, signature in itertools.product(ALGORITHMS, KINDS, SIGNATURES):
        header = {"alg": alg, "kid": f"{published.issuer.did}#{key}", "typ": "JWT"}
        raw = token(published, header, partial(signature_of, signature))
        if published.verify(raw).verdict == "verified":
            accepted.append((alg, key, signature))

    assert accepted == [(kind,) * 3 for kind in ("EdDSA", "ES256", "RS256")]


# DID stands for the issuer, JWK for the forger's key.
KEYLESS = {
    "no key at all": {},
    "a key in the header": {"jwk": "JWK"},
    "a key in the header and another's kid": {"jwk": "JWK", "kid": "DID#ES256"},
    "the key of another issuer": {"kid": "did:web:other.example#ES256"},
    "the key of a sibling": {"kid": "did:web:badges.example:issuers:other#ES256"},
    "the key itself as did": {"kid": "did:key:zDnaeSfT#zDnaeSfT"},
    "a key anywhere": {"kid": "https://evil.example/jwks.json#1"},
    "a key as data": {"kid": "data:application/json,{}"},
    "a file": {"kid": "/etc/passwd"},
    "a key not there": {"kid": "DID#none"},
    "the document": {"kid": "DID"},
    "a list of keys": {"kid": ["DID#ES256"]},
    "a jku": {"kid": "DID#ES256", "jku": "https://evil.example/jwks.json"},
    "an x5u": {"kid": "DID#ES256", "x5u": "https://evil.example/x"},
    "b64": {"kid": "DID#ES256", "b64": False, "crit": ["b64"]},
    "crit": {"kid": "DID#ES256", "crit": ["exp"]},
}


@pytest.mark.parametrize("header", KEYLESS.values(), ids=KEYLESS)
def test_a_token_under_a_key_that_is_not_the_issuers(published, header):
    mine = ec.derive_private_key(666, ec.SECP256R1())
    jwk = public_of(mine).jwk
    for url in ("https://evil.example/jwks.json", "https://other.example/.well-known/did.json"):
        published.publish(url, {"keys": [{**jwk, "kid": "1"}], "id": "did:web:other.example"})
    other = type(published.issuer).named("issuers", "other")
    published.publish_issuer(other)
    filled = json.dumps(header).replace("DID", published.issuer.did)
    filled = filled.replace('"JWK"', json.dumps(jwk))
    whole = {"alg": "ES256", "typ": "JWT", **json.loads(filled)}

    report = published.verify(token(published, whole, partial(signed_by, mine)))

    assert report.verdict != "verified"
    assert report.credential is None
    assert "https://evil.example/jwks.json" not in published.fetched


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "did:web:other.example"},
        {"jti": "urn:other"},
        {"sub": "urn:other"},
        {"nbf": 1},
        {"exp": 4_000_000_000},
        {"proof": []},
        {"vc": {}},
    ],
    ids=str,
)
def test_claims_that_contradict_the_credential(published, claims):
    payload = {**published.badge(credentialStatus=None), **claims}
    header = {"alg": "ES256", "kid": f"{published.issuer.did}#ES256"}
    segments = [base64url(documents.dumps(part)) for part in (header, payload)]
    signature = signature_of("ES256", ".".join(segments).encode())

    assert published.verify(".".join([*segments, base64url(signature)])).verdict == "refused"


# -- proofs ----------------------------------------------------------------------------------


def resign(world, document, signed, *, signer=None, canonicalize=canon.canonical):
    """A proof with these members, honestly signed as they stand."""
    options = {name: value for name, value in signed.items() if name != "proofValue"}
    message = proof.signing_input(document, options, canonicalize=canonicalize)
    return {**options, "proofValue": base58btc((signer or world.issuer).sign(message))}


def forged(world, **members):
    document = world.badge()
    base = proof.options(method=world.issuer.method, created="2026-05-25T00:00:00Z")
    signed = {name: value for name, value in {**base, **members}.items() if value is not None}
    return json.dumps({**document, "proof": [resign(world, document, signed)]})


def test_the_forger_signs_honestly_what_is_in_order(world):
    assert world.verify(forged(world)).verdict == "verified"
    assert world.verify(forged(world, expires="2027-01-01T00:00:00Z")).verdict == "verified"
    assert world.verify(forged(world, cryptosuite="eddsa-jcs-2022")).verdict == "verified"


@pytest.mark.parametrize(
    "members",
    [
        {"proofPurpose": "authentication"},
        {"proofPurpose": "capabilityInvocation"},
        {"created": "2026-06-02T00:00:00Z"},
        {"expires": "2026-05-26T00:00:00Z"},
        {"expires": "soon"},
        {"verificationMethod": "did:web:badges.example:issuers:letters"},
        {"verificationMethod": "did:web:badges.example:issuers:letters#absent"},
        {"verificationMethod": "did:web:badges.example:issuers:other#key-1"},
        {"verificationMethod": "did:web:badges.example#key-1"},
        {"verificationMethod": "did:web:badges.example:issuers:letters#key-2"},
    ],
    ids=str,
)
def test_a_proof_that_is_signed_but_not_in_order(world, members):
    other = type(world.issuer).named("issuers", "other")
    world.publish_issuer(other)

    report = world.verify(forged(world, **members))

    assert (report.verdict, report.credential) == ("refused", None)


SUITES = [
    "eddsa-rdfc-2021", "EDDSA-RDFC-2022", "eddsa-rdfc-2022 ", "", "none", "ecdsa-rdfc-2019",
    "ecdsa-sd-2023", "bbs-2023", "eddsa-jcs-2022", 7, None, ["eddsa-rdfc-2022"],
]  # fmt: skip
KNOWN_ELSEWHERE = {"ecdsa-rdfc-2019", "ecdsa-sd-2023", "bbs-2023"}


@pytest.mark.parametrize("suite", SUITES, ids=str)
def test_a_proof_under_the_name_of_another_suite(world, suite):
    whole = json.loads(world.signed())
    whole["proof"][0]["cryptosuite"] = suite

    report = world.verify(json.dumps(whole))

    elsewhere = isinstance(suite, str) and suite in KNOWN_ELSEWHERE
    assert report.verdict == ("unchecked" if elsewhere else "refused")
    assert report.credential is None


@pytest.mark.parametrize(
    "kind", ["Ed25519Signature2020", "JsonWebSignature2020", "Proof", "", None]
)
def test_a_proof_of_another_type(world, kind):
    whole = json.loads(world.signed())
    whole["proof"][0]["type"] = kind

    report = world.verify(json.dumps(whole))

    assert report.verdict in {"unchecked", "refused"}
    assert (report.verdict == "unchecked") == (
        kind in {"Ed25519Signature2020", "JsonWebSignature2020"}
    )


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    "bad", ["another document's", "another issuer's", "an unknown suite", "text"]
)
def test_of_several_proofs_one_is_bad(world, bad, order):
    other = type(world.issuer).named("issuers", "other")
    world.publish_issuer(other)
    whole = json.loads(world.signed())
    second = {
        "another document's": world.sign(world.badge(name="Other"))["proof"][0],
        "another issuer's": world.sign(world.badge(), issuer=other)["proof"][0],
        "an unknown suite": {**whole["proof"][0], "cryptosuite": "ecdsa-sd-2023"},
        "text": "proof",
    }[bad]
    whole["proof"] = [whole["proof"][0], second][::order]

    report = world.verify(json.dumps(whole))

    assert report.verdict == ("unchecked" if bad == "an unknown suite" else "refused")
    assert report.credential is None


def test_two_good_proofs(world):
    whole = json.loads(world.signed())
    whole["proof"] *= 2

    assert world.verify(json.dumps(whole)).verdict == "verified"


@pytest.mark.parametrize("count", [0, 9, 1000])
def test_a_number_of_proofs_that_no_badge_has(world, count):
    whole = json.loads(world.signed())
    whole["proof"] *= count

    assert world.verify(json.dumps(whole)).verdict == "refused"


# -- keys ------------------------------------------------------------------------------------


def document_of(world, **members):
    document = world.issuer.document
    key = {**document["verificationMethod"][0], **members}
    return {**document, "verificationMethod": [{k: v for k, v in key.items() if v is not None}]}


# The eight points of small order, one of them in each of its encodings.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080",
]


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_a_key_under_which_anything_verifies(world, outcomes, point):
    multikey = base58btc(b"\xed\x01" + bytes.fromhex(point))
    world.publish(
        "https://badges.example/issuers/letters/did.json",
        document_of(world, publicKeyMultibase=multikey),
    )
    whole = json.loads(world.signed())
    whole["proof"][0]["proofValue"] = base58btc(bytes.fromhex(point) + bytes(32))

    report = world.verify(json.dumps(whole))

    assert (report.verdict, outcomes(report)["issuer"]) == ("refused", "fail")


@pytest.mark.parametrize(
    "members",
    [
        {"controller": "did:web:other.example"},
        {"controller": None},
        {"type": "JsonWebKey"},
        {"publicKeyMultibase": None},
        {"secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"},
        {"revoked": "2026-01-01T00:00:00Z"},
        {"expires": "2026-05-31T00:00:00Z"},
    ],
    ids=str,
)
def test_a_key_that_is_not_in_order(world, outcomes, members):
    world.publish("https://badges.example/issuers/letters/did.json", document_of(world, **members))

    report = world.verify(world.signed())

    assert (report.verdict, outcomes(report)["issuer"]) == ("refused", "fail")


def test_a_key_that_no_longer_asserts(world, outcomes):
    document = world.issuer.document
    del document["assertionMethod"]
    world.publish("https://badges.example/issuers/letters/did.json", document)

    report = world.verify(world.signed())

    assert (report.verdict, outcomes(report)["issuer"]) == ("refused", "fail")


def test_a_did_key_issuer_needs_no_fetch(world):
    key = world.issuer.ed25519.public_key().public_bytes_raw()
    multikey = PublicKey(Algorithm.ED25519, key).multikey
    did = f"did:key:{multikey}"
    document = world.badge(issuer={"id": did, "type": ["Profile"]}, credentialStatus=None)
    signed = resign(
        world,
        document,
        proof.options(method=f"{did}#{multikey}", created="2026-05-25T00:00:00Z"),
    )

    assert world.verify(json.dumps({**document, "proof": signed})).verdict == "verified"
    assert world.fetched == []


@pytest.mark.parametrize("alg", ["ES384", "PS256", "Ed25519", "ML-DSA-65"])
def test_an_algorithm_that_others_read_says_nothing_for_or_against(world, alg):
    header, payload, signature = world.token().split(".")
    told = base64url(json.dumps({"alg": alg, "kid": world.issuer.kid, "typ": "JWT"}).encode())

    report = world.verify(f"{told}.{payload}.{signature}")

    assert (header != told, report.verdict, report.credential) == (True, "unchecked", None)
    assert report.reason == f"The JWS is signed with {alg}, which is not read here."
