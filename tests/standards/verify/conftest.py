import pytest

from .world import Issuer, made


@pytest.fixture
def world():
    return made()


@pytest.fixture
def another_issuer():
    """another_issuer("name"): an issuer of the same host, not published yet."""
    return lambda name: Issuer.named("issuers", name)


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
