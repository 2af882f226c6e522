"""Credentials in PNG: one iTXt chunk of a fixed keyword (OB 3.0 §5.3.1, PNG 3rd edition §11.3.3.4).

Only chunks are looked at, never pixels, so a picture that would inflate to gigabytes costs nothing.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signet.standards.bake.limits import (
    MAX_CREDENTIAL_BYTES,
    MAX_PICTURE_BYTES,
    check_picture_size,
    is_jws,
)
from signet.standards.errors import BakeError

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
OPEN_BADGES_2_KEYWORD = b"openbadges"

# Eight mebibytes of encoders' usual 8 KiB pieces are a thousand chunks.
MAX_CHUNKS = 4096

# Keyword, not compressed, method 0, no language tag, no translated keyword.
_PREFIX = KEYWORD + b"\0\0\0\0\0"
_PREFIX_CRC = zlib.crc32(b"iTXt" + _PREFIX)
_TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk, by its place in the file."""

    kind: bytes
    start: int
    data: memoryview


class PngSplice:
    """A picture made ready once, to be baked with many credentials: only bytes are joined."""

    __slots__ = ("_after", "_before")

    def __init__(self, png: bytes) -> None:
        """Check the picture and find the place, before its pixels: readers meet it early."""
        place = None
        for chunk in _chunks(png):
            if _keyword(chunk) in (KEYWORD, OPEN_BADGES_2_KEYWORD):
                raise BakeError("The picture already carries a badge; bake into a bare one.")
            if place is None and chunk.kind == b"IDAT":
                place = chunk.start
        if place is None:
            raise BakeError("The PNG has no pixels.")
        self._before = png[:place]
        self._after = png[place:]

    def bake(self, credential: bytes) -> bytes:
        """The picture carrying this credential: JSON in UTF-8, or a compact JWS."""
        is_jws(credential)
        if b"\0" in credential:
            raise BakeError("A credential in a PNG holds no NUL.")
        length = len(_PREFIX) + len(credential)
        if len(self._before) + length + 12 + len(self._after) > MAX_PICTURE_BYTES:
            raise BakeError(f"The baked picture would have more than {MAX_PICTURE_BYTES:,} bytes.")
        crc = zlib.crc32(credential, _PREFIX_CRC)
        return b"".join(
            (
                self._before,
                length.to_bytes(4, "big"),
                b"iTXt",
                _PREFIX,
                credential,
                crc.to_bytes(4, "big"),
                self._after,
            )
        )


def bake_png(png: bytes, credential: str) -> bytes:
    """A copy of the picture that carries the credential. Refuses one that carries a badge."""
    return PngSplice(png).bake(credential.encode())


def extract_png(png: bytes) -> str:
    """The one credential that the picture carries."""
    texts = [(_keyword(chunk), chunk) for chunk in _chunks(png)]
    found = [chunk for keyword, chunk in texts if keyword == KEYWORD]
    if len(found) > 1:
        raise BakeError("The PNG carries more than one credential, so none can be trusted.")
    if found:
        return _text_of(found[0])
    if any(keyword == OPEN_BADGES_2_KEYWORD for keyword, _ in texts):
        raise BakeError("The PNG carries an Open Badges 2.0 badge, which is not read yet.")
    raise BakeError("The PNG carries no badge.")


def _chunks(png: bytes) -> Iterator[Chunk]:
    """Every chunk in turn, its checksum checked; the file must end with IEND (PNG §5)."""
    check_picture_size(png)
    if not png.startswith(PNG_SIGNATURE):
        raise BakeError("This is not a PNG.")
    view, place = memoryview(png), len(PNG_SIGNATURE)
    for number in range(MAX_CHUNKS):
        chunk, after = _chunk_at(view, place)
        if (number == 0) != (chunk.kind == b"IHDR"):
            raise BakeError("The PNG does not begin with its one IHDR chunk.")
        yield chunk
        if chunk.kind == b"IEND":
            if after != len(png):
                raise BakeError("Something stands behind the end of the PNG.")
            return
        place = after
    raise BakeError(f"The PNG has more than {MAX_CHUNKS:,} chunks.")


def _chunk_at(view: memoryview, place: int) -> tuple[Chunk, int]:
    length = int.from_bytes(view[place : place + 4], "big")
    end = place + 12 + length
    if end > len(view):
        raise BakeError("The PNG is cut off.")
    kind = bytes(view[place + 4 : place + 8])
    if not (kind.isalpha() and kind.isascii()):
        raise BakeError("The PNG has a chunk without a name.")
    if zlib.crc32(view[place + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
        raise BakeError(f"The checksum of the PNG's {kind.decode()} chunk is wrong.")
    return Chunk(kind, place, view[place + 8 : end - 4]), end


def _keyword(chunk: Chunk) -> bytes | None:
    """The keyword of a text chunk of any sort, so that no second payload hides in another sort."""
    if chunk.kind not in _TEXT_CHUNKS:
        return None
    return bytes(chunk.data[:80]).partition(b"\0")[0]


def _text_of(chunk: Chunk) -> str:
    """The text of an iTXt chunk.

    The standard says uncompressed. Some encoders compress it all the same, and nothing is gained by
    refusing them, so that is read within a bound.
    """
    if chunk.kind != b"iTXt":
        raise BakeError("The PNG carries its credential in another chunk than iTXt.")
    rest = bytes(chunk.data)[len(KEYWORD) + 1 :]
    compressed, method, tail = rest[:1], rest[1:2], rest[2:]
    _, first, tail = tail.partition(b"\0")
    _, second, text = tail.partition(b"\0")
    if not (first and second) or compressed not in (b"\0", b"\1") or method != b"\0":
        raise BakeError("The PNG's credential chunk is broken.")
    if compressed == b"\1":
        text = _inflated(text)
    if len(text) > MAX_CREDENTIAL_BYTES:
        raise BakeError(f"The credential has more than {MAX_CREDENTIAL_BYTES:,} bytes.")
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise BakeError("The credential in the PNG is not UTF-8.") from None


def _inflated(packed: bytes) -> bytes:
    inflator = zlib.decompressobj()
    try:
        text = inflator.decompress(packed, MAX_CREDENTIAL_BYTES + 1)
    except zlib.error:
        raise BakeError("The compressed credential in the PNG is broken.") from None
    if len(text) > MAX_CREDENTIAL_BYTES:
        raise BakeError(f"The credential inflates to more than {MAX_CREDENTIAL_BYTES:,} bytes.")
    if not inflator.eof or inflator.unused_data:
        raise BakeError("The compressed credential in the PNG is broken.")
    return text
