# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""A credential that speaks well of an issuer, an achievement or a badge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from signet.standards.credential.embedded import ENDORSEMENT
from signet.standards.credential.envelope import CREDENTIAL, Envelope
from signet.standards.credential.kinds import TEXT, TEXTS, URI, One
from signet.standards.credential.shape import Node, ShapeError, member

if TYPE_CHECKING:
    from signet.standards.credential.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSubject(Node):
    """What is endorsed, and the words for it (OB 3.0, EndorsementSubject)."""

    TYPE: ClassVar[str] = "EndorsementSubject"

    id: str = member(URI, required=True)
    endorsement_comment: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementCredential(Envelope):
    """OB 3.0, EndorsementCredential."""

    NAMES: ClassVar[tuple[str, ...]] = ("EndorsementCredential",)

    types: tuple[str, ...] = member(
        TEXTS, json="type", default=(CREDENTIAL, "EndorsementCredential")
    )
    name: str = member(TEXT, required=True)
    subject: EndorsementSubject = member(
        One(lambda: EndorsementSubject), required=True, json="credentialSubject"
    )


def examine(raw: Any) -> None:
    """Refuse an embedded document that is no endorsement, or that embeds a further one."""
    issuer: Profile = EndorsementCredential.read(raw).issuer
    for profile in (issuer, *issuer.parents):
        if profile.endorsement:
            raise ShapeError("must not hold a further endorsement", ("issuer",))


ENDORSEMENT.examine = examine
