"""Units are renamed, moved, merged and closed; slug, DID and the public URL never change."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from signet.audit.actions import System
from signet.audit.models import Event
from signet.lib.moves import IllegalMoveError
from signet.people import actions
from signet.people.actions import UnitTreeError
from signet.people.models import Institution, Unit
from signet.people.queries import successor, units_with_ancestors
from signet.people.states import UnitState

CLERK = System("test")


@pytest.fixture
def unit(db):
    """Make a unit, below another one where that is said."""

    def make(slug, parent=None):
        return Unit.objects.create(
            slug=slug, name=slug.title(), short_name=slug, kind="center", parent=parent
        )

    return make


def told():
    """Verb, subject and body of every event."""
    return [(e.verb, e.subject, json.loads(e.body)) for e in Event.objects.all()]


def again(unit):
    return Unit.objects.get(pk=unit.pk)


def test_rename_keeps_the_slug(unit):
    center = unit("center")

    actions.rename(center, name="New Center", short_name="NC", by=CLERK)

    stored = again(center)
    assert (stored.name, stored.short_name, stored.slug) == ("New Center", "NC", "center")
    assert told() == [("rename", str(center.uuid), {"was": "Center", "now": "New Center"})]


@pytest.mark.parametrize(
    ("name", "short_name"),
    [
        ("", "NC"),
        ("  ", "NC"),
        ("x" * 201, "NC"),
        ("New\nCenter", "NC"),
        ("New\x00Center", "NC"),
        ("New Center", ""),
        ("New Center", "x" * 41),
        ("New Center", "N\u2028C"),
    ],
)
def test_rename_refuses_what_is_no_name(unit, name, short_name):
    center = unit("center")

    with pytest.raises(ValidationError):
        actions.rename(center, name=name, short_name=short_name, by=CLERK)

    assert (center.name, again(center).name, again(center).short_name) == (
        "Center",
        "Center",
        "center",
    )
    assert told() == []


def test_open_unit(db):
    made = actions.open_unit(
        slug="data-lab", name="Data Lab", short_name="Lab", kind="center", by=CLERK
    )

    assert again(made).name == "Data Lab"
    assert told() == [("open", str(made.uuid), {"slug": "data-lab"})]


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "Data Lab"},
        {"slug": "data_lab"},
        {"slug": "-data"},
        {"slug": ""},
        {"name": ""},
        {"kind": "club"},
        {"url": "du.edu"},
        {"email": "registrar"},
    ],
)
def test_open_unit_refuses_what_none_can_be(db, wrong):
    columns = {"slug": "data-lab", "name": "Data Lab", "short_name": "Lab", "kind": "center"}

    with pytest.raises(ValidationError, match=next(iter(wrong))):
        actions.open_unit(by=CLERK, **(columns | wrong))

    assert (Unit.objects.count(), told()) == (0, [])


def test_relocate_puts_the_unit_below_another(unit):
    college, center = unit("college"), unit("center")

    actions.relocate(center, parent=college, by=CLERK)

    assert again(center).parent == college
    assert told() == [("relocate", str(center.uuid), {"parent": str(college.uuid)})]


def test_relocate_to_the_top(unit):
    center = unit("center", parent=unit("college"))

    actions.relocate(center, parent=None, by=CLERK)

    assert again(center).parent is None
    assert told() == [("relocate", str(center.uuid), {"parent": None})]


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_relocate_refuses_a_circle(unit, depth):
    line = [unit("top")]
    line += [unit("middle", parent=line[0])]
    line += [unit("bottom", parent=line[1])]

    with pytest.raises(UnitTreeError):
        actions.relocate(line[0], parent=line[depth], by=CLERK)

    assert again(line[0]).parent is None
    assert told() == []


def test_relocate_refuses_a_circle_that_closed_since_the_unit_was_read(unit):
    first, second = unit("first"), unit("second")
    read_before = again(second)
    actions.relocate(second, parent=first, by=CLERK)

    with pytest.raises(UnitTreeError):
        actions.relocate(first, parent=read_before, by=CLERK)

    assert again(first).parent is None


def test_merge_lets_the_other_unit_issue(unit):
    old, new = unit("old"), unit("new")

    actions.merge(old, into=new, by=CLERK)

    stored = again(old)
    assert (stored.state, stored.merged_into) == (UnitState.MERGED, new)
    assert successor(stored) == new
    body = {"was": "active", "now": "merged", "into": str(new.uuid)}
    assert told() == [("merge", str(old.uuid), body)]


def test_successor_follows_mergers_to_their_end(unit):
    first, second, third = unit("first"), unit("second"), unit("third")
    actions.merge(first, into=second, by=CLERK)
    actions.merge(second, into=third, by=CLERK)

    assert successor(again(first)) == third
    assert successor(third) == third


def test_merge_refuses_a_circle(unit):
    first, second = unit("first"), unit("second")
    read_before = again(first)
    actions.merge(first, into=second, by=CLERK)

    for into in (read_before, again(first), second):
        with pytest.raises(UnitTreeError):
            actions.merge(second, into=into, by=CLERK)

    assert again(second).state == UnitState.ACTIVE
    assert [verb for verb, *_ in told()] == ["merge"]


@pytest.mark.parametrize("state", ["closed", "merged"])
def test_merge_refuses_a_unit_that_issues_nothing(unit, state):
    old, gone, third = unit("old"), unit("gone"), unit("third")
    read_before = again(gone)
    if state == "closed":
        actions.close(gone, by=CLERK)
    else:
        actions.merge(gone, into=third, by=CLERK)

    for into in (gone, read_before):
        with pytest.raises(UnitTreeError, match="issues nothing more"):
            actions.merge(old, into=into, by=CLERK)

    assert again(old).state == UnitState.ACTIVE


def test_close_and_reopen(unit):
    center = unit("center")

    actions.close(center, by=CLERK)
    assert again(center).state == UnitState.CLOSED
    actions.reopen(center, by=CLERK)

    assert again(center).state == UnitState.ACTIVE
    assert [verb for verb, *_ in told()] == ["close", "reopen"]


def test_a_merged_unit_is_merged_for_good(unit):
    old, new = unit("old"), unit("new")
    actions.merge(old, into=new, by=CLERK)

    for move in (actions.close, actions.reopen):
        with pytest.raises(IllegalMoveError):
            move(old, by=CLERK)
    with pytest.raises(IllegalMoveError):
        actions.merge(old, into=unit("third"), by=CLERK)

    assert again(old).merged_into == new


def test_the_database_refuses_another_slug(unit):
    center = unit("center")

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Unit.objects.filter(pk=center.pk).update(slug="other")

    Unit.objects.filter(pk=center.pk).update(slug="center", name="Still here")
    assert (again(center).slug, again(center).name) == ("center", "Still here")


@pytest.mark.parametrize(
    "columns",
    [
        {"state": UnitState.MERGED},
        {"merged_into_id": "other"},
        {"parent_id": "itself"},
    ],
)
def test_the_database_refuses_half_a_merger_and_an_own_parent(unit, columns):
    center, other = unit("center"), unit("other")
    keys = {"other": other.pk, "itself": center.pk}

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=center.pk).update(
            **{name: keys.get(value, value) for name, value in columns.items()}
        )


def test_units_with_ancestors_ends_even_in_a_circle(unit):
    first = unit("first")
    second = unit("second", parent=first)
    Unit.objects.filter(pk=first.pk).update(parent=second)

    lines = units_with_ancestors()

    assert all({first, second} == set(lines[one.pk]) for one in (first, second))


def test_the_public_url_is_stored_once(db):
    home = Institution.objects.create(pk=1, name="University", short_name="U")

    first = actions.fix_public_url(home, url="https://one.example.edu", by=CLERK)
    second = actions.fix_public_url(home, url="https://two.example.edu", by=CLERK)

    assert (first, second) == ("https://one.example.edu", "https://one.example.edu")
    assert Institution.objects.get().public_url == "https://one.example.edu"
    assert [verb for verb, *_ in told()] == ["fix_public_url"]


def test_the_database_refuses_another_public_url(db):
    home = Institution.objects.create(pk=1, name="University", short_name="U")
    actions.fix_public_url(home, url="https://one.example.edu", by=CLERK)

    for url in ("https://two.example.edu", ""):
        with pytest.raises(DatabaseError, match="cannot change"), transaction.atomic():
            Institution.objects.update(public_url=url)

    assert Institution.objects.get().public_url == "https://one.example.edu"


def test_there_is_one_institution(db):
    Institution.objects.create(pk=1, name="University", short_name="U")

    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.create(pk=2, name="Another", short_name="A")
