"""One row by a statement that stays prepared: for the few questions that are asked all the time.

On PostgreSQL a statement that is kept prepared and answered in binary costs half of what Django's
cursor costs, which writes its values into the text and reads bytes back as hexadecimal digits.
"""

import threading
from collections.abc import Sequence
from typing import Any, LiteralString

from django.db import DEFAULT_DB_ALIAS, connections


def one(statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of the statement's answer, or None; django.db.Error where it fails."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    # whoever counts or logs queries sees this one among the others
    row: tuple[Any, ...] | None
    if database.vendor != "postgresql" or database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
            return row
    with database.wrap_database_errors:
        found = _kept.cursor(database.connection)
        row = found.execute(statement, values, prepare=True, binary=True).fetchone()
        return row


class _Kept(threading.local):
    """A thread's cursor, which knows what its statements look like after the first answer."""

    _cursor: Any = None

    def cursor(self, connection: Any) -> Any:
        if self._cursor is None or self._cursor.connection is not connection:
            import psycopg  # noqa: PLC0415  # SQLite needs none of it

            self._cursor = psycopg.Cursor(connection)
        return self._cursor


_kept = _Kept()
