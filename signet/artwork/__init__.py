"""The badge picture as SVG and PNG: rings, banner and level cue of a class."""

from signet.artwork.colors import Colors, Family
from signet.artwork.cues import Cue
from signet.artwork.emblem import EmblemSpec, emblem
from signet.artwork.raster import raster

__all__ = ["Colors", "Cue", "EmblemSpec", "Family", "emblem", "raster"]
