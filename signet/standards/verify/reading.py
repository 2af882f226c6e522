"""From the bytes that somebody hands in to one document, signed inside or as a token."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from signet.standards import bake, documents, jwt
from signet.standards.errors import DocumentError


class Form(StrEnum):
    """How a document is secured."""

    JSON = "JSON with a signature inside"
    JWT = "a signed token (JWT)"


@dataclass(frozen=True, slots=True)
class Received:
    """A document as its sender claims it to be; nothing of it is verified."""

    form: Form
    document: dict[str, Any]
    jws: jwt.CompactJws | None = None
    is_picture: bool = False

    @property
    def described(self) -> str:
        """What was handed in, in words."""
        carried = "A picture that carries" if self.is_picture else "This is"
        return f"{carried} {self.form}."


def read(raw: bytes | str) -> Received:
    """Read JSON, a compact JWT, or a PNG or SVG that carries one of these."""
    if len(raw) > documents.CREDENTIAL.max_bytes:
        most = documents.CREDENTIAL.max_bytes
        raise DocumentError(f"It has {len(raw):,} bytes; at most {most:,} are read.")
    encoded = raw if isinstance(raw, bytes) else _encoded(raw)
    if _is_picture(encoded):
        return _read_text(bake.extract(encoded).encode(), documents.CREDENTIAL, is_picture=True)
    return _read_text(encoded, documents.CREDENTIAL)


def read_fetched(raw: bytes) -> Received:
    """Read a document that was fetched: JSON or a JWT, smaller, and no picture."""
    if len(raw) > documents.FETCHED.max_bytes:
        most = documents.FETCHED.max_bytes
        raise DocumentError(f"It has {len(raw):,} bytes; at most {most:,} are read.")
    return _read_text(raw, documents.FETCHED)


def _read_text(raw: bytes, limits: documents.Limits, *, is_picture: bool = False) -> Received:
    text = raw.strip(b" \t\r\n")
    if not text:
        raise DocumentError("There is nothing in it.")
    if text.startswith((b"{", b"[", b"\xef\xbb\xbf")):
        document = documents.loads(text, limits=limits)
        return Received(Form.JSON, document, is_picture=is_picture)
    if text.count(b".") == 2 and text.isascii():
        jws = jwt.parse(text, limits=limits)
        claimed = jwt.claimed(jws)
        return Received(Form.JWT, claimed, jws, is_picture)
    raise DocumentError("It is neither a badge as JSON or token, nor a picture that carries one.")


def _is_picture(raw: bytes) -> bool:
    return raw.startswith(b"\x89PNG") or raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise DocumentError("The text holds half of a surrogate pair.") from None
