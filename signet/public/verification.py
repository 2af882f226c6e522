"""The verifier joined to the world: where it fetches, and where it works out odd documents.

No Django in here: `signet verify` runs without a database.
"""

import json
import time
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit, urlunsplit

from signet.lib import isolate
from signet.lib.fetch import Fetched, FetchError, fetch
from signet.standards import errors
from signet.standards.verify import Report, ResolveError, Resolver, SlowPathError, verify

ACCEPT_BADGE = (
    "application/vc, application/vc+ld+json, application/ld+json, application/json;q=0.9, "
    "application/vc+jwt;q=0.8, application/jwt;q=0.8, text/plain;q=0.5, image/png;q=0.4, "
    "image/svg+xml;q=0.4"
)
ACCEPT_DOCUMENT = (
    "application/json, application/did+json, application/ld+json, application/vc, "
    "application/vc+jwt, application/jwk-set+json, */*;q=0.1"
)
# A page is waited for: all documents that one badge needs, together.
ALL_SECONDS = 15.0

_SLOW_PATH = "signet.public.slow_path:canonical"


def check(
    raw: bytes | str,
    *,
    resolver: Resolver,
    now: datetime,
    recipient: str | None = None,
    trusted: Collection[str] | None = None,
) -> Report:
    """Verify a badge as `signet.standards.verify` does, odd documents in a child process."""
    return verify(
        raw,
        resolver=resolver,
        now=now,
        slow_path=slow_path,
        recipient=recipient,
        trusted=trusted,
    )


def slow_path(document: dict[str, Any]) -> bytes:
    """Canonical bytes of a document beyond the walker's profile, made in a child process.

    CanonError as the child named it, TooComplexError when it was killed for the work it made,
    SlowPathError when that could not be found out.
    """
    try:
        return isolate.run(_SLOW_PATH, json.dumps(document).encode())
    except isolate.LimitError as error:
        raise errors.TooComplexError(str(error)) from error
    except isolate.RemoteError as error:
        kind = _REMOTE.get(error.name)
        if kind is None:
            raise SlowPathError("The part that looks at odd documents broke down.") from error
        raise kind(str(error)) from error
    except isolate.IsolateError as error:
        raise SlowPathError(str(error)) from error


_REMOTE = {
    kind.__name__: kind
    for kind in (
        errors.CanonError,
        errors.ContextError,
        errors.OffProfileError,
        errors.TooComplexError,
        errors.UndefinedTermError,
    )
}


class NetResolver:
    """Fetches from the public Internet; one for each verification, because its time is bounded."""

    def __init__(self, *, allow_loopback: bool = False, seconds: float = ALL_SECONDS) -> None:
        self._allow_loopback = allow_loopback
        self._deadline = time.monotonic() + seconds

    def fetch(self, url: str) -> bytes:
        """The document at this URL, or ResolveError."""
        return self.get(url, accept=ACCEPT_DOCUMENT).body

    def get(self, url: str, *, accept: str) -> Fetched:
        """The same with its media type."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ResolveError("The documents that this needs took too long altogether.")
        try:
            return fetch(
                url, allow_loopback=self._allow_loopback, timeout=min(5.0, left), accept=accept
            )
        except FetchError as error:
            raise ResolveError(f"{url} could not be fetched. {error}") from error


class MapResolver:
    """Documents at hand, by URL; nothing else is had from anywhere."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        self._documents = {urldefrag(url).url: body for url, body in documents.items()}

    def fetch(self, url: str) -> bytes:
        """The document at this URL, or ResolveError."""
        try:
            return self._documents[urldefrag(url).url]
        except KeyError:
            raise ResolveError(f"{url} is not among the documents at hand.") from None


def badge_at(url: str, resolver: NetResolver) -> bytes:
    """The badge behind a link: what the link gives as data, or the page's neighbor `.json`.

    ResolveError when neither can be had.
    """
    fetched = resolver.get(url, accept=ACCEPT_BADGE)
    if fetched.media_type in {"text/html", "application/xhtml+xml"}:
        fetched = resolver.get(beside(url), accept=ACCEPT_BADGE)
    return fetched.body


def beside(url: str) -> str:
    """The URL of the data beside a badge's page: the same path with `.json`."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}.json", "", ""))
