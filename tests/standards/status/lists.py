"""A status list and the entries that point to it, right unless a test says otherwise."""

import gzip
from datetime import UTC, datetime

from signet.standards import status
from signet.standards.multibase import base64url

LIST = "https://unit.example/status/1"
WHEN = datetime(2026, 5, 25, tzinfo=UTC)
# 1EdTech's list of revoked credentials.
REVOCATION = {"id": LIST, "type": "1EdTechRevocationList"}

# Bitstring Status List 1.0, the empty list of its examples.
EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def entry(**members):
    return {
        "id": f"{LIST}#5",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": LIST,
    } | members


def published(*indexes, **members):
    bits = status.new_bits()
    for index in indexes:
        status.set_bit(bits, index)
    document = status.list_credential(
        id=LIST,
        issuer="did:web:unit.example",
        valid_from=WHEN,
        purpose="revocation",
        encoded=status.encode(bits),
    )
    return document | members


def with_subject(*indexes, **members):
    document = published(*indexes)
    document["credentialSubject"] |= members
    return document


def packed(raw, **more):
    return "u" + base64url(gzip.compress(raw, mtime=0, **more))


def check(entry, document, **more):
    return status.check_entry(entry, document, list_url=LIST, **more)
