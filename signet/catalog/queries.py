"""Reading the catalog."""

from signet.catalog.models import Achievement
from signet.catalog.models.achievement import AchievementQuerySet


def catalog() -> AchievementQuerySet:
    """The published achievements with all that a card shows, in two queries."""
    return Achievement.objects.published().select_related(
        "unit", "current", "current__classification"
    )


def awardable() -> dict[str, Achievement]:
    """The achievements that may be awarded, by slug."""
    found = Achievement.objects.published().select_related("unit", "unit__merged_into", "current")
    return {achievement.slug: achievement for achievement in found}
