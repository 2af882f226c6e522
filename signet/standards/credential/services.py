"""What stands beside the claim: its status entry, schema, refresh service and terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from signet.standards.credential.kinds import TEXT, URI
from signet.standards.credential.shape import Node, ShapeError, member, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class BitstringStatusListEntry(Node):
    """Where a credential's status bit stands (Bitstring Status List 1.0 §2.1).

    The strict 2024 schema form demands an `id`; it must differ from the list's URL. The index is
    text in JSON, an int here.
    """

    TYPE: ClassVar[str] = "BitstringStatusListEntry"
    TYPE_AS_TEXT: ClassVar[bool] = True

    id: str = member(URI, required=True)
    status_purpose: str = member(TEXT, required=True)
    status_list_index: str = member(TEXT, required=True)
    status_list_credential: str = member(URI, required=True)

    def check_rules(self) -> None:
        """The entry is not the list, and the index is a plain decimal number."""
        if self.id == self.status_list_credential:
            raise ShapeError("must not be the URL of the list", ("id",))
        index = self.status_list_index
        if not (index.isascii() and index.isdigit()) or str(int(index)) != index:
            raise ShapeError("must be a decimal number", ("statusListIndex",))


@dataclass(frozen=True, slots=True)
class Status:
    """A status entry: ours when writing; anyone's, of any type, as received when reading.

    One object: VC 2.0 also takes several, both schema forms of OB 3.0 take one.
    """

    KNOWN: ClassVar[tuple[str, ...]] = (
        "id",
        "type",
        "statusPurpose",
        "statusListIndex",
        "statusListCredential",
    )

    def read(self, raw: Any) -> Any:
        """The entry as received; what it says is for the verifier, which knows its type."""
        return raw

    def check(self, value: Any) -> None:
        """Refuse an entry without a type."""
        if isinstance(value, BitstringStatusListEntry):
            return
        if type(value) is not dict:
            raise refuse("an object", value)
        if "type" not in value:
            raise ShapeError("is missing", ("type",))
        for name, kind in (("type", TEXT), ("id", URI)):
            if name in value:
                try:
                    kind.check(kind.read(value[name]))
                except ShapeError as error:
                    raise error.within(name) from None

    def write(self, value: Any) -> dict[str, Any]:
        """The entry as JSON; what was received stays as received."""
        return value.to_dict() if isinstance(value, Node) else dict(value)

    @classmethod
    def projection(cls, entry: dict[str, Any]) -> dict[str, Any]:
        """The members of any entry that mean something to us."""
        return {name: entry[name] for name in cls.KNOWN if type(entry.get(name)) is str}


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSchema(Node):
    """A schema that the credential follows.

    The contexts define `1EdTechJsonSchemaValidator2019` (extensions) and `JsonSchema` (VC 2.0) as
    types; under an embedded proof canonicalization refuses any other.
    """

    id: str = member(URI, required=True)
    type: str = member(TEXT, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshService(Node):
    """Where a newer copy can be had. The extensions define `1EdTechCredentialRefresh`."""

    id: str = member(URI, required=True)
    type: str = member(TEXT, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOfUse(Node):
    """Terms under which the credential was issued.

    None of our three contexts defines a type for it, so one can stand in a JWT, or beside a further
    context that does; under an embedded proof canonicalization refuses it.
    """

    id: str | None = member(URI)
    type: str = member(TEXT, required=True)
