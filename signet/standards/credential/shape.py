"""The one engine behind every part of a credential: made, checked, written and read.

A class names its members once, each with a kind; writing and reading follow from that. Writing is
always the strict form (arrays everywhere, no nulls, nothing empty); reading also takes the lenient
form (one value where a list may stand), and looks only at the members that are named here.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Self

from signet.standards.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPE_NAMES = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class ShapeError(DocumentError):
    """A member that is missing or not what it must be, with the JSON path that leads to it."""

    def __init__(self, problem: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = path

    def within(self, *steps: str | int) -> ShapeError:
        """The same trouble, seen from the object that holds it."""
        return ShapeError(self.problem, (*steps, *self.path))

    def __str__(self) -> str:
        steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path]
        path = "".join(steps).lstrip(".")
        return f"{path}: {self.problem}" if path else self.problem


def refuse(wanted: str, value: object) -> ShapeError:
    """The error for a value of the wrong type."""
    found = _TYPE_NAMES.get(type(value), type(value).__name__)
    return ShapeError(f"must be {wanted}, not {found}")


class Kind(Protocol):
    """What a member may hold: how it is read from JSON, checked, and written."""

    def read(self, raw: Any) -> Any:
        """Turn a JSON value into the member's value, or raise ShapeError."""

    def check(self, value: Any) -> None:
        """Raise ShapeError unless the member may hold this value."""

    def write(self, value: Any) -> Any:
        """Turn the member's value into JSON."""


def member(
    kind: Kind, *, required: bool = False, json: str | None = None, default: Any = None
) -> Any:
    """Declare one member of a Node. `json` is its name there when camelCase does not give it."""
    metadata = {"kind": kind, "json": json}
    if required:
        return dataclasses.field(metadata=metadata)
    if default is None and getattr(kind, "many", False):
        default = ()
    return dataclasses.field(default=default, metadata=metadata)


class Member(NamedTuple):
    """One member of a Node, as its class declared it."""

    field: str
    json: str
    kind: Kind
    # Must have a value when the object is made.
    required: bool
    # Must stand in a document that is read: also what has a default when the object is made.
    stated: bool


class Members(NamedTuple):
    """All members of a class, in order, made ready for use."""

    all: tuple[Member, ...]
    by_json: dict[str, Member]
    stated: tuple[str, ...]
    values: attrgetter[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An object of the standard. Subclasses are frozen, slotted, keyword-only dataclasses."""

    TYPE: ClassVar[str | None] = None
    # The OB 3.0 schema wants a plain string for Image, IdentityObject, IdentifierEntry and
    # GeoCoordinates, and arrays for all other classes.
    TYPE_AS_TEXT: ClassVar[bool] = False
    # Whether the schema says additionalProperties: false.
    CLOSED: ClassVar[bool] = False

    def __post_init__(self) -> None:
        plan = members(type(self))
        for each, value in zip(plan.all, plan.values(self), strict=True):
            if value is None:
                if each.required:
                    raise ShapeError("is missing", (each.json,))
            elif value != ():
                try:
                    each.kind.check(value)
                except ShapeError as error:
                    raise error.within(each.json) from None
        self.check_rules()

    def check_rules(self) -> None:
        """Raise ShapeError for what the standard demands across members."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object in the strict form: `id`, `type`, then the members as declared."""
        values: dict[str, Any] = {}
        plan = members(type(self))
        for each, value in zip(plan.all, plan.values(self), strict=True):
            if value is not None and value != ():
                values[each.json] = each.kind.write(value)
        if self.TYPE is None:
            return values
        first = {"id": values["id"]} if "id" in values else {}
        return {**first, "type": self.TYPE if self.TYPE_AS_TEXT else [self.TYPE], **values}

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Read an object of anyone's credential, strict or lenient form."""
        if type(raw) is not dict:
            raise refuse("an object", raw)
        raw = cls.prepared(raw)
        plan = members(cls)
        for name in plan.stated:
            if name not in raw:
                raise ShapeError("is missing", (name,))
        values = {}
        for name, value in raw.items():
            each = plan.by_json.get(name)
            if each is not None:
                if value is None:
                    raise ShapeError("must not be null", (name,))
                try:
                    values[each.field] = each.kind.read(value)
                except ShapeError as error:
                    raise error.within(name) from None
            elif cls.CLOSED and name != "type":
                raise ShapeError(f"{cls.TYPE} has no such member", (name,))
        return cls(**values)

    @classmethod
    def prepared(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """The object to read the members from, once it says that it is of this class."""
        if cls.TYPE is None:
            return raw
        if cls.TYPE_AS_TEXT:
            if raw.get("type") != cls.TYPE:
                raise ShapeError(f"must be the text {cls.TYPE}", ("type",))
        elif cls.TYPE not in types(raw):
            raise ShapeError(f"must hold {cls.TYPE}", ("type",))
        return raw


def types(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The `type` of an object: one text or a list of texts."""
    if "type" not in raw:
        raise ShapeError("is missing", ("type",))
    value = raw["type"]
    if type(value) is str:
        return (value,)
    if type(value) is not list or not value:
        raise ShapeError("must be text or a list of texts", ("type",))
    for index, each in enumerate(value):
        if type(each) is not str:
            raise refuse("text", each).within("type", index)
    return tuple(value)


def members(cls: type[Node]) -> Members:
    """The declared members of a class."""
    known = _MEMBERS.get(cls)
    if known is None:
        known = _MEMBERS[cls] = _declared(cls)
    return known


_MEMBERS: dict[type[Node], Members] = {}


def _declared(cls: type[Node]) -> Members:
    declared = tuple(
        Member(
            field.name,
            field.metadata["json"] or camel_case(field.name),
            field.metadata["kind"],
            field.default is dataclasses.MISSING,
            field.default not in (None, ()),
        )
        for field in dataclasses.fields(cls)
    )
    return Members(
        declared,
        {each.json: each for each in declared},
        tuple(each.json for each in declared if each.stated),
        attrgetter(*(each.field for each in declared)),
    )


def camel_case(name: str) -> str:
    """`result_description` as JSON writes it: `resultDescription`."""
    return re.sub(r"_(\w)", lambda found: found.group(1).upper(), name)
