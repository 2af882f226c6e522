"""The kinds of value that members hold: text, numbers, dates, choices, objects, lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar

from signet.standards.credential.shape import Node, ShapeError, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

# A scheme and something after it, with no character that an IRI may not hold (RFC 3987 §2.2;
# N-Triples §2.4 for the ones that canonical RDF cannot write). "_:b0" has no scheme.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`]+")
_URL = re.compile(r"https?://[^/?#\s][^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`]*", re.IGNORECASE)
# VC 2.0 §4.9 (XML Schema's dateTimeStamp): upper-case T and Z, and always a timezone.
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,12}))?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Beyond 2^53 two JSON readers no longer see the same number (RFC 8259 §6).
_MAX_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class Text:
    """Text, of a pattern when one is given."""

    pattern: re.Pattern[str] | None = None
    wanted: str = "text"

    def read(self, raw: Any) -> Any:
        """Text stays text; `check` refuses all else."""
        if type(raw) is dict:
            # The lenient schema takes {"en": "…"} wherever it takes text, but no pinned context
            # gives such a member a meaning, so no embedded proof could cover it.
            raise ShapeError("must be text; text by language is not read")
        return raw

    def check(self, value: Any) -> None:
        """Refuse what is not text, or not of the pattern."""
        if not isinstance(value, str):
            raise refuse(self.wanted, value)
        if self.pattern is not None and self.pattern.fullmatch(value) is None:
            raise ShapeError(f"must be {self.wanted}")

    def write(self, value: Any) -> Any:
        """Plain text, so that no StrEnum leaks into a document."""
        return str(value)


TEXT = Text()
URI = Text(_URI, "an absolute URI")
URL = Text(_URL, "an absolute http or https URL")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of an enumeration's terms; `extensible` also takes `ext:…`."""

    terms: type[StrEnum]
    extensible: bool = False

    # The schema's own pattern (`(ext:)[a-z|A-Z|0-9|.|-|_]+`) is not anchored: it asks for one such
    # character after the colon and takes anything behind it.
    EXTENSION: ClassVar[re.Pattern[str]] = re.compile(r"ext:[A-Za-z0-9._|][^\x00-\x1f\x7f]{0,200}")

    def read(self, raw: Any) -> Any:
        """A term stays text; `check` refuses all else."""
        return raw

    def check(self, value: Any) -> None:
        """Refuse what the enumeration does not hold."""
        if not isinstance(value, str):
            raise refuse("text", value)
        if value in self.terms.__members__.values():
            return
        if not (self.extensible and self.EXTENSION.fullmatch(value)):
            allowed = ", ".join(self.terms) + (", or ext:…" if self.extensible else "")
            raise ShapeError(f"must be one of {allowed}")

    def write(self, value: Any) -> Any:
        """Plain text, so that no StrEnum leaks into a document."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number; true and false are none."""

    def read(self, raw: Any) -> Any:
        """A number stays a number; `check` refuses all else."""
        return raw

    def check(self, value: Any) -> None:
        """Refuse what is no number, or one that JSON readers round differently."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse("a number", value)
        if isinstance(value, int) and abs(value) >= _MAX_INTEGER:
            raise ShapeError("must be a number below 2^53")
        if not isfinite(value):
            raise ShapeError("must be a finite number")

    def write(self, value: Any) -> Any:
        """The number as it is."""
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, raw: Any) -> Any:
        """True and false stay so; `check` refuses all else."""
        return raw

    def check(self, value: Any) -> None:
        """Refuse what is neither true nor false."""
        if not isinstance(value, bool):
            raise refuse("true or false", value)

    def write(self, value: Any) -> Any:
        """True or false."""
        return value


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with its timezone, written in UTC to the second."""

    def read(self, raw: Any) -> datetime:
        """Read XML Schema's dateTimeStamp (VC 2.0 §4.9)."""
        if type(raw) is not str:
            raise refuse("a date and time", raw)
        found = _MOMENT.fullmatch(raw)
        if found is None:
            raise ShapeError("must be a date and time with a timezone, as 2026-05-25T00:00:00Z")
        seconds, fraction, zone = found.groups()
        zone = "+00:00" if zone == "Z" else zone
        try:
            moment = datetime.fromisoformat(f"{seconds}.{(fraction or '0')[:6]:0<6}{zone}")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ShapeError(f"{raw} is no real date and time") from None

    def check(self, value: Any) -> None:
        """Refuse a moment without timezone: it names no instant."""
        if not isinstance(value, datetime):
            raise refuse("a date and time", value)
        if value.tzinfo is None:
            raise ShapeError("must carry a timezone")

    def write(self, value: datetime) -> str:
        """`2026-05-25T00:00:00Z`; a fraction of a second only where there is one."""
        precision = "microseconds" if value.microsecond else "seconds"
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return moment.isoformat(timespec=precision) + "Z"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    def read(self, raw: Any) -> date:
        """Read `2026-05-25`."""
        if type(raw) is not str:
            raise refuse("a date", raw)
        if _DAY.fullmatch(raw) is None:
            raise ShapeError("must be a date, as 2026-05-25")
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise ShapeError(f"{raw} is no real date") from None

    def check(self, value: Any) -> None:
        """Refuse what is no day; a moment is none."""
        if isinstance(value, datetime) or not isinstance(value, date):
            raise refuse("a date", value)

    def write(self, value: date) -> str:
        """`2026-05-25`."""
        return value.isoformat()


@dataclass(frozen=True, slots=True)
class One:
    """One object of a class, named by a function because a Profile holds Profiles."""

    node: Callable[[], type[Node]]

    def read(self, raw: Any) -> Node:
        """Read the object."""
        return self.node().read(raw)

    def check(self, value: Any) -> None:
        """Refuse an object of another class."""
        if not isinstance(value, self.node()):
            raise refuse(f"a value of {self.node().__name__}", value)

    def write(self, value: Node) -> dict[str, Any]:
        """The object as JSON."""
        return value.to_dict()


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple of values of one kind. Read from a list, or from one value standing alone."""

    kind: Any
    many: ClassVar[bool] = True

    def read(self, raw: Any) -> tuple[Any, ...]:
        """The lenient schema form takes one value for a list of one."""
        if type(raw) is not list:
            return (self.kind.read(raw),)
        values = []
        for index, each in enumerate(raw):
            try:
                values.append(self.kind.read(each))
            except ShapeError as error:
                raise error.within(index) from None
        return tuple(values)

    def check(self, value: Any) -> None:
        """Refuse what is no tuple of the kind."""
        if not isinstance(value, tuple):
            raise refuse("a tuple", value)
        for index, each in enumerate(value):
            try:
                self.kind.check(each)
            except ShapeError as error:
                raise error.within(index) from None

    def write(self, value: tuple[Any, ...]) -> list[Any]:
        """A list, also of one."""
        return [self.kind.write(each) for each in value]


NUMBER = Number()
FLAG = Flag()
MOMENT = Moment()
DAY = Day()
TEXTS = Many(TEXT)
