"""The bytes of a roster: how large, in which encoding, and as lines of text, never all at once."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from signet.awards.rosters.values import RosterError

MOST_BYTES = 64 * 1024 * 1024
_CHUNK = 128 * 1024
_LONGEST_UNBROKEN = 256 * 1024

_SAVE_AS = 'Save it again as "CSV UTF-8".'
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "UTF-8 with BOM", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be read from its beginning as often as needed, one reader at a time."""

    origin: Path | BinaryIO
    encoding: str = ""
    codec: str = ""

    @contextmanager
    def lines(self) -> Iterator[Iterator[str]]:
        """Lend the lines, each with its line break (LF, CRLF or CR) as written."""
        with _opened(self.origin) as handle:
            text = io.TextIOWrapper(handle, encoding=self.codec, newline="")
            try:
                yield text
            except UnicodeDecodeError as error:
                raise RosterError("The file changed while it was read. Try again.") from error
            finally:
                text.detach()  # else its end would close a file that is the caller's


def survey(origin: Path | BinaryIO) -> Source:
    """Read the whole file once, in pieces: find its encoding and refuse what is no text."""
    origin = _rereadable(origin)
    encoding, codec = _guess(origin)
    try:
        _check(origin, codec)
    except UnicodeDecodeError as error:
        if codec != "utf-8":
            raise RosterError(f"The file says it is {encoding}; it is not. {_SAVE_AS}") from error
        encoding, codec = "Windows-1252", "cp1252"
        _check_fallback(origin)
    return Source(origin, encoding, codec)


def _rereadable(origin: Path | BinaryIO) -> Path | BinaryIO:
    with _opened(origin, rewind=False) as handle:
        if handle.seekable():
            return origin
        # A pipe is kept in memory, which nobody needs to close; its size is bounded as a file's.
        copy = io.BytesIO()
        while chunk := handle.read(_CHUNK):
            copy.write(chunk)
            _check_size(copy.tell())
        return copy


def _guess(origin: Path | BinaryIO) -> tuple[str, str]:
    with _opened(origin) as handle:
        start = handle.read(8)
    if not start:
        raise RosterError("The file is empty.")
    if start.startswith(_WORKBOOKS):
        raise RosterError('This is a workbook, not a CSV file. Save it as "CSV UTF-8".')
    for mark, encoding, codec in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding, codec
    return "UTF-8", "utf-8"


def _check_fallback(origin: Path | BinaryIO) -> None:
    try:
        _check(origin, "cp1252")
    except UnicodeDecodeError as error:
        raise RosterError(f"The file is neither UTF-8 nor Windows-1252 text. {_SAVE_AS}") from error


def _check(origin: Path | BinaryIO, codec: str) -> None:
    decoder = codecs.getincrementaldecoder(codec)()
    total = unbroken = 0
    with _opened(origin) as handle:
        while chunk := handle.read(_CHUNK):
            total += len(chunk)
            _check_size(total)
            text = decoder.decode(chunk)
            if "\0" in text:
                raise RosterError(f"The file contains NUL characters; it is no CSV. {_SAVE_AS}")
            # Whoever reads lines later holds one whole: none may be long.
            unbroken = 0 if "\n" in text or "\r" in text else unbroken + len(text)
            if unbroken > _LONGEST_UNBROKEN:
                raise RosterError("The file has a line too long for a roster. Is it a CSV file?")
        decoder.decode(b"", final=True)


def _check_size(total: int) -> None:
    if total > MOST_BYTES:
        raise RosterError(
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MiB. Split it in several."
        )


@contextmanager
def _opened(origin: Path | BinaryIO, *, rewind: bool = True) -> Iterator[BinaryIO]:
    try:
        if isinstance(origin, Path):
            with origin.open("rb") as handle:
                yield handle
        else:
            if rewind:
                origin.seek(0)
            yield origin
    except OSError as error:
        raise RosterError(f"The file cannot be read: {error.strerror or error}.") from error
