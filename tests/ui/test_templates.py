"""What the strict content policy and the sprite ask of every template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import signet

ROOT = Path(signet.__file__).parent
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
SPRITE = (ROOT / "ui/static/ui/icons.svg").read_text("utf-8")
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE
)


def name_of(template: Path) -> str:
    return str(template.relative_to(ROOT))


def test_there_are_templates():
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_nothing_is_inline(template):
    assert INLINE.findall(template.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='color:red'>",
        "<style>p{}</style>",
        "<script>1</script>",
        "<b onclick=x>",
        "<a href='javascript:x'>",
    ],
)
def test_the_guard_sees_what_it_guards_against(markup):
    assert INLINE.search(markup) is not None


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_icon_asked_for_is_in_the_sprite(template):
    asked = re.findall(r'{% icon "([^"]+)" %}', template.read_text("utf-8"))

    assert [name for name in asked if f'<symbol id="{name}"' not in SPRITE] == []
