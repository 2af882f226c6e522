import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def world_module():
    """world.py beside this: test folders are no packages, so they cannot import each other."""
    name = "signet_tests_world"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).parent / "world.py")
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def world(world_module):
    return world_module.made()


@pytest.fixture
def another_issuer(world_module):
    """another_issuer("name"): an issuer of the same host, not published yet."""
    return lambda name: world_module.Issuer.named("issuers", name)


@pytest.fixture
def outcomes():
    """outcomes(report): the outcome of each check by its name."""
    return lambda report: {check.name: str(check.outcome) for check in report.checks}


@pytest.fixture
def failing():
    """failing(report): the names and sentences of the checks that failed."""
    return lambda report: [
        (check.name, check.detail) for check in report.checks if check.outcome == "fail"
    ]
