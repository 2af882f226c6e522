"""kill -9 in the middle of awarding, then again: nothing lost, doubled, reused or left unknown."""

import random
import signal

import pytest

BY = ("--by", "renee.ortiz@example.edu", "--quiet")
COUNT = 150
KILLED = {"killed": signal.SIGKILL}


def sampled(points, rounds, soak):
    """Numbers of writes to die at, spread over the run and different each time; all in a soak."""
    wanted = min(points, rounds * soak)
    return sorted(random.sample(range(1, points + 1), wanted))


def counted(site):
    """The census, but for rows of a run that found all awarded: its last one died after that."""
    told = site.census()
    told["rows"].pop("duplicate", None)
    return told


def test_killed_at_any_write_and_run_again(site, template, roster, in_order, soak):
    file = roster(COUNT)
    points = site.award(file, *BY)["points"]
    assert points > 50
    assert counted(site) == in_order(COUNT)

    for at in sampled(points, 6, soak):
        site.reset(template)
        assert site.award(file, *BY, kill_at=at) == KILLED, at
        again = site.award(file, *BY)
        assert again.keys() == {"points", "output"}, (at, again)
        assert counted(site) == in_order(COUNT), at


def test_killed_again_and_again(site, roster, in_order, soak):
    file = roster(COUNT)
    step = max(1, 12 // soak)

    at = step
    while (told := site.award(file, *BY, kill_at=at)) == KILLED:
        at += step

    assert told.keys() == {"points", "output"}, told
    assert counted(site) == in_order(COUNT)


def test_killed_at_any_moment(site, template, roster, in_order, soak):
    file = roster(COUNT)
    for _round in range(2 * soak):
        site.reset(template)
        for _kill in range(3):
            site.award(file, *BY, kill_after=random.uniform(0.05, 0.6))
        told = site.award(file, *BY)
        assert told.keys() == {"points", "output"}, told
        assert counted(site) == in_order(COUNT)


@pytest.mark.parametrize("chunk", [1000])
def test_a_kill_before_the_commit_of_a_chunk_leaves_nothing_of_it(site, roster, chunk):
    """With all rows in one chunk, there are no awards until there are all of them."""
    file = roster(60)
    seen = set()

    at = 1
    while site.award(file, *BY, chunk=chunk, kill_at=at) == KILLED:
        seen.add(site.census()["awards"])
        at += 9

    assert seen <= {0, 60}
    assert site.census()["awards"] == 60
