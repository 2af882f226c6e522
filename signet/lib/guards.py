"""Database triggers that refuse what no code of ours should do, on SQLite and PostgreSQL alike.

`signet migrate` sets them up each time: a table that SQLite makes anew loses its triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_BODY = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN
    RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses one operation on a table.

    operation: "INSERT", "UPDATE" or "DELETE", of which the last forbids PostgreSQL's TRUNCATE as
    well; columns: only updates that name one of these; when: an SQL condition on OLD and NEW;
    message: what the refusal says (no quotes).
    """

    name: str
    table: str
    operation: str
    message: str
    when: str = ""
    columns: Sequence[str] = ()

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Install the trigger; one that stands as it should is left alone."""
        statements = self._statements(connection.vendor)
        mark = sha256("".join(statements).encode()).hexdigest()
        with connection.cursor() as cursor:
            if _mark(cursor, self, connection.vendor) == mark:
                return
            self._drop(cursor, connection.vendor)
            for statement in statements:
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute(f"COMMENT ON TRIGGER {self.name} ON {self.table} IS '{mark}'")

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove the trigger where it stands."""
        with connection.cursor() as cursor:
            self._drop(cursor, connection.vendor)

    def fits(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether the table and its columns are there; not so amid migrations backwards."""
        with connection.cursor() as cursor:
            if self.table not in connection.introspection.table_names(cursor):
                return False
            told = connection.introspection.get_table_description(cursor, self.table)
        return {column.name for column in told} >= set(self.columns)

    def _statements(self, vendor: str) -> list[str]:
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        trigger = f"CREATE TRIGGER {self.name} BEFORE {self.operation}{of} ON {self.table}"
        if vendor == "sqlite":
            when = f" WHEN ({self.when})" if self.when else ""
            body = f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            return [f"{trigger} FOR EACH ROW{when} {body}"]
        made = [
            _BODY.format(name=self.name, when=self.when or "TRUE", message=self.message),
            f"{trigger} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]
        if self.operation == "DELETE":
            emptied = f"CREATE TRIGGER {self.name}_all BEFORE TRUNCATE ON {self.table}"
            made += [
                _BODY.format(name=f"{self.name}_all", when="TRUE", message=self.message),
                f"{emptied} FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_all()",
            ]
        return made

    def _drop(self, cursor: CursorWrapper, vendor: str) -> None:
        if vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}")
            return
        for name in (self.name, f"{self.name}_all"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {self.table}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _mark(cursor: CursorWrapper, guard: Guard, vendor: str) -> str:
    """What tells the trigger that stands from any other; '' where none stands."""
    if vendor == "sqlite":
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [guard.name]
        )
        found = cursor.fetchone()
        return sha256(found[0].encode()).hexdigest() if found else ""
    names = [guard.name, f"{guard.name}_all"] if guard.operation == "DELETE" else [guard.name]
    cursor.execute(
        "SELECT obj_description(oid, 'pg_trigger') FROM pg_trigger "
        "WHERE tgname = ANY(%s) AND tgrelid = to_regclass(%s) AND tgenabled = 'O' ORDER BY tgname",
        [names, guard.table],
    )
    found = cursor.fetchall()
    return (found[0][0] or "") if len(found) == len(names) else ""
