from __future__ import annotations

import resvg_py


def raster(svg: str, size: int) -> bytes:
    """A square PNG of `size` pixels from a badge's SVG, whose ground stays transparent."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, skip_system_fonts=True))
