"""Versions are drafted, published and then never change; achievements retire and come back."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from signet.audit.models import Event
from signet.catalog import actions
from signet.catalog.actions import AlreadyPublishedError, IncompleteVersionError
from signet.catalog.models import AchievementVersion, Skill
from signet.catalog.queries import awardable, catalog
from signet.catalog.states import AchievementState
from signet.lib.moves import IllegalMoveError


def verbs():
    return list(
        Event.objects.filter(subject_type__startswith="catalog.achievement").values_list(
            "verb", flat=True
        )
    )


@pytest.fixture
def revised(house, house_module):
    """A further version of an achievement, not yet published."""

    def make(achievement, **content):
        version = actions.revise(
            achievement,
            by=house.registrar,
            skills=house.skills()[:1],
            classification=achievement.current.classification,
            **(house_module.CONTENT | content),
        )
        version.refresh_from_db()
        return version

    return make


def test_a_draft_is_in_no_catalog(house):
    achievement = house.achievement(published=False)

    assert (achievement.state, achievement.current) == (AchievementState.DRAFT, None)
    assert awardable() == {}
    assert list(catalog()) == []
    assert verbs() == ["revise"]


def test_publish_freezes_class_and_skills_as_they_read_then(house):
    achievement = house.achievement()
    Skill.objects.filter(slug="sql").update(name="Something else")

    version = AchievementVersion.objects.get()
    assert (achievement.state, achievement.current) == (AchievementState.PUBLISHED, version)
    assert [skill["name"] for skill in version.frozen["skills"]] == ["SQL", "Tact"]
    assert version.frozen["classification"]["name"] == "Intermediate"
    assert awardable() == {"data-storytelling": achievement}
    [event] = Event.objects.filter(verb="publish")
    assert json.loads(event.body) == {
        "was": "draft",
        "now": "published",
        "version": str(version.uuid),
    }
    assert verbs() == ["revise", "publish"]


@pytest.mark.parametrize("column", ["name", "description", "criteria"])
def test_what_a_badge_must_say_cannot_be_left_out(house, house_module, column):
    achievement = house.achievement(published=False, **{column: " \n"})
    version = achievement.versions.get()

    with pytest.raises(IncompleteVersionError, match=f"has no {column}"):
        actions.publish(version, by=house.registrar, at=house_module.NOON)

    assert awardable() == {}
    assert verbs() == ["revise"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"name": "Two\nlines"}, "name: Write it on one line"),
        ({"description": "x" * 501}, "description: .*500 characters"),
        ({"learning_type": "extracurricular"}, "learning_type: Value 'extracurricular'"),
        ({"learning_type": ""}, "learning_type: This field cannot be blank"),
        ({"achievement_type": "Medal"}, "makes no badge: .*chievement"),
        ({"language": "in English"}, "makes no badge: .*anguage"),
        ({"sponsor_url": "javascript:alert(1)"}, "sponsor_url: Enter a valid URL"),
        ({"tags": "data"}, "tags"),
        ({"tags": ["data", 7]}, "tags"),
        ({"outcomes": [7]}, "outcomes"),
        ({"result": {"name": "Score"}}, "makes no badge: .*resultType"),
        ({"result": {"name": "Score", "type": "Stars"}}, "makes no badge"),
        ({"result": ["Score"]}, "result"),
    ],
)
def test_what_makes_no_badge_is_not_published(house, house_module, content, problem):
    version = house.achievement(published=False, **content).versions.get()

    with pytest.raises(IncompleteVersionError, match=problem):
        actions.publish(version, by=house.registrar, at=house_module.NOON)

    assert awardable() == {}
    assert verbs() == ["revise"]


@pytest.mark.parametrize("column", ["hours", "credits", "valid_months"])
@pytest.mark.parametrize("number", [-1, 0])
def test_the_database_refuses_less_than_something(house, column, number):
    with pytest.raises(IntegrityError, match=column):
        house.achievement(published=False, **{column: number})


def test_an_older_version_never_comes_back(house, house_module, revised):
    achievement = house.achievement()
    older, newer = revised(achievement, name="Older"), revised(achievement, name="Newer")
    actions.publish(newer, by=house.registrar, at=house_module.NOON)

    with pytest.raises(AlreadyPublishedError, match="or a later one"):
        actions.publish(older, by=house.registrar, at=house_module.NOON)

    achievement.refresh_from_db()
    assert achievement.current == newer


def test_a_second_version_takes_the_place_of_the_first(house, house_module, revised):
    achievement = house.achievement()
    first = achievement.current
    second = revised(achievement, name="Data Storytelling II")

    assert awardable()["data-storytelling"].current == first
    actions.publish(second, by=house.registrar, at=house_module.NOON)

    assert awardable()["data-storytelling"].current == second
    assert list(achievement.versions.values_list("number", "name")) == [
        (1, "Data Storytelling"),
        (2, "Data Storytelling II"),
    ]


@pytest.mark.parametrize(
    "columns", [{"name": "Another"}, {"published_at": None}, {"frozen": {}}, {"number": 9}]
)
def test_the_database_refuses_to_change_a_published_version(house, columns):
    house.achievement()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        AchievementVersion.objects.update(**columns)

    assert AchievementVersion.objects.get().name == "Data Storytelling"


def test_a_draft_may_change(house):
    house.achievement(published=False)

    AchievementVersion.objects.update(name="Another")

    assert AchievementVersion.objects.get().name == "Another"


def test_a_version_is_published_once(house, house_module):
    version = house.achievement().current

    with pytest.raises(actions.AlreadyPublishedError, match="make a new version"):
        actions.publish(version, by=house.registrar, at=house_module.NOON)

    assert verbs() == ["revise", "publish"]


def test_retire_and_restore(house):
    achievement = house.achievement()

    actions.retire(achievement, by=house.registrar)
    assert awardable() == {}
    with pytest.raises(IllegalMoveError):
        actions.retire(achievement, by=house.registrar)
    actions.restore(achievement, by=house.registrar)

    assert set(awardable()) == {"data-storytelling"}
    assert verbs() == ["revise", "publish", "retire", "restore"]


def test_a_draft_cannot_retire_and_publishing_needs_a_version(house):
    achievement = house.achievement(published=False)

    with pytest.raises(IllegalMoveError):
        actions.retire(achievement, by=house.registrar)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(achievement).objects.update(state=AchievementState.PUBLISHED)


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalog_takes_one_query(house, django_assert_num_queries, count):
    for number in range(count):
        house.achievement(f"badge-{number}")

    with django_assert_num_queries(1):
        shown = [
            (one.unit.name, one.current.name, one.current.classification.name) for one in catalog()
        ]
    assert len(shown) == count
