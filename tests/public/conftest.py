from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from signet.awards import actions
from signet.awards.drafts import Given
from signet.awards.models import Award
from signet.catalog import actions as catalog
from signet.catalog.models import Achievement, Classification, Skill
from signet.people.models import Institution, Person, Unit, User

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def now(time_machine) -> datetime:
    """Noon of June 15, 2026, for the whole test."""
    time_machine.move_to(NOW, tick=False)
    return NOW
