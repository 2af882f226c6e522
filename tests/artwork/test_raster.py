from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from signet.artwork import Family, emblem, raster

CORNER = (2, 2)
OUTER_RING = (300, 45)
INNER_RING = (300, 98)
PAPER = (300, 150)
BANNER = (300, 400)


def pixels(png: bytes, *places: tuple[int, int]) -> list[tuple[int, ...]]:
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    return [image.getpixel(place) for place in places]


def near(seen: tuple[int, ...], color: str) -> bool:
    wanted = bytes.fromhex(color.removeprefix("#"))
    return all(abs(a - b) <= 24 for a, b in zip(seen[:3], wanted, strict=True))


@pytest.mark.parametrize("size", [64, 600])
def test_the_png_is_square_and_of_the_asked_size(foundational, size):
    image = Image.open(io.BytesIO(raster(emblem(foundational), size)))

    assert (image.format, image.size) == ("PNG", (size, size))


@pytest.mark.parametrize(
    ("outer", "inner", "banner"),
    [
        (Family.DARK_CRIMSON, Family.GOLD, Family.CRIMSON),
        (Family.DARK_CRIMSON, Family.CRIMSON, Family.GOLD),
        (Family.GOLD, Family.DARK_CRIMSON, Family.CRIMSON),
    ],
)
def test_rings_and_banner_have_the_colors_of_the_class(foundational, outer, inner, banner):
    spec = replace(foundational, outer=outer, inner=inner, banner=banner)

    seen = pixels(raster(emblem(spec), 600), OUTER_RING, INNER_RING, BANNER)

    wanted = [family.colors.base for family in (outer, inner, banner)]
    assert [near(*pair) for pair in zip(seen, wanted, strict=True)] == [True] * 3


def test_a_single_ring_leaves_paper_where_the_inner_ring_would_be(foundational):
    two, one = (
        pixels(raster(emblem(replace(foundational, inner=inner)), 600), INNER_RING)[0]
        for inner in (Family.GOLD, None)
    )

    assert (near(two, "#FFFDF8"), near(one, "#FFFDF8")) == (False, True)


def test_the_ground_is_transparent_and_the_paper_is_not(foundational):
    corner, paper = pixels(raster(emblem(foundational), 600), CORNER, PAPER)

    assert (corner[3], paper[3]) == (0, 255)


def test_the_same_picture_gives_the_same_bytes(foundational):
    svg = emblem(foundational)

    assert raster(svg, 600) == raster(svg, 600)
