"""Signed bytes at rest: zstd with a dictionary for each achievement version and kind.

Credentials of one version differ in a few texts, so the first one serves the others as the
dictionary. It is raw content, kept for good, and named by each credential that needs it.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import zstandard

from signet.awards.models import CompressionDictionary
from signet.awards.press import Edition
from signet.catalog.models import AchievementVersion

_LEVEL = 3
_MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Compressor:
    """Compresses with one stored dictionary. pk: the dictionary's."""

    pk: int
    inner: zstandard.ZstdCompressor

    def compress(self, body: bytes) -> bytes:
        """The bytes as stored."""
        return self.inner.compress(body)


class Compressors:
    """The compressors of one transaction, each looked up once.

    The first edition of its version and kind becomes their dictionary.
    versions: keys of those whose dictionaries are read at once, with one query.
    """

    def __init__(self, versions: Collection[int] = ()) -> None:
        kept = CompressionDictionary.objects.filter(version_id__in=versions).order_by("number")
        self._found = {
            (version, kind): _compressor(pk, bytes(body))
            for version, kind, pk, body in kept.values_list("version_id", "kind", "pk", "body")
        }

    def of(self, version: AchievementVersion, edition: Edition) -> Compressor:
        """The compressor for this edition."""
        place = (version.pk, edition.kind)
        found = self._found.get(place)
        if found is None:
            found = self._found[place] = _stored_compressor(version, edition)
        return found


def _stored_compressor(version: AchievementVersion, edition: Edition) -> Compressor:
    kept = CompressionDictionary.objects.filter(version=version, kind=edition.kind)
    found = kept.order_by("-number").first()
    if found is None:
        found = CompressionDictionary.objects.create(
            version=version, kind=edition.kind, body=edition.body
        )
    return _compressor(found.pk, bytes(found.body))


def stored(body: bytes | memoryview, dictionary: int | None) -> bytes:
    """The signed bytes, exactly as they were signed."""
    return _decompressors.of(dictionary).decompress(bytes(body), max_output_size=_MOST_BYTES)


@lru_cache(maxsize=64)
def _compressor(pk: int, body: bytes) -> Compressor:
    data = _content(body)
    data.precompute_compress(level=_LEVEL)
    return Compressor(pk, zstandard.ZstdCompressor(level=_LEVEL, dict_data=data))


class _Decompressors(threading.local):
    """The decompressors of one thread, by their dictionaries' keys: no two threads share one."""

    def __init__(self) -> None:
        self.of = lru_cache(maxsize=512)(_decompressor)


def _decompressor(dictionary: int | None) -> zstandard.ZstdDecompressor:
    if dictionary is None:
        return zstandard.ZstdDecompressor()
    kept = CompressionDictionary.objects.values_list("body", flat=True).get(pk=dictionary)
    return zstandard.ZstdDecompressor(dict_data=_content(bytes(kept)))


_decompressors = _Decompressors()


def _content(body: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
