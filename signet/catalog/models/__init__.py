"""What can be earned: classes, skills, achievements and their immutable versions."""

from signet.catalog.models.achievement import (
    GUARDS,
    Achievement,
    AchievementVersion,
    LearningType,
)
from signet.catalog.models.classification import Classification
from signet.catalog.models.skill import Skill, VersionSkill

__all__ = [
    "GUARDS",
    "Achievement",
    "AchievementVersion",
    "Classification",
    "LearningType",
    "Skill",
    "VersionSkill",
]
