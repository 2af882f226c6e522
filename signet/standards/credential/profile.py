# ruff: noqa: RUF009  # member() is dataclasses.field() by another name
"""Who: a person or organization, and the pictures, addresses and identifiers that describe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from signet.standards.credential.embedded import ENDORSEMENT, JWS
from signet.standards.credential.kinds import (
    DAY,
    NUMBER,
    TEXT,
    URI,
    URL,
    Choice,
    Many,
    One,
)
from signet.standards.credential.shape import Node, member
from signet.standards.credential.terms import IdentifierType

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Node):
    """A picture by URL or data URI (OB 3.0, Image)."""

    TYPE: ClassVar[str] = "Image"
    TYPE_AS_TEXT: ClassVar[bool] = True
    CLOSED: ClassVar[bool] = True

    id: str = member(URI, required=True)
    caption: str | None = member(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates(Node):
    """A point on Earth in degrees (OB 3.0, GeoCoordinates)."""

    TYPE: ClassVar[str] = "GeoCoordinates"
    TYPE_AS_TEXT: ClassVar[bool] = True

    latitude: float = member(NUMBER, required=True)
    longitude: float = member(NUMBER, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Node):
    """A postal address (OB 3.0, Address)."""

    TYPE: ClassVar[str] = "Address"

    address_country: str | None = member(TEXT)
    address_country_code: str | None = member(TEXT)
    address_region: str | None = member(TEXT)
    address_locality: str | None = member(TEXT)
    street_address: str | None = member(TEXT)
    post_office_box_number: str | None = member(TEXT)
    postal_code: str | None = member(TEXT)
    geo: GeoCoordinates | None = member(One(lambda: GeoCoordinates))


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry(Node):
    """An identifier in someone's system (OB 3.0, IdentifierEntry)."""

    TYPE: ClassVar[str] = "IdentifierEntry"
    TYPE_AS_TEXT: ClassVar[bool] = True
    CLOSED: ClassVar[bool] = True

    identifier: str = member(TEXT, required=True)
    identifier_type: str = member(Choice(IdentifierType, extensible=True), required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Node):
    """A person or organization: the issuer, a creator, a source (OB 3.0, Profile)."""

    TYPE: ClassVar[str] = "Profile"

    id: str = member(URI, required=True)
    name: str | None = member(TEXT)
    url: str | None = member(URL)
    phone: str | None = member(TEXT)
    description: str | None = member(TEXT)
    endorsement: tuple[Any, ...] = member(Many(ENDORSEMENT))
    endorsement_jwt: tuple[str, ...] = member(Many(JWS))
    image: Image | None = member(One(lambda: Image))
    email: str | None = member(TEXT)
    address: Address | None = member(One(lambda: Address))
    other_identifier: tuple[IdentifierEntry, ...] = member(Many(One(lambda: IdentifierEntry)))
    official: str | None = member(TEXT)
    parent_org: Profile | None = member(One(lambda: Profile))
    family_name: str | None = member(TEXT)
    given_name: str | None = member(TEXT)
    additional_name: str | None = member(TEXT)
    patronymic_name: str | None = member(TEXT)
    honorific_prefix: str | None = member(TEXT)
    honorific_suffix: str | None = member(TEXT)
    family_name_prefix: str | None = member(TEXT)
    date_of_birth: date | None = member(DAY)

    @property
    def parents(self) -> tuple[Profile, ...]:
        """The organizations above this one, nearest first."""
        chain = []
        parent = self.parent_org
        while parent is not None:
            chain.append(parent)
            parent = parent.parent_org
        return tuple(chain)


@dataclass(frozen=True, slots=True)
class ProfileRef:
    """A Profile, or its id alone (OB 3.0, ProfileRef), which reads as a Profile with only an id."""

    def read(self, raw: Any) -> Profile:
        """Read the Profile, or make one of its id."""
        if type(raw) is str:
            URI.check(raw)
            return Profile(id=raw)
        return Profile.read(raw)

    def check(self, value: Any) -> None:
        """Refuse what is no Profile."""
        One(lambda: Profile).check(value)

    def write(self, value: Profile) -> dict[str, Any]:
        """The Profile as JSON."""
        return value.to_dict()
