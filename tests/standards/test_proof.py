import copy
import hashlib
from datetime import UTC, datetime

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ed25519

from signet.standards import canon, proof
from signet.standards.errors import ProofError
from signet.standards.keys import Algorithm, PublicKey
from signet.standards.multibase import base58btc, from_base58btc

from .key_pairs import public

ISSUER = "did:web:example.edu:issuers:music"
BADGE = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ],
    "id": "https://example.edu/badges/1/named",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Choir",
    "issuer": {"id": ISSUER, "type": ["Profile"], "name": "School of Music"},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:7b6f4a3c-0000-4000-8000-000000000001",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.edu/achievements/1",
            "type": ["Achievement"],
            "name": "Choir",
            "description": "Sang “Dona nobis pacem” \\ and more.\n🎶",
            "criteria": {"narrative": "Sing."},
        },
    },
}
CREATED = "2026-01-02T03:04:05Z"
PRIVATE = {
    n: ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{n}".encode()).digest())
    for n in (1, 2)
}
PUBLIC = {
    f"{ISSUER}#key-{n}": PublicKey(Algorithm.ED25519, key.public_key().public_bytes_raw())
    for n, key in PRIVATE.items()
}


def key_of(entry):
    return PUBLIC[entry["verificationMethod"]]


def added(document, number=1, *, suite=proof.EDDSA_RDFC, **more):
    """The document with one more proof, rightly signed whatever its members say."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    unsigned = (
        proof.options(method=f"{ISSUER}#key-{number}", created=CREATED, cryptosuite=suite) | more
    )
    unsigned = {name: value for name, value in unsigned.items() if value is not None}
    config = dict(unsigned)
    canonicalize = rfc8785.dumps
    if suite == proof.EDDSA_RDFC:
        config["@context"] = document["@context"]
        canonicalize = canon.canonical
    hashes = [hashlib.sha256(canonicalize(part)).digest() for part in (config, bare)]
    value = base58btc(PRIVATE[number].sign(b"".join(hashes)))
    return bare | {"proof": [*document.get("proof", []), unsigned | {"proofValue": value}]}


def check(document):
    return proof.verify(document, key_for=key_of, canonicalize=canon.canonical)


SUITES = [proof.EDDSA_RDFC, proof.EDDSA_JCS]


def test_signs_and_verifies_a_badge():
    signed = proof.sign(
        BADGE,
        method=f"{ISSUER}#key-1",
        created=CREATED,
        sign=PRIVATE[1].sign,
        canonicalize=canon.canonical,
    )

    assert signed == added(BADGE)
    assert check(signed) == tuple(signed["proof"])


@pytest.mark.parametrize("suite", SUITES)
def test_any_changed_letter_is_refused(suite):
    signed = added(BADGE, suite=suite)
    check(signed)

    for path in [
        ("name",),
        ("id",),
        ("validFrom",),
        ("issuer", "name"),
        ("credentialSubject", "id"),
        ("credentialSubject", "achievement", "description"),
        ("proof", 0, "created"),
    ]:
        changed = copy.deepcopy(signed)
        place = changed
        for step in path[:-1]:
            place = place[step]
        text = place[path[-1]]
        place[path[-1]] = text.replace("0", "1", 1) if "0" in text else f"{text[:-1]}x"
        assert changed != signed
        with pytest.raises(ProofError, match="does not match"):
            check(changed)


@pytest.mark.parametrize("suite", SUITES)
def test_added_and_removed_members_are_refused(suite):
    signed = added(BADGE, suite=suite)

    with pytest.raises(ProofError, match="does not match"):
        check(signed | {"validUntil": "2030-01-01T00:00:00Z"})
    with pytest.raises(ProofError, match="does not match"):
        check({name: value for name, value in signed.items() if name != "name"})
    entry = signed["proof"][0] | {"expires": "2030-01-01T00:00:00Z"}
    with pytest.raises(ProofError, match="does not match"):
        check(signed | {"proof": [entry]})


@pytest.mark.parametrize("first", SUITES)
@pytest.mark.parametrize("second", SUITES)
def test_of_several_proofs_every_one_must_hold(first, second):
    both = added(added(BADGE, 1, suite=first), 2, suite=second)
    assert check(both) == tuple(both["proof"])

    for index in (0, 1):
        broken = copy.deepcopy(both)
        broken["proof"][index]["created"] = "2026-01-02T03:04:06Z"
        with pytest.raises(ProofError, match="does not match"):
            check(broken)
        swapped = copy.deepcopy(both)
        swapped["proof"][index]["verificationMethod"] = f"{ISSUER}#key-{2 - index}"
        with pytest.raises(ProofError, match="does not match"):
            check(swapped)


def test_an_unknown_proof_beside_a_good_one_is_refused():
    signed = added(BADGE)
    for stranger in [
        {"type": "Ed25519Signature2020", "proofValue": "z1"},
        signed["proof"][0] | {"cryptosuite": "ecdsa-sd-2023"},
    ]:
        with pytest.raises(proof.UnknownSuiteError):
            check(signed | {"proof": [*signed["proof"], stranger]})


UNKNOWN = {
    "Ed25519Signature2020": {"type": "Ed25519Signature2020"},
    "type a list": {"type": ["DataIntegrityProof"]},
    "no type": {"type": None},
    "ecdsa": {"cryptosuite": "ecdsa-rdfc-2019"},
    "suite a list": {"cryptosuite": ["eddsa-rdfc-2022"]},
    "suite in capitals": {"cryptosuite": "EDDSA-RDFC-2022"},
    "no suite": {"cryptosuite": None},
    "chain": {"previousProof": "urn:uuid:1"},
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_unknown_suites_are_told_apart(case):
    signed = added(BADGE)
    entry = signed["proof"][0] | UNKNOWN[case]
    signed["proof"] = [{name: value for name, value in entry.items() if value is not None}]

    with pytest.raises(proof.UnknownSuiteError):
        check(signed)


# Each is signed over exactly these members, so that the signature itself would hold.
SHAPES = {
    "authentication": {"proofPurpose": "authentication"},
    "no purpose": {"proofPurpose": None},
    "unknown member": {"evil": "yes"},
    "a key inside": {"publicKeyMultibase": "z6Mk"},
    "created without a zone": {"created": "2026-01-02T03:04:05"},
    "created a date": {"created": "2026-01-02"},
    "created in week form": {"created": "2026-W01-1T00:00:00Z"},
    "created on February 30": {"created": "2026-02-30T00:00:00Z"},
    "created in another script": {"created": "２026-01-02T03:04:05Z"},
    "created a number": {"created": 1767322800},
    "created a list": {"created": [CREATED]},
    "expires empty": {"expires": ""},
    "expires before created": {"expires": "2026-01-02T03:04:04Z"},
    "expires before created, elsewhere": {"expires": "2026-01-02T04:04:04+01:00"},
    "challenge a list": {"challenge": ["a"]},
    "nonce a number": {"nonce": 7},
    "domain an object": {"domain": {"a": "b"}},
    "domain a list of numbers": {"domain": ["a", 1]},
    "id a name": {"id": "one"},
    "context of another": {"@context": ["https://www.w3.org/ns/credentials/v2"]},
    "context longer": {"@context": [*BADGE["@context"], "https://example.edu/more"]},
    "context a text": {"@context": "https://www.w3.org/ns/credentials/v2"},
    "context inline": {"@context": {"@vocab": "https://example.edu/"}},
    "no method": {"verificationMethod": None},
    "method without fragment": {"verificationMethod": ISSUER},
    "method an object": {"verificationMethod": {"id": f"{ISSUER}#key-1"}},
    "method relative": {"verificationMethod": "#key-1"},
    "method with two fragments": {"verificationMethod": f"{ISSUER}#key-1#key-1"},
    "method with a blank": {"verificationMethod": f"{ISSUER}#key-1 "},
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_proof_of_another_shape_is_refused_though_its_signature_holds(case):
    signed = added(BADGE, suite=proof.EDDSA_JCS, **SHAPES[case])

    with pytest.raises(ProofError) as refusal:
        proof.verify(
            signed, key_for=lambda _: PUBLIC[f"{ISSUER}#key-1"], canonicalize=canon.canonical
        )

    assert not isinstance(refusal.value, proof.UnknownSuiteError)
    assert "does not match" not in str(refusal.value)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "more",
    [
        {"created": None},
        {"created": "2026-01-02T03:04:05.123456789+05:30"},
        {"created": CREATED, "expires": "2026-01-02T03:04:06Z"},
        {"id": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"},
        {"domain": "example.edu", "challenge": "abc", "nonce": "7"},
    ],
)
def test_the_other_members_of_a_proof_are_allowed_and_signed(suite, more):
    signed = added(BADGE, suite=suite, **more)

    assert check(signed) == tuple(signed["proof"])
    changed = copy.deepcopy(signed)
    changed["proof"][0]["nonce"] = "8"
    with pytest.raises(ProofError, match="does not match"):
        check(changed)


@pytest.mark.parametrize("suite", SUITES)
def test_a_proof_may_repeat_the_context_of_the_document(suite):
    signed = added(BADGE, suite=suite, **{"@context": BADGE["@context"]})

    assert check(signed) == tuple(signed["proof"])


def test_a_context_appended_after_signing_is_refused():
    """vc-di-eddsa §3.3.2 alone would take it: the list of the proof is how the other begins."""
    signed = added(BADGE, suite=proof.EDDSA_JCS, **{"@context": BADGE["@context"]})
    signed["@context"] = [*BADGE["@context"], "https://example.edu/more"]

    with pytest.raises(ProofError, match="not the @context of the document"):
        check(signed)


@pytest.mark.parametrize("value", [None, [], {}, "z", 7, [[]], [None], ["z"], [{}], {"proof": {}}])
def test_no_proof_is_no_proof(value):
    with pytest.raises(ProofError):
        check(BADGE | {"proof": value})
    with pytest.raises(ProofError, match="has no proof"):
        check(BADGE)


def test_the_number_of_proofs_is_bounded():
    signed = added(BADGE)

    assert len(check(signed | {"proof": signed["proof"] * 8})) == 8
    with pytest.raises(ProofError, match="at most 8"):
        check(signed | {"proof": signed["proof"] * 9})


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[1:],
        lambda value: value[:-1],
        lambda value: value + "1",
        lambda value: "z1" + value[1:],
        lambda value: value + " ",
        lambda value: "u" + value[1:],
        lambda value: "z" + value[1:].replace(value[5], "0"),
        lambda _: "z",
        lambda _: "",
        lambda _: base58btc(bytes(64)),
        lambda value: base58btc(from_base58btc(value)[:63]),
        lambda value: base58btc(from_base58btc(value) + b"\0"),
        lambda _: ["z"],
        lambda _: None,
    ],
)
def test_a_proof_value_of_another_form_is_refused(change):
    signed = added(BADGE)
    signed["proof"][0]["proofValue"] = change(signed["proof"][0]["proofValue"])

    with pytest.raises(ProofError):
        check(signed)


def test_no_key_is_asked_for_while_any_shape_is_wrong():
    signed = added(added(BADGE), 2, proofPurpose="authentication")

    with pytest.raises(ProofError, match="not assertionMethod"):
        proof.verify(signed, key_for=pytest.fail, canonicalize=pytest.fail)


def test_a_key_of_another_kind_is_refused():
    p256 = public(Algorithm.P256)

    with pytest.raises(ProofError, match="takes an Ed25519 key, not P-256"):
        proof.verify(added(BADGE), key_for=lambda _: p256, canonicalize=canon.canonical)


def test_signing_refuses_what_would_not_verify():
    arguments = {"sign": PRIVATE[1].sign, "canonicalize": canon.canonical}

    with pytest.raises(ProofError, match="signed already"):
        proof.sign(added(BADGE), method=f"{ISSUER}#key-1", created=CREATED, **arguments)
    with pytest.raises(ProofError, match="full URL"):
        proof.sign(BADGE, method=ISSUER, created=CREATED, **arguments)
    with pytest.raises(ProofError, match="time zone"):
        proof.sign(BADGE, method=f"{ISSUER}#key-1", created="2026-01-02", **arguments)


def test_nothing_is_signed_with_an_unknown_suite():
    unsigned = proof.options(
        method=f"{ISSUER}#key-1", created=CREATED, cryptosuite="ecdsa-jcs-2019"
    )

    with pytest.raises(proof.UnknownSuiteError):
        proof.signing_input(BADGE, unsigned, canonicalize=canon.canonical)


def test_a_document_without_a_context_cannot_be_signed():
    bare = {name: value for name, value in BADGE.items() if name != "@context"}
    unsigned = proof.options(method=f"{ISSUER}#key-1", created=CREATED)

    with pytest.raises(ProofError, match="has an @context"):
        proof.signing_input(bare, unsigned, canonicalize=lambda _: b"")


@pytest.mark.parametrize("value", [2**53, float("nan"), "\ud800"])
def test_what_has_no_canonical_json_is_refused(value):
    signed = added(BADGE, suite=proof.EDDSA_JCS)

    with pytest.raises(ProofError, match="no canonical JSON form"):
        check(signed | {"name": value})


def test_the_document_is_canonicalized_once_for_all_proofs():
    signed = added(added(BADGE), 2)
    seen = []

    def canonicalize(document):
        seen.append("proofPurpose" in document)
        return canon.canonical(document)

    proof.verify(signed, key_for=key_of, canonicalize=canonicalize)

    assert sorted(seen) == [False, True, True]


def test_created_is_what_isoformat_writes():
    created = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).isoformat()

    assert check(added(BADGE, created=created))[0]["created"] == "2026-01-02T03:04:05+00:00"
