"""A catalog as a TOML file: units, skills and micro-credentials, entered or brought up to date.

docs/how-to/write-a-catalog.md tells the form. Entering a file again changes nothing but what the
file says otherwise; a micro-credential that reads otherwise gets a new version.
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from signet.audit.actions import Actor
from signet.catalog import actions
from signet.catalog.actions import IncompleteVersionError
from signet.catalog.models import Achievement, AchievementVersion, Classification, Skill
from signet.catalog.states import AchievementState
from signet.lib.texts import told as words
from signet.people import actions as people
from signet.people.actions import UnitTreeError
from signet.people.models import Institution, Unit

Entry = Mapping[str, Any]
Entries = Sequence[Entry]

# kind of entry -> what each must say, and what it may say besides
_MUST = {
    "unit": ("slug", "name", "short_name", "kind"),
    "skill": ("slug", "name"),
    "achievement": (
        *("slug", "unit", "classification", "learning_type"),
        *("name", "description", "criteria"),
    ),
}
_UNIT = ("name", "short_name", "kind", "offers", "url", "description", "email")
_SKILL = ("name", "description", "framework", "code", "url", "target_type")
_VERSION = (
    *("name", "short_name", "description", "criteria", "outcomes", "assessment"),
    *("learning_type", "achievement_type", "language", "hours", "credits"),
    *("assessed", "supervised", "identity_checked", "format", "cost_note"),
    *("sponsor_name", "sponsor_url", "tags", "valid_months", "result"),
)
_MAY = {
    "unit": {*_UNIT, "slug", "parent"},
    "skill": {*_SKILL, "slug"},
    "achievement": {
        *_VERSION,
        *("slug", "unit", "classification", "skills", "prerequisites", "repeatable"),
    },
}


class CatalogFileError(Exception):
    """The file cannot be entered; the message says which entry is wrong, and how."""


def read(raw: bytes) -> dict[str, Entries]:
    """The entries of a file by kind, each of a form that can be entered."""
    try:
        found = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogFileError(f"This is no TOML file in UTF-8: {error}.") from error
    for kind, entries in found.items():
        if kind not in _MUST:
            raise CatalogFileError(f"[[{kind}]] is unknown. A catalog has {_listed(_MUST)}.")
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise CatalogFileError(f"Write [[{kind}]] in double brackets, once for each.")
        for entry in entries:
            _check_form(kind, entry)
        slugs = [entry["slug"] for entry in entries]
        for slug in slugs:
            if slugs.count(slug) > 1:
                raise CatalogFileError(f'[[{kind}]] "{slug}" stands in the file twice.')
    return found


def enter(told: Mapping[str, Entries], *, by: Actor, at: Callable[[str], datetime]) -> list[str]:
    """Enter all or nothing; a line for each entry that changed something.

    told: as `read` gives it; at: when a micro-credential, by slug, is published.
    """
    with transaction.atomic():
        list(Institution.objects.select_for_update())  # two files at once go one after the other
        return [
            *enter_units(told.get("unit", ()), by=by),
            *enter_skills(told.get("skill", ()), by=by),
            *enter_achievements(told.get("achievement", ()), by=by, at=at),
        ]


def enter_units(entries: Entries, *, by: Actor) -> Iterator[str]:
    """Open the units; one that stands gets the name, the place and the words of the file."""
    for entry in entries:
        with _telling("unit", entry):
            columns = _cleaned(Unit, entry, _UNIT)
            parent = _one(Unit, entry["parent"], "parent") if entry.get("parent") else None
            unit = Unit.objects.filter(slug=entry["slug"]).first()
            if unit is None:
                people.open_unit(slug=entry["slug"], parent=parent, by=by, **columns)
                yield f"unit {entry['slug']}: opened"
            elif people.revise(unit, parent=parent, by=by, **columns):
                yield f"unit {entry['slug']}: changed"


def enter_skills(entries: Entries, *, by: Actor) -> Iterator[str]:
    """Enter the skills; one that stands gets the words of the file."""
    for entry in entries:
        with _telling("skill", entry):
            columns = _cleaned(Skill, entry, _SKILL)
            if actions.enter_skill(entry["slug"], by=by, **columns):
                yield f"skill {entry['slug']}: entered"


def enter_achievements(
    entries: Entries, *, by: Actor, at: Callable[[str], datetime]
) -> Iterator[str]:
    """Publish the micro-credentials, those first that others require."""
    for entry in _in_order(entries):
        with _telling("achievement", entry), transaction.atomic():
            line = _enter_achievement(entry, by=by, at=at(entry["slug"]))
            if line:
                yield f"achievement {entry['slug']}: {line}"


def _enter_achievement(entry: Entry, *, by: Actor, at: datetime) -> str:
    content = _cleaned(AchievementVersion, entry, _VERSION)
    content["classification"] = _one(Classification, entry["classification"], "classification")
    skills = [_one(Skill, slug, "skills") for slug in _slugs(entry, "skills")]
    required = [_one(Achievement, slug, "prerequisites") for slug in _slugs(entry, "prerequisites")]
    if any(_leads_to(one, entry["slug"]) for one in required):
        raise ValidationError({"prerequisites": "One of them requires this one."})
    unit, repeatable = _one(Unit, entry["unit"], "unit"), bool(entry.get("repeatable"))
    achievement = Achievement.objects.filter(slug=entry["slug"]).first()
    if achievement is None:
        version = actions.draft(
            unit=unit,
            slug=entry["slug"],
            by=by,
            repeatable=repeatable,
            skills=skills,
            prerequisites=required,
            **content,
        )
    elif (achievement.unit, achievement.repeatable) != (unit, repeatable):
        raise ValidationError("Its unit and whether it is repeatable stay as they were.")
    elif achievement.state == AchievementState.RETIRED:
        raise ValidationError("It has been retired: take it out of the file.")
    elif _reads(achievement.current, content, skills, required):
        return ""
    else:
        version = actions.revise(
            achievement, by=by, skills=skills, prerequisites=required, **content
        )
    version.refresh_from_db()
    actions.publish(version, by=by, at=at)
    return f"version {version.number} published"


def _leads_to(start: Achievement, slug: str) -> bool:
    """Whether one has to hold `slug` before `start`, or before what that requires."""
    waiting, seen = [start], set()
    while waiting:
        one = waiting.pop()
        if one.slug == slug:
            return True
        if one.pk not in seen and one.current is not None:
            seen.add(one.pk)
            waiting += one.current.prerequisites.all()
    return False


def _reads(
    version: AchievementVersion | None,
    content: Mapping[str, Any],
    skills: Sequence[Skill],
    required: Iterable[Achievement],
) -> bool:
    """Whether the version says just this."""
    return (
        version is not None
        and all(getattr(version, name) == value for name, value in content.items())
        and [one.skill for one in version.version_skills.select_related("skill")] == [*skills]
        and {*version.prerequisites.all()} == {*required}
    )


def _in_order(entries: Entries) -> Iterator[Entry]:
    """Those first that others require; CatalogFileError where two require each other."""
    waiting = {entry["slug"]: entry for entry in entries}
    while waiting:
        ready = [
            slug
            for slug, entry in waiting.items()
            if not waiting.keys() & {*_slugs(entry, "prerequisites")}
        ]
        if not ready:
            raise CatalogFileError(f"{_listed(waiting)} require each other.")
        for slug in ready:
            yield waiting.pop(slug)


def _check_form(kind: str, entry: Entry) -> None:
    named = f'[[{kind}]] "{entry.get("slug", "")}"'
    for name in _MUST[kind]:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise CatalogFileError(f"{named} says no {name}: write it as a text in quotes.")
    for name in entry.keys() - _MAY[kind]:
        raise CatalogFileError(
            f"{named} says {name}, which is unknown. Known: {_listed(_MAY[kind])}."
        )
    for name in ("skills", "prerequisites"):
        if not all(isinstance(slug, str) for slug in _slugs(entry, name)):
            raise CatalogFileError(f"{named}: write {name} as a list of slugs in quotes.")
        if len({*_slugs(entry, name)}) < len(_slugs(entry, name)):
            raise CatalogFileError(f"{named} names one of its {name} twice.")
    if not isinstance(entry.get("repeatable", False), bool):
        raise CatalogFileError(f"{named}: write repeatable as true or false.")
    if "\\u00" in json.dumps(entry, ensure_ascii=False, default=str):
        raise CatalogFileError(f"{named} holds a control character.")
    if not isinstance(entry.get("parent", ""), str):
        raise CatalogFileError(f"{named}: write parent as a slug in quotes.")


def _slugs(entry: Entry, name: str) -> list[Any]:
    value = entry.get(name, [])
    return value if isinstance(value, list) else [None]


def _cleaned(model: type[models.Model], entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    """The columns as the database keeps them, with its defaults; else ValidationError."""
    found, problems = {}, {}
    for name in names:
        field: Any = model._meta.get_field(name)
        value = entry.get(name, field.get_default())
        if wanted := _wanted(field, value):
            problems[name] = wanted
            continue
        if isinstance(value, float) and isinstance(field, models.DecimalField):
            value = Decimal(repr(value))
        try:
            found[name] = field.clean(value, None)
        except ValidationError as error:
            problems[name] = " ".join(error.messages)
    if problems:
        raise ValidationError(problems)
    return found


def _wanted(field: Any, value: Any) -> str:
    """What the column wants where the value is of another kind, which would be bent to fit."""
    if value is None or isinstance(field, models.JSONField):
        return ""
    if isinstance(field, models.BooleanField):
        return "" if isinstance(value, bool) else "Write true or false."
    if isinstance(field, models.IntegerField | models.DecimalField):
        kinds = int if isinstance(field, models.IntegerField) else int | float | Decimal
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        return "" if is_number else "Write a number."
    return "" if isinstance(value, str) else "Write a text in quotes."


def _one(model: type[models.Model], slug: Any, name: str) -> Any:
    found = model._default_manager.filter(slug=slug).first()  # noqa: SLF001  # any model's
    if found is None:
        raise ValidationError({name: f'There is no "{slug}".'})
    return found


@contextmanager
def _telling(kind: str, entry: Entry) -> Iterator[None]:
    """Say in which entry something was wrong."""
    try:
        yield
    except ValidationError as error:
        raise CatalogFileError(f'[[{kind}]] "{entry["slug"]}": {words(error)}') from error
    except (IncompleteVersionError, UnitTreeError) as error:
        raise CatalogFileError(f'[[{kind}]] "{entry["slug"]}": {error}') from error


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
