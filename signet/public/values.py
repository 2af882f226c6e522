"""What the pages show, as values that a template can only print."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Link:
    """A name, and where it leads if anywhere."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A cell of the facts grid; wide takes the whole row, code sets the value in monospace."""

    label: str
    value: str
    note: str = ""
    url: str = ""
    wide: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Assurance:
    """One thing that the university says about how a badge is earned."""

    icon: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class as it read when the version was published."""

    slug: str
    name: str
    cue: str
    mastery: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Learning:
    """What an achievement version says: shared by its own page and the pages of its badges."""

    title: str
    art_url: str
    classed: ClassLine
    description: str
    criteria: SafeString
    outcomes: Sequence[str]
    skills: Sequence[Link]
    assurances: Sequence[Assurance]
    sponsor: Link | None
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Card:
    """An achievement among others."""

    title: str
    url: str
    art_url: str
    class_name: str
    cue: str
    unit: str
    effort: str
    learning_type: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A class with what is published in it."""

    slug: str
    name: str
    cue: str
    mastery: str
    meaning: str
    rings: str
    art_url: str
    cards: Sequence[Card]
