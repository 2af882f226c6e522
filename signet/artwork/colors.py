from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Colors:
    """One enamel or metal of the badge, each shade and what stands on it as `#RRGGBB`."""

    highlight: str
    base: str
    shade: str
    edge: str
    text: str
    keyline: str
    banner_shade: str
    banner_tail: str
    disc_tint: str
    cue: str


class Family(StrEnum):
    """The three color families of the programme; the value is what a classification stores."""

    DARK_CRIMSON = "dark-crimson"
    CRIMSON = "crimson"
    GOLD = "gold"

    @property
    def colors(self) -> Colors:
        """The shades that this family is painted with."""
        return _COLORS[self]


_COLORS = {
    Family.DARK_CRIMSON: Colors(
        highlight="#93293A",
        base="#7A1E2C",
        shade="#5C1220",
        edge="#430A15",
        text="#FFFFFF",
        keyline="#E4D6AE",
        banner_shade="#5C1220",
        banner_tail="#5C1220",
        disc_tint="#7A1E2C",
        cue="#7A1E2C",
    ),
    Family.CRIMSON: Colors(
        highlight="#CE1F42",
        base="#BA0C2F",
        shade="#9C0825",
        edge="#74051A",
        text="#FFFFFF",
        keyline="#F0E3BF",
        banner_shade="#9C0825",
        banner_tail="#8E0722",
        disc_tint="#BA0C2F",
        cue="#BA0C2F",
    ),
    Family.GOLD: Colors(
        highlight="#DCCB98",
        base="#C2AE74",
        shade="#A89968",
        edge="#6F6136",
        text="#3A0A12",
        keyline="#5C1220",
        # gold darkens too far on a banner, where its label must stay readable
        banner_shade="#B5A36C",
        banner_tail="#968551",
        # gold itself is too pale to tint paper with
        disc_tint="#8A6D2B",
        cue="#7A1E2C",
    ),
}
