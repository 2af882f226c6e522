"""The sample institution in a folder and database of its own, gone when the benchmark ends."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
SERVER = os.environ.get("TEST_POSTGRES_URL", LOCAL_SERVER)
REGISTRAR = "daniel.yazzie@example.edu"


def databases() -> list[str]:
    """The kinds of database that can be measured here."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error:
        return ["SQLite"]
    return ["SQLite", "PostgreSQL"]


@contextmanager
def sample(database: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh sample institution."""
    with tempfile.TemporaryDirectory(prefix="signet-bench-") as folder:
        environment = {**os.environ, "SIGNET_DATA": folder, "PYTHONPATH": str(ROOT)}
        environment["DJANGO_SETTINGS_MODULE"] = "signet.config.settings"
        for name in ("DATABASE_URL", "PUBLIC_URL", "KEY_PASSPHRASE"):
            environment.pop(name, None)
        with _database(database) as url:
            environment |= {"DATABASE_URL": url} if url else {}
            signet(["demo", "--load-only"], environment)
            if url:  # as PostgreSQL does by itself within minutes
                with psycopg.connect(url, autocommit=True) as server:
                    server.execute("VACUUM ANALYZE")
            yield environment


def signet(arguments: list[str], environment: dict[str, str]) -> str:
    """Run the command `signet`; what it printed."""
    command = [sys.executable, "-m", "signet", *arguments]
    return _run(command, environment)


def script(name: str, *arguments: str, environment: dict[str, str]) -> Any:
    """Run a script of this folder in a process of its own; the JSON that it printed last."""
    command = [sys.executable, str(Path(__file__).with_name(name)), *arguments]
    return json.loads(_run(command, environment).splitlines()[-1])


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )
    return done.stdout


@contextmanager
def _database(database: str) -> Iterator[str]:
    if database == "SQLite":
        yield ""
        return
    name = f"signet_bench_{uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield SERVER.rpartition("/")[0] + f"/{name}"
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))
