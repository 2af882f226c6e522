from __future__ import annotations

from dataclasses import replace

import pytest
from defusedxml import ElementTree
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from signet.artwork import Cue, Family, emblem

SVG = "{http://www.w3.org/2000/svg}"


class SvgFile(SingleFileSnapshotExtension):
    file_extension = "svg"
    _write_mode = WriteMode.TEXT


def title_of(svg: str) -> str | None:
    return ElementTree.fromstring(svg).findtext(f"{SVG}title")


def test_each_shipped_class_has_its_own_picture(shipped, snapshot):
    assert emblem(shipped) == snapshot(extension_class=SvgFile)


def test_the_same_spec_gives_the_same_bytes(shipped):
    assert emblem(replace(shipped)).encode() == emblem(shipped).encode()


def test_a_picture_is_named_for_those_who_do_not_see_it(foundational):
    root = ElementTree.fromstring(emblem(foundational))

    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "Data Analytics")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("R&D </title><script>alert(1)</script>", "R&D </title><script>alert(1)</script>"),
        ("Écriture — 翻訳 🎓", "Écriture — 翻訳 🎓"),
        ("two\nlines\x00\x0b\ud800 \u202egnol", "two lines gnol"),
    ],
)
def test_a_title_is_text_and_nothing_else(foundational, title, expected):
    svg = emblem(replace(foundational, title=title))

    assert title_of(svg) == expected
    assert "<script" not in svg


@pytest.mark.parametrize("outer", Family)
@pytest.mark.parametrize("inner", [None, *Family])
@pytest.mark.parametrize("cue", Cue)
def test_an_institution_may_pair_any_rings_and_cue(foundational, outer, inner, cue):
    svg = emblem(replace(foundational, outer=outer, inner=inner, cue=cue))

    discs = [circle.get("r") for circle in ElementTree.fromstring(svg).iter(f"{SVG}circle")]
    assert ("219.5" in discs) == (inner is not None)
    assert cue.path in svg


def test_a_picture_stays_small(shipped):
    assert len(emblem(shipped)) < 4_000
