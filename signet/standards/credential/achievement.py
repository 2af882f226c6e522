# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""What: the achievement, its criteria, and what it is aligned and related to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from signet.standards.credential.embedded import ENDORSEMENT, JWS
from signet.standards.credential.kinds import (
    NUMBER,
    TEXT,
    TEXTS,
    URI,
    URL,
    Choice,
    Many,
    One,
    Text,
)
from signet.standards.credential.profile import IdentifierEntry, Image, Profile
from signet.standards.credential.shape import Node, ShapeError, member
from signet.standards.credential.terms import (
    LANGUAGE,
    AchievementType,
    AlignmentTargetType,
    ResultType,
)

LANGUAGE_TAG = Text(LANGUAGE, "a language tag such as en or en-US")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Node):
    """How the achievement is earned (OB 3.0, Criteria). Has no `type` in the standard."""

    id: str | None = member(URI)
    narrative: str | None = member(TEXT)

    def check_rules(self) -> None:
        """Criteria say something, by URL or in words."""
        if self.id is None and self.narrative is None:
            raise ShapeError("must have an id or a narrative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Node):
    """A node of someone's framework that this corresponds to (OB 3.0, Alignment)."""

    TYPE: ClassVar[str] = "Alignment"

    target_code: str | None = member(TEXT)
    target_description: str | None = member(TEXT)
    target_name: str = member(TEXT, required=True)
    target_framework: str | None = member(TEXT)
    target_type: str | None = member(Choice(AlignmentTargetType, extensible=True))
    target_url: str = member(URL, required=True)


ALIGNMENTS = Many(One(lambda: Alignment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Node):
    """Another achievement that this one has to do with (OB 3.0, Related)."""

    TYPE: ClassVar[str] = "Related"

    id: str = member(URI, required=True)
    in_language: str | None = member(LANGUAGE_TAG)
    version: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel(Node):
    """One level of a rubric criterion (OB 3.0, RubricCriterionLevel)."""

    TYPE: ClassVar[str] = "RubricCriterionLevel"

    id: str = member(URI, required=True)
    alignment: tuple[Alignment, ...] = member(ALIGNMENTS)
    description: str | None = member(TEXT)
    level: str | None = member(TEXT)
    name: str = member(TEXT, required=True)
    points: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription(Node):
    """A result that earners may have (OB 3.0, ResultDescription)."""

    TYPE: ClassVar[str] = "ResultDescription"

    id: str = member(URI, required=True)
    alignment: tuple[Alignment, ...] = member(ALIGNMENTS)
    allowed_value: tuple[str, ...] = member(TEXTS)
    name: str = member(TEXT, required=True)
    required_level: str | None = member(URI)
    required_value: str | None = member(TEXT)
    result_type: str = member(Choice(ResultType, extensible=True), required=True)
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = member(
        Many(One(lambda: RubricCriterionLevel))
    )
    value_max: str | None = member(TEXT)
    value_min: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement(Node):
    """What was achieved (OB 3.0, Achievement). Its id names this one version for good."""

    TYPE: ClassVar[str] = "Achievement"

    id: str = member(URI, required=True)
    alignment: tuple[Alignment, ...] = member(ALIGNMENTS)
    achievement_type: str | None = member(Choice(AchievementType, extensible=True))
    creator: Profile | None = member(One(lambda: Profile))
    credits_available: float | None = member(NUMBER)
    criteria: Criteria = member(One(lambda: Criteria), required=True)
    description: str = member(TEXT, required=True)
    endorsement: tuple[Any, ...] = member(Many(ENDORSEMENT))
    endorsement_jwt: tuple[str, ...] = member(Many(JWS))
    field_of_study: str | None = member(TEXT)
    human_code: str | None = member(TEXT)
    image: Image | None = member(One(lambda: Image))
    in_language: str | None = member(LANGUAGE_TAG)
    name: str = member(TEXT, required=True)
    other_identifier: tuple[IdentifierEntry, ...] = member(Many(One(lambda: IdentifierEntry)))
    related: tuple[Related, ...] = member(Many(One(lambda: Related)))
    result_description: tuple[ResultDescription, ...] = member(Many(One(lambda: ResultDescription)))
    specialization: str | None = member(TEXT)
    tag: tuple[str, ...] = member(TEXTS)
    version: str | None = member(TEXT)
