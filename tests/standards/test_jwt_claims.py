"""What the claims of a VC-JWT say beside, or instead of, its credential."""

import pytest

from signet.standards import jwt
from signet.standards.errors import ProofError

from .tokens import BADGE, CLAIMS, ISSUER, read, token, without

VC1 = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Choir",
    "credentialSubject": {"type": ["AchievementSubject"]},
}


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iss": ISSUER},
        CLAIMS,
        CLAIMS | {"iat": 1767225600, "aud": ["https://example.com"]},
        CLAIMS | {"nbf": 1767225600.0, "exp": 1924988400.5},
    ],
)
def test_claims_that_agree_are_left_out(claims):
    assert read(token(BADGE | claims)) == BADGE


def test_issuer_and_subject_in_their_other_forms():
    badge = BADGE | {"issuer": ISSUER, "credentialSubject": [BADGE["credentialSubject"]]}

    assert read(token(badge | CLAIMS)) == badge


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "did:web:evil.example"},
        {"iss": {"id": "did:web:evil.example"}},
        {"iss": [ISSUER]},
        {"iss": None},
        {"iss": ""},
        {"jti": "https://example.edu/badges/2"},
        {"jti": 1},
        {"jti": None},
        {"sub": "urn:uuid:2"},
        {"sub": None},
        {"nbf": 1767225601},
        {"nbf": 1767225599},
        {"nbf": "1767225600"},
        {"nbf": True},
        {"nbf": None},
        {"nbf": 10**400},
        {"nbf": -(10**17)},
        {"exp": 1924988401},
        {"exp": 1924992000},
        {"exp": 1e300},
        {"exp": "2031-01-01T00:00:00+01:00"},
        {"proof": {"type": "DataIntegrityProof"}},
        {"vc": BADGE},
        {"vc": "x"},
    ],
)
def test_claims_that_disagree_are_refused(claims):
    with pytest.raises(ProofError):
        read(token(BADGE | CLAIMS | claims))


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": None},
        {"issuer": [ISSUER]},
        {"issuer": {"id": [ISSUER]}},
        {"id": None},
        {"credentialSubject": None},
        {"credentialSubject": []},
        {"credentialSubject": [{"id": "urn:uuid:1"}, {"id": "urn:uuid:2"}]},
        {"credentialSubject": {"id": None}},
        {"validFrom": None},
        {"validFrom": "2026-01-01T00:00:00"},
        {"validFrom": "yesterday"},
        {"validFrom": 1767225600},
        {"validUntil": "2031-01-01T00:00:00Z"},
        {"expirationDate": "2032-01-01T00:00:00Z"},
        {"issuanceDate": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_credential_that_disagrees_with_its_claims_is_refused(change):
    with pytest.raises(ProofError):
        read(token(BADGE | CLAIMS | change))


def test_a_claim_alone_still_ends_the_credential():
    bare = without(BADGE, "validUntil", "validFrom")

    assert read(token(bare | CLAIMS)) == bare | {
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2030-12-31T23:00:00Z",
    }


def test_vc_1_1_wrapped_in_vc():
    """VC 1.1 §6.3.1: what the claims say is put back where it belongs."""
    assert read(token({"vc": VC1, "nonce": "x"} | CLAIMS)) == VC1 | {
        "id": "https://example.edu/badges/1/named",
        "issuer": ISSUER,
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2030-12-31T23:00:00Z",
        "credentialSubject": {"id": "urn:uuid:1", "type": ["AchievementSubject"]},
    }


def test_vc_1_1_that_repeats_its_claims():
    whole = VC1 | {
        "id": "https://example.edu/badges/1/named",
        "issuer": {"id": ISSUER, "name": "Music"},
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2031-01-01T00:00:00+01:00",
        "credentialSubject": {"id": "urn:uuid:1"},
    }
    text = token({"vc": whole} | CLAIMS)

    assert read(text) == whole
    assert jwt.issuer_of(jwt.parse(text)) == ISSUER
    nameless = whole | {"issuer": {"name": "Music"}}
    assert read(token({"vc": nameless} | CLAIMS)) == whole


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "did:web:evil.example"},
        {"issuer": {"id": "did:web:evil.example"}},
        {"id": "https://example.edu/badges/2"},
        {"credentialSubject": {"id": "urn:uuid:2"}},
        {"issuanceDate": "2026-01-01T00:00:01Z"},
        {"expirationDate": "2099-01-01T00:00:00Z"},
        {"validUntil": "2099-01-01T00:00:00Z"},
        {"proof": {"type": "DataIntegrityProof"}},
    ],
)
def test_vc_1_1_that_contradicts_its_claims_is_refused(change):
    with pytest.raises(ProofError):
        read(token({"vc": VC1 | change} | CLAIMS))


def test_an_issuer_is_needed_to_find_its_key():
    with pytest.raises(ProofError, match="issuer is not an identifier"):
        jwt.issuer_of(jwt.parse(token(without(BADGE, "issuer"))))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("validUntil", "2026-01-01T00:00:00Z"),
        ("expirationDate", "2026-01-01T00:00:00Z"),
        ("validFrom", "2030-01-01T00:00:00Z"),
        ("issuanceDate", "2030-01-01T00:00:00Z"),
        ("credentialStatus", {"id": "https://example.com/status/1#1"}),
        ("credentialSubject", {"id": "urn:uuid:1"}),
        ("issuer", "https://other.example"),
        ("id", "urn:uuid:2"),
    ],
)
def test_what_decides_does_not_stand_beside_vc(name, value):
    """Left aside, an end or a status would never come to pass."""
    with pytest.raises(ProofError, match=f"says {name} beside the credential in vc"):
        read(token(CLAIMS | {"vc": VC1, name: value}))


def test_what_stands_beside_vc_as_inside_is_no_trouble():
    whole = VC1 | {"id": "urn:uuid:2", "issuer": ISSUER}

    assert read(token({"vc": whole, "id": "urn:uuid:2", "issuer": ISSUER})) == whole
