from __future__ import annotations

import hashlib
import re
from importlib.resources import files

STATIC = files("signet.ui") / "static" / "ui"
ROW = re.compile(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|")


def test_every_file_of_others_is_the_one_that_sources_names():
    listed = dict(ROW.findall((STATIC / "SOURCES.md").read_text("utf-8")))
    fonts = [f"fonts/{font.name}" for font in (STATIC / "fonts").iterdir()]

    found = {
        name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
        for name in [*fonts, "LICENSE-phosphor.txt", "icons.svg"]
    }

    assert found == listed


def test_every_font_of_the_style_sheet_is_there():
    sheet = (STATIC / "css" / "fonts.css").read_text("utf-8")

    named = set(re.findall(r'url\("\.\./(fonts/[^"]+)"\)', sheet))

    assert named == {
        f"fonts/{font.name}" for font in (STATIC / "fonts").iterdir() if font.name.endswith("woff2")
    }
