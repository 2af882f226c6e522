"""The house rules that no reader should have to check: who imports whom, who asks the machine."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

import signet
from signet.lib import env

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(signet.__file__).parent
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_the_import_contracts_hold(monkeypatch):
    configure()
    monkeypatch.chdir(ROOT)

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)


def lines_with(pattern, *, besides):
    """Where a pattern stands, except in some files."""
    search = re.compile(pattern).search
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SOURCES
        if str(path.relative_to(PACKAGE)) not in besides
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if search(line)
    ]


def test_only_one_room_reads_the_environment():
    found = lines_with(
        r"\b(environ\b(?!\.(Env|File))|getenv|environb)",
        besides={"lib/env.py", "config/settings_test.py"},
    )

    # which settings to load must be said before they can be read; the second is no setting of
    # ours but every terminal program's (no-color.org)
    excepted = ('setdefault("DJANGO_SETTINGS_MODULE"', '"NO_COLOR"')
    assert [line for line in found if not any(one in line for one in excepted)] == []


def test_only_one_room_asks_for_the_time():
    clocks = r"datetime\.now\(|date\.today\(|timezone\.now\(|utcnow|time\.time\("

    assert lines_with(clocks, besides={"lib/clock.py"}) == []


def test_only_one_room_goes_out():
    clients = r"^\s*(import|from) (urllib\.request|http\.client|requests|httpx|urllib3|socket)\b"

    found = lines_with(clients, besides={"lib/fetch.py", "config/management/commands/serve.py"})

    assert found == []


def test_bulk_writes_stand_in_one_place():
    bulk = r"\.executemany\(|\.copy\(f?[\"']COPY|bulk_update\("

    assert lines_with(bulk, besides={"awards/bulk.py"}) == []


def test_no_signals_and_no_save_overrides():
    assert lines_with(r"django\.db\.models\.signals|def save\(self", besides=set()) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_every_variable_is_documented():
    told = (ROOT / "docs" / "how-to" / "configure.md").read_text("utf-8")
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", told))

    assert len(env.NAMES) > 5
    assert sorted(env.NAMES - documented) == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
