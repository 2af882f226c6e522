import sqlite3
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

# name -> what SQLite must answer: write-ahead log, a commit that survives a power cut, checked
# keys, and guards against deleting that hold for INSERT OR REPLACE as well
_REQUIRED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite with its settings asserted on each new connection."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection whose pragmas are what `_REQUIRED` says; ImproperlyConfigured otherwise."""
        name = str(conn_params["database"])
        if name.startswith("/"):  # a new file is for its owner alone, its log likewise
            Path(name).touch(mode=0o600)
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        for name, wanted in _REQUIRED.items():
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                connection.close()
                raise ImproperlyConfigured(
                    f"SQLite answers {name}={found!r} where Signet needs {wanted!r}. Put the data "
                    f"folder on a local disk (network folders cannot keep a write-ahead log)."
                )
        if self.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
            connection.close()
            raise ImproperlyConfigured("SQLite must begin its transactions with BEGIN IMMEDIATE.")
        return connection
