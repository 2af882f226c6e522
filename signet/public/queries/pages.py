"""The pages of an achievement version and of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from signet.awards import issuers
from signet.catalog.composing import achievement_url
from signet.catalog.models import AchievementVersion
from signet.catalog.states import AchievementState
from signet.people.models import Institution, Unit
from signet.people.states import UnitState
from signet.public import urls_of
from signet.public.queries.catalog import cards_of
from signet.public.queries.learning import learning_of, offer_facts
from signet.public.values import Card, Fact, Learning, Link


@dataclass(frozen=True, slots=True)
class AchievementPage:
    """One version of an achievement; newer_url leads to the current one where this is earlier."""

    url: str
    learning: Learning
    facts: Sequence[Fact]
    offered_by: Sequence[Link]
    newer_url: str
    retired: bool


def achievement_page(version: AchievementVersion, institution: Institution) -> AchievementPage:
    """The page of a published version, earlier ones and retired ones too."""
    achievement = version.achievement
    current = achievement.current
    learning = learning_of(version)
    return AchievementPage(
        url=achievement_url(version, home_of(institution)),
        learning=learning,
        facts=[*learning.facts, *offer_facts(version)],
        offered_by=[unit_link(unit) for unit in (achievement.unit, *achievement.unit.lineage())],
        newer_url=urls_of.achievement(current) if current and current != version else "",
        retired=achievement.state == AchievementState.RETIRED,
    )


@dataclass(frozen=True, slots=True)
class IssuerPage:
    """A unit as an issuer of badges."""

    url: str
    name: str
    above: Sequence[Link]
    ended: str
    successor: Link | None
    description: str
    facts: Sequence[Fact]
    cards: Sequence[Card]


def issuer_page(unit: Unit, institution: Institution) -> IssuerPage:
    """The page of a unit in any state: those who hold its old badges come here as well."""
    home = home_of(institution)
    facts = [Fact("Decentralized identifier", issuers.did_of(unit, home), wide=True, code=True)]
    if unit.url:
        facts.append(Fact("Website", unit.url, url=unit.url, wide=True))
    return IssuerPage(
        url=f"{home}{urls_of.issuer(unit)}",
        name=unit.name,
        above=[unit_link(above) for above in unit.lineage()],
        ended=_ENDED.get(UnitState(unit.state), ""),
        successor=unit_link(unit.merged_into) if unit.merged_into else None,
        description=unit.description,
        facts=facts,
        cards=cards_of(unit),
    )


_ENDED = {
    UnitState.CLOSED: "It no longer issues badges. Those it issued stay valid.",
    UnitState.MERGED: "It became part of another unit. The badges it issued stay valid.",
}


def unit_link(unit: Unit) -> Link:
    """A unit, leading to its page."""
    return Link(unit.name, urls_of.issuer(unit))


def home_of(institution: Institution) -> str:
    """The URL that issued documents are named by, or will be."""
    return institution.public_url or str(settings.PUBLIC_URL)
