"""The pictures of badges: drawn and rastered once per content, baked per award by splicing."""

import tempfile
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from signet.artwork import Cue, EmblemSpec, Family, emblem, raster
from signet.catalog.models import AchievementVersion
from signet.standards.bake import PngSplice, bake_svg

_PIXELS = 600


def version_art(version: AchievementVersion, *, institution: str) -> str:
    """The SVG of a version, in the colors that its class had when it was published."""
    named: dict[str, Any] = version.frozen["classification"]
    return class_art(named, title=f"{version.name}, {named['name']} badge, {institution}")


def class_art(named: Mapping[str, Any], *, title: str) -> str:
    """The SVG of a class; named: its outer, inner, banner and cue."""
    return emblem(
        EmblemSpec(
            outer=Family(named["outer"]),
            inner=Family(named["inner"]) if named["inner"] else None,
            banner=Family(named["banner"]),
            cue=Cue(named["cue"]),
            title=title,
        )
    )


def png(svg: str) -> bytes:
    """The drawing as a PNG of 600 pixels, rastered once and kept in the data folder."""
    path = Path(settings.DATA) / "art" / f"{sha256(svg.encode()).hexdigest()}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        drawn = raster(svg, _PIXELS)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(drawn)
    Path(stream.name).replace(path)
    return drawn


def baked_png(svg: str, credential: bytes) -> bytes:
    """The drawing as a PNG that carries the signed credential."""
    return _splice(svg).bake(credential)


def baked_svg(svg: str, credential: bytes) -> bytes:
    """The drawing as an SVG that carries the signed credential."""
    return bake_svg(svg.encode(), credential.decode())


@lru_cache(maxsize=128)
def _splice(svg: str) -> PngSplice:
    return PngSplice(png(svg))
