"""An award as a plain value: what is signed and written, without the weight of a model."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from signet.awards import identity
from signet.awards.models import Award, StatusList
from signet.catalog.models import Achievement, AchievementVersion
from signet.lib import clock
from signet.people.models import Unit


@dataclass(slots=True, kw_only=True)
class AwardDraft:
    """One award. Columns as in models.Award."""

    uuid: UUID
    public_id: str
    version: AchievementVersion
    unit: Unit
    person_id: int
    award_key: str
    shown_name: str
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    status_list: StatusList
    status_index: int
    language: str = ""
    evidence: Sequence[dict[str, str]] = field(default_factory=tuple)
    narrative: str = ""
    result: str = ""
    former_host: str = ""
    former_id: str = ""
    former_url: str = ""

    @classmethod
    def of(cls, award: Award) -> "AwardDraft":
        """The value of a stored award."""
        copied: dict[str, Any] = {name: getattr(award, name) for name in cls.__slots__}
        return cls(**copied)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one award says beyond its achievement and person.

    awarded_on, expires_on: calendar days of the institution; name: as it will be signed;
    evidence: dicts with any of "url", "name", "narrative".
    """

    name: str
    awarded_on: date
    expires_on: date | None = None
    language: str = ""
    evidence: Sequence[dict[str, str]] = ()
    narrative: str = ""
    result: str = ""
    former_host: str = ""
    former_id: str = ""
    former_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an award stands among all: whose it is, which one, who issues it, its status entry."""

    achievement: Achievement
    person_id: int
    person_uuid: UUID
    key: str
    unit: Unit
    status_list: StatusList
    status_index: int


def draft(place: Place, given: Given, *, zone: str) -> AwardDraft:
    """The award, with its ids and its days turned into instants of the time zone."""
    version = place.achievement.current
    if version is None:
        raise ValueError(f"{place.achievement} was never published.")
    uuid, public_id = identity.award_ids(place.achievement.uuid, place.person_uuid, place.key)
    begun = _begins(given.awarded_on, zone)
    last = expiry(given.awarded_on, given.expires_on, version.valid_months)
    return AwardDraft(
        uuid=uuid,
        public_id=public_id,
        version=version,
        unit=place.unit,
        person_id=place.person_id,
        award_key=place.key,
        shown_name=given.name,
        language=given.language,
        awarded_at=begun,
        valid_from=begun,
        valid_until=_ends(last, zone) if last else None,
        evidence=given.evidence,
        narrative=given.narrative,
        result=given.result,
        former_host=given.former_host,
        former_id=given.former_id,
        former_url=given.former_url,
        status_list=place.status_list,
        status_index=place.status_index,
    )


# A roster names few days many times.
_begins = lru_cache(maxsize=4096)(clock.day_begins)
_ends = lru_cache(maxsize=4096)(clock.day_ends)


def expiry(awarded_on: date, expires_on: date | None, valid_months: int | None) -> date | None:
    """The last day of an award: the one named, else so many months on, else none."""
    if expires_on is not None or not valid_months:
        return expires_on
    years, month = divmod(awarded_on.month - 1 + valid_months, 12)
    year = awarded_on.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(awarded_on.day, last))
