"""The badge of a class: rings, paper disc, banner and level cue on a 600 by 600 ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from signet.artwork.paths import Smile, number, polygon

if TYPE_CHECKING:
    from signet.artwork.colors import Colors, Family
    from signet.artwork.cues import Cue

PAPER = "#FFFDF8"
SMILE = Smile()
BANNER_HEIGHT = 80.0
PANEL_LEFT, PANEL_RIGHT = 44.0, 556.0
MOUNTAINS = "M95 420l55-52 24 17 44-47 31 30 22-15 53-58 41 44 17-13 36 36 21-14 61 50v130H95z"
# right tail: where it leaves the panel, its upper tip, the notch, its lower tip, and back
TAIL = ((526.0, 362.7), (597.0, 340.6), (579.0, 383.6), (597.0, 422.7), (526.0, 444.0))
FOLD = ((556.0, 418.3), (526.0, 424.0), (526.0, 444.0))


@dataclass(frozen=True, slots=True)
class EmblemSpec:
    """What tells one class's badge from another; `inner` is None for a class of a single ring.

    `title` is the accessible name of the picture, in the form "Title, Class badge, Issuer".
    """

    outer: Family
    inner: Family | None
    banner: Family
    cue: Cue
    title: str


def emblem(spec: EmblemSpec) -> str:
    """The badge as a self-contained SVG document. The same spec gives the same text."""
    outer = spec.outer.colors
    return "".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" role="img">',
            f"<title>{escape(_one_line(spec.title))}</title>",
            _definitions(spec),
            _outer_ring(outer),
            _inner_ring(spec.inner.colors) if spec.inner else _single_disc(outer),
            _landscape(outer.disc_tint),
            _banner(spec.banner.colors),
            f'<path fill="{outer.cue}" d="{spec.cue.path}"/>',
            "</svg>",
        ]
    )


def _definitions(spec: EmblemSpec) -> str:
    return (
        "<defs>"
        + _ring_gradient("o", spec.outer.colors)
        + (_ring_gradient("i", spec.inner.colors) if spec.inner else "")
        + _banner_gradient(spec.banner.colors)
        + '<radialGradient id="d" cx=".5" cy=".38" r=".72">'
        '<stop stop-color="#fff"/><stop offset="1" stop-color="#F4EEDF"/></radialGradient>'
        '<clipPath id="c"><circle cx="300" cy="300" r="196"/></clipPath>'
        "</defs>"
    )


def _outer_ring(colors: Colors) -> str:
    return (
        _disc(297, colors.edge)
        + _disc(292.5, "url(#o)")
        + _ring(291, "#fff", opacity=".22", width="2")
        + _ring(285, colors.keyline, opacity=".85", width="1.6")
        + _ring(228.5, colors.edge, opacity=".28", width="5")
        + _disc(226, PAPER)
    )


def _inner_ring(colors: Colors) -> str:
    return (
        _disc(221, colors.edge)
        + _disc(219.5, "url(#i)")
        + _disc(199, colors.edge)
        + _disc(197, PAPER)
        + _disc(193, "url(#d)")
    )


def _single_disc(colors: Colors) -> str:
    return _disc(218, "url(#d)") + _ring(210, colors.shade, opacity=".55", width="2")


def _landscape(tint: str) -> str:
    """Rays behind mountains: the rays are one very broad circle, dashed sixty times around."""
    dash = 2 * math.pi * 98 / 120
    return (
        '<g clip-path="url(#c)">'
        f'<circle cx="300" cy="342" r="98" transform="rotate(-1.5 300 342)" fill="none"'
        f' stroke="{tint}" stroke-opacity=".045" stroke-width="196"'
        f' stroke-dasharray="{dash:.4f}"/>'
        f'<path fill="{tint}" fill-opacity=".10" d="{MOUNTAINS}"/></g>'
    )


def _banner(colors: Colors) -> str:
    both = polygon(TAIL) + polygon(_mirrored(TAIL))
    folds = polygon(FOLD) + polygon(_mirrored(FOLD))
    shadow = SMILE.panel(50, 550, height=BANNER_HEIGHT, drop=6)
    panel = SMILE.panel(PANEL_LEFT, PANEL_RIGHT, height=BANNER_HEIGHT)
    outline = f'stroke="{colors.edge}" stroke-width="2" stroke-linejoin="round"'
    keylines = "".join(
        f'<path fill="none" stroke="{colors.keyline}" stroke-opacity=".8" stroke-width="1.6"'
        f' d="{SMILE.arc(PANEL_LEFT, PANEL_RIGHT, offset)}"/>'
        for offset in (-33, 33)
    )
    return (
        f'<path fill="{colors.banner_tail}" {outline} d="{both}"/>'
        f'<path fill="{colors.edge}" d="{folds}"/>'
        f'<path fill="#2A0A10" fill-opacity=".16" clip-path="url(#c)" d="{shadow}"/>'
        f'<path fill="url(#b)" {outline} d="{panel}"/>{keylines}'
    )


def _mirrored(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    return tuple((600 - x, y) for x, y in points)


def _disc(radius: float, fill: str) -> str:
    return f'<circle cx="300" cy="300" r="{number(radius)}" fill="{fill}"/>'


def _ring(radius: float, stroke: str, *, opacity: str, width: str) -> str:
    return (
        f'<circle cx="300" cy="300" r="{number(radius)}" fill="none" stroke="{stroke}"'
        f' stroke-opacity="{opacity}" stroke-width="{width}"/>'
    )


def _ring_gradient(name: str, colors: Colors) -> str:
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="1" y2="1">'
        f"{_stops(colors.highlight, colors.base, colors.shade, middle='.5')}</linearGradient>"
    )


def _banner_gradient(colors: Colors) -> str:
    stops = _stops(colors.highlight, colors.base, colors.banner_shade, middle=".55")
    return f'<linearGradient id="b" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'


def _stops(first: str, second: str, third: str, *, middle: str) -> str:
    return (
        f'<stop stop-color="{first}"/><stop offset="{middle}" stop-color="{second}"/>'
        f'<stop offset="1" stop-color="{third}"/>'
    )


def _one_line(text: str) -> str:
    """Printable text on one line: XML 1.0 section 2.2 has no place for most control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
