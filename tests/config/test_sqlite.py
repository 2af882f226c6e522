"""SQLite is used as designed, or not at all."""

import sqlite3

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from signet.config.settings import DATABASES
from signet.config.sqlite.base import DatabaseWrapper

INIT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"


@pytest.fixture
def open_database(tmp_path):
    """Open a database with these options."""
    opened = []

    def start(name="x.sqlite3", **options):
        path = name if name == ":memory:" else str(tmp_path / name)
        told = {
            "ENGINE": "signet.config.sqlite",
            "NAME": path,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": INIT} | options,
            "TIME_ZONE": None,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
            "ATOMIC_REQUESTS": False,
            "AUTOCOMMIT": True,
        }
        wrapper = DatabaseWrapper(told, "other")
        opened.append(wrapper)
        wrapper.inc_thread_sharing()
        wrapper.get_new_connection(wrapper.get_connection_params()).close()

    return start


def test_as_designed(open_database):
    open_database()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"}, "journal_mode"),
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}, "synchronous=1"),
        ({"init_command": f"{INIT} PRAGMA foreign_keys=OFF;"}, "foreign_keys=0"),
        ({"init_command": f"{INIT} PRAGMA recursive_triggers=OFF;"}, "recursive_triggers=0"),
        ({"transaction_mode": "DEFERRED"}, "BEGIN IMMEDIATE"),
        ({"transaction_mode": None}, "BEGIN IMMEDIATE"),
    ],
)
def test_another_way_is_refused(open_database, options, told):
    with pytest.raises(ImproperlyConfigured, match=told):
        open_database(**options)


def test_a_database_that_cannot_keep_a_log_is_refused(open_database):
    with pytest.raises(ImproperlyConfigured, match="journal_mode='memory'"):
        open_database(":memory:")


def test_the_shipped_settings_meet_the_demands(open_database):
    told = DATABASES["default"]
    if told["ENGINE"] != "signet.config.sqlite":
        pytest.skip("this round runs on another database")

    open_database(**told["OPTIONS"])


@pytest.mark.django_db
def test_the_connection_in_use():
    if connection.vendor != "sqlite":
        pytest.skip("this round runs on another database")

    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        ]

    assert found == ["wal", 2, 1, 1]
    assert sqlite3.sqlite_version_info >= (3, 35)
