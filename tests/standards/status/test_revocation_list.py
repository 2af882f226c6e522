import pytest

from signet.standards import status
from signet.standards.errors import StatusError

from .lists import LIST, REVOCATION, entry

CREDENTIAL = "https://unit.example/badges/1"


def revoked(*rows, **members):
    return {"id": LIST, "issuer": "did:web:unit.example", "revokedCredential": list(rows)} | members


def is_revoked(document, entry=REVOCATION):
    return status.check_revocation_list(CREDENTIAL, entry, document, list_url=LIST)


@pytest.mark.parametrize(
    ("document", "answer"),
    [
        (revoked(), False),
        (revoked({"id": "https://unit.example/badges/2", "revoked": True}), False),
        (revoked({"id": CREDENTIAL, "revoked": True, "revocationReason": "Error"}), True),
        (revoked({"id": CREDENTIAL}), True),
        (revoked({"id": CREDENTIAL, "revoked": False}), False),
        (revoked({"id": CREDENTIAL, "revoked": False}, {"id": CREDENTIAL}), True),
        (revoked(revokedCredential={"id": CREDENTIAL}), True),
        (revoked(revokedCredentials=[{"id": CREDENTIAL}]), True),
    ],
)
def test_revocation_list(document, answer):
    assert is_revoked(document) is answer


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        revoked(id="https://unit.example/status/2"),
        revoked(id=None),
        {"id": LIST},
        revoked(revokedCredential=None),
        revoked(revokedCredential=[CREDENTIAL]),
        revoked({"id": None}),
        revoked({"revoked": True}),
        revoked({"id": CREDENTIAL, "revoked": "true"}),
        revoked({"id": CREDENTIAL, "revoked": None}),
        revoked({"id": CREDENTIAL, "revoked": 0}),
        revoked({"id": CREDENTIAL, "revoked": False}, {"revoked": True}),
        revoked(revokedCredentials=[{}]),
    ],
)
def test_broken_revocation_list_is_never_valid(document):
    with pytest.raises(StatusError):
        is_revoked(document)


@pytest.mark.parametrize(
    "entry",
    [None, {"type": "1EdTechRevocationList"}, {**REVOCATION, "id": f"{LIST}/2"}, entry()],
)
def test_broken_revocation_entry_is_never_valid(entry):
    with pytest.raises(StatusError):
        is_revoked(revoked(), entry)
