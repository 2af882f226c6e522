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


def test_any_folder_name_will_do(settings_with, tmp_path):
    odd = tmp_path / "a b#c?d%20e"

    told = settings_with("DATABASES", SIGNET_DATA=str(odd))

    assert f"'NAME': '{odd}/signet.sqlite3'" in told["DATABASES"]


def test_an_empty_variable_is_as_none(settings_with):
    told = settings_with("PORT", "DEBUG", PORT="", DEBUG="", LOG_LEVEL="", DATABASE_URL="")

    assert told == {"PORT": "8000", "DEBUG": "False"}


@pytest.fixture
def signet(tmp_path):
    """Run `signet` in a fresh process with some variables and nothing else."""

    def run(*arguments, **variables):
        environment = {"PATH": os.environ["PATH"], "SIGNET_DATA": str(tmp_path / "data")}
        return subprocess.run(
            [sys.executable, "-m", "signet.config.cli", *arguments],
            env=environment | variables,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    return run


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PORT": "abc"}, "PORT is 'abc': write a number from 1 to 65535."),
        ({"PORT": "70000"}, "PORT is '70000': write a number from 1 to 65535."),
        ({"PORT": "-1"}, "PORT is '-1': write a number"),
        ({"PORT": "1" * 5000}, "write a number from 1 to 65535."),
        ({"PUBLIC_URL": "foo"}, "PUBLIC_URL is 'foo': write it as https://"),
        ({"PUBLIC_URL": "http://[::1"}, "PUBLIC_URL is 'http://[::1': write it as https://"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps': write true or false."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'LOUD': write one of DEBUG, INFO, WARNING"),
        ({"DATABASE_URL": "foo"}, "DATABASE_URL is no database that Signet knows"),
        ({"DATABASE_URL": "mysql://a:hidden@b/c"}, "DATABASE_URL is no database that Signet knows"),
        ({"DATABASE_URL": "postgres://a:hidden@b:port/c"}, "DATABASE_URL is no URL of the form"),
        ({"EMAIL_URL": "foo://a:hidden@b"}, "EMAIL_URL is no URL of the form that it needs."),
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE cannot be read: [Errno 2] No such file"),
        ({"SIGNET_DATA": "/dev/null/x"}, "SIGNET_DATA: the folder /dev/null/x cannot be made"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(signet, variables, told):
    done = signet("check", **variables)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("The settings cannot be used. ")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr


@pytest.mark.parametrize("command", ["demo", "serve", "migrate"])
def test_a_database_that_does_not_answer_is_told_of(signet, command):
    done = signet(command, DATABASE_URL="postgres://a:hidden@127.0.0.1:1/signet", PORT="18999")

    assert done.returncode == 2
    assert done.stderr.startswith("The database cannot be used. ")
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("catalog", "x.toml"), ("withhold", "x@y.org"), ("award", "x.csv")]
)
def test_a_database_without_tables_is_told_of(signet, arguments):
    done = signet(*arguments, "--by", "renee@example.edu")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "run `signet setup` first" in done.stderr


def test_a_file_that_is_no_database_is_told_of(signet, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "signet.sqlite3").write_bytes(b"no database " * 100)

    done = signet("migrate")

    assert done.returncode == 2
    assert "file is not a database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_where_no_database_can_be_is_told_of(signet):
    done = signet("migrate", DATABASE_URL="sqlite:////proc/x/y")

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "/proc/x/y" in done.stderr


def test_the_trace_is_there_for_whoever_asks(signet):
    done = signet("check", "--traceback", PORT="abc")

    assert "Traceback" in done.stderr


def test_a_damaged_secret_key_is_told_of(signet, tmp_path):
    path = tmp_path / "data" / "keys" / "secret-key"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xfe")

    done = signet("check")

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert f"{path} cannot be read or made" in done.stderr


def test_a_new_database_is_for_its_owner_alone(signet, tmp_path):
    assert signet("migrate", "--verbosity=0").returncode == 0

    kept = [path for path in (tmp_path / "data").iterdir() if path.name.startswith("signet.sqlite")]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


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
