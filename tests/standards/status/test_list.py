import base64
import gzip
import zlib
from datetime import UTC, datetime

import pytest

from signet.standards import status
from signet.standards.errors import StatusError
from signet.standards.multibase import base64url

from .lists import EMPTY, LIST, WHEN, check, entry, packed, published, with_subject


def test_list_document():
    document = status.list_credential(
        id=LIST,
        issuer={"id": "did:web:unit.example"},
        valid_from=WHEN,
        valid_until=datetime(2026, 6, 1, tzinfo=UTC),
        purpose="revocation",
        encoded=EMPTY,
        ttl=300_000,
    )

    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": "did:web:unit.example"},
        "validFrom": "2026-05-25T00:00:00Z",
        "validUntil": "2026-06-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": EMPTY,
            "ttl": 300_000,
        },
    }


def respelled():
    """A whole list whose last character differs only in bits that base64 throws away."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    bits = (bytes(range(more)) + bytes(16_384) for more in range(99))
    right = next(text for each in bits if len(text := packed(each)) % 4 == 3)
    assert status.decode(right)
    wrong = right[:-1] + alphabet[alphabet.index(right[-1]) + 1]
    assert base64.urlsafe_b64decode(wrong[1:] + "==") == base64.urlsafe_b64decode(right[1:] + "==")
    return wrong


BITS = bytes(16_384)
BROKEN = {
    "no u": with_subject(encodedList=EMPTY[1:]),
    "another multibase": with_subject(encodedList="z" + EMPTY[1:]),
    "padding": with_subject(encodedList=EMPTY + "="),
    "plain base64": with_subject(encodedList=EMPTY.replace("-", "+")),
    "white space": with_subject(encodedList=EMPTY + "\n"),
    "not ASCII": with_subject(encodedList=EMPTY + "é"),
    "another spelling": with_subject(encodedList=respelled()),
    "empty": with_subject(encodedList=""),
    "only u": with_subject(encodedList="u"),
    "not gzip": with_subject(encodedList="u" + base64url(BITS)),
    "zlib": with_subject(encodedList="u" + base64url(zlib.compress(BITS))),
    "deflate": with_subject(encodedList="u" + base64url(zlib.compress(BITS, wbits=-15))),
    "cut off": with_subject(encodedList="u" + base64url(gzip.compress(BITS, mtime=0)[:-1])),
    "wrong checksum": with_subject(
        encodedList="u" + base64url(gzip.compress(BITS, mtime=0)[:-8] + bytes(8))
    ),
    "trailing bytes": with_subject(encodedList="u" + base64url(gzip.compress(BITS) + b"\0")),
    "two members": with_subject(encodedList="u" + base64url(gzip.compress(BITS) * 2)),
    "one entry short": with_subject(encodedList=packed(bytes(16_383))),
    "bomb": with_subject(encodedList=packed(bytes(status.MAX_BYTES + 1))),
    "number": with_subject(encodedList=7),
    "no list": with_subject(encodedList=None),
    "no purpose": with_subject(statusPurpose=None),
    "another purpose": with_subject(statusPurpose="suspension"),
    "purposes without ours": with_subject(statusPurpose=["suspension", "message"]),
    "no purposes": with_subject(statusPurpose=[]),
    "subject of another type": with_subject(type="StatusList2021"),
    "subject without type": with_subject(type=None),
    "subject a list": published(credentialSubject=[with_subject()["credentialSubject"]]),
    "no subject": published(credentialSubject=None),
    "another id": published(id="https://unit.example/status/2"),
    "id with fragment": published(id=f"{LIST}#list"),
    "no id": published(id=None),
    "another type": published(type=["VerifiableCredential", "StatusList2021Credential"]),
    "not a credential": published(type="BitstringStatusListCredential"),
    "no issuer": published(issuer=None),
    "no date": published(validUntil="tomorrow"),
    "not an object": [published()],
    "nothing": None,
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_list_is_never_valid(name):
    assert check(entry(), published()) is False

    with pytest.raises(StatusError):
        check(entry(), BROKEN[name])
