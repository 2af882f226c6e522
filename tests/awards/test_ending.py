"""Revoking, suspending and reinstating: the bit, the signed list, the editions, the log."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from signet.audit.models import Event
from signet.awards import actions, documents, editions, statuslists
from signet.awards.actions.awards import UnfitReasonError
from signet.awards.composing import status_url
from signet.awards.models import Award, Credential, StatusList
from signet.awards.queries import signed_bytes
from signet.awards.signer import KeyUnavailableError
from signet.lib.moves import IllegalMoveError
from signet.standards import canon, did, proof, status

LATER = datetime(2026, 6, 20, 9, tzinfo=UTC)
LATEST = datetime(2026, 6, 25, 9, tzinfo=UTC)


def document(url):
    """What our site serves under a URL of its own."""
    return documents.find("/" + url.split("/", 3)[3], wants_json=True).body


def verified(raw):
    """The document, once its proof has been verified against the served DID document."""
    told = json.loads(raw)
    issuer = told["issuer"] if isinstance(told["issuer"], str) else told["issuer"]["id"]
    proof.verify(
        told,
        key_for=lambda one: (
            did.resolve(one["verificationMethod"], issuer=issuer, fetch=document).key
        ),
        canonicalize=canon.canonical,
    )
    return told


def served_list(shard):
    return verified(document(status_url(shard.uuid, "http://localhost:8000")))


def bits_set(shard) -> Iterable[int]:
    """The indexes that are set in the list as served."""
    bits = status.decode(served_list(shard)["credentialSubject"]["encodedList"])
    return {
        byte * 8 + bit
        for byte, value in enumerate(bits)
        if value
        for bit in range(8)
        if value & (0x80 >> bit)
    }


def revoke(house, award, **told):
    words = {"reason": "error", "public_reason": "Entered twice.", "now": LATER}
    actions.revoke(award, by=house.registrar, **(words | told))


def suspend(house, award, now=LATER):
    actions.suspend(award, by=house.registrar, public_reason="Under review.", now=now)


@pytest.fixture
def award(house):
    """An award of one unit, beside others."""
    achievement = house.achievement()
    house.award(achievement, "noura-alharbi")
    made = house.award(achievement)
    house.award(achievement, "zoe-lukasik")
    return made


def test_no_bit_is_set_before_and_the_list_is_long_enough(award):
    told = served_list(award.status_list)

    assert bits_set(award.status_list) == set()
    assert told["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert told["id"] == f"http://localhost:8000/status/{award.status_list.uuid}"
    assert len(status.decode(told["credentialSubject"]["encodedList"])) * 8 == 131_072


def test_revoke_sets_exactly_the_bit_and_signs_the_list_again(house, award):
    revoke(house, award)

    stored = Award.objects.get(pk=award.pk)
    assert (stored.state, stored.ended_at, stored.reason, stored.public_reason) == (
        "revoked",
        LATER,
        "error",
        "Entered twice.",
    )
    assert bits_set(award.status_list) == {award.status_index}
    shard = StatusList.objects.get()
    assert (shard.sequence, shard.signed_at) == (2, LATER)
    assert served_list(shard)["proof"][0]["created"] == "2026-06-20T09:00:00Z"
    [event] = Event.objects.filter(subject=str(award.uuid)).exclude(verb="grant")
    assert (event.verb, json.loads(event.body)) == (
        "revoke",
        {"was": "issued", "now": "revoked", "reason": "error"},
    )


def test_bits_add_up(house, award):
    other = Award.objects.exclude(pk=award.pk).first()
    revoke(house, award)
    revoke(house, other)

    assert bits_set(award.status_list) == {award.status_index, other.status_index}


def test_revoke_is_all_or_nothing(house, award, settings, tmp_path):
    before = (bytes(StatusList.objects.get().document), Event.objects.count())
    settings.KEYS = tmp_path / "nowhere"

    with pytest.raises(KeyUnavailableError):
        revoke(house, award)

    after = (bytes(StatusList.objects.get().document), Event.objects.count())
    assert (Award.objects.get(pk=award.pk).state, after) == ("issued", before)


def test_revoked_is_for_good(house, award):
    revoke(house, award)

    with pytest.raises(IllegalMoveError):
        revoke(house, award)
    with pytest.raises(IllegalMoveError):
        actions.reinstate(award, by=house.registrar, now=LATEST)
    with pytest.raises(IllegalMoveError):
        suspend(house, award)

    assert StatusList.objects.get().sequence == 2


def test_reinstate_signs_new_editions_with_a_fresh_entry(house, award):
    editions.sign_missing(now=LATER)
    first, first_index = json.loads(signed_bytes(award)), award.status_index
    suspend(house, award)
    assert bits_set(award.status_list) == {first_index}

    actions.reinstate(award, by=house.registrar, now=LATEST)

    stored = Award.objects.get(pk=award.pk)
    assert (stored.state, stored.ended_at, stored.public_reason) == ("issued", None, "")
    assert stored.status_index != first_index
    assert bits_set(award.status_list) == {first_index}
    told = verified(document(f"/x/x/badges/{award.public_id}.json"))
    changed = {name for name in told if told[name] != first[name]}
    assert changed == {"validFrom", "credentialStatus", "proof"}
    assert told["credentialStatus"]["statusListIndex"] == str(stored.status_index)
    assert told["validFrom"] == "2026-06-25T09:00:00Z"
    kinds = Credential.objects.filter(award=award).values_list("kind", "number")
    assert sorted(kinds) == [("jwt", 1), ("jwt", 2), ("named", 1), ("named", 2)]
    verbs = Event.objects.filter(subject=str(award.uuid)).values_list("verb", flat=True)
    assert list(verbs) == ["grant", "suspend", "reinstate"]


def test_suspended_reinstated_and_revoked_by_somebody_who_saw_it_before(house, award):
    seen_before = Award.objects.get(pk=award.pk)
    first_index = award.status_index
    suspend(house, award)
    actions.reinstate(award, by=house.registrar, now=LATER)

    revoke(house, seen_before, now=LATEST)

    now_index = Award.objects.get(pk=award.pk).status_index
    assert bits_set(award.status_list) == {first_index, now_index}


def test_suspended_then_revoked(house, award):
    suspend(house, award)

    revoke(house, award, now=LATEST)

    assert Award.objects.get(pk=award.pk).state == "revoked"
    assert bits_set(award.status_list) == {award.status_index}


def test_reinstating_what_expired_meanwhile_keeps_its_dates_in_order(house):
    award = house.award(house.achievement(), expires_on=date(2026, 6, 21))
    suspend(house, award)

    actions.reinstate(award, by=house.registrar, now=LATEST)

    told = verified(document(f"/x/x/badges/{award.public_id}.json"))
    assert told["validFrom"] <= told["validUntil"] == "2026-06-22T05:59:59Z"


def test_a_withheld_name_stays_withheld_when_reinstated(house):
    award = house.award(house.achievement(), "kwame-asante", name="Kwame Asante")
    suspend(house, award)
    actions.reinstate(award, by=house.registrar, now=LATEST)

    raw = document(f"/x/x/badges/{award.public_id}.json")

    assert verified(raw)["validFrom"] == "2026-06-25T09:00:00Z"
    assert b"Kwame" not in raw


def test_a_full_list_is_followed_by_another(house, award):
    first = StatusList.objects.get()
    StatusList.objects.filter(pk=first.pk).update(allocated=StatusList.SIZE - 2)
    home, unit = house.institution, award.unit

    given = statuslists.allocate(unit, 5, institution=home, now=LATER)

    second = StatusList.objects.exclude(pk=first.pk).get()
    assert [shard.pk for shard, _ in given] == [first.pk] * 2 + [second.pk] * 3
    assert (StatusList.objects.get(pk=first.pk).allocated, second.allocated) == (131_072, 3)
    assert len({(shard.pk, index) for shard, index in given}) == 5
    assert served_list(second)["credentialSubject"]["statusPurpose"] == "revocation"


def test_entries_are_handed_out_in_no_order_that_tells_anything(house, award):
    given = statuslists.allocate(award.unit, 400, institution=house.institution, now=LATER)

    indexes = [index for _, index in given]
    steps = {later - earlier for earlier, later in pairwise(indexes)}
    assert len(set(indexes)) == 400
    assert len(steps) > 390
    assert min(indexes) < 13_000
    assert max(indexes) > 118_000


ENDINGS = {
    "revoke": lambda award, by: actions.revoke(
        award, by=by, reason="error", public_reason="", now=LATER
    ),
    "suspend": lambda award, by: actions.suspend(award, by=by, public_reason="", now=LATER),
    "reinstate": lambda award, by: actions.reinstate(award, by=by, now=LATEST),
}


@pytest.mark.parametrize("verb", ENDINGS)
@pytest.mark.parametrize(
    ("user", "allowed"),
    [
        ("renee-ortiz", True),
        ("avery-wren", True),  # of the same unit
        ("tobias-grunwald", False),  # of another
        ("maya-alvarez", False),  # the earner
    ],
)
def test_who_may_end_an_award(house, verb, user, allowed):
    award = house.award(house.achievement(), "noura-alharbi")
    if verb == "reinstate":
        suspend(house, award)
    award.refresh_from_db()
    before = (award.state, award.status_index, Event.objects.count())

    if allowed:
        ENDINGS[verb](award, house.user(user))
    else:
        with pytest.raises(PermissionDenied):
            ENDINGS[verb](award, house.user(user))

    award.refresh_from_db()
    after = (award.state, award.status_index, Event.objects.count())
    assert (after != before) == allowed


@pytest.mark.parametrize("verb", ENDINGS)
def test_nobody_ends_an_award_of_their_own(house, verb):
    award = house.award(house.achievement(), "avery-wren")
    if verb == "reinstate":
        suspend(house, award)

    with pytest.raises(PermissionDenied):
        ENDINGS[verb](award, house.user("avery-wren"))

    assert Award.objects.get().state == ("suspended" if verb == "reinstate" else "issued")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"reason": ""}, "'' is none of error, criteria"),
        ({"reason": "whim"}, "'whim' is none of error, criteria"),
        ({"public_reason": "x" * 301}, "longer than 300"),
        ({"public_reason": "Two\nlines"}, "line break"),
        ({"public_reason": "Nul\x00"}, "U\\+0000"),
        ({"public_reason": "Ask conduct@example.edu"}, "contains an e-mail address"),
    ],
)
def test_a_reason_that_no_page_can_show_is_refused(house, award, told, problem):
    events = Event.objects.count()

    with pytest.raises(UnfitReasonError, match=problem):
        revoke(house, award, **told)

    award.refresh_from_db()
    assert (award.state, Event.objects.count()) == ("issued", events)
    assert bits_set(award.status_list) == set()
