"""Pure state tables: which verb moves a record from which states to which state."""

from collections.abc import Mapping
from dataclasses import dataclass


class IllegalMoveError(Exception):
    """The record is not in a state from which this verb may move it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One verb of a state table.

    sources: the states it may start from; target: the state it ends in.
    """

    sources: frozenset[str]
    target: str


Moves = Mapping[str, Move]


def move(sources: str | tuple[str, ...], target: str) -> Move:
    """A move from one state, or any of several, to `target`."""
    names = (sources,) if isinstance(sources, str) else sources
    return Move(frozenset(str(name) for name in names), str(target))
