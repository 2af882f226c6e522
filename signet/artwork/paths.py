"""SVG path text: short, deterministic numbers and the few figures that the badge is made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CENTER = 300.0


def number(value: float) -> str:
    """A coordinate on a grid of 0.1, as short as SVG takes it."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def polygon(points: Iterable[tuple[float, float]]) -> str:
    """A closed figure of straight lines."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"


def rays(center: tuple[float, float], *, outer: float, inner: float, tips: int) -> str:
    """A star: `tips` points on the outer radius, the first upright, notches on the inner."""
    x, y = center
    points = []
    for step in range(2 * tips):
        radius = inner if step % 2 else outer
        angle = math.radians(-90 + step * 180 / tips)
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return polygon(points)


def diamond(center: tuple[float, float], *, height: float) -> str:
    """An upright diamond, `height` from its middle to its tip, narrower than it is high."""
    x, y = center
    width = 0.72 * height
    return polygon([(x, y - height), (x + width, y), (x, y + height), (x - width, y)])


class Smile:
    """The banner's arc: a band of circles about one point far above the badge."""

    RADIUS = 1250.0
    ORIGIN_Y = -846.0

    def y(self, x: float, offset: float) -> float:
        """Height at `x` of the arc that lies `offset` below (+) or above (-) the band's middle."""
        return self.ORIGIN_Y + math.sqrt((self.RADIUS + offset) ** 2 - (x - CENTER) ** 2)

    def arc(self, left: float, right: float, offset: float) -> str:
        """An open line along the band."""
        radius = number(self.RADIUS + offset)
        return (
            f"M{number(left)} {number(self.y(left, offset))}"
            f"A{radius} {radius} 0 0 0 {number(right)} {number(self.y(right, offset))}"
        )

    def panel(self, left: float, right: float, *, height: float, drop: float = 0.0) -> str:
        """A closed piece of the band, moved down by `drop`."""
        half = height / 2
        upper, lower = number(self.RADIUS - half), number(self.RADIUS + half)

        def corner(x: float, offset: float) -> str:
            return f"{number(x)} {number(self.y(x, offset) + drop)}"

        return (
            f"M{corner(left, -half)}A{upper} {upper} 0 0 0 {corner(right, -half)}"
            f"L{corner(right, half)}A{lower} {lower} 0 0 1 {corner(left, half)}z"
        )
