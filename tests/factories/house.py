"""A university to test in: the sample's units, classes and cast, and achievements as asked for."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from signet.awards import actions
from signet.awards.actions import batches
from signet.awards.drafts import Given
from signet.catalog import actions as catalog
from signet.catalog.models import Achievement, Classification, Skill
from signet.config.sample import Loader, cast
from signet.people.models import Institution, Person, Unit, User

if TYPE_CHECKING:
    from pathlib import Path

    from signet.awards.models import Award, Batch

NOON = datetime(2026, 6, 15, 18, tzinfo=UTC)
TODAY = date(2026, 6, 15)

CONTENT: dict[str, Any] = {
    "name": "Data Storytelling",
    "description": "Turns a data set into a decision.",
    "criteria": "Redesign three charts and tell a data story.",
    "learning_type": "co-curricular",
    "hours": 40,
    "assessment": "Two faculty scored a portfolio.",
}


class House:
    """The institution with its units, classes and cast; nothing is published yet."""

    def __init__(self) -> None:
        loader = Loader(lambda _line: None)
        loader.load_institution()
        loader.load_units()
        loader.load_classes()
        loader.load_cast()

    @property
    def institution(self) -> Institution:
        return Institution.objects.get()

    @property
    def registrar(self) -> User:
        """Renee Ortiz, who may do everything."""
        return self.user("renee-ortiz")

    def unit(self, slug: str) -> Unit:
        return Unit.objects.get(slug=slug)

    def user(self, key: str) -> User:
        """Someone of the cast, by the key of cast.toml."""
        return User.objects.get(email=cast()[key]["email"])

    def person(self, key: str) -> Person:
        return Person.objects.get(user__email=cast()[key]["email"])

    def newcomer(self, name: str = "Ada Novak", **columns: Any) -> Person:
        return Person.objects.create(name=name, created_at=NOON, **columns)

    def skills(self) -> list[Skill]:
        sql, _ = Skill.objects.get_or_create(
            slug="sql", name="SQL", url="https://skills.example.org/sql", framework="Skills of Work"
        )
        tact, _ = Skill.objects.get_or_create(slug="tact", name="Tact")
        return [sql, tact]

    def achievement(
        self,
        slug: str = "data-storytelling",
        *,
        unit: str = "center-for-professional-development",
        published: bool = True,
        repeatable: bool = False,
        classification: str = "intermediate",
        **content: Any,
    ) -> Achievement:
        """A published achievement of the unit; content: columns of its version."""
        version = catalog.draft(
            unit=self.unit(unit),
            slug=slug,
            by=self.registrar,
            repeatable=repeatable,
            skills=self.skills(),
            classification=Classification.objects.get(slug=classification),
            **(CONTENT | content),
        )
        if published:
            version.refresh_from_db()
            catalog.publish(version, by=self.registrar, at=NOON)
        return Achievement.objects.get(slug=slug)

    def award(
        self,
        achievement: Achievement,
        person: Person | str = "maya-alvarez",
        *,
        by: User | None = None,
        now: datetime = NOON,
        **given: Any,
    ) -> Award:
        """Give the achievement; given: fields of Given."""
        earner = self.person(person) if isinstance(person, str) else person
        told = Given(**({"name": earner.name, "awarded_on": date(2026, 6, 12)} | given))
        return actions.grant(achievement, earner, told, by=by or self.registrar, now=now)

    def staged(self, *slugs: str, first: int = 2) -> Batch:
        """A roster taken in: a row for a new learner of each slug, numbered from `first`."""
        rows = [
            batches.row_of(
                number,
                {
                    "achievement": slug,
                    "address": f"{number}@example.edu",
                    "name": f"Learner {number}",
                    "awarded_on": "2026-06-12",
                },
            )
            for number, slug in enumerate(slugs, first)
        ]
        digest = sha256(f"{first} {slugs}".encode()).digest()
        return actions.stage(rows, file_name="roster.csv", digest=digest, by=self.registrar)


HEADER = ("achievement", "email", "name", "date", "student id")


def write_roster(
    path: Path,
    rows: list[tuple[str, ...]],
    header: tuple[str, ...] = HEADER,
    encoding: str = "utf-8",
) -> Path:
    """A plain CSV; rows: cells as `header` says."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def learners(count: int, *achievements: str) -> list[tuple[str, ...]]:
    """Rows for `count` learners, each with one of the achievements, by turns."""
    return [
        (
            achievements[number % len(achievements)],
            f"learner.{number}@example.edu",
            f"Learner Nº {number}",
            "2026-06-01",
            f"77{number:07}",
        )
        for number in range(count)
    ]
