"""Settings from the environment: twelve-factor variables, each with its `_FILE` form for secrets.

Every name that is read is remembered in NAMES, so that a test can demand that
docs/how-to/configure.md describes it.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

import environ

NAMES: set[str] = set()

_source = environ.FileAwareEnv()


def text(name: str, default: str = "") -> str:
    """The variable as text; `NAME_FILE` names a file that holds it instead."""
    NAMES.add(name)
    return str(_source.str(name, default=default)).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """The variable as yes or no."""
    NAMES.add(name)
    return bool(_source.bool(name, default=default))


def names(name: str, default: list[str]) -> list[str]:
    """The variable as a list, separated by commas."""
    NAMES.add(name)
    return [str(item).strip() for item in _source.list(name, default=default)]


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    NAMES.add(name)
    return int(_source.int(name, default=default))


def database(name: str, default: str) -> dict[str, Any]:
    """The variable as a database URL, parsed into Django's settings."""
    return dict(environ.Env.db_url_config(text(name, default)))


def mail(name: str, default: str) -> dict[str, Any]:
    """The variable as an e-mail URL, parsed into Django's settings."""
    return dict(environ.Env.email_url_config(text(name, default)))


def kept_secret(path: Path, make: Any) -> str:
    """The secret in the file `path`; where there is none yet, `make()` makes it, mode 0400."""
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_once(path, str(make()).encode())
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
