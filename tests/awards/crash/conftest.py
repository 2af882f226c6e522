"""A house of its own for each test that kills or races: made once, copied, on either database."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

RUNNER = Path(__file__).with_name("runner.py")
POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]


class Site:
    """A data folder and a database, and a runner that works on them."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self._runner: subprocess.Popen[str] | None = None

    def ask(self, **order):
        """Have the runner do something; its answer."""
        if self._runner is None:
            self._runner = self._started()
        self._runner.stdin.write(json.dumps(order) + "\n")
        self._runner.stdin.flush()
        line = self._runner.stdout.readline()
        assert line, "the runner broke down"
        return json.loads(line)

    def award(self, *argv, **order):
        return self.ask(do="award", argv=[str(one) for one in argv], **order)

    def census(self):
        counted = self.ask(do="census")
        assert "traceback" not in counted, counted["traceback"]
        counted.pop("output")
        return counted

    def close(self):
        if self._runner is not None:
            self._runner.stdin.close()
            self._runner.wait()
            self._runner.stdout.close()
            self._runner = None

    def reset(self, template):
        """The state of the template again; the runner holds no connection, so it may stay."""
        if POSTGRES:
            server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            server(f'CREATE DATABASE "{self.database}" TEMPLATE "{template.database}"')
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(template.folder, self.folder)

    def _started(self):
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "PUBLIC_URL", "KEY_PASSPHRASE"}
        }
        environment |= {
            "SIGNET_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "signet.config.settings",
            "SECRET_KEY": "only-for-tests",
            "PYTHONPATH": str(RUNNER.parents[3]),
        }
        if POSTGRES:
            environment["DATABASE_URL"] = url_of(self.database)
        return subprocess.Popen(
            [sys.executable, str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=RUNNER.parents[3],
        )


def server(statement):
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def url_of(database):
    told = settings.DATABASES["default"]
    place = f"{told['HOST']}:{told['PORT'] or 5432}" if told["HOST"] else ""
    login = ":".join(part for part in (told["USER"], told["PASSWORD"]) if part)
    return f"postgresql://{login}{'@' if login else ''}{place}/{database}"


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The house, with nothing awarded."""
    site = Site(tmp_path_factory.mktemp("template"), f"signet_crash_{os.getpid()}_template")
    if POSTGRES:
        server(f'DROP DATABASE IF EXISTS "{site.database}" WITH (FORCE)')
        server(f'CREATE DATABASE "{site.database}"')
    built = site.ask(do="build")
    assert built == {"output": ""}
    site.close()
    yield site
    if POSTGRES:
        server(f'DROP DATABASE IF EXISTS "{site.database}" WITH (FORCE)')


@pytest.fixture
def site(template, tmp_path):
    """A copy of the house for one test."""
    made = Site(tmp_path / "data", f"signet_crash_{os.getpid()}")
    made.reset(template)
    yield made
    made.close()
    if POSTGRES:
        server(f'DROP DATABASE IF EXISTS "{made.database}" WITH (FORCE)')


@pytest.fixture
def roster(tmp_path, house_module):
    """A file of learners; by default 150 of three units' badges."""

    def write(count=150, *, name="roster.csv", rows=None):
        rows = rows or house_module.learners(
            count, "data-storytelling", "first-aid", "grant-writing"
        )
        return house_module.write_roster(tmp_path / name, rows)

    return write


@pytest.fixture(scope="session")
def in_order():
    """What a census says of so many awards of which none is lost, doubled or broken."""

    def told(count, **other):
        return {
            "awards": count,
            "credentials": {"jwt": count, "named": count},
            "people": count,
            "rows": {"awarded": count},
            "entries handed out": count,
            "doubled": 0,
            "entries reused": 0,
            "not the bytes signed": 0,
            "do not verify": 0,
            "not in the log": 0,
            "in the log only": 0,
            "rows without their award": 0,
            "people without address": 0,
        } | other

    return told
