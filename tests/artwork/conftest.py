from __future__ import annotations

import pytest

from signet.artwork import Cue, EmblemSpec, Family

SHIPPED = {
    "foundational": (Family.DARK_CRIMSON, Family.GOLD, Family.CRIMSON, Cue.ONE_STAR),
    "intermediate": (Family.DARK_CRIMSON, Family.CRIMSON, Family.GOLD, Cue.TWO_STARS),
    "advanced": (Family.GOLD, Family.DARK_CRIMSON, Family.CRIMSON, Cue.THREE_STARS),
    "standalone": (Family.CRIMSON, None, Family.GOLD, Cue.DIAMOND),
    "experiential": (Family.GOLD, None, Family.CRIMSON, Cue.COMPASS),
}


@pytest.fixture(params=SHIPPED)
def shipped(request) -> EmblemSpec:
    """Each class of the seed page in turn."""
    outer, inner, banner, cue = SHIPPED[request.param]
    title = f"Data Storytelling, {request.param.capitalize()} badge, University of Denver"
    return EmblemSpec(outer=outer, inner=inner, banner=banner, cue=cue, title=title)


@pytest.fixture
def foundational() -> EmblemSpec:
    outer, inner, banner, cue = SHIPPED["foundational"]
    return EmblemSpec(outer=outer, inner=inner, banner=banner, cue=cue, title="Data Analytics")
