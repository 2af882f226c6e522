"""The life of a unit. A closed or merged unit issues nothing more; its old badges keep its name."""

from django.db.models import TextChoices

from signet.lib.moves import Moves, move


class UnitState(TextChoices):
    """Where a unit stands."""

    ACTIVE = "active"
    CLOSED = "closed"
    MERGED = "merged"


UNIT_MOVES: Moves = {
    "close": move(UnitState.ACTIVE, UnitState.CLOSED),
    "reopen": move(UnitState.CLOSED, UnitState.ACTIVE),
    "merge": move((UnitState.ACTIVE, UnitState.CLOSED), UnitState.MERGED),
}
