"""The demo as a visitor meets it: its own process, its own data, a real browser."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
START_SECONDS = 120


ONE_AWARD = {
    "valid": """SELECT public_id FROM awards_award
        WHERE state = 'issued' AND valid_until IS NULL AND shown_name <> ''""",
    "expired": """SELECT public_id FROM awards_award
        WHERE state = 'issued' AND valid_until < CURRENT_TIMESTAMP""",
    "revoked": "SELECT public_id FROM awards_award WHERE state = 'revoked'",
}
ONE_VERSION = "SELECT uuid FROM catalog_achievementversion WHERE published_at IS NOT NULL"


@dataclass(frozen=True)
class Site:
    """Where the demo is served, and what is to be seen there."""

    url: str
    folder: Path
    database: str

    def badge(self, which: str) -> str:
        """The path of the page of a valid, an expired or a revoked award."""
        return f"/badges/{self._first(ONE_AWARD[which])}"

    def achievement(self) -> str:
        """The path of the page of some published micro-credential."""
        return f"/achievements/{UUID(self._first(ONE_VERSION))}"

    def _first(self, query: str) -> str:
        file = f"file:{self.folder / 'signet.sqlite3'}?mode=ro"
        opened = (
            psycopg.connect(self.database) if self.database else sqlite3.connect(file, uri=True)
        )
        with closing(opened) as database:
            [found] = database.execute(f"{query} ORDER BY id LIMIT 1").fetchone()
        return str(found)


@pytest.fixture(scope="session")
def database():
    """The URL of a database for the demo alone, on PostgreSQL; '' on SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"signet_journeys_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def site(tmp_path_factory, database):
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = kept | {
        "PORT": str(port),
        "SIGNET_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "signet.config.settings",
    }
    if database:
        environment["DATABASE_URL"] = database
    with (folder / "demo.log").open("w+") as log:
        command = [sys.executable, "-m", "signet", "demo"]
        demo = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://localhost:{port}"
            await_answer(url, demo, folder / "demo.log")
            yield Site(url, folder, database)
        finally:
            demo.terminate()
            demo.wait(20)


def await_answer(url: str, demo: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if demo.poll() is not None:
            pytest.fail(f"the demo ended:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{url}/verify/", timeout=5):  # noqa: S310  # our own server
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    pytest.fail(f"the demo did not answer:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        reason = f"there is no browser at {CHROMIUM}"
        if os.environ.get("SIGNET_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(site: Site, browser: Browser):
    """Open a page of the site in a fresh context: theme, width, with or without JavaScript."""
    contexts = []

    def visit(
        path: str, *, theme: str = "light", width: int = 1440, javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=site.url,
            color_scheme=theme,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
