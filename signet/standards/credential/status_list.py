# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""The credential that publishes a status list, as any issuer writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from signet.standards.credential.envelope import CREDENTIAL, in_members_of_v2
from signet.standards.credential.kinds import MOMENT, NUMBER, TEXT, TEXTS, URI, One
from signet.standards.credential.shape import Node, ShapeError, member
from signet.standards.credential.terms import VC_V1, VC_V2

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssuerId:
    """An issuer of which only the id is of interest: the id, or an object that has it."""

    def read(self, raw: Any) -> Any:
        """Take the id out of an object."""
        if type(raw) is not dict:
            return raw
        if "id" not in raw:
            raise ShapeError("is missing", ("id",))
        return raw["id"]

    def check(self, value: Any) -> None:
        """Refuse what is no URI."""
        URI.check(value)

    def write(self, value: str) -> str:
        """The id."""
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList(Node):
    """Bitstring Status List 1.0 §2.2, credentialSubject."""

    TYPE: ClassVar[str] = "BitstringStatusList"

    id: str | None = member(URI)
    status_purpose: tuple[str, ...] = member(TEXTS)
    encoded_list: str = member(TEXT, required=True)
    ttl: float | None = member(NUMBER)

    def check_rules(self) -> None:
        """A list is for at least one purpose."""
        if not all(self.status_purpose) or not self.status_purpose:
            raise ShapeError("must name a purpose", ("statusPurpose",))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusListCredential(Node):
    """Bitstring Status List 1.0 §2.2: what the verifier needs of it."""

    NAME: ClassVar[str] = "BitstringStatusListCredential"

    context: tuple[str, ...] = member(TEXTS, json="@context", required=True)
    id: str = member(URI, required=True)
    types: tuple[str, ...] = member(TEXTS, json="type", required=True)
    issuer: str = member(IssuerId(), required=True)
    valid_from: datetime | None = member(MOMENT)
    valid_until: datetime | None = member(MOMENT)
    subject: StatusList = member(One(lambda: StatusList), json="credentialSubject", required=True)

    @classmethod
    def prepared(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """Read VC 1.1 dates into the members of VC 2.0."""
        return in_members_of_v2(raw)

    def check_rules(self) -> None:
        """The data model's context first, and both types."""
        if self.context[:1] not in ((VC_V2,), (VC_V1,)):
            raise ShapeError(f"must begin with {VC_V2}", ("@context",))
        for name in (CREDENTIAL, self.NAME):
            if name not in self.types:
                raise ShapeError(f"must hold {name}", ("type",))


def parse_status_list(document: Any) -> StatusListCredential:
    """Check the shape of a BitstringStatusListCredential; DocumentError names the JSON path."""
    return StatusListCredential.read(document)
