"""The verifier on this site: what is ours comes from the database, all else from the net."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from signet.awards import documents, issuers
from signet.people.models import Unit
from signet.public import verification
from signet.standards.verify import Report, ResolveError, Resolver

_PUBLIC_ID = re.compile(r"[a-z2-7]{26}").fullmatch


class OwnDocuments:
    """Documents under our own public URL, from the database and never over the net.

    beyond: who is asked for all other documents; without one they cannot be had.
    """

    def __init__(self, home: str, beyond: Resolver | None = None) -> None:
        self._home = _origin(home)
        self._beyond = beyond

    def fetch(self, url: str) -> bytes:
        """The document at this URL, or ResolveError."""
        if self.owns(url):
            found = documents.find(urlsplit(url).path, wants_json=True)
            if found is None:
                raise ResolveError(f"There is no document at {url}.")
            return found.body
        if self._beyond is None:
            raise ResolveError(f"{url} is not a document of this site.")
        return self._beyond.fetch(url)

    def owns(self, url: str) -> bool:
        """Whether the URL is one of this site's."""
        return _origin(url) == self._home


def check_own(body: bytes, *, home: str, now: datetime) -> Report:
    """Check a stored badge of ours, with nothing but our own documents."""
    return verification.check(
        body, resolver=OwnDocuments(home), now=now, trusted=_own_issuers(home)
    )


def check_given(given: dict[str, Any], *, home: str, now: datetime) -> Report:
    """Check what somebody handed in: `file`, `text` or `address`, and perhaps a `recipient`.

    Raises ResolveError where nothing can be had at the address.
    """
    net = verification.NetResolver()
    own = OwnDocuments(home, net)
    return verification.check(
        _raw(given, home, own, net),
        resolver=own,
        now=now,
        recipient=given["recipient"] or None,
        trusted=_own_issuers(home),
    )


def _raw(
    given: dict[str, Any], home: str, own: OwnDocuments, net: verification.NetResolver
) -> bytes | str:
    if given["file"]:
        body: bytes = given["file"].read()
        return body
    if given["text"]:
        text: str = given["text"]
        return text
    address = given["address"]
    if _PUBLIC_ID(address):
        address = f"{home}/badges/{address}"
    return own.fetch(address) if own.owns(address) else verification.badge_at(address, net)


def _own_issuers(home: str) -> Collection[str]:
    return {issuers.did_of(unit, home) for unit in (None, *Unit.objects.only("slug"))}


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme.lower(), parts.netloc.lower()
