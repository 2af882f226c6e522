"""The JSON-LD contexts that a credential may name: copies inside the package, pinned by SHA-256.

Nothing is ever fetched. SOURCES.md tells where each copy comes from.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from signet.standards.errors import ContextError

FOLDER = Path(__file__).parent


class Pin(NamedTuple):
    """One copy: the file in this folder, and the SHA-256 that its bytes must have."""

    file: str
    sha256: str


@cache
def pins() -> dict[str, Pin]:
    """Every pinned URL, and the copy that stands for it."""
    index = json.loads((FOLDER / "index.json").read_bytes())
    return {url: Pin(**entry) for url, entry in index.items()}


def known(url: str) -> bool:
    """Whether this URL is pinned."""
    return url in pins()


def document(url: str) -> dict[str, Any]:
    """The pinned document, parsed anew on each call, so that no caller can change another's.

    Raises ContextError for a URL that is not pinned and for a copy whose bytes are not the
    pinned ones.
    """
    document: dict[str, Any] = json.loads(_raw(url))
    return document


def load(url: str, options: Any = None) -> dict[str, Any]:  # noqa: ARG001  # PyLD's own signature
    """The pinned document as PyLD wants it from a document loader."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document(url),
    }


@cache
def _raw(url: str) -> bytes:
    pin = pins().get(url)
    if pin is None:
        raise ContextError(f"The context {url!r} is not one of those known here.")
    return matching(FOLDER, pin)


def matching(folder: Path, pin: Pin) -> bytes:
    """The bytes of a copy, or ContextError when they are not the pinned ones."""
    raw = (folder / pin.file).read_bytes()
    if sha256(raw).hexdigest() != pin.sha256:
        raise ContextError(f"The copy {pin.file} does not match the SHA-256 it is pinned by.")
    return raw
