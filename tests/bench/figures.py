"""What a benchmark tells, and how two contestants are compared.

Never an absolute time: contestants run in turns, side by side, and the median of the rounds'
ratios counts. A machine that is busy slows both.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

# value, unit, gate, whether it is met
Figure = tuple[float, str, str, bool]


def at_most(gate: float, value: float, unit: str = "times") -> Figure:
    return value, unit, f"at most {gate:g}", value <= gate


def at_least(gate: float, value: float, unit: str = "times") -> Figure:
    return value, unit, f"at least {gate:g}", value >= gate


def told(value: float, unit: str = "times") -> Figure:
    """A figure that is worth knowing and has no gate."""
    return value, unit, "", True


def paired(one: Callable[[], float], other: Callable[[], float], *, rounds: int) -> float:
    """The median over the rounds of what `one` gives against what `other` gives."""
    return median([one() / other() for _ in range(rounds)])


def seconds(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
