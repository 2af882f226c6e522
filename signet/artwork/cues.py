from __future__ import annotations

from enum import StrEnum

from signet.artwork import paths


class Cue(StrEnum):
    """The sign of a class beneath the banner, so that a level is never told by color alone."""

    ONE_STAR = "star-1"
    TWO_STARS = "star-2"
    THREE_STARS = "star-3"
    DIAMOND = "diamond"
    COMPASS = "compass"

    @property
    def path(self) -> str:
        """SVG path data in the badge's own coordinates."""
        return _PATHS[self]


STAR_PITCH = 37.0
STAR_Y = 470.0
LONE_Y = 474.0


def _stars(*drops: float) -> str:
    """A row of stars, each lowered by its drop, so that the row follows the banner's sag."""
    first = paths.CENTER - STAR_PITCH * (len(drops) - 1) / 2
    return "".join(
        paths.rays((first + STAR_PITCH * place, STAR_Y + drop), outer=15, inner=6, tips=5)
        for place, drop in enumerate(drops)
    )


_PATHS = {
    Cue.ONE_STAR: _stars(3),
    Cue.TWO_STARS: _stars(1.5, 1.5),
    Cue.THREE_STARS: _stars(0, 3, 0),
    Cue.DIAMOND: paths.diamond((paths.CENTER, LONE_Y), height=13),
    Cue.COMPASS: paths.rays((paths.CENTER, LONE_Y), outer=17, inner=17 * 0.34, tips=4),
}
