"""Settings from nothing, from variables and from files; the secrets that are kept."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from signet.config import settings as loaded
from signet.lib import env
from signet.people.models import Institution, User

ROOT = Path(loaded.__file__).resolve().parents[2]
ASKED = (
    "import json; from signet.config import settings as s; "
    "print(json.dumps({name: str(getattr(s, name)) for name in %r}))"
)


@pytest.fixture
def settings_with(tmp_path):
    """What a fresh process makes of some variables, and of nothing else."""

    def read(*names, **variables):
        environment = {"PATH": os.environ["PATH"], "SIGNET_DATA": str(tmp_path / "data")}
        told = subprocess.run(
            [sys.executable, "-c", ASKED % (names,)],
            env=environment | variables,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(told.stdout)

    return read


def test_no_variable_is_needed(settings_with, tmp_path):
    told = settings_with("PUBLIC_URL", "DEBUG", "KEYS", "SECRET_KEY", "SESSION_COOKIE_SECURE")
    again = settings_with("SECRET_KEY")

    path = tmp_path / "data" / "keys" / "secret-key"
    assert told == {
        "PUBLIC_URL": "http://localhost:8000",
        "DEBUG": "False",
        "KEYS": str(tmp_path / "data" / "keys"),
        "SECRET_KEY": path.read_text(),
        "SESSION_COOKIE_SECURE": "False",
    }
    assert again["SECRET_KEY"] == told["SECRET_KEY"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_variables_and_secrets_in_files(settings_with, tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    (tmp_path / "passphrase").write_text("open sesame\n")

    told = settings_with(
        "SECRET_KEY",
        "KEY_PASSPHRASE",
        "PUBLIC_URL",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        SECRET_KEY_FILE=str(tmp_path / "secret"),
        KEY_PASSPHRASE_FILE=str(tmp_path / "passphrase"),
        PUBLIC_URL="https://badges.example.edu/",
    )

    assert told == {
        "SECRET_KEY": "from a file",
        "KEY_PASSPHRASE": "open sesame",
        "PUBLIC_URL": "https://badges.example.edu",
        "ALLOWED_HOSTS": "['localhost', '127.0.0.1', '[::1]', 'badges.example.edu']",
        "SESSION_COOKIE_SECURE": "True",
        "SECURE_SSL_REDIRECT": "True",
    }
    assert not (tmp_path / "data" / "keys" / "secret-key").exists()


def test_the_public_url_follows_the_port(settings_with):
    assert settings_with("PUBLIC_URL", PORT="9001") == {"PUBLIC_URL": "http://localhost:9001"}


def test_postgresql_by_its_url(settings_with):
    told = settings_with("DATABASES", DATABASE_URL="postgresql://me:pw@db.example.edu/signet")

    assert "'ENGINE': 'django.db.backends.postgresql'" in told["DATABASES"]
    assert "'HOST': 'db.example.edu'" in told["DATABASES"]
    assert "'CONN_HEALTH_CHECKS': True" in told["DATABASES"]


def test_what_is_kept_is_made_once(tmp_path):
    path = tmp_path / "keys" / "secret"

    assert env.kept_secret(path, lambda: "first") == "first"
    assert env.kept_secret(path, lambda: "second") == "first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_a_file_is_written_once_and_whole(tmp_path):
    path = tmp_path / "key"

    env.write_once(path, b"first")
    env.write_once(path, b"second")

    assert path.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("name", ["A Real University", "University of Denver"])
def test_the_demo_of_a_real_house_is_refused(db, name):
    Institution.objects.create(pk=1, name=name, url="https://www.example.edu")

    with pytest.raises(CommandError, match="is not the sample"):
        call_command("demo", "--load-only")

    assert not User.objects.exists()
