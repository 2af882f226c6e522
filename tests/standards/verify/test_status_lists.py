import gzip
import json

import pytest

from signet.standards import jwt, status
from signet.standards.multibase import base64url

LIST_URL = "https://badges.example/status/1"
INDEX = 94_567


def test_a_revoked_badge_is_refused_and_still_shown(world, failing):
    raw = world.signed()
    world.publish_list(INDEX)

    report = world.verify(raw)

    assert failing(report) == [("status", "The issuer has revoked it.")]
    assert report.verdict == "refused"
    assert report.credential["name"] == "Data Storytelling"


def test_a_suspended_badge_is_refused(world, failing):
    entry = world.badge()["credentialStatus"] | {"statusPurpose": "suspension"}
    subject = world.status_list(INDEX)["credentialSubject"] | {"statusPurpose": "suspension"}
    world.publish_list(credentialSubject=subject)

    report = world.verify(world.signed(credentialStatus=entry))

    assert failing(report) == [("status", "The issuer has suspended it.")]


def test_a_badge_without_status_cannot_be_revoked(world):
    report = world.verify(world.signed(credentialStatus=None))

    assert report.verdict == "verified"
    assert report.checks[7].detail == "It names no status list, so it cannot be revoked."


@pytest.mark.parametrize("revoked", [False, True])
def test_a_list_may_be_a_token(world, revoked):
    document = world.status_list(*([INDEX] if revoked else []))
    token = jwt.issue(document, kid=world.issuer.kid, sign=world.issuer.sign_token)
    world.publish(LIST_URL, token.encode())

    assert world.verify(world.signed()).verdict == ("refused" if revoked else "verified")


def test_the_list_is_fetched_only_for_a_verified_badge(world):
    document = json.loads(world.signed())
    document["name"] = "Another name"

    world.verify(json.dumps(document))

    assert world.fetched == ["https://badges.example/issuers/letters/did.json"]


def subject_of(document, **members):
    return {**document, "credentialSubject": {**document["credentialSubject"], **members}}


def without(document, *names):
    return {name: value for name, value in document.items() if name not in names}


# What is served instead: bytes, or what a function of the world and the unsigned list returns.
def signed(change):
    return lambda world, plain: json.dumps(world.sign(change(plain))).encode()


def tampered(change):
    return lambda world, plain: json.dumps(change(world.sign(plain))).encode()


def as_token(change):
    return lambda world, plain: jwt.issue(
        change(plain), kid=world.issuer.kid, sign=world.issuer.sign_token
    ).encode()


def with_a_bit_cleared(world, plain):
    revoked = world.sign(world.status_list(INDEX))
    return json.dumps({**revoked, "credentialSubject": plain["credentialSubject"]}).encode()


def out_of_date_by_full_name(world, plain):
    """The same statements, so the signature holds, but no member `validUntil` to be found."""
    end = "2026-05-31T00:00:00Z"
    document = world.sign({**plain, "validUntil": end})
    del document["validUntil"]
    kind = "http://www.w3.org/2001/XMLSchema#dateTime"
    name = "https://www.w3.org/2018/credentials#validUntil"
    return json.dumps({**document, name: {"@value": end, "@type": kind}}).encode()


def by_another_issuer(world, plain):
    other = type(world.issuer).named("issuers", "other")
    world.publish_issuer(other)
    return json.dumps(world.sign({**plain, "issuer": other.did}, issuer=other)).encode()


def with_another_key(world, plain):
    other = type(world.issuer).named("issuers", "other")
    forged = type(world.issuer)(world.issuer.did, other.ed25519, other.p256)
    return json.dumps(world.sign(plain, issuer=forged)).encode()


def by_a_second_signer(world, plain):
    document = world.sign(plain)
    other = type(world.issuer).named("issuers", "other")
    world.publish_issuer(other)
    return json.dumps(
        {**document, "proof": world.sign(plain, issuer=other)["proof"] + document["proof"]}
    ).encode()


# One byte less than the least that hides whose badge is asked about; INDEX is still within it.
SHORT = "u" + base64url(gzip.compress(bytes(16_383), mtime=0))
BROKEN = {
    "not there": None,
    "nothing": b"",
    "a page": b"<html>not found</html>",
    "an array": b"[]",
    "duplicate members": b'{"id":1,"id":2}',
    "not signed": tampered(lambda signed: without(signed, "proof")),
    "no proofs": tampered(lambda signed: {**signed, "proof": []}),
    "a bit changed": with_a_bit_cleared,
    "proof of another list": lambda world, plain: json.dumps(
        {**plain, "proof": world.sign({**plain, "validFrom": "2026-02-01T00:00:00Z"})["proof"]}
    ).encode(),
    "another issuer": by_another_issuer,
    "another key": with_another_key,
    "a second signer": by_a_second_signer,
    "another id": signed(lambda plain: {**plain, "id": "https://badges.example/status/2"}),
    "another purpose": signed(lambda plain: subject_of(plain, statusPurpose="suspension")),
    "no purpose": signed(lambda plain: {**plain, "credentialSubject": without(plain["credentialSubject"], "statusPurpose")}),
    "not valid yet": signed(lambda plain: {**plain, "validFrom": "2026-07-01T00:00:00Z"}),
    "out of date": signed(lambda plain: {**plain, "validUntil": "2026-05-31T00:00:00Z"}),
    "no time zone": signed(lambda plain: {**plain, "validUntil": "2027-05-31T00:00:00"}),
    "another type": signed(lambda plain: {**plain, "type": ["VerifiableCredential"]}),
    "another subject": as_token(lambda plain: subject_of(plain, type="BitstringStatusListEntry")),
    "a token around a token": as_token(lambda plain: {"vc": plain, "@context": plain["@context"], **without(plain, "@context")}),
    "base64 with padding": signed(lambda plain: subject_of(plain, encodedList=plain["credentialSubject"]["encodedList"] + "==")),
    "no multibase prefix": signed(lambda plain: subject_of(plain, encodedList=plain["credentialSubject"]["encodedList"][1:])),
    "not gzip": signed(lambda plain: subject_of(plain, encodedList="uAAAAAAAA")),
    "cut off": signed(lambda plain: subject_of(plain, encodedList=plain["credentialSubject"]["encodedList"][:-8])),
    "too short": signed(lambda plain: subject_of(plain, encodedList=SHORT)),
    "a bomb": signed(lambda plain: subject_of(plain, encodedList=status.encode(bytes(64 * 1024 * 1024)))),
    "an array as list": tampered(lambda signed: subject_of(signed, encodedList=[signed["credentialSubject"]["encodedList"]])),
    "two subjects": signed(lambda plain: {**plain, "credentialSubject": [plain["credentialSubject"], plain["credentialSubject"] | {"id": "urn:b"}]}),
    "naming another issuer": signed(lambda plain: {**plain, "issuer": "did:web:other.example"}),
    "an undefined member": tampered(lambda signed: {**signed, "xtra": "x"}),
    "its end by its full name": out_of_date_by_full_name,
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_list_is_never_a_valid_badge(world, outcomes, broken):
    served = broken(world, world.status_list()) if callable(broken) else broken
    world.documents.pop(LIST_URL)
    if served is not None:
        world.publish(LIST_URL, served)

    report = world.verify(world.signed())

    assert outcomes(report)["signature"] == "pass"
    assert outcomes(report)["status"] in {"fail", "not checked"}
    assert report.verdict in {"refused", "unchecked"}


def test_the_list_that_is_not_broken_passes(world):
    world.publish(LIST_URL, world.sign(world.status_list()))

    assert world.verify(world.signed()).verdict == "verified"
    assert len(BROKEN) >= 25


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"type": "StatusList2021Entry"}, "not checked"),
        ({"type": "1EdTechCredentialRefresh"}, "not checked"),
        ({"statusPurpose": "message"}, "not checked"),
        ({"statusPurpose": "refresh"}, "not checked"),
        ({"statusListIndex": "131072"}, "fail"),
        ({"statusListIndex": "-1"}, "fail"),
        ({"statusListIndex": "094567"}, "fail"),
        ({"statusListIndex": "1e5"}, "fail"),
        ({"statusListIndex": " 94567"}, "fail"),
        ({"id": LIST_URL}, "fail"),
        ({"statusListCredential": "https://badges.example/status/absent"}, "not checked"),
        ({"statusPurpose": None}, "fail"),
        ({"statusListIndex": None}, "fail"),
        ({"statusListCredential": None}, "fail"),
    ],
)
def test_a_broken_entry_is_never_a_valid_badge(world, change, outcome, outcomes):
    entry = {**world.badge()["credentialStatus"], **change}
    entry = {name: value for name, value in entry.items() if value is not None}
    token = world.token(credentialStatus=entry)

    report = world.verify(token)

    assert outcomes(report)["status"] == outcome
    assert report.verdict == {"fail": "refused", "not checked": "unchecked"}[outcome]


REVOCATIONS = "https://badges.example/revoked"
BADGE_ID = "https://badges.example/badges/abc/named"


@pytest.mark.parametrize(
    ("revoked", "verdict"),
    [
        ([], "verified"),
        ([{"id": "https://badges.example/badges/xyz"}], "verified"),
        ([{"id": BADGE_ID, "revoked": True, "revocationReason": "A mistake."}], "refused"),
        ([{"id": BADGE_ID}], "refused"),
        ([{"id": 7}], "refused"),
    ],
)
def test_the_older_list_of_1edtech(world, revoked, verdict):
    world.publish(
        REVOCATIONS,
        {"id": REVOCATIONS, "issuer": world.issuer.did, "revokedCredential": revoked},
    )
    raw = world.signed(credentialStatus={"id": REVOCATIONS, "type": "1EdTechRevocationList"})

    assert world.verify(raw).verdict == verdict


@pytest.mark.parametrize(
    "document",
    [
        None,
        {"id": REVOCATIONS, "revokedCredential": []},
        {"id": REVOCATIONS, "issuer": "did:web:other.example", "revokedCredential": []},
        {"id": "https://badges.example/other", "issuer": "ISSUER", "revokedCredential": []},
        {"id": REVOCATIONS, "issuer": "ISSUER"},
    ],
)
def test_a_broken_older_list_is_never_a_valid_badge(world, document):
    if document is not None:
        issuer = document.get("issuer", "").replace("ISSUER", world.issuer.did)
        world.publish(REVOCATIONS, {**document, "issuer": issuer} if issuer else document)
    raw = world.signed(credentialStatus={"id": REVOCATIONS, "type": "1EdTechRevocationList"})

    assert world.verify(raw).verdict in {"refused", "unchecked"}


def served_as_token(world, **members):
    document = {**world.status_list(), **members}
    token = jwt.issue(document, kid=world.issuer.kid, sign=world.issuer.sign_token)
    world.publish(LIST_URL, token.encode())
    return world.verify(world.signed())


def test_a_token_list_uses_known_words_too(world, failing):
    report = served_as_token(
        world, **{"@context": [*world.status_list()["@context"], "https://evil.example/context"]}
    )

    assert report.verdict == "refused"
    assert "https://evil.example/context" in failing(report)[0][1]


def test_a_list_of_the_older_data_model_ends_by_its_own_date(world, outcomes):
    report = served_as_token(
        world,
        **{
            "@context": ["https://www.w3.org/2018/credentials/v1"],
            "issuanceDate": "2026-01-01T00:00:00Z",
            "expirationDate": "2026-05-31T00:00:00Z",
        },
    )

    assert (report.verdict, outcomes(report)["status"]) == ("unchecked", "not checked")
