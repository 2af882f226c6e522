"""The published micro-credentials, as cards and by class."""

from collections import defaultdict
from collections.abc import Iterable

from signet.catalog.models import Achievement, AchievementVersion, Classification, LearningType
from signet.catalog.queries import catalog
from signet.people.models import Unit
from signet.public import urls_of
from signet.public.queries.learning import class_of, effort
from signet.public.values import Card, Shelf


def shelves() -> list[Shelf]:
    """The classes that hold something published, each with its cards by title."""
    cards = defaultdict(list)
    for card in _cards(catalog()):
        cards[card.class_name].append(card)
    return [shelf for shelf in _shelves(cards) if shelf.cards]


def classes() -> list[Shelf]:
    """Every class of the institution, in order, without cards."""
    return _shelves({})


def cards_of(unit: Unit) -> list[Card]:
    """What the unit offers now, by title."""
    return _cards(catalog().filter(unit=unit))


def _shelves(cards: dict[str, list[Card]]) -> list[Shelf]:
    return [
        Shelf(
            slug=one.slug,
            name=one.name,
            cue=one.cue,
            mastery=one.mastery,
            meaning=one.meaning,
            rings=one.rings_in_words,
            art_url=urls_of.class_art(one.slug),
            cards=cards.get(one.name, ()),
        )
        for one in Classification.objects.all()
    ]


def _cards(achievements: Iterable[Achievement]) -> list[Card]:
    found = [_card(one.current, one.unit) for one in achievements if one.current is not None]
    return sorted(found, key=lambda card: card.title.casefold())


def _card(version: AchievementVersion, unit: Unit) -> Card:
    classed = class_of(version)
    return Card(
        title=version.name,
        url=urls_of.achievement(version),
        art_url=urls_of.achievement_art(version),
        class_name=classed.name,
        cue=classed.cue,
        unit=unit.name,
        effort=effort(version),
        learning_type=LearningType(version.learning_type).label,
    )
