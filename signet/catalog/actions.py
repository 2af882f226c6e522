"""What changes in the catalog: drafting and publishing versions, retiring achievements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from signet.audit.actions import Actor, move, record
from signet.catalog import composing
from signet.catalog.models import (
    Achievement,
    AchievementVersion,
    Classification,
    Skill,
    VersionSkill,
)
from signet.catalog.states import ACHIEVEMENT_MOVES
from signet.lib.texts import told
from signet.people.models import Unit
from signet.standards.credential import ShapeError


class IncompleteVersionError(Exception):
    """The version lacks what a signed badge must say, or says what none can."""


class AlreadyPublishedError(Exception):
    """The version, or a later one, is published, and what is published never changes."""


def enter_class(slug: str, *, by: Actor, **columns: Any) -> Classification:
    """A new class of micro-credentials; ValidationError where a column cannot be so."""
    fresh = Classification(slug=slug, **columns)
    fresh.full_clean()
    with transaction.atomic():
        fresh.save()
        record("enter", fresh, by=by, slug=slug)
    return fresh


def enter_skill(slug: str, *, by: Actor, **columns: Any) -> bool:
    """Enter a skill, or let one that stands read so from now on; whether anything changed.

    What is published keeps the words that it was published with.
    """
    with transaction.atomic():
        skill = Skill.objects.select_for_update().filter(slug=slug).first() or Skill(slug=slug)
        if skill.pk and all(getattr(skill, name) == value for name, value in columns.items()):
            return False
        for name, value in columns.items():
            setattr(skill, name, value)
        skill.full_clean()
        skill.save()
        record("enter", skill, by=by, slug=slug)
        return True


def draft(
    *,
    unit: Unit,
    slug: str,
    by: Actor,
    skills: Sequence[Skill] = (),
    prerequisites: Sequence[Achievement] = (),
    repeatable: bool = False,
    **content: Any,
) -> AchievementVersion:
    """A new achievement of the unit with its first version; ValidationError for a bad slug.

    content: columns of the version.
    """
    with transaction.atomic():
        achievement = Achievement(unit=unit, slug=slug, repeatable=repeatable)
        achievement.full_clean()
        achievement.save()
        return revise(achievement, by=by, skills=skills, prerequisites=prerequisites, **content)


def revise(
    achievement: Achievement,
    *,
    by: Actor,
    skills: Sequence[Skill] = (),
    prerequisites: Sequence[Achievement] = (),
    **content: Any,
) -> AchievementVersion:
    """A further version of the achievement, not yet published."""
    with transaction.atomic():
        last = achievement.versions.aggregate(last=Max("number"))["last"] or 0
        version = AchievementVersion.objects.create(
            achievement=achievement, number=last + 1, **content
        )
        VersionSkill.objects.bulk_create(
            VersionSkill(version=version, skill=skill, position=position)
            for position, skill in enumerate(skills)
        )
        version.prerequisites.set(prerequisites)
        record("revise", version, by=by, achievement=str(achievement.uuid), number=version.number)
        return version


def publish(version: AchievementVersion, *, by: Actor, at: datetime) -> None:
    """Freeze the version and make it the one that is awarded from now on.

    Raises IncompleteVersionError, naming what is missing or wrong, or AlreadyPublishedError.
    """
    with transaction.atomic():
        kept = Achievement.objects.select_for_update().get(pk=version.achievement_id).versions
        if kept.filter(number__gte=version.number, published_at__isnull=False).exists():
            raise AlreadyPublishedError(
                f"{version}, or a later one, is published already. To change what it says, make a "
                f"new version."
            )
        version.frozen = {
            "classification": _class_as_read(version.classification),
            "skills": [
                _skill_as_read(entry.skill)
                for entry in version.version_skills.select_related("skill")
            ],
        }
        _check(version)
        version.published_at = at
        version.save(update_fields=["frozen", "published_at"])
        move(
            version.achievement,
            "publish",
            moves=ACHIEVEMENT_MOVES,
            by=by,
            changes={"current": version},
            version=str(version.uuid),
        )


def retire(achievement: Achievement, *, by: Actor) -> None:
    """End new awards of the achievement; those made stay valid."""
    move(achievement, "retire", moves=ACHIEVEMENT_MOVES, by=by)


def restore(achievement: Achievement, *, by: Actor) -> None:
    """Let a retired achievement be awarded again."""
    move(achievement, "restore", moves=ACHIEVEMENT_MOVES, by=by)


def _check(version: AchievementVersion) -> None:
    """Refuse what is no whole Achievement of the standard. version: with what it freezes."""
    for column in ("name", "description", "criteria"):
        if not getattr(version, column).strip():
            raise IncompleteVersionError(f"{version} has no {column}: a badge must say it.")
    try:
        version.full_clean(validate_unique=False)
        composing.achievement(version, "https://badges.example.org").to_dict()
    except ValidationError as error:
        raise IncompleteVersionError(f"{version}: {told(error)}") from error
    except ShapeError as error:
        raise IncompleteVersionError(f"{version} makes no badge: {error}") from error


def _class_as_read(classification: Classification) -> dict[str, Any]:
    names = [
        "slug",
        "name",
        "mastery",
        "meaning",
        "criteria_meaning",
        "has_level",
        "outer",
        "inner",
        "banner",
        "banner_label",
        "cue",
        "rings_in_words",
    ]
    return {name: getattr(classification, name) for name in names}


def _skill_as_read(skill: Skill) -> dict[str, str]:
    names = ("slug", "name", "description", "framework", "code", "url", "target_type")
    return {name: getattr(skill, name) for name in names}
