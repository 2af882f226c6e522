"""One row by a statement that stays prepared: for the few questions that are asked all the time.

On PostgreSQL a statement that is kept prepared and answered in binary costs half of what Django's
cursor costs, which writes its values into the text and reads bytes back as hexadecimal digits.
"""

from collections.abc import Sequence
from typing import Any, LiteralString

from django.db import connection


def one(statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of the statement's answer, or None; django.db.Error where it fails."""
    connection.ensure_connection()
    if connection.vendor != "postgresql" or connection.queries_logged:  # whoever counts sees it
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    import psycopg  # noqa: PLC0415  # SQLite needs none of it

    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True, binary=True).fetchone()
