"""The same people awarded by several processes at once: no duplicate, no error, never `locked`."""

import random
import re

import pytest

BY = ("--by", "renee.ortiz@example.edu", "--quiet")
COUNT = 120


def orders(files, by=BY):
    return [[str(file), *by] for file in files]


def assert_ended_well(told):
    """Every run ended as if it had been alone."""
    odd = [one for one in told if one.keys() != {"points", "output"}]
    assert not odd, "\n".join(one.get("traceback", str(one)) for one in odd)


def awarded(told):
    """How many awards the runs say they made, together."""
    return sum(int(re.search(r"^(\d+) awarded", one["output"], re.MULTILINE)[1]) for one in told)


def test_one_roster_by_many_at_once(site, template, roster, in_order, soak):
    file = roster(COUNT)
    workers = 4 if soak == 1 else 16

    for _round in range(soak):
        site.reset(template)
        told = site.ask(do="award", argv=[], at_once=orders([file] * workers))

        assert_ended_well(told)
        counted = site.census()
        assert {**counted, "rows": None} == {**in_order(COUNT), "rows": None}
        assert counted["rows"]["awarded"] == COUNT
        assert "ready" not in counted["rows"]
        assert awarded(told) == COUNT


def test_the_same_people_in_other_orders_and_files(
    site, template, roster, in_order, house_module, soak
):
    """Runs of different units that hold each other's people never wait for each other in a circle."""
    slugs = ("data-storytelling", "first-aid", "grant-writing")

    for number in range(soak):
        site.reset(template)
        files = []
        for slug in slugs:
            rows = house_module.learners(COUNT, slug)
            random.Random(f"{number} {slug}").shuffle(rows)
            files.append(roster(name=f"{slug}.csv", rows=rows))
        told = site.ask(do="award", argv=[], at_once=orders(files), chunk=COUNT)

        assert_ended_well(told)
        assert site.census() == in_order(3 * COUNT, people=COUNT)


def test_first_awards_of_two_units_at_once(site, roster, house_module, in_order):
    """Keys, DID documents, lists and dictionaries are made once, whoever comes first."""
    files = [
        roster(name=f"{slug}.csv", rows=house_module.learners(30, slug))
        for slug in ("data-storytelling", "first-aid", "grant-writing", "first-aid")
    ]

    told = site.ask(do="award", argv=[], at_once=orders(files))

    assert_ended_well(told)
    counted = site.census()
    assert {**counted, "rows": None} == {**in_order(90, people=30), "rows": None}


@pytest.mark.parametrize("times", [2])
def test_run_again_awards_nobody(site, roster, in_order, times):
    file = roster(COUNT)
    site.award(file, *BY)

    for _time in range(times):
        told = site.award(file, *BY)
        assert f"0 awarded, {COUNT} already there, 0 with errors" in told["output"]

    counted = site.census()
    rows = {"awarded": COUNT, "duplicate": times * COUNT}
    assert counted == in_order(COUNT, rows=rows)
