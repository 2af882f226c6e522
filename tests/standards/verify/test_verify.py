import json
from datetime import UTC, datetime

import pytest

from signet.standards.verify import ResolveError
from signet.standards.verify.ports import MAX_FETCHES, Once
from signet.standards.verify.report import Findings, Name, Outcome

NAMES = [
    "read", "structure", "contexts", "canonical form", "issuer", "signature", "dates", "status",
    "endorsements", "recipient", "trust",
]  # fmt: skip
GOOD = dict.fromkeys(NAMES[:9], "pass") | {"recipient": "not checked", "trust": "not checked"}


def test_a_badge_signed_inside(world, outcomes):
    report = world.verify(world.signed())

    assert (report.verdict, report.reason, outcomes(report)) == ("verified", "", GOOD)
    assert [check.name for check in report.checks] == NAMES
    assert report.credential == {
        name: value for name, value in world.badge().items() if name != "@context"
    }
    assert world.fetched == [
        "https://badges.example/issuers/letters/did.json",
        "https://badges.example/status/1",
    ]


def test_a_badge_as_a_token(world, outcomes):
    report = world.verify(world.token())

    assert (report.verdict, outcomes(report)) == ("verified", GOOD)
    assert report.credential == world.verify(world.signed()).credential
    assert report.checks[0].detail == "This is a signed token (JWT)."


@pytest.mark.parametrize("raw", ["{}", b"", b"   ", b"[]", b"null", b"a.b.c", "a.b", b"\x89PNG", b"<svg",
                                 b"\xff\xfe{}", "\ud800", b"GIF89a", b"\xef\xbb\xbf{}", "..", b"{" * 99999])  # fmt: skip
def test_what_is_no_badge_is_refused(world, raw):
    report = world.verify(raw)

    assert (report.verdict, report.credential, world.fetched) == ("refused", None, [])
    assert [check.name for check in report.checks] == NAMES


def test_a_badge_that_is_too_large_is_not_read(world, failing):
    report = world.verify(world.signed() + b" " * 8 * 1024 * 1024)

    assert failing(report)[0][0] == "read"


def test_a_badge_that_is_not_signed(world, failing):
    report = world.verify(json.dumps(world.badge()))

    assert failing(report) == [("signature", "It is not signed: it has no proof.")]
    assert (report.verdict, report.credential, world.fetched) == ("refused", None, [])


def test_after_a_failure_the_later_checks_are_not_made(world, outcomes):
    report = world.verify(world.signed(), now=datetime(2030, 1, 1, tzinfo=UTC))

    assert outcomes(report) == GOOD | {
        "dates": "fail", "status": "not checked", "endorsements": "not checked",
    }  # fmt: skip
    assert report.verdict == "refused"
    assert report.reason == "It expired on 2029-05-25 00:00 UTC."
    assert world.fetched == ["https://badges.example/issuers/letters/did.json"]


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ("2026-05-24T23:59:59+00:00", "refused"),
        ("2026-05-25T00:00:00+00:00", "verified"),
        ("2029-05-25T00:00:00+00:00", "verified"),
        ("2029-05-25T02:00:00+02:00", "verified"),
        ("2029-05-25T00:00:01+00:00", "refused"),
    ],
)
def test_dates(world, now, verdict):
    assert world.verify(world.signed(), now=datetime.fromisoformat(now)).verdict == verdict


def test_the_claims_of_a_token_end_it_too(world):
    raw = world.token(validUntil=None)

    assert world.verify(raw, now=datetime(2040, 1, 1, tzinfo=UTC)).verdict == "verified"
    assert world.verify(world.token(), now=datetime(2040, 1, 1, tzinfo=UTC)).verdict == "refused"


def test_without_the_key_nothing_can_be_said(world, outcomes):
    raw = world.signed()
    world.documents.clear()

    report = world.verify(raw)

    assert (report.verdict, report.credential) == ("unchecked", None)
    assert outcomes(report)["issuer"] == "not checked"
    assert outcomes(report)["signature"] == "not checked"
    assert world.fetched == ["https://badges.example/issuers/letters/did.json"]


@pytest.mark.parametrize(
    "document", [b"", b"<html>", b"[]", b'{"id":"did:web:other"}', b"{" * 9999]
)
def test_a_malformed_key_document_refuses(world, outcomes, document):
    world.publish("https://badges.example/issuers/letters/did.json", document)

    report = world.verify(world.signed())

    assert (report.verdict, outcomes(report)["issuer"]) == ("refused", "fail")


def test_vc_1_1(world):
    contexts = ["https://www.w3.org/2018/credentials/v1", *world.badge()["@context"][1:],
                "https://w3id.org/security/data-integrity/v2"]  # fmt: skip
    old = {
        "@context": contexts,
        "validFrom": None,
        "validUntil": None,
        "awardedDate": None,
        "issuanceDate": "2026-05-25T00:00:00Z",
        "expirationDate": "2027-05-25T00:00:00Z",
        "credentialStatus": None,
        "evidence": None,
        "name": None,
    }

    raw = world.signed(**old)

    assert world.verify(raw).verdict == "verified"
    assert world.verify(raw, now=datetime(2027, 5, 26, tzinfo=UTC)).verdict == "refused"


def test_other_standards_are_left_to_other_verifiers(world, outcomes):
    older = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://a.b/",
    }
    record = {**world.badge(), "type": ["VerifiableCredential", "ClrCredential"]}

    for document in (older, record):
        report = world.verify(json.dumps(document))
        assert (report.verdict, outcomes(report)["structure"]) == ("unchecked", "not checked")


@pytest.mark.parametrize(
    ("recipient", "outcome"),
    [
        ("Zoë Nguyễn", "pass"),
        ("zoë  nguyễn ", "pass"),
        ("Zoe\u0308 Nguye\u0302\u0303n", "pass"),
        ("urn:uuid:0d3f1f0e-0000-4000-8000-000000000001", "pass"),
        ("Zoe Nguyen", "fail"),
        ("zoe@letters.example", "fail"),
        ("", "fail"),
    ],
)
def test_recipient_in_clear(world, outcomes, recipient, outcome):
    report = world.verify(world.signed(), recipient=recipient)

    assert outcomes(report)["recipient"] == outcome
    assert report.verdict == {"pass": "verified", "fail": "refused"}[outcome]


# printf 'zoe@letters.examplesalt' | sha256sum, printf 'zoe@letters.example' | md5sum
HASHED = "sha256$1515c1e186f6087fb6e4eb4a756ca7fcdd4e3a442fd4b0848e7c7f68182a33ac"


@pytest.mark.parametrize(
    ("hashed", "salt", "recipient", "outcome"),
    [
        (HASHED, "salt", "zoe@letters.example", "pass"),
        (HASHED, "salt", "ZOE@Letters.Example", "pass"),
        (HASHED.upper().replace("SHA", "sha"), "salt", "zoe@letters.example", "pass"),
        (HASHED, "salt", "zoe@other.example", "fail"),
        (HASHED, "pepper", "zoe@letters.example", "fail"),
        (HASHED, None, "zoe@letters.example", "fail"),
        (HASHED, None, "zoe@letters.examplesalt", "pass"),
        ("md5$1e64c85691426c346fc76a9bec946162", None, "zoe@letters.example", "fail"),
        ("zoe@letters.example", None, "zoe@letters.example", "fail"),
    ],
)
def test_recipient_hashed(world, hashed, salt, recipient, outcome):
    identity = {"type": "IdentityObject", "hashed": True, "identityHash": hashed,
                "identityType": "emailAddress"}  # fmt: skip
    if salt is not None:
        identity["salt"] = salt
    subject = world.badge()["credentialSubject"] | {"identifier": [identity]}

    report = world.verify(world.signed(credentialSubject=subject), recipient=recipient)

    assert (report.checks[9].name, report.checks[9].outcome) == ("recipient", outcome)


def test_a_badge_that_names_nobody_belongs_to_nobody_who_is_named(world, failing):
    subject = world.badge()["credentialSubject"]
    del subject["identifier"]

    report = world.verify(world.signed(credentialSubject=subject), recipient="Zoë Nguyễn")

    assert failing(report) == [("recipient", "The badge does not say to whom it was given.")]


def test_trust_is_for_the_caller_to_say(world, outcomes):
    raw = world.signed()

    assert outcomes(world.verify(raw, trusted=[world.issuer.did]))["trust"] == "pass"
    report = world.verify(raw, trusted=["did:web:another.example"])
    assert (outcomes(report)["trust"], report.verdict) == ("not checked", "verified")


def test_what_a_stranger_wrote_cannot_steer_a_terminal(world):
    report = world.verify(b'{"\\u001b[2J\\u202e":1,"\\u001b[2J\\u202e":2}')

    assert report.verdict == "refused"
    assert all(check.detail.isprintable() for check in report.checks)


def test_a_detail_is_safe_to_print_whoever_wrote_it():
    findings = Findings()

    findings.record(Name.READ, Outcome.FAIL, "It says \x1b[2J and \u202egniht and\nmore")

    told = findings.report(None).checks[0].detail
    assert told == "It says \ufffd[2J and \ufffdgniht and\ufffdmore"


def test_only_so_many_documents_are_asked_for():
    asked = []

    class Net:
        def fetch(self, url):
            asked.append(url)
            return b"{}"

    once = Once(Net())
    urls = [f"https://badges.example/{number}" for number in range(MAX_FETCHES)]

    for url in (*urls, *urls):
        assert once.fetch(url) == b"{}"
    with pytest.raises(ResolveError, match="more than 12 other documents"):
        once.fetch("https://badges.example/one-more")
    assert asked == urls
