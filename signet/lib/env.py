"""Settings from the environment: twelve-factor variables, each with its `_FILE` form for secrets.

Every name that is read is remembered in NAMES, so that a test can demand that
docs/how-to/configure.md describes it.
"""

import os
import tempfile
import warnings
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

NAMES: set[str] = set()

_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
_ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def text(name: str, default: str = "") -> str:
    """The variable as text; `NAME_FILE` names a file that holds it instead.

    This and all below raise ImproperlyConfigured, which names the variable and never its value
    where that may be a secret.
    """
    NAMES.add(name)
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, "").strip() or default
    try:
        return Path(path).read_text("utf-8").strip() or default
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error


def flag(name: str, *, default: bool = False) -> bool:
    """The variable as yes or no."""
    said = text(name).lower()
    if said and said not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {said!a}: write true or false.")
    return said in _YES if said else default


def names(name: str, default: list[str]) -> list[str]:
    """The variable as a list, separated by commas."""
    found = [item.strip() for item in text(name).split(",")]
    return [item for item in found if item] or default


def port(name: str, default: int) -> int:
    """The variable as the number of a TCP port."""
    said = text(name)
    if not said:
        return default
    if not (said.isascii() and said.isdigit() and len(said) < 6 and 0 < int(said) < 65_536):
        raise ImproperlyConfigured(f"{name} is {said!a}: write a number from 1 to 65535.")
    return int(said)


def choice(name: str, default: str, known: Collection[str]) -> str:
    """The variable as one of the words in capitals."""
    said = text(name, default).upper()
    if said not in known:
        raise ImproperlyConfigured(f"{name} is {said!a}: write one of {', '.join(known)}.")
    return said


def origin(name: str, default: str) -> str:
    """The variable as scheme and host, without a path or a slash at its end."""
    said = text(name, default).rstrip("/")
    try:
        parts = urlsplit(said)
        is_origin = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_origin = False
    if not is_origin:
        raise ImproperlyConfigured(
            f"{name} is {said!a}: write it as https://badges.example.edu, the address of the site."
        )
    return said


def folder(name: str, default: str) -> Path:
    """The variable as a folder, made for its owner alone where there is none."""
    found = Path(text(name, default)).resolve()
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}: the folder {found} cannot be made: {error.strerror}."
        ) from error
    return found


def database(name: str, default: Path) -> dict[str, Any]:
    """The variable as a database URL, parsed into Django's settings. default: an SQLite file."""
    if not text(name):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    told = _parsed(name, "", environ.Env.db_url_config)
    if told.get("ENGINE") not in _ENGINES or not told.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} is no database that Signet knows: write postgres://user:password@host/name, "
            f"or leave it out for SQLite in the data folder."
        )
    return told


def mail(name: str, default: str) -> dict[str, Any]:
    """The variable as an e-mail URL, parsed into Django's settings."""
    return _parsed(name, default, environ.Env.email_url_config)


def _parsed(name: str, default: str, parse: Callable[[str], Any]) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they would print the URL, and a password with it
            return dict(parse(text(name, default)))
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} is no URL of the form that it needs.") from error


def secret(name: str, path: Path, make: Callable[[], str]) -> str:
    """The variable, else the secret kept in the file `path`."""
    try:
        return text(name) or kept_secret(path, make)
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{path} cannot be read or made: {error}. Set {name}, or give the file back to the "
            f"user that runs Signet, mode 0400."
        ) from error


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in the file `path`; where there is none yet, `make()` makes it, mode 0400."""
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_once(path, make().encode())
    return path.read_text("utf-8").strip()


def write_once(path: Path, body: bytes) -> None:
    """Write a new file of mode 0400 whole or not at all; a file already there is kept as it is."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            os.fchmod(stream.fileno(), 0o400)
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return
    finally:
        Path(name).unlink()
