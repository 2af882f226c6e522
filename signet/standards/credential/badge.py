# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""The badge itself: an OpenBadgeCredential to be signed, or one that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from signet.standards.credential.embedded import ENDORSEMENT, JWS
from signet.standards.credential.endorsement import EndorsementCredential
from signet.standards.credential.envelope import CREDENTIAL, Envelope
from signet.standards.credential.kinds import TEXTS, Many, One
from signet.standards.credential.profile import Image, Profile
from signet.standards.credential.services import Status
from signet.standards.credential.shape import member
from signet.standards.credential.subject import AchievementSubject, IdentityObject, Result
from signet.standards.errors import DocumentError

if TYPE_CHECKING:
    from signet.standards.credential.achievement import Achievement


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBadgeCredential(Envelope):
    """OB 3.0, OpenBadgeCredential (AchievementCredential is its other name)."""

    NAMES: ClassVar[tuple[str, ...]] = ("OpenBadgeCredential", "AchievementCredential")

    types: tuple[str, ...] = member(TEXTS, json="type", default=(CREDENTIAL, "OpenBadgeCredential"))
    image: Image | None = member(One(lambda: Image))
    subject: AchievementSubject = member(
        One(lambda: AchievementSubject), required=True, json="credentialSubject"
    )
    endorsement: tuple[Any, ...] = member(Many(ENDORSEMENT))
    endorsement_jwt: tuple[str, ...] = member(Many(JWS))

    @property
    def achievement(self) -> Achievement:
        """What was achieved."""
        return self.subject.achievement

    @property
    def identifiers(self) -> tuple[IdentityObject, ...]:
        """What identifies the earner beside the subject's id."""
        return self.subject.identifier

    @property
    def results(self) -> tuple[Result, ...]:
        """The earner's results."""
        return self.subject.result

    @property
    def parent_orgs(self) -> tuple[Profile, ...]:
        """The organizations above the issuer, nearest first."""
        return self.issuer.parents

    def as_dict(self) -> dict[str, Any]:
        """The projection: the known members only, in the strict form and under their VC 2.0 names.

        Neither contexts nor proof: this is what the document says, not the document.
        """
        projection: dict[str, Any] = _projected(self.to_dict())
        return projection


def parse(document: Any) -> OpenBadgeCredential:
    """Check the shape of anyone's Open Badges 3.0 credential and read its known members.

    VC 2.0 and VC 1.1, strict and lenient form. DocumentError names the JSON path. What is not
    known here means nothing here; canonicalization refuses what no context defines.
    """
    try:
        return OpenBadgeCredential.read(document)
    except RecursionError:
        raise DocumentError("The document is nested too deep.") from None


def parse_endorsement(document: Any) -> EndorsementCredential:
    """The same for an EndorsementCredential standing alone or taken out of `endorsement`."""
    try:
        return EndorsementCredential.read(document)
    except RecursionError:
        raise DocumentError("The document is nested too deep.") from None


def _projected(value: Any) -> Any:
    if isinstance(value, list):
        return [_projected(each) for each in value]
    if not isinstance(value, dict):
        return value
    projection: dict[str, Any] = {}
    for name, inner in value.items():
        if name == "endorsement":
            projection[name] = [
                _projected(EndorsementCredential.read(each).to_dict()) for each in inner
            ]
        elif name == "credentialStatus":
            projection[name] = Status.projection(inner)
        elif name != "@context":
            projection[name] = _projected(inner)
    return projection
