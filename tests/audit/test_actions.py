"""The log: one event with each change, in its transaction, and never touched again."""

import json
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from signet.audit.actions import System, move, record
from signet.audit.models import Event
from signet.lib.moves import IllegalMoveError
from signet.people.models import Unit
from signet.people.states import UNIT_MOVES, UnitState

CLERK = System("test")


@pytest.fixture
def unit(db):
    return Unit.objects.create(slug="center", name="Center", short_name="C", kind="center")


def events():
    return list(Event.objects.values_list("verb", "actor", "subject_type", "subject", "body"))


def test_record_tells_who_did_what_to_which_record(unit, django_user_model):
    user = django_user_model.objects.create_user("renee@example.edu")

    event = record("rename", unit, by=user, now="B", was="A")

    body = '{"now":"B","was":"A"}'
    assert events() == [("rename", f"user:{user.uuid}", "people.unit", str(unit.uuid), body)]
    assert bytes(event.digest) == sha256(body.encode()).digest()


def test_record_names_a_record_without_uuid_by_its_key(db):
    event = record("look", Event(pk=7, uuid=None), by=CLERK)

    assert (event.subject, event.actor) == ("7", "system:test")


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_write_outside_the_transaction_of_the_change():
    unit = Unit.objects.create(slug="center", name="Center", short_name="C", kind="center")

    with pytest.raises(transaction.TransactionManagementError):
        record("rename", unit, by=CLERK)

    assert events() == []


def test_move_changes_state_and_columns_and_writes_one_event(unit):
    move(unit, "close", moves=UNIT_MOVES, by=CLERK, changes={"description": "Gone"}, why="merger")

    stored = Unit.objects.get()
    assert (unit.state, unit.description) == (UnitState.CLOSED, "Gone")
    assert (stored.state, stored.description) == (UnitState.CLOSED, "Gone")
    [(verb, _, _, _, body)] = events()
    assert (verb, json.loads(body)) == (
        "close",
        {"was": "active", "now": "closed", "why": "merger"},
    )


def test_move_refuses_what_the_table_does_not_allow(unit):
    with pytest.raises(IllegalMoveError, match="unit Center is active, so it cannot reopen"):
        move(unit, "reopen", moves=UNIT_MOVES, by=CLERK)

    assert Unit.objects.get().state == UnitState.ACTIVE
    assert events() == []


def test_move_by_somebody_who_has_not_seen_the_last_move_is_refused(unit):
    behind = Unit.objects.get()
    move(unit, "close", moves=UNIT_MOVES, by=CLERK)

    with pytest.raises(IllegalMoveError):
        move(behind, "close", moves=UNIT_MOVES, by=CLERK)

    assert behind.state == UnitState.CLOSED
    assert [verb for verb, *_ in events()] == ["close"]


def test_move_tells_the_state_that_the_record_was_really_in(unit):
    behind = Unit.objects.get()
    move(unit, "close", moves=UNIT_MOVES, by=CLERK)
    into = Unit.objects.create(slug="other", name="Other", short_name="O", kind="center")

    event = move(behind, "merge", moves=UNIT_MOVES, by=CLERK, changes={"merged_into": into})

    assert json.loads(event.body) == {"was": "closed", "now": "merged"}


def test_rollback_leaves_neither_change_nor_event(unit):
    def fail():
        with transaction.atomic():
            move(unit, "close", moves=UNIT_MOVES, by=CLERK)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert Unit.objects.get().state == UnitState.ACTIVE
    assert events() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'user:nobody'",
        "UPDATE audit_event SET id = id",
        "DELETE FROM audit_event",
    ],
)
def test_the_database_refuses_to_touch_an_event(unit, statement):
    record("rename", unit, by=CLERK)
    before = events()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert events() == before


def test_the_orm_is_refused_as_well(unit):
    event = record("rename", unit, by=CLERK)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()
    event.verb = "praise"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()

    assert Event.objects.get().verb == "rename"
