"""Strict JSON: what every document from outside must pass before anything else reads it.

Python's own parser takes NaN, 1e400, duplicate members and lone surrogates, and each of them lets
two verifiers read two different documents out of the same signed bytes (RFC 8259 §4, §6, §8.2).
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import orjson

from signet.standards.errors import DocumentError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The largest document that is read at all; nodes are all its values, at any depth."""

    max_bytes: int
    max_depth: int = 32
    max_nodes: int = 10_000


CREDENTIAL = Limits(8 * MEBIBYTE)
CLR = Limits(4 * MEBIBYTE, max_nodes=60_000)
FETCHED = Limits(1 * MEBIBYTE)


def loads(raw: bytes | str, *, limits: Limits = CREDENTIAL) -> dict[str, Any]:
    """Read one JSON object, or raise DocumentError with the trouble and, where known, its place."""
    encoded = _encoded(raw)
    if len(encoded) > limits.max_bytes:
        raise DocumentError(
            f"The document has {len(encoded):,} bytes; at most {limits.max_bytes:,} are read."
        )
    _bound_nodes(encoded, limits)
    text = _decoded(encoded)
    document = _parsed(text, limits)
    if not isinstance(document, dict):
        raise DocumentError("The document is not one JSON object.")
    if encoded.count(b"{") + encoded.count(b"[") > limits.max_depth:  # no deeper than it opens
        _bound_depth(document, limits)
    if "\\u" in text:
        _refuse_lone_surrogates(document)
    return document


def dumps(document: Mapping[str, Any]) -> bytes:
    """Write a document as compact UTF-8, members in their order."""
    try:
        return orjson.dumps(document if isinstance(document, dict) else dict(document))
    except TypeError as error:
        raise DocumentError(f"The document cannot be written as JSON: {error}.") from error


def _encoded(raw: bytes | str) -> bytes:
    if isinstance(raw, bytes):
        return raw
    try:
        return raw.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"The text holds half of a surrogate pair at character {error.start}."
        ) from error


def _decoded(encoded: bytes) -> str:
    if encoded.startswith(b"\xef\xbb\xbf"):
        # RFC 8259 §8.1: no byte order mark.
        raise DocumentError("The document begins with a byte order mark; save it as plain UTF-8.")
    try:
        return encoded.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(f"The document is not UTF-8 at byte {error.start}.") from error


# A string that never ends runs to the end of the text: with no second start, the scan is linear.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BLANK = b" \t\n\r"


def _bound_nodes(encoded: bytes, limits: Limits) -> None:
    """Count the values before parsing: a few MiB of `[],[],` would become 100 MiB of objects."""
    if _values(encoded) <= limits.max_nodes:
        return  # commas and brackets inside strings only ever count too many
    packed = _STRING.sub(b'"', encoded).translate(None, _BLANK)
    nodes = _values(packed) - packed.count(b"[]") - packed.count(b"{}")
    if nodes > limits.max_nodes:
        raise DocumentError(
            f"The document has {nodes:,} values; at most {limits.max_nodes:,} are read."
        )


def _values(encoded: bytes) -> int:
    """Each container holds one value more than commas, and the document is one itself."""
    return 1 + len(encoded) - len(encoded.translate(None, b",[{"))


def _parsed(text: str, limits: Limits) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"Not JSON: {error.msg.rstrip('.')} at line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError:
        raise _too_deep(limits) from None
    except ValueError as error:  # an integer longer than Python reads (4,300 digits)
        raise DocumentError("The document holds a number too long to be read.") from error


def _bound_depth(document: dict[str, Any], limits: Limits) -> None:
    level: list[Any] = [document]
    for _ in range(limits.max_depth):
        level = [
            value
            for container in level
            for value in (container.values() if type(container) is dict else container)
            if type(value) is dict or type(value) is list
        ]
        if not level:
            return
    raise _too_deep(limits)


def _too_deep(limits: Limits) -> DocumentError:
    return DocumentError(f"The document is nested more than {limits.max_depth} deep.")


def _refuse_lone_surrogates(document: dict[str, Any]) -> None:
    try:
        orjson.dumps(document)
    except TypeError:
        pass  # a lone surrogate, or an integer beyond 64 bits, which is allowed
    else:
        return
    for place, text in _texts(document, "$"):
        if not _is_unicode(text):
            raise DocumentError(f"The text at {place} holds half of a surrogate pair.")


_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_unicode(text: str) -> bool:
    return _SURROGATE.search(text) is None


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """All strings, names of members too, with their JSON paths. The depth is bounded already."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{place}[{index}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield f"a member of {place}", name
            yield from _texts(item, f"{place}.{name}" if _is_unicode(name) else place)


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(members)
    if len(read) != len(members):
        seen: set[str] = set()
        for name, _ in members:
            if name in seen:
                raise DocumentError(f"The member {name!a} stands twice in one object.")
            seen.add(name)
    return read


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise DocumentError(f"The number {text[:40]} is too large.")
    return number


def _constant(name: str) -> NoReturn:
    raise DocumentError(f"{name} is not a JSON value.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_constant=_constant
)
