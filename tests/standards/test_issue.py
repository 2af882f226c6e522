import copy
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signet.standards import canon, documents, proof
from signet.standards.errors import (
    CanonError,
    OffProfileError,
    ProofError,
    StandardsError,
    UndefinedTermError,
)
from signet.standards.issue import Issuer, hole
from signet.standards.keys import Algorithm, PublicKey

AWARDS = 300
CREATED = "2026-02-01T09:30:00Z"
METHOD = "did:web:badges.example.edu:issuers:library#key-1"
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]


def credential(id_, subject, name, grade, narrative):
    return {
        "@context": CONTEXTS,
        "id": id_,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Data Literacy — “first steps” \\ 100%",
        "issuer": {
            "id": "did:web:badges.example.edu:issuers:library",
            "type": ["Profile"],
            "name": "University Library",
        },
        "validFrom": CREATED,
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": name,
                    "identityType": "name",
                }
            ],
            "result": [{"type": ["Result"], "value": grade}],
            "achievement": {
                "id": "https://badges.example.edu/achievements/5f6b",
                "type": ["Achievement"],
                "name": "Data Literacy",
                "description": "Reads, questions and explains data.",
                "criteria": {"narrative": narrative},
                "creditsAvailable": 1.5,
            },
        },
    }


WITH_HOLES = credential(*(hole(number) for number in range(5)))
ADA = [
    "https://badges.example.edu/badges/7Xk2/named",
    "urn:uuid:0b8f6a58-64dc-4e3a-9d3c-7f5ad62f1c11",
    "Ada Lovelace",
    "92",
    "Passed three tasks.",
]


@pytest.fixture(scope="module")
def secret():
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture(scope="module")
def issuer(secret):
    key = PublicKey(Algorithm.ED25519, secret.public_key().public_bytes_raw())
    return Issuer(METHOD, key, secret.sign)


def the_long_way(issuer, document):
    return documents.dumps(
        proof.sign(
            document,
            method=issuer.method,
            created=CREATED,
            sign=issuer.sign,
            canonicalize=canon.canonical,
        )
    )


def random_text(rng):
    pieces = [
        '"',
        "\\",
        "\n",
        "\r",
        "\t",
        "\x00",
        "\x1f",
        "\x7f",
        "\u2028",
        "é",
        "שלום",
        "\u202e",
        "🎓",
        "Zoë ",
        "%s",
        "{0}",
    ]
    return "".join(rng.choice(pieces) for _ in range(rng.randrange(8)))


def test_issuing_is_the_long_way_byte_for_byte(issuer):
    prepared = issuer.prepare(WITH_HOLES, created=CREATED)
    rng = random.Random(7)  # nothing secret

    different = []
    for number in range(AWARDS):
        values = [
            f"https://badges.example.edu/badges/{number}/named",
            f"urn:uuid:{number}",
            random_text(rng),
            random_text(rng),
            random_text(rng),
        ]
        raw = prepared.issue(values)
        prepared.check(raw)
        if raw != the_long_way(issuer, credential(*values)):
            different.append(values)

    assert different == []


@pytest.mark.parametrize(
    "values",
    [
        ["urn:x:1", "urn:x:1", "Ada", "92", "Passed."],  # two subjects are one
        ["urn:x:1", "did:web:badges.example.edu:issuers:library", "Ada", "92", "Passed."],
    ],
)
def test_values_that_alter_the_structure_are_issued_by_the_walker(issuer, values):
    prepared = issuer.prepare(WITH_HOLES, created=CREATED)

    raw = prepared.issue(values)

    prepared.check(raw)
    assert raw == the_long_way(issuer, credential(*values))


def test_a_document_that_makes_no_template_is_issued_by_the_walker(issuer):
    twin = {"type": ["Alignment"], "targetName": "A"}
    document = copy.deepcopy(WITH_HOLES)
    document["credentialSubject"]["achievement"]["alignment"] = [twin, dict(twin)]
    expected = credential(*ADA)
    expected["credentialSubject"]["achievement"]["alignment"] = [twin, dict(twin)]
    prepared = issuer.prepare(document, created=CREATED)

    raw = prepared.issue(ADA)

    prepared.check(raw)
    assert raw == the_long_way(issuer, expected)


def test_the_prepared_document_is_left_as_it_is(issuer):
    document = copy.deepcopy(WITH_HOLES)

    issuer.prepare(document, created=CREATED).issue(ADA)

    assert document == WITH_HOLES


@pytest.mark.parametrize(
    ("place", "value"), [(0, "badges/1"), (0, ""), (1, "_:b0"), (2, "\ud800"), (4, "\uffff")]
)
def test_a_value_that_no_reader_could_sign_is_refused(issuer, place, value):
    prepared = issuer.prepare(WITH_HOLES, created=CREATED)
    values = list(ADA)
    prepared.issue(values)

    values[place] = value

    with pytest.raises(CanonError):
        prepared.issue(values)


@pytest.mark.parametrize("count", [0, 4, 6])
def test_values_and_holes_have_to_match(issuer, count):
    prepared = issuer.prepare(WITH_HOLES, created=CREATED)

    with pytest.raises(ValueError, match=f"5 holes are not filled by {count} values"):
        prepared.issue([*ADA, "more"][:count])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"verdict": "fine"}, UndefinedTermError),
        ({"name": f"Badge {hole(0)}"}, OffProfileError),
        ({"evidence": []}, OffProfileError),
        ({"proof": []}, ProofError),
    ],
)
def test_a_document_that_cannot_be_signed_is_not_prepared(issuer, change, error):
    with pytest.raises(error):
        issuer.prepare({**WITH_HOLES, **change}, created=CREATED)


def test_a_proof_without_a_date_is_not_prepared(issuer):
    with pytest.raises(ProofError, match="created"):
        issuer.prepare(WITH_HOLES, created="yesterday")


def test_a_signer_that_fails_issues_nothing(issuer):
    broken = Issuer(issuer.method, issuer.key, lambda _: b"")
    prepared = broken.prepare(WITH_HOLES, created=CREATED)

    with pytest.raises(ProofError, match="64 bytes"):
        prepared.issue(ADA)
    with pytest.raises(ProofError, match="64 bytes"):
        prepared.issue(["urn:x:1", "urn:x:1", *ADA[2:]])


@pytest.mark.parametrize(
    "change", [("92", "93"), ("Ada", "Bea"), (CREATED, "2026-02-01T09:30:01Z")]
)
def test_a_changed_credential_fails_the_check(issuer, change):
    prepared = issuer.prepare(WITH_HOLES, created=CREATED)
    raw = prepared.issue(ADA)
    prepared.check(raw)
    old, new = (text.encode() for text in change)
    assert old in raw

    with pytest.raises(StandardsError):
        prepared.check(raw.replace(old, new))


def test_a_credential_of_another_key_fails_the_check(issuer, secret):
    prepared = issuer.prepare(WITH_HOLES, created=CREATED)
    other = Issuer(METHOD.replace("key-1", "key-2"), issuer.key, secret.sign)

    with pytest.raises(ProofError, match="another key"):
        prepared.check(other.prepare(WITH_HOLES, created=CREATED).issue(ADA))


def test_a_wrong_secret_fails_the_check(issuer):
    wrong = Issuer(issuer.method, issuer.key, Ed25519PrivateKey.generate().sign)
    prepared = wrong.prepare(WITH_HOLES, created=CREATED)

    with pytest.raises(ProofError):
        prepared.check(prepared.issue(ADA))
