"""Directory blocks: set after the award, lifted again, and who may."""

import json
import threading
import time
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from PIL import Image

from signet.audit.models import Event
from signet.awards import actions, editions
from signet.awards.models import Award, Credential
from signet.awards.signer import KeyUnavailableError
from signet.people.models import Membership, Person, User
from signet.public.checking import check_own
from signet.standards.multibase import from_base64url

LATER = datetime(2026, 6, 15, 18, tzinfo=UTC)
SUFFIXES = ("", ".json", ".jwt", ".png", ".svg", "/named", "/anonymous", "/jwt")


@pytest.fixture
def award(house):
    """A badge that names its earner in every place that can."""
    made = house.award(
        house.achievement(),
        narrative="Maya led the group.",
        former_host="Maya's old host",
        former_url="https://badges.example.org/users/maya/1",
        evidence=[{"url": "https://work.example.edu/maya", "name": "By Maya"}],
    )
    house.award(house.achievement("another"), "zoe-lukasik")
    editions.sign_missing(now=made.created_at)
    return made


def served(client, award):
    """What answers under the badge's URLs, readable, by suffix."""
    found = {}
    for suffix in SUFFIXES:
        response = client.get(f"/badges/{award.public_id}{suffix}", headers={"accept": "text/html"})
        if response.status_code == 200:
            body = response.content
            if suffix.endswith("jwt"):
                body = from_base64url(body.split(b".")[1].decode())
            if suffix == ".png":
                body = Image.open(BytesIO(body)).text["openbadgecredential"].encode()
            found[suffix] = body
    return found


def naming(client, award):
    return {suffix for suffix, body in served(client, award).items() if b"maya" in body.lower()}


def block(house, **told):
    return actions.block(
        house.person("maya-alvarez"), **({"by": house.registrar, "now": LATER} | told)
    )


def test_a_block_takes_the_name_off_every_door(house, client, award):
    assert naming(client, award) == {*SUFFIXES} - {"/anonymous"}

    assert block(house) == 1

    assert naming(client, award) == set()
    assert served(client, award).keys() == {*SUFFIXES} - {"/named"}
    for suffix in (".json", ".jwt"):
        raw = client.get(f"/badges/{award.public_id}{suffix}").content
        report = check_own(raw, home=house.institution.public_url, now=LATER)
        assert report.verdict == "verified", suffix
    told = json.loads(client.get(f"/badges/{award.public_id}.json").content)
    assert told["validFrom"] == "2026-06-15T18:00:00Z"
    assert told["awardedDate"] == "2026-06-12T06:00:00Z"
    assert b"verified" in client.get(f"/badges/{award.public_id}").content.lower()


def test_a_block_stays_when_the_badge_is_suspended_and_reinstated(house, client, award):
    block(house)
    award.refresh_from_db()
    actions.suspend(award, by=house.registrar, public_reason="", now=LATER)
    actions.reinstate(award, by=house.registrar, now=LATER)

    assert naming(client, award) == set()


def test_what_was_read_before_the_block_brings_no_name_back(house, client, award):
    actions.suspend(award, by=house.registrar, public_reason="", now=LATER)
    stale = Award.objects.get(pk=award.pk)
    block(house)

    actions.reinstate(stale, by=house.registrar, now=LATER)

    assert naming(client, award) == set()


def test_a_revoked_badge_stays_revoked(house, client, award):
    actions.revoke(
        award, by=house.registrar, reason="conduct", public_reason="Maya asked.", now=LATER
    )
    block(house)

    raw = client.get(f"/badges/{award.public_id}.json").content
    assert naming(client, award) == set()
    assert check_own(raw, home=house.institution.public_url, now=LATER).verdict == "refused"


def test_a_lifted_block_brings_everything_back(house, client, award):
    block(house)
    count = Credential.objects.count()

    assert actions.lift_block(house.person("maya-alvarez"), by=house.registrar, now=LATER) == 1

    assert naming(client, award) == {*SUFFIXES} - {"/anonymous"}
    assert served(client, award).keys() == {*SUFFIXES} - {"/anonymous"}
    told = json.loads(client.get(f"/badges/{award.public_id}.json").content)
    assert told["evidence"][0]["name"] == "By Maya"
    assert Credential.objects.count() == count + 2


def test_a_badge_gets_the_name_back_that_it_bore(house, client):
    award = house.award(house.achievement(), name="Maya Chosen")
    block(house)

    actions.lift_block(house.person("maya-alvarez"), by=house.registrar, now=LATER)

    award.refresh_from_db()
    assert award.shown_name == "Maya Chosen"
    assert "Maya Chosen" in client.get(f"/badges/{award.public_id}").content.decode()


def test_a_badge_given_during_the_block_gets_the_name_on_file(house):
    award = house.award(house.achievement(), "kwame-asante")

    actions.lift_block(house.person("kwame-asante"), by=house.registrar, now=LATER)

    award.refresh_from_db()
    assert award.shown_name == "Kwame Asante"


def test_an_expired_badge_is_signed_again_as_it_was(house, client):
    award = house.award(
        house.achievement(), awarded_on=date(2026, 5, 1), expires_on=date(2026, 6, 1)
    )
    block(house)

    told = json.loads(client.get(f"/badges/{award.public_id}.json").content)
    assert told["validFrom"] == told["validUntil"] == "2026-06-02T05:59:59Z"
    assert b"Expired on June 1, 2026" in client.get(f"/badges/{award.public_id}").content


@pytest.mark.django_db(transaction=True)
def test_a_badge_that_is_given_meanwhile_has_no_name(house, client):
    """The award is decided while the block is being set: one waits for the other."""
    achievement, person = house.achievement(), house.person("maya-alvarez")
    house.award(achievement, "zoe-lukasik")
    begun, stale = threading.Event(), house.person("maya-alvarez")

    def give():
        begun.wait(10)
        try:
            house.award(achievement, stale)
        finally:
            connection.close()

    worker = threading.Thread(target=give)
    worker.start()
    with transaction.atomic():
        actions.block(person, by=house.registrar, now=LATER)
        begun.set()
        time.sleep(0.5)  # the other one waits for what is locked here
    worker.join(20)

    award = Award.objects.get(person=person)
    assert award.shown_name == ""
    assert naming(client, award) == set()


def test_one_event_names_the_badges_and_no_person(house, award):
    last = Event.objects.order_by("-id").first().pk

    block(house)
    block(house)  # which changes nothing

    [event] = Event.objects.filter(pk__gt=last)
    person = house.person("maya-alvarez")
    assert (event.verb, event.subject) == ("block_directory", str(person.uuid))
    assert json.loads(event.body) == {"awards": [str(award.uuid)]}


def test_nobody_else_is_touched(house, client, award):
    before = list(Award.objects.exclude(pk=award.pk).values())

    block(house)

    assert list(Award.objects.exclude(pk=award.pk).values()) == before
    blocked = Person.objects.filter(directory_block=True).values_list("name", flat=True)
    assert {*blocked} == {"Maya Alvarez", "Kwame Asante"}


@pytest.mark.parametrize("role", Membership.Role)
def test_only_the_registrar_of_the_whole_house_may(house, client, award, role):
    user = User.objects.create_user("x@example.edu")
    Membership.objects.create(user=user, role=role, unit=award.unit)

    with pytest.raises(PermissionDenied):
        block(house, by=user)

    assert naming(client, award) == {*SUFFIXES} - {"/anonymous"}
    assert not house.person("maya-alvarez").directory_block


def test_a_missing_key_leaves_all_as_it_was(house, client, award, settings):
    [path] = settings.KEYS.glob("issuers/center-*/jwt-1.pem")
    path.rename(path.with_suffix(".away"))

    with pytest.raises(KeyUnavailableError):
        block(house)

    assert not house.person("maya-alvarez").directory_block
    assert naming(client, award) == {*SUFFIXES} - {"/anonymous"}


def run(*arguments):
    told = StringIO()
    call_command("withhold", *arguments, stdout=told)
    return told.getvalue()


def test_the_command(house, client, award):
    renee = "renee.ortiz@example.edu"

    assert (
        run("Maya.Alvarez@example.edu", "--by", renee) == "1 badge signed again without a name.\n"
    )
    assert naming(client, award) == set()
    assert run("maya.alvarez@example.edu", "--by", renee) == (
        "No badge to sign again: none is there, or the block stood already.\n"
    )
    assert run("maya.alvarez@example.edu", "--by", renee, "--lift") == "1 badge named again.\n"


@pytest.mark.parametrize(
    ("earner", "by", "problem"),
    [
        ("nobody@example.edu", "renee.ortiz@example.edu", "Nobody on file has the address nobody@"),
        ("maya.alvarez@example.edu", "nobody@example.edu", "Nobody signs in as nobody@"),
        ("maya.alvarez@example.edu", "avery.wren@example.edu", "ask the Registrar.\nNothing was"),
    ],
)
def test_the_command_says_what_is_wrong(house, award, earner, by, problem):
    with pytest.raises(CommandError) as caught:
        run(earner, "--by", by)

    assert problem in str(caught.value)
    assert not house.person("maya-alvarez").directory_block
