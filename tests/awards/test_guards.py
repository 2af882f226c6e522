"""What badges rest on stays: the database itself refuses to change it."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from signet.audit.models import Event
from signet.awards.models import (
    Award,
    CompressionDictionary,
    Credential,
    IssuerDocument,
    IssuerKey,
    StatusList,
)
from signet.catalog.models import AchievementVersion, VersionSkill
from signet.config.management.commands.migrate import GUARDS
from signet.people.models import Institution, Unit

PREREQUISITE = AchievementVersion.prerequisites.through


@pytest.fixture
def issued(house):
    """An award with all that it rests on."""
    first = house.achievement("first-steps")
    second = house.achievement(prerequisites=[first])
    return house.award(second)


@pytest.mark.parametrize(
    ("model", "columns", "refusal"),
    [
        (Event, {"verb": "another"}, "append-only"),
        (Institution, {"public_url": "https://other.example"}, "it cannot change"),
        (Institution, {"secret_check": "another"}, "it cannot change"),
        (Unit, {"slug": "another"}, "never changes"),
        (AchievementVersion, {"name": "Another"}, "never changes"),
        (VersionSkill, {"position": 7}, "never changes"),
        (PREREQUISITE, {"achievement": 1}, "never changes"),
        (Award, {"public_id": "a" * 26}, "never change"),
        (Award, {"uuid": "5d2e93c8-3a3f-4b7e-9d4f-0d6c4c8d1c11"}, "never change"),
        (Credential, {"body": b"another"}, "never changes"),
        (Credential, {"digest": b"0" * 32}, "never changes"),
        (Credential, {"number": 7}, "never changes"),
        (CompressionDictionary, {"body": b"another"}, "stored by this dictionary"),
        (IssuerKey, {"multikey": "another"}, "never changes"),
        (IssuerKey, {"kid": "another"}, "never changes"),
        (IssuerDocument, {"body": b"another"}, "never changes"),
        (StatusList, {"sequence": 0}, "never goes back"),
        (StatusList, {"allocated": 0}, "never goes back"),
        (StatusList, {"seed": b"0" * 32}, "never goes back"),
    ],
)
def test_no_update(issued, model, columns, refusal):
    before = list(model.objects.values())
    assert before

    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        model.objects.update(**columns)

    assert list(model.objects.values()) == before


DELETED = [
    (Event, "append-only"),
    (Institution, "cannot be deleted"),
    (AchievementVersion, "is kept"),
    (VersionSkill, "never changes"),
    (PREREQUISITE, "never changes"),
    (Award, "never deleted"),
    (Credential, "is kept"),
    (CompressionDictionary, "stored by"),
    (IssuerKey, "not deleted"),
    (IssuerDocument, "is kept"),
    (StatusList, "badges point"),
]


@pytest.mark.parametrize(("model", "refusal"), DELETED)
def test_no_delete(issued, model, refusal):
    before = model.objects.count()
    assert before

    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        model.objects.all()._raw_delete(using="default")

    assert model.objects.count() == before


@pytest.mark.parametrize(("model", "refusal"), DELETED)
def test_no_other_way_to_delete(issued, model, refusal):
    """Neither PostgreSQL's TRUNCATE nor SQLite's INSERT OR REPLACE gets round the guard."""
    before, table = model.objects.count(), model._meta.db_table
    way = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608  # our own names
    if connection.vendor == "postgresql":
        way = f"TRUNCATE {table} CASCADE"

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(way)

    assert model.objects.count() == before


def test_what_is_not_guarded_may_change(issued):
    Unit.objects.update(name="Another name")
    IssuerKey.objects.update(state="retired")
    StatusList.objects.update(sequence=9)

    draft = issued.achievement.versions.create(
        number=2, name="Next", classification=issued.version.classification
    )
    draft.prerequisites.add(issued.achievement)
    draft.version_skills.create(skill=issued.version.skills.first(), position=0)
    draft.version_skills.all().delete()
    draft.prerequisites.clear()
    draft.delete()

    assert issued.achievement.versions.count() == 1


def test_a_published_version_takes_no_further_skill(issued):
    tact = issued.version.skills.last()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        issued.version.version_skills.create(skill=tact, position=9)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        issued.version.prerequisites.add(issued.achievement)


@pytest.mark.parametrize("altered", [False, True])
def test_a_guard_that_was_lost_or_altered_stands_again(issued, altered):
    [guard] = [one for one in GUARDS if one.name == "people_unit_slug_stays"]
    guard.drop(connection)
    if altered:
        replace(guard, when="OLD.slug = NEW.slug").create(connection)
    Unit.objects.filter(slug="psychology").update(slug="moved-already")

    call_command("migrate", verbosity=0)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Unit.objects.filter(slug="moved-already").update(slug="psychology")
    Unit.objects.filter(slug="moved-already").update(name="Another")
