"""Credentials inside a credential: endorsements as signed documents or as compact JWS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signet.standards.credential.kinds import Text
from signet.standards.credential.terms import COMPACT_JWS

if TYPE_CHECKING:
    from collections.abc import Callable

# Context 3.0.3 as pinned does not define endorsementJwt (1EdTech added it in place in June 2026),
# so it can stand in a JWT only: under an embedded proof canonicalization refuses it.
JWS = Text(COMPACT_JWS, "a compact JWS")


@dataclass(slots=True)
class Embedded:
    """A whole credential inside another, kept as the dict that was signed.

    Rebuilt from its known members it would lose the others, and its signature with them.
    """

    # Set by the module that defines the embedded class: that class holds Profiles, which hold
    # embedded credentials.
    examine: Callable[[Any], None] = field(init=False)

    def read(self, raw: Any) -> Any:
        """The document as received."""
        return raw

    def check(self, value: Any) -> None:
        """Refuse a document that is not shaped as its class says."""
        self.examine(value)

    def write(self, value: dict[str, Any]) -> dict[str, Any]:
        """The document as it is."""
        return value


ENDORSEMENT = Embedded()
