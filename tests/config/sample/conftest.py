"""The sample institution's files, read once."""

import re
import tomllib
from pathlib import Path

import pytest

import signet.config

SAMPLE = Path(signet.config.__file__).parent / "sample"


@pytest.fixture(scope="session")
def sample():
    """Every table of the sample: its name, and its rows in the order of the files."""
    tables = {}
    for path in sorted(SAMPLE.rglob("*.toml")):
        for name, rows in tomllib.loads(path.read_text("utf-8")).items():
            if isinstance(rows, list):
                tables.setdefault(name, []).extend(rows)
    return tables


@pytest.fixture(scope="session")
def units(sample):
    return {row["slug"]: row for row in sample["unit"]}


@pytest.fixture(scope="session")
def skills(sample):
    return {row["slug"]: row for row in sample["skill"]}


@pytest.fixture(scope="session")
def achievements(sample):
    return {row["slug"]: row for row in sample["achievement"]}


@pytest.fixture(scope="session")
def cast(sample):
    return {row["key"]: row for row in sample["person"]}


@pytest.fixture(scope="session")
def awards(sample):
    return sample["award"]


@pytest.fixture(scope="session")
def on_reserved_domain():
    """Whether a URL stands on a domain that belongs to nobody real (RFC 2606, and example.edu)."""
    return re.compile(r"https://([a-z0-9-]+\.)*example\.(edu|org|com)(/[\x21-\x7e]*)?").fullmatch


@pytest.fixture(scope="session")
def at_reserved_domain():
    """Whether an address stands at a domain that is set aside for examples."""
    return re.compile(r"[a-z.-]+@example\.(edu|com)").fullmatch
