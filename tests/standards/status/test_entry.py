import pytest

from signet.standards import status
from signet.standards.errors import StatusError

from .lists import LIST, REVOCATION, check, entry, published, with_subject


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
