# ruff: noqa: T201  # it speaks on the terminal
"""Runs every test that this machine can run: on SQLite, then all again on PostgreSQL.

Says first what is left out and why. With SIGNET_REQUIRE_ALL=1 nothing may be left out.
TEST_POSTGRES_URL names a server whose user may create databases; without it the one that answers
on this machine is taken. Arguments go to pytest as they are.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
CHROMIUM = Path("/usr/bin/chromium")


def main(arguments: list[str]) -> int:
    """Run the rounds; the exit code of the first that failed."""
    server = postgres()
    browser = CHROMIUM.exists()
    standards = Path(os.environ.get("SIGNET_STANDARDS", ROOT.parent / "shared" / "standards"))
    missing = left_out(postgres=bool(server), browser=browser, standards=standards)
    for line in missing:
        print(line, flush=True)
    if missing and os.environ.get("SIGNET_REQUIRE_ALL") == "1":
        print("SIGNET_REQUIRE_ALL=1: nothing may be left out.\n0 passed, 1 failed")
        return 1
    marked = [] if browser else ["-m", "not browser"]
    codes = [pytest("SQLite", "", [*marked, *arguments])]
    if server:
        codes.append(pytest("PostgreSQL", server, [*marked, *arguments]))
    return next((code for code in codes if code), 0)


def postgres() -> str:
    """The URL of a PostgreSQL server that answers, or ''."""
    url = os.environ.get("TEST_POSTGRES_URL", LOCAL_SERVER)
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return ""
    return url


def left_out(*, postgres: bool, browser: bool, standards: Path) -> list[str]:
    """A line for each thing that this machine lacks."""
    lines = []
    if not postgres:
        lines.append("Left out: the round on PostgreSQL. No server answers (TEST_POSTGRES_URL).")
    if not browser:
        lines.append(f"Left out: the tests in a browser. {CHROMIUM} does not exist.")
    if not standards.is_dir():
        lines.append(f"Left out: the official vectors and schemas. {standards} does not exist.")
    return lines


def pytest(database: str, url: str, arguments: list[str]) -> int:
    """One round on two workers or more; its exit code."""
    print(f"\nThe tests on {database}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "pytest", "-q", "--numprocesses", "auto", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
