# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""Whose: the subject of a badge, with identifiers, results and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from signet.standards.credential.achievement import ALIGNMENTS, Achievement, Alignment
from signet.standards.credential.kinds import FLAG, MOMENT, NUMBER, TEXT, URI, Choice, Many, One
from signet.standards.credential.profile import Image, Profile
from signet.standards.credential.shape import Node, ShapeError, member
from signet.standards.credential.terms import IdentifierType, ResultStatus

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject(Node):
    """Something that identifies the earner, in clear or hashed (OB 3.0, IdentityObject).

    `identity_hash` holds the identity itself when `hashed` is false, as for a name.
    """

    TYPE: ClassVar[str] = "IdentityObject"
    TYPE_AS_TEXT: ClassVar[bool] = True
    CLOSED: ClassVar[bool] = True

    hashed: bool = member(FLAG, required=True)
    identity_hash: str = member(TEXT, required=True)
    identity_type: str = member(Choice(IdentifierType, extensible=True), required=True)
    salt: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Node):
    """A result that the earner had (OB 3.0, Result)."""

    TYPE: ClassVar[str] = "Result"

    achieved_level: str | None = member(URI)
    alignment: tuple[Alignment, ...] = member(ALIGNMENTS)
    result_description: str | None = member(URI)
    status: str | None = member(Choice(ResultStatus))
    value: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Node):
    """What shows that the criteria were met (OB 3.0, Evidence)."""

    TYPE: ClassVar[str] = "Evidence"

    id: str | None = member(URI)
    narrative: str | None = member(TEXT)
    name: str | None = member(TEXT)
    description: str | None = member(TEXT)
    genre: str | None = member(TEXT)
    audience: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject(Node):
    """The earner and what they achieved (OB 3.0, AchievementSubject).

    The contexts give activityStartDate and activityEndDate the datatype xsd:date, both schema forms
    demand a date with time. We write what the schemas demand: the datatype only labels the literal.
    """

    TYPE: ClassVar[str] = "AchievementSubject"

    id: str | None = member(URI)
    activity_end_date: datetime | None = member(MOMENT)
    activity_start_date: datetime | None = member(MOMENT)
    credits_earned: float | None = member(NUMBER)
    achievement: Achievement = member(One(lambda: Achievement), required=True)
    identifier: tuple[IdentityObject, ...] = member(Many(One(lambda: IdentityObject)))
    image: Image | None = member(One(lambda: Image))
    license_number: str | None = member(TEXT)
    narrative: str | None = member(TEXT)
    result: tuple[Result, ...] = member(Many(One(lambda: Result)))
    role: str | None = member(TEXT)
    source: Profile | None = member(One(lambda: Profile))
    term: str | None = member(TEXT)

    def check_rules(self) -> None:
        """OB 3.0: a subject has an id or at least one identifier. The schemas do not check this."""
        if self.id is None and not self.identifier:
            raise ShapeError("must have an id or an identifier")
