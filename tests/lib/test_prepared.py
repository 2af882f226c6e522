"""One row by a statement that stays prepared."""

import pytest
from django.db import DatabaseError, connection, transaction

from signet.lib import prepared

FOUND = "SELECT 'ä' || %s, CAST(%s AS integer) + 1"
NOTHING = "SELECT 1 WHERE %s = 'another'"


def test_a_row_in_the_types_of_its_columns(db):
    assert [prepared.one(FOUND, ("“ß", number)) for number in ("1", "41")] == [
        ("ä“ß", 2),
        ("ä“ß", 42),
    ]
    assert prepared.one(NOTHING, ("one",)) is None


def test_a_value_is_a_value_and_never_a_part_of_the_statement(db):
    assert prepared.one("SELECT %s", ("'; DROP TABLE people_unit; --",)) == (
        "'; DROP TABLE people_unit; --",
    )


def test_bytes_come_as_they_are(db):
    body = "x'00ff5c'" if connection.vendor == "sqlite" else r"'\x00ff5c'::bytea"

    [found] = prepared.one(f"SELECT {body} WHERE %s = 'a'", ("a",))

    assert bytes(found) == b"\x00\xff\x5c"


def test_a_statement_that_fails_says_so_and_the_next_works(db):
    for statement in ("SELECT no_such_column, %s", "no statement at all %s"):
        with pytest.raises(DatabaseError), transaction.atomic():
            prepared.one(statement, ("a",))

    assert prepared.one("SELECT %s", ("a",)) == ("a",)


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_anew():
    assert prepared.one("SELECT %s", ("a",)) == ("a",)
    connection.close()

    assert prepared.one("SELECT %s", ("b",)) == ("b",)


@pytest.mark.django_db(transaction=True)
def test_what_a_pool_has_forgotten_is_an_error_for_the_caller():
    if connection.vendor != "postgresql":
        pytest.skip("this round runs on another database")
    assert prepared.one("SELECT %s", ("a",)) == ("a",)
    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")

    with pytest.raises(DatabaseError, match="does not exist"):
        prepared.one("SELECT %s", ("a",))

    connection.close()
