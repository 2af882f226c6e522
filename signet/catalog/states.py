"""The life of an achievement. Retiring it ends new awards; those made stay valid."""

from django.db.models import TextChoices

from signet.lib.moves import Moves, move


class AchievementState(TextChoices):
    """Where an achievement stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


ACHIEVEMENT_MOVES: Moves = {
    "publish": move(
        (AchievementState.DRAFT, AchievementState.PUBLISHED), AchievementState.PUBLISHED
    ),
    "retire": move(AchievementState.PUBLISHED, AchievementState.RETIRED),
    "restore": move(AchievementState.RETIRED, AchievementState.PUBLISHED),
}
