"""Many rows at once: the only executemany and COPY of the house, in chunks of at most 500.

SQLite gets one prepared INSERT, PostgreSQL a COPY. Values are given as the columns keep them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, models

CHUNK = 500


def reserve_ids(model: type[models.Model], count: int) -> range | list[int]:
    """Primary keys for `count` new rows, inside the caller's transaction.

    On SQLite the transaction holds the write lock, so the next ids are ours; on PostgreSQL they
    come from the sequence, and a rollback leaves a gap.
    """
    if not count:
        return range(0)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return range(first, first + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows; columns are field names, values as `moment`, `uid` and `text_of` give them."""
    table, names = model._meta.db_table, _quoted(model, columns)
    listed = ", ".join(names)
    rows = list(rows)  # all there before COPY begins: the making of one may ask the database
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(names))
            statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'  # noqa: S608  # as below
            cursor.executemany(statement, rows)
            return
        statement = f'COPY "{table}" ({listed}) FROM STDIN'
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def update(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    key: Sequence[str],
) -> None:
    """Update rows found by the columns of `key`: each row gives the new values, then the key's."""
    table = model._meta.db_table
    sets = ", ".join(f"{name} = %s" for name in _quoted(model, columns))
    found = " AND ".join(f"{name} = %s" for name in _quoted(model, key))
    statement = f'UPDATE "{table}" SET {sets} WHERE {found}'  # noqa: S608  # names of our models
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def _quoted(model: type[models.Model], fields: Sequence[str]) -> list[str]:
    return [f'"{model._meta.get_field(name).column}"' for name in fields]  # type: ignore[union-attr]


@lru_cache(maxsize=4096)
def moment(value: datetime | None) -> Any:
    """A time as the database's driver takes it; a roster names few days many times."""
    return None if value is None else connection.ops.adapt_datetimefield_value(value)


def uid(value: UUID) -> Any:
    """A UUID as the database's driver takes it."""
    return value.hex if connection.vendor == "sqlite" else value


def text_of(value: Any) -> str:
    """A JSON column's text."""
    return orjson.dumps(value).decode()
