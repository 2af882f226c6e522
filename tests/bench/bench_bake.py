"""Baking by splice against Pillow, which must decode and encode the pixels again.

Paired, interleaved rounds of the same work on the same picture; the figure is the median ratio.
"""

import io
import json
import statistics
from collections.abc import Callable
from time import perf_counter

from PIL import Image, ImageDraw, PngImagePlugin

from signet.standards.bake import PngSplice, extract_png

GATE = 1000
ROUNDS = 15
SPLICES = 200
SIDE = 600


def measure() -> dict[str, tuple[float, str, str, bool]]:
    """Figures by name: value, unit, gate in words, whether it is met."""
    png, credential = picture(), sample_credential()
    splice = PngSplice(png)
    assert extract_png(splice.bake(credential)) == extract_png(by_pillow(png, credential))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: splice.bake(credential), SPLICES))
        theirs.append(seconds(lambda: by_pillow(png, credential), 1))
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    return {"bake, Pillow against ours": (ratio, "times", f"at least {GATE}", ratio >= GATE)}


def seconds(work: Callable[[], object], times: int) -> float:
    """How long one run takes, on average of `times`."""
    start = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - start) / times


def by_pillow(png: bytes, credential: bytes) -> bytes:
    """The same by a general library, as most issuers do it."""
    note = PngImagePlugin.PngInfo()
    note.add_itxt("openbadgecredential", credential.decode())
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(buffer, "PNG", pnginfo=note)
    return buffer.getvalue()


def picture() -> bytes:
    """A badge-like picture: rings, soft edges and a gradient, with transparency."""
    image = Image.new("RGBA", (SIDE * 2, SIDE * 2))
    draw = ImageDraw.Draw(image)
    for ring in range(0, SIDE, 12):
        shade = (20 + ring % 200, 60, 200 - ring % 180, 255)
        draw.ellipse((ring, ring, SIDE * 2 - ring, SIDE * 2 - ring), fill=shade)
    draw.text((SIDE - 60, SIDE), "Cell culture", fill="white")
    buffer = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(buffer, "PNG")
    return buffer.getvalue()


def sample_credential() -> bytes:
    """JSON of the size of a real credential."""
    return json.dumps({"id": "urn:uuid:1", "narrative": "Keeps cells alive. " * 175}).encode()
