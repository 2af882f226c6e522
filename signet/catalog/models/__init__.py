"""What can be earned: classes, skills, achievements and their immutable versions."""

from signet.catalog.models.achievement import Achievement, AchievementVersion, LearningType
from signet.catalog.models.classification import Classification
from signet.catalog.models.skill import Skill, VersionSkill

__all__ = [
    "Achievement",
    "AchievementVersion",
    "Classification",
    "LearningType",
    "Skill",
    "VersionSkill",
]
