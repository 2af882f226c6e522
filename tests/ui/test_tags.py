from __future__ import annotations

import pytest

from signet.catalog.models import Classification
from signet.ui.templatetags.ui import cue, icon, the


def test_an_icon_is_a_use_of_the_sprite():
    assert icon("seal-check") == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/ui/icons.svg#seal-check"/></svg>'
    )


def test_an_icon_name_is_escaped():
    assert 'href="/static/ui/icons.svg#&quot;&gt;"' in icon('">')


@pytest.mark.parametrize(
    ("value", "icons"),
    [
        ("star-1", ["star-fill"]),
        ("star-2", ["star-fill"] * 2),
        ("star-3", ["star-fill"] * 3),
        ("diamond", ["diamond-fill"]),
        ("compass", ["star-four-fill"]),
    ],
)
def test_each_cue_has_its_sign(value, icons):
    inside = "".join(icon(name) for name in icons)

    assert cue(value) == f'<span class="cue" aria-hidden="true">{inside}</span>'


def test_every_cue_of_the_catalog_has_a_sign():
    assert [value for value in Classification.Cue.values if "<svg" not in cue(value)] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("University of Denver", "the University of Denver"),
        ("Denver University", "Denver University"),
        ("College of Law", "the College of Law"),
    ],
)
def test_a_name_takes_its_article(name, expected):
    assert the(name) == expected
