from datetime import UTC, datetime

import pytest

from signet.standards.credential import parse_status_list
from signet.standards.errors import DocumentError

OB_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


STATUS_LIST = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://a.example/status/1",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": {"id": "did:web:a.example", "name": "A"},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "type": "BitstringStatusList",
        "statusPurpose": ["revocation", "suspension"],
        "encodedList": "u",
    },
}


def test_status_list():
    parsed = parse_status_list(STATUS_LIST)

    assert parsed.issuer == "did:web:a.example"
    assert parsed.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert parsed.valid_until is None
    assert parsed.subject.status_purpose == ("revocation", "suspension")


@pytest.mark.parametrize(
    "change",
    [
        {"@context": []},
        {"@context": [OB_V3]},
        {"type": ["VerifiableCredential"]},
        {"type": ["BitstringStatusListCredential"]},
        {"issuer": {}},
        {"issuer": "a"},
        {"issuer": None},
        {"id": "list"},
        {"validUntil": "2026"},
        {"expirationDate": "2026-01-01T00:00:00Z"},
        {"credentialSubject": []},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "type": "StatusList2021"}},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "statusPurpose": []}},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "statusPurpose": [""]}},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "encodedList": None}},
    ],
)
def test_broken_status_list(change):
    with pytest.raises(DocumentError):
        parse_status_list(STATUS_LIST | change)
