"""What changes about units. A unit's slug and DID never do, and old badges keep its old name."""

from copy import copy
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from signet.audit.actions import Actor, move, record
from signet.people.models import Institution, Unit
from signet.people.states import UNIT_MOVES, UnitState
from signet.standards.did import did_web
from signet.standards.errors import DidError


class UnitTreeError(Exception):
    """A unit cannot stand below or be merged into this one."""


def open_unit(*, by: Actor, **columns: Any) -> Unit:
    """A new unit; ValidationError where a column cannot be so."""
    unit = Unit(**columns)
    unit.full_clean()
    with transaction.atomic():
        unit.save()
        record("open", unit, by=by, slug=unit.slug)
    return unit


def rename(unit: Unit, *, name: str, short_name: str, by: Actor) -> None:
    """Give the unit a new name, for all that is issued from now on.

    Raises ValidationError where a name is empty, too long or no line of text.
    """
    asked = copy(unit)
    asked.name, asked.short_name = name, short_name
    asked.clean_fields()
    with transaction.atomic():
        was = unit.name
        unit.name, unit.short_name = name, short_name
        unit.save(update_fields=["name", "short_name"])
        record("rename", unit, by=by, was=was, now=name)


def revise(unit: Unit, *, parent: Unit | None, by: Actor, **columns: Any) -> bool:
    """Let the unit be named, placed and described so from now on; whether anything changed.

    Raises ValidationError where a column cannot be so, UnitTreeError where the place cannot.
    """
    with transaction.atomic():
        names = {name: columns.pop(name) for name in ("name", "short_name")}
        has_names = all(getattr(unit, name) == value for name, value in names.items())
        if not has_names:
            rename(unit, by=by, **names)
        stays = unit.parent == parent
        if not stays:
            relocate(unit, parent=parent, by=by)
        other = [name for name, value in columns.items() if getattr(unit, name) != value]
        for name in other:
            setattr(unit, name, columns[name])
        unit.full_clean()
        if other:
            unit.save(update_fields=other)
            record("describe", unit, by=by, columns=other)
    return bool(other) or not (has_names and stays)


def relocate(unit: Unit, *, parent: Unit | None, by: Actor) -> None:
    """Put the unit below another one; UnitTreeError where that would close a circle."""
    with transaction.atomic():
        if parent is not None and _leads_to(unit, parent, by="parent_id"):
            raise UnitTreeError(f"{parent} stands below {unit}: it cannot stand above it as well.")
        unit.parent = parent
        unit.save(update_fields=["parent"])
        record("relocate", unit, by=by, parent=str(parent.uuid) if parent else None)


def merge(unit: Unit, *, into: Unit, by: Actor) -> None:
    """Let `into` issue in the unit's place; what the unit issued stays as it is."""
    with transaction.atomic():
        if _leads_to(unit, into, by="merged_into_id"):
            raise UnitTreeError(f"{into} is, or was merged into, {unit}: name another unit.")
        if Unit.objects.get(pk=into.pk).state != UnitState.ACTIVE:
            raise UnitTreeError(f"{into} issues nothing more: name a unit that does.")
        move(
            unit,
            "merge",
            moves=UNIT_MOVES,
            by=by,
            changes={"merged_into": into},
            into=str(into.uuid),
        )


def close(unit: Unit, *, by: Actor) -> None:
    """Let the unit issue nothing more."""
    move(unit, "close", moves=UNIT_MOVES, by=by)


def reopen(unit: Unit, *, by: Actor) -> None:
    """Let a closed unit issue again."""
    move(unit, "reopen", moves=UNIT_MOVES, by=by)


def _leads_to(unit: Unit, start: Unit, *, by: str) -> bool:
    """Whether the units that follow `start` by the column `by`, or it itself, come to `unit`.

    Locks all units, so that no two changes close a circle between them.
    """
    next_of = dict(Unit.objects.select_for_update().order_by("pk").values_list("pk", by))
    ahead: int | None = start.pk
    while ahead is not None and ahead != unit.pk:
        ahead = next_of.pop(ahead, None)
    return ahead == unit.pk


class PublicUrlError(Exception):
    """The public URL cannot name documents for good; the message says what it has to be."""


def check_public_url(url: str) -> None:
    """Raise PublicUrlError unless documents can be named by `url`: it can never be mended later."""
    parts = urlsplit(url)
    try:
        did_web(parts.netloc)
    except DidError:
        is_host = False
    else:
        is_host = "@" not in parts.netloc and parts.netloc == parts.netloc.lower()
    is_local = parts.hostname == "localhost"
    if not is_host or parts.scheme not in ({"http", "https"} if is_local else {"https"}):
        wanted = "https:// and a host name in small letters, such as https://badges.example.edu"
        raise PublicUrlError(f"PUBLIC_URL is {url!a}, but must be {wanted}.")
    if url != f"{parts.scheme}://{parts.netloc}":
        raise PublicUrlError(f"PUBLIC_URL is {url!a}, but must end with its host name.")


def fix_public_url(institution: Institution, *, url: str, by: Actor) -> str:
    """The URL that documents are named by: the stored one, or `url` stored now for good.

    Raises PublicUrlError where that cannot be.
    """
    with transaction.atomic():
        stored = Institution.objects.select_for_update().get(pk=institution.pk).public_url
        if stored:
            institution.public_url = stored
            return stored
        check_public_url(url)
        institution.public_url = url
        institution.save(update_fields=["public_url"])
        record("fix_public_url", institution, by=by, url=url)
        return url
