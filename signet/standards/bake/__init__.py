"""Pictures that carry a credential inside: Open Badges 3.0 §5.3, PNG and SVG."""

from signet.standards.bake.limits import MAX_PICTURE_BYTES
from signet.standards.bake.png import PNG_SIGNATURE, PngSplice, bake_png, extract_png
from signet.standards.bake.svg import bake_svg, extract_svg
from signet.standards.errors import BakeError

__all__ = [
    "MAX_PICTURE_BYTES",
    "PngSplice",
    "bake_png",
    "bake_svg",
    "extract",
    "extract_png",
    "extract_svg",
]


def extract(raw: bytes) -> str:
    """The credential baked into a PNG or SVG, as the JSON or compact JWS that was put in."""
    if raw.startswith(PNG_SIGNATURE):
        return extract_png(raw)
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return extract_svg(raw)
    raise BakeError("The picture is neither PNG nor SVG; only these can carry a badge.")
