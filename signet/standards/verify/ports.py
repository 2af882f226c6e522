"""What the verifier is handed from outside, and how that can fail."""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from signet.standards.errors import StandardsError


class NotCheckedError(StandardsError):
    """Nothing was found out, for or against. Never a reason to pass."""


class ResolveError(NotCheckedError):
    """A document that a check needs could not be had."""


class SlowPathError(NotCheckedError):
    """The slow path could not be taken: too busy, or the child did not start."""


class Resolver(Protocol):
    """Where keys and status lists come from: the net, a database, or files beside the badge."""

    def fetch(self, url: str) -> bytes:
        """The document at this URL, or ResolveError."""


# Canonical bytes of a document that the walker does not know, made where it can be killed.
# Raises CanonError, or SlowPathError when nothing could be found out.
SlowPath: TypeAlias = Callable[[dict[str, Any]], bytes]

MAX_FETCHES = 12


class Once:
    """A resolver that asks for each document once, and only for so many altogether."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._answers: dict[str, bytes | ResolveError] = {}

    def fetch(self, url: str) -> bytes:
        """The document at this URL, or ResolveError."""
        if url not in self._answers:
            self._answers[url] = self._ask(url)
        answer = self._answers[url]
        if isinstance(answer, ResolveError):
            raise answer
        return answer

    def _ask(self, url: str) -> bytes | ResolveError:
        if len(self._answers) >= MAX_FETCHES:
            return ResolveError(f"It takes more than {MAX_FETCHES} other documents to check this.")
        try:
            return self._resolver.fetch(url)
        except ResolveError as error:
            return error
