"""One row by a statement that stays prepared: for the few questions that are asked all the time.

On PostgreSQL this speaks with libpq itself. Django's cursor costs three times as much, because it
writes its values into the text and reads bytes back as hexadecimal digits, psycopg's twice.
"""

import threading
from collections.abc import Sequence
from typing import Any, LiteralString

from django.db import DEFAULT_DB_ALIAS, connections


def one(statement: LiteralString, values: Sequence[str]) -> tuple[Any, ...] | None:
    """The first row of the statement's answer, or None; django.db.Error where it fails.

    statement: with `%s` for each of the values, and no other percent sign.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    # whoever counts or logs queries sees this one among the others
    if database.vendor != "postgresql" or database.queries_logged:
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
    with database.wrap_database_errors:
        return _prepared.row(database.connection, statement, values)


class _Prepared(threading.local):
    """What a thread's connection to PostgreSQL has prepared: the names by statement."""

    _connection: Any = None

    def row(self, connection: Any, statement: str, values: Sequence[str]) -> tuple[Any, ...] | None:
        """The first row, asked and answered in binary; psycopg.Error where it fails."""
        from psycopg.adapt import Transformer  # noqa: PLC0415  # SQLite needs none of it

        if self._connection is not connection:
            self._connection, self._names = connection, dict[str, bytes]()
        name = self._names.get(statement) or self._prepare(connection, statement)
        encoded = [value.encode() for value in values]
        found = connection.pgconn.exec_prepared(name, encoded, result_format=1)
        self._check(found)
        if not found.ntuples:
            return None
        reader = Transformer(connection)
        reader.set_pgresult(found)
        row: tuple[Any, ...] = reader.load_row(0, tuple)
        return row

    def _prepare(self, connection: Any, statement: str) -> bytes:
        first, *rest = statement.split("%s")
        numbered = first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))
        name = f"signet_{len(self._names)}".encode()
        self._check(connection.pgconn.prepare(name, numbered.encode()))
        self._names[statement] = name
        return name

    def _check(self, result: Any) -> None:
        from psycopg import OperationalError, pq  # noqa: PLC0415  # as above

        if result.status not in {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}:
            raise OperationalError(result.error_message.decode(errors="replace"))


_prepared = _Prepared()
