from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from signet.awards import actions
from signet.awards.drafts import Given
from signet.awards.models import Award
from signet.catalog import actions as catalog
from signet.catalog.models import AchievementVersion, Classification, Skill
from signet.people.models import Institution, Person, Unit, User

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)

Give = Callable[..., Award]


@pytest.fixture(autouse=True)
def noon():
    """Noon of June 15, 2026, wherever a test does not travel."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def registrar(db) -> User:
    return User.objects.create_superuser("renee@example.edu", name="Renee Ortiz")


@pytest.fixture
def university(db) -> Institution:
    return Institution.objects.create(
        pk=1,
        name="University of Denver",
        short_name="DU",
        url="https://www.example.edu",
        email="registrar@example.edu",
        time_zone="America/Denver",
    )


@pytest.fixture
def intermediate(db) -> Classification:
    return Classification.objects.create(
        slug="intermediate",
        name="Intermediate",
        position=2,
        banner_label="INTERMEDIATE",
        outer="dark-crimson",
        inner="crimson",
        banner="gold",
        cue="star-2",
        mastery="Professional level",
        meaning="Expands upon the skills of the first level.",
        criteria_meaning="More rigorous.",
        rings_in_words="Dark crimson outer ring, crimson inner ring, gold banner",
    )


@pytest.fixture
def college(university) -> Unit:
    return Unit.objects.create(
        slug="university-college", name="University College", short_name="UC", kind="college"
    )


@pytest.fixture
def center(college) -> Unit:
    return Unit.objects.create(
        slug="cpd",
        name="Center for Professional Development",
        short_name="CPD",
        kind="center",
        parent=college,
        description="Short courses for people at work.",
    )


@pytest.fixture
def draft(center, intermediate, registrar) -> Callable[..., AchievementVersion]:
    """Write a version of a new achievement, not yet published."""
    sql = Skill.objects.create(slug="sql", name="SQL", url="https://skills.example.org/sql")
    tact = Skill.objects.create(slug="tact", name="Tact")

    def make(slug: str = "data-storytelling", **content: object) -> AchievementVersion:
        told = {
            "name": "Data Storytelling",
            "description": "Turns a data set into a decision.",
            "criteria": "To earn it:\n\n1. Redesign **three** charts.\n2. Tell a data story.",
            "outcomes": ["Choose an honest chart"],
            "assessment": "Two faculty scored a portfolio.",
            "classification": intermediate,
            "learning_type": "co-curricular",
            "hours": Decimal(40),
            "sponsor_name": "Front Range Data Council",
            "sponsor_url": "https://council.example.org",
        }
        return catalog.draft(
            unit=center, slug=slug, by=registrar, skills=[sql, tact], **(told | content)
        )

    return make


@pytest.fixture
def storytelling(draft, registrar) -> AchievementVersion:
    version = draft()
    catalog.publish(version, by=registrar, at=NOON)
    return version


@pytest.fixture
def give(storytelling, registrar) -> Give:
    """Award Data Storytelling to somebody new."""

    def award(name: str = "Maya Alvarez", *, blocked: bool = False, **told: object) -> Award:
        person = Person.objects.create(name=name, directory_block=blocked, created_at=NOON)
        given = Given(name=name, **({"awarded_on": date(2026, 6, 12)} | told))
        return actions.grant(storytelling.achievement, person, given, by=registrar, now=NOON)

    return award
