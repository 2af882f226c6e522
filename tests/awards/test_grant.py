"""One award at a time: who may give it, to whom, and what stands afterwards."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from signet.audit.models import Event
from signet.awards import actions, rules
from signet.awards.actions.awards import AlreadyHeldError, NotAwardableError
from signet.awards.drafts import Given
from signet.awards.models import Award, Credential
from signet.awards.queries import signed_bytes
from signet.awards.signer import KeyUnavailableError
from signet.catalog import actions as catalog
from signet.people import actions as people
from signet.people.models import Address, Membership, User

UNITS = {
    "center": "center-for-professional-development",  # below university-college
    "college": "university-college",
    "psychology": "psychology",
    "business": "executive-education",
}


def verbs(subject):
    """What the log says of a record, in order."""
    return list(Event.objects.filter(subject=str(subject.uuid)).values_list("verb", flat=True))


def test_grant_writes_award_credential_and_one_event(house):
    achievement = house.achievement()

    award = house.award(achievement)

    [credential] = award.credentials.all()
    assert (award.state, award.unit, award.person) == (
        "issued",
        house.unit("center-for-professional-development"),
        house.person("maya-alvarez"),
    )
    assert (award.awarded_at, award.valid_from, award.valid_until) == (
        datetime(2026, 6, 12, 6, tzinfo=UTC),  # midnight in Denver
        datetime(2026, 6, 12, 6, tzinfo=UTC),
        None,
    )
    assert (award.shown_name, award.granted_by) == ("Maya Alvarez", house.registrar)
    assert credential.kind == Credential.Kind.NAMED
    [event] = Event.objects.filter(subject=str(award.uuid))
    assert (event.verb, event.actor) == ("grant", house.registrar.actor_id)
    assert json.loads(event.body) == {"achievement": str(achievement.uuid)}


def test_the_ids_come_out_the_same_and_cannot_be_told_from_the_person(house, settings, tmp_path):
    achievement, maya = house.achievement(), house.person("maya-alvarez")

    def tried(secrets):
        settings.KEYS = tmp_path / secrets
        with transaction.atomic():
            award = house.award(achievement, maya)
            transaction.set_rollback(True)
        return award.uuid, award.public_id

    first, again, elsewhere = tried("keys"), tried("keys"), tried("others")

    assert first == again
    assert not set(elsewhere) & set(first)


ROLES = list(Membership.Role)
MEMBERSHIPS = [
    *((place, role) for place in UNITS for role in ROLES),
    ("everywhere", "registrar"),  # no other role is bound to no unit
    ("superuser", ""),
    ("nowhere", ""),
]


@pytest.mark.parametrize(("member_of", "role"), MEMBERSHIPS)
@pytest.mark.parametrize("unit", ["center", "psychology"])
def test_who_may_award_what(house, member_of, role, unit):
    reaches = {
        "center": {"center", "college", "everywhere", "superuser"},
        "psychology": {"psychology", "everywhere", "superuser"},
    }[unit]
    allowed = member_of in reaches and (role in rules.AWARDING_ROLES or member_of == "superuser")
    user = User.objects.create_user("x@example.edu", is_superuser=member_of == "superuser")
    if member_of in UNITS or member_of == "everywhere":
        place = house.unit(UNITS[member_of]) if member_of in UNITS else None
        Membership.objects.create(user=user, role=role, unit=place)
    achievement = house.achievement(unit=UNITS[unit])

    assert user.has_perm("awards.award", achievement) == allowed
    if allowed:
        house.award(achievement, by=user)
    else:
        with pytest.raises(PermissionDenied):
            house.award(achievement, by=user)

    assert Award.objects.count() == allowed
    assert Event.objects.filter(verb="grant").count() == allowed


@pytest.mark.parametrize("trouble", ["ended", "inactive"])
def test_a_role_that_holds_no_longer_awards_nothing(house, trouble):
    achievement, avery = house.achievement(), house.user("avery-wren")
    house.award(achievement, by=avery)
    if trouble == "ended":
        avery.memberships.update(ends_on=date(2026, 6, 14))
    else:
        avery.is_active = False
        avery.save()

    with pytest.raises(PermissionDenied):
        house.award(achievement, "noura-alharbi", by=house.user("avery-wren"))

    assert Award.objects.count() == 1


def test_a_membership_ends_with_the_day_of_the_university_not_of_greenwich(house, house_module):
    achievement, avery = house.achievement(), house.user("avery-wren")
    avery.memberships.update(ends_on=house_module.TODAY)

    with time_machine.travel(datetime(2026, 6, 16, 3, tzinfo=UTC), tick=False):  # 9 pm in Denver
        assert avery.has_perm("awards.award", achievement)
        house.award(achievement, by=avery)


def test_nobody_awards_to_themselves(house):
    achievement = house.achievement()

    with pytest.raises(PermissionDenied):
        house.award(achievement, "avery-wren", by=house.user("avery-wren"))
    with pytest.raises(PermissionDenied):
        house.award(achievement, "renee-ortiz", by=house.registrar)

    assert Award.objects.count() == 0


def test_nobody_awards_to_the_person_who_holds_their_address(house):
    user = User.objects.create_user("new@example.edu")
    Membership.objects.create(user=user, role="registrar")
    earner = house.newcomer()
    Address.objects.create(
        person=earner, address="New@Example.edu", normalized="new@example.edu", source="roster"
    )

    with pytest.raises(PermissionDenied):
        house.award(house.achievement(), earner, by=user)

    assert Award.objects.count() == 0


def test_an_award_is_given_once(house):
    achievement = house.achievement()
    house.award(achievement)

    with pytest.raises(AlreadyHeldError):
        house.award(achievement, awarded_on=date(2026, 6, 14))

    assert Award.objects.count() == 1
    assert Credential.objects.count() == 1


def test_a_repeatable_achievement_is_awarded_once_a_day_or_key(house):
    achievement = house.achievement(repeatable=True)
    house.award(achievement)
    house.award(achievement, awarded_on=date(2026, 6, 14))

    with pytest.raises(AlreadyHeldError):
        house.award(achievement, awarded_on=date(2026, 6, 14))

    keys = set(Award.objects.values_list("award_key", flat=True))
    assert keys == {"2026-06-12", "2026-06-14"}
    assert len(set(Award.objects.values_list("public_id", flat=True))) == 2


def test_the_database_refuses_a_second_award_and_a_second_holder_of_an_entry(house):
    achievement = house.achievement()
    first = house.award(achievement)
    second = house.award(achievement, "noura-alharbi")

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=second.pk).update(person=first.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=second.pk).update(status_index=first.status_index)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=second.pk).update(state="revoked")


@pytest.mark.parametrize("trouble", ["draft", "retired", "closed unit"])
def test_what_cannot_be_awarded_is_refused(house, trouble):
    achievement = house.achievement(published=trouble != "draft")
    if trouble == "retired":
        catalog.retire(achievement, by=house.registrar)
    elif trouble == "closed unit":
        people.close(achievement.unit, by=house.registrar)

    with pytest.raises(NotAwardableError):
        house.award(achievement)

    assert Award.objects.count() == 0


def test_the_unit_that_another_was_merged_into_issues_and_old_badges_keep_their_name(house):
    achievement = house.achievement()
    before = house.award(achievement)
    old, new = achievement.unit, house.unit("university-college")
    people.rename(old, name="Center, Renamed", short_name="CR", by=house.registrar)
    renamed = house.award(achievement, "zoe-lukasik")
    people.merge(old, into=new, by=house.registrar)
    achievement.refresh_from_db()

    after = house.award(achievement, "noura-alharbi")

    told = [json.loads(signed_bytes(award))["issuer"] for award in (before, renamed, after)]
    assert [(one["name"], one["id"]) for one in told] == [
        (
            "Center for Professional Development",
            "did:web:localhost%3A8000:issuers:center-for-professional-development",
        ),
        (
            "Center, Renamed",
            "did:web:localhost%3A8000:issuers:center-for-professional-development",
        ),
        ("University College", "did:web:localhost%3A8000:issuers:university-college"),
    ]
    assert after.unit == new


def test_the_successors_people_award_what_it_took_over(house):
    achievement = house.achievement(unit="psychology")
    people.merge(
        house.unit("psychology"), into=house.unit("executive-education"), by=house.registrar
    )
    tobias = house.user("tobias-grunwald")  # coordinator of executive education
    achievement.refresh_from_db()

    award = house.award(achievement, by=tobias)

    assert award.unit.slug == "executive-education"


def test_a_person_with_a_directory_block_is_named_nowhere(house):
    award = house.award(
        house.achievement(),
        "kwame-asante",
        name="Kwame Asante",
        narrative="Kwame led the group.",
        evidence=[{"url": "https://work.example.edu/kwame.asante", "narrative": "By Kwame."}],
    )

    [credential] = award.credentials.all()
    assert (award.shown_name, credential.kind) == ("", "anonymous")
    assert b"Kwame" not in signed_bytes(award)
    assert b"asante" not in signed_bytes(award).lower()
    told = json.loads(signed_bytes(award))
    assert "evidence" not in told
    assert not {"identifier", "narrative"} & told["credentialSubject"].keys()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": ""}, "The name is empty"),
        ({"name": " \u200b"}, "The name is empty"),
        ({"name": "A" * 201}, "The name: The cell has 201 characters"),
        ({"name": "Maya\x00"}, "U+0000"),
        ({"name": "Maya\nAlvarez"}, "line break"),
        ({"narrative": "a\x1cb"}, "U+001C"),
        ({"result": "a\x0bb"}, "line break"),
        ({"name": "maya.alvarez@example.edu"}, "contains an e-mail address"),
        ({"awarded_on": date(2026, 6, 16)}, "lies in the future"),
        ({"awarded_on": date(1889, 6, 12)}, "is too long ago"),
        ({"expires_on": date(9999, 12, 31)}, "is too far ahead"),
        ({"expires_on": date(2026, 6, 11)}, "expires before the day"),
        ({"language": "English"}, "is not a language code"),
        ({"narrative": "Ask maya.alvarez@example.edu"}, "contains an e-mail address"),
        ({"narrative": "x" * 10_001}, "has 10,001 characters"),
        ({"result": "A\x07"}, "U+0007"),
        ({"result": "A" * 61}, "longer than 60"),
        ({"evidence": [{"url": "javascript:alert(1)"}]}, "is not a full web address"),
        ({"evidence": [{"url": "https://e.org/?by=maya%40e.edu"}]}, "contains an e-mail address"),
        ({"evidence": [{"name": "By maya@e.edu"}]}, "contains an e-mail address"),
        ({"former_url": "ftp://e.org"}, "is not a full web address"),
        ({"former_id": "x" * 121}, "has 121 characters"),
    ],
)
def test_what_a_badge_must_not_say_is_not_signed(house, given, problem):
    achievement = house.achievement()

    with pytest.raises(NotAwardableError) as caught:
        house.award(achievement, **given)

    assert problem in str(caught.value)
    assert Award.objects.count() == 0


@pytest.mark.parametrize("key", ["x" * 81, "a\nb", "a\x00"])
def test_a_key_that_cannot_be_kept_is_refused(house, house_module, key):
    achievement, maya = house.achievement(), house.person("maya-alvarez")
    given = Given(name="Maya Alvarez", awarded_on=date(2026, 6, 12))

    with pytest.raises(NotAwardableError, match="The key: "):
        actions.grant(achievement, maya, given, by=house.registrar, now=house_module.NOON, key=key)

    assert Award.objects.count() == 0


def test_several_lines_of_narrative_are_signed_as_written(house):
    award = house.award(
        house.achievement(),
        narrative="One.\n\n*Two*, see https://medium.com/@maya.",
        evidence=[{"name": "Work", "narrative": "First line\nsecond <b>line</b>"}],
    )

    told = json.loads(signed_bytes(award))
    assert told["credentialSubject"]["narrative"] == award.narrative
    assert told["evidence"][0]["narrative"] == "First line\nsecond <b>line</b>"


def test_a_superuser_without_a_role_awards_as_the_roster_lets_them(house):
    """A superuser stands everywhere: rules.reach says so, for one award as for a roster."""
    root = User.objects.create_superuser("root@example.edu")
    achievement = house.achievement()

    assert rules.reach(root, today=date(2026, 6, 15)).covers(achievement)
    assert house.award(achievement, by=root).granted_by == root


def test_the_people_of_a_merged_unit_award_no_more(house):
    achievement = house.achievement(unit="psychology")
    head = User.objects.create_user("head@example.edu")
    Membership.objects.create(user=head, role="unit-head", unit=house.unit("psychology"))
    house.award(achievement, by=head)
    people.merge(
        house.unit("psychology"), into=house.unit("executive-education"), by=house.registrar
    )
    achievement.refresh_from_db()

    with pytest.raises(PermissionDenied):
        house.award(achievement, "noura-alharbi", by=head)

    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("months", "expires_on", "last"),
    [
        (None, None, None),
        (12, None, datetime(2025, 3, 1, 6, 59, 59, tzinfo=UTC)),  # February 28 in Denver
        (12, date(2024, 12, 31), datetime(2025, 1, 1, 6, 59, 59, tzinfo=UTC)),
        (None, date(2026, 7, 1), datetime(2026, 7, 2, 5, 59, 59, tzinfo=UTC)),
    ],
)
def test_an_award_is_good_through_its_last_day(house, months, expires_on, last):
    achievement = house.achievement(valid_months=months)

    award = house.award(achievement, awarded_on=date(2024, 2, 29), expires_on=expires_on)

    assert award.valid_until == last


def test_a_failure_leaves_nothing(house, settings, tmp_path):
    achievement = house.achievement()
    house.award(achievement)
    events = Event.objects.count()
    settings.KEYS = tmp_path / "nowhere"

    with pytest.raises(KeyUnavailableError):
        house.award(achievement, "noura-alharbi")

    assert (Award.objects.count(), Event.objects.count()) == (1, events)
