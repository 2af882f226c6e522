import base64
import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards import status
from signet.standards.errors import StatusError
from signet.standards.multibase import base64url

LIST = "https://unit.example/status/1"
WHEN = datetime(2026, 5, 25, tzinfo=UTC)

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


def test_example_of_the_standard():
    assert status.decode(EMPTY) == bytes(16_384)


@pytest.mark.parametrize(
    ("index", "place", "byte"),
    [
        (0, 0, 0b1000_0000),
        (1, 0, 0b0100_0000),
        (7, 0, 0b0000_0001),
        (8, 1, 0b1000_0000),
        (131_071, 16_383, 0b0000_0001),
    ],
)
def test_index_zero_is_the_leftmost_bit(index, place, byte):
    bits = status.new_bits()

    status.set_bit(bits, index)

    assert bits[place] == byte
    assert sum(bits) == byte
    assert status.get_bit(bits, index) is True


@settings(deadline=None)  # a shared machine is slow at times
@given(st.sets(st.integers(0, 131_071), max_size=50))
def test_round_trip(indexes):
    bits = status.new_bits()
    for index in indexes:
        status.set_bit(bits, index)

    decoded = status.decode(status.encode(bits))

    assert decoded == bytes(bits)
    assert {
        index for index in range(131_072) if decoded[index >> 3] and status.get_bit(decoded, index)
    } == indexes


def test_clearing_a_bit_leaves_its_neighbours():
    bits = status.new_bits()
    for index in (8, 9, 10):
        status.set_bit(bits, index)

    status.set_bit(bits, 9, value=False)

    assert [status.get_bit(bits, index) for index in (8, 9, 10)] == [True, False, True]


def test_same_bits_give_the_same_text():
    header = status.from_base64url(status.encode(status.new_bits())[1:])[:10]

    assert status.encode(status.new_bits()) == status.encode(status.new_bits())
    # RFC 1952: no time and no file name in the header.
    assert header[3:8] == bytes(5)


@pytest.mark.parametrize("size", [0, 8, 131_064, 131_073])
def test_lists_too_small_to_hide_in(size):
    with pytest.raises(StatusError):
        status.new_bits(size)


def test_too_small_a_list_is_not_encoded():
    with pytest.raises(StatusError):
        status.encode(bytes(16_383))


@pytest.mark.parametrize("index", [-1, 131_072, 10**12])
def test_index_outside_the_list(index):
    bits = status.new_bits()

    with pytest.raises(StatusError):
        status.get_bit(bits, index)
    with pytest.raises(StatusError):
        status.set_bit(bits, index)


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


def test_bit_of_the_entry_decides():
    document = published(5, 131_071)

    assert check(entry(), document) is True
    assert check(entry(statusListIndex="4"), document) is False
    assert check(entry(statusListIndex="0"), document) is False
    assert check(entry(statusListIndex="131071"), document) is True


@pytest.mark.parametrize(
    ("entry", "document"),
    [
        (entry(type=["BitstringStatusListEntry"]), published(5)),
        (entry(statusSize=1), published(5)),
        (entry(statusMessage=[{"status": "0x1", "message": "fine"}]), published(5)),
        (entry(), with_subject(5, statusPurpose=["suspension", "revocation"])),
        (entry(), with_subject(5, type=["BitstringStatusList"])),
        ({k: v for k, v in entry().items() if k != "id"}, published(5)),
    ],
)
def test_other_right_spellings(entry, document):
    assert check(entry, document, purpose="revocation") is True


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


@pytest.mark.parametrize(
    "change",
    [
        {"type": "StatusList2021Entry"},
        {"type": []},
        {"type": None},
        {"statusPurpose": "suspension"},
        {"statusPurpose": ""},
        {"statusPurpose": None},
        {"statusPurpose": ["revocation"]},
        {"statusSize": 2},
        {"statusSize": "1"},
        {"statusSize": True},
        {"statusListCredential": "https://unit.example/status/2"},
        {"statusListCredential": f"{LIST}#list"},
        {"statusListCredential": None},
        {"statusListCredential": "status/1"},
        {"id": LIST},
        {"id": "5"},
        {"statusListIndex": 5},
        {"statusListIndex": None},
        {"statusListIndex": ""},
        {"statusListIndex": "+5"},
        {"statusListIndex": "-5"},
        {"statusListIndex": "05"},
        {"statusListIndex": "5 "},
        {"statusListIndex": "5\n"},
        {"statusListIndex": "5.0"},
        {"statusListIndex": "٥"},
        {"statusListIndex": "1_0"},
        {"statusListIndex": "0x5"},
        {"statusListIndex": "131072"},
        {"statusListIndex": "9" * 5000},
    ],
)
def test_broken_entry_is_never_valid(change):
    with pytest.raises(StatusError):
        check(entry(**change), published())


@pytest.mark.parametrize(
    "name", ["type", "statusPurpose", "statusListIndex", "statusListCredential"]
)
def test_entry_without_a_member_is_never_valid(name):
    with pytest.raises(StatusError):
        check({key: value for key, value in entry().items() if key != name}, published())


@pytest.mark.parametrize("broken", [None, [], "entry", 7])
def test_entry_that_is_no_object(broken):
    with pytest.raises(StatusError):
        check(broken, published())


def test_entry_for_another_purpose_than_asked():
    document = with_subject(statusPurpose=["revocation", "message"])

    with pytest.raises(StatusError):
        check(entry(statusPurpose="message"), document, purpose="revocation")


def test_bound_on_inflation_is_the_callers():
    text = packed(bytes(20_000))

    assert len(status.decode(text, max_bytes=20_000)) == 20_000
    with pytest.raises(StatusError, match="inflates"):
        status.decode(text, max_bytes=19_999)


def test_bomb_is_stopped_at_the_bound():
    """64 MiB of zeros in 64 KiB: only the bound may ever be in memory."""
    text = packed(bytes(64 * 1024 * 1024))
    tracemalloc.start()

    with pytest.raises(StatusError, match="inflates"):
        status.decode(text)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * status.MAX_BYTES


def test_url_of_the_list():
    assert status.list_url(entry()) == LIST
    assert status.list_url(REVOCATION) == LIST


@pytest.mark.parametrize(
    "broken",
    [entry(type="Novel"), entry(statusListCredential=7), {"type": "1EdTechRevocationList"}, None],
)
def test_no_url_for_what_is_not_understood(broken):
    with pytest.raises(StatusError):
        status.list_url(broken)


# 1EdTech's list of revoked credentials.
REVOCATION = {"id": LIST, "type": "1EdTechRevocationList"}
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
