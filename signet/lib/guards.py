"""Database triggers that refuse what no code of ours should do, on SQLite and PostgreSQL alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import RunPython


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses one operation on a table.

    operation: "UPDATE" or "DELETE"; columns: only updates that name one of these;
    when: an SQL condition on OLD and NEW; message: what the refusal says (no quotes).
    """

    name: str
    table: str
    operation: str
    message: str
    when: str = ""
    columns: Sequence[str] = ()

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Install the trigger."""
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        event = f"BEFORE {self.operation}{of} ON {self.table}"
        when = f" WHEN ({self.when})" if self.when else ""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER {self.name} {event} FOR EACH ROW{when} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                )
                return
            cursor.execute(
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.message}' "
                f"USING ERRCODE = 'check_violation'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {self.name} {event} FOR EACH ROW{when} "
                f"EXECUTE FUNCTION {self.name}()"
            )

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove the trigger where it stands."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}")
                return
            cursor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {self.name}()")


def install(*guards: Guard) -> RunPython:
    """The migration operation that installs `guards`."""

    def forwards(_apps: object, editor: object) -> None:
        for guard in guards:
            guard.create(editor.connection)  # type: ignore[attr-defined]

    def backwards(_apps: object, editor: object) -> None:
        for guard in guards:
            guard.drop(editor.connection)  # type: ignore[attr-defined]

    return RunPython(forwards, backwards)
