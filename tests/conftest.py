import os
import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import time_machine

# Playwright leaves its event loop running in the worker that drove the browser; Django would take
# every later test in that worker for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"


def pytest_unconfigure():
    """Each process of the tests has a data folder of its own: settings_test.py makes it."""
    folder = os.environ.get("SIGNET_DATA", "")
    if Path(folder).name.startswith("signet-test-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_standards() -> Path:
    """The official contexts, schemas and vectors, which stand beside the checkout.

    A plain clone has none and skips what needs them; with SIGNET_REQUIRE_ALL=1 that is a failure.
    SIGNET_STANDARDS names another folder.
    """
    folder = Path(os.environ.get("SIGNET_STANDARDS", ROOT.parent / "shared" / "standards"))
    if not folder.is_dir():
        reason = f"the official standards are not in {folder}"
        if os.environ.get("SIGNET_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def shared_rosters() -> Path:
    """The rosters of the spring and the hostile one: beside the checkout, else the sample's own."""
    beside = ROOT.parent / "shared" / "data" / "rosters"
    return beside if beside.is_dir() else ROOT / "signet" / "config" / "sample" / "rosters"


@pytest.fixture(scope="session")
def soak() -> int:
    """How many times the rounds of races and kills are run over."""
    return int(os.environ.get("SIGNET_SOAK", "1"))


@pytest.fixture(scope="session")
def house_module():
    """tests/factories/house.py: test folders are no packages, so they cannot import each other."""
    name = "signet_tests_house"
    if name not in sys.modules:
        spec = spec_from_file_location(name, TESTS / "factories" / "house.py")
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def house(db, settings, tmp_path, house_module):
    """A university with its cast and a keys folder of its own, at noon of June 15, 2026."""
    settings.KEYS = tmp_path / "keys"
    with time_machine.travel(house_module.NOON, tick=False):
        yield house_module.House()


@pytest.fixture(autouse=True)
def fresh_dictionaries():
    """A rolled back test gives its keys to the next one's rows: forget what was read."""
    storage = sys.modules.get("signet.awards.storage")
    if storage is not None:
        storage._decompressors.of.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def guards_step_aside():
    """A transactional test ends by emptying every table, which the guards refuse."""
    if "django" not in sys.modules:
        yield
        return
    from django.db import connection
    from django.test import TransactionTestCase

    from signet.config.management.commands.migrate import GUARDS

    emptied = TransactionTestCase._fixture_teardown

    def teardown(case):
        for guard in GUARDS:
            guard.drop(connection)
        emptied(case)
        for guard in GUARDS:
            guard.create(connection)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = emptied
