"""Where things stand on this site."""

from django.urls import reverse

from signet.awards.models import Award
from signet.catalog.models import AchievementVersion
from signet.people.models import Unit


def badge(award: Award) -> str:
    """The public page of an award."""
    return reverse("public:badge", args=[award.public_id])


def achievement(version: AchievementVersion) -> str:
    """The page of an achievement version."""
    return reverse("public:achievement", args=[version.uuid])


def achievement_art(version: AchievementVersion) -> str:
    """The version's picture, which the first middleware serves."""
    return f"{achievement(version)}.svg"


def class_art(slug: str) -> str:
    """The picture of a class."""
    return reverse("public:class_art", args=[slug])


def issuer(unit: Unit) -> str:
    """The page of a unit."""
    return reverse("public:issuer", args=[unit.slug])
