"""One row by a statement that stays prepared: for the few questions that are asked all the time.

On PostgreSQL a statement that is kept prepared and answered in binary costs half of what Django's
cursor costs, which writes its values into the text and reads bytes back as hexadecimal digits.
"""

from collections.abc import Sequence
from typing import Any, LiteralString

from django.db import DEFAULT_DB_ALIAS, connections


def one(statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of the statement's answer, or None; django.db.Error where it fails."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    # whoever counts or logs queries sees this one among the others
    if database.vendor != "postgresql" or database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    import psycopg  # noqa: PLC0415  # SQLite needs none of it

    with database.wrap_database_errors:
        found = psycopg.Cursor(database.connection)
        return found.execute(statement, values, prepare=True, binary=True).fetchone()
