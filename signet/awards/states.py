"""The lives of an award, a signing key and a batch."""

from django.db.models import TextChoices

from signet.lib.moves import Moves, move


class AwardState(TextChoices):
    """Where an award stands; expired is computed, never stored."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


AWARD_MOVES: Moves = {
    "suspend": move(AwardState.ISSUED, AwardState.SUSPENDED),
    "reinstate": move(AwardState.SUSPENDED, AwardState.ISSUED),
    "revoke": move((AwardState.ISSUED, AwardState.SUSPENDED), AwardState.REVOKED),
}


class KeyState(TextChoices):
    """Where a signing key stands."""

    PENDING = "pending"
    ACTIVE = "active"
    RETIRED = "retired"
    DESTROYED = "destroyed"
    COMPROMISED = "compromised"


KEY_MOVES: Moves = {
    "activate": move(KeyState.PENDING, KeyState.ACTIVE),
    "retire": move((KeyState.PENDING, KeyState.ACTIVE), KeyState.RETIRED),
    "destroy": move(KeyState.RETIRED, KeyState.DESTROYED),
    "compromise": move(
        (KeyState.PENDING, KeyState.ACTIVE, KeyState.RETIRED, KeyState.DESTROYED),
        KeyState.COMPROMISED,
    ),
}


class BatchState(TextChoices):
    """How far a roster has come."""

    STAGING = "staging"
    AWARDING = "awarding"
    DONE = "done"


BATCH_MOVES: Moves = {
    "start": move(BatchState.STAGING, BatchState.AWARDING),
    "finish": move(BatchState.AWARDING, BatchState.DONE),
}


class RowState(TextChoices):
    """A row is born ready or with its verdict; awarding moves ready rows in bulk."""

    READY = "ready"
    AWARDED = "awarded"
    DUPLICATE = "duplicate"
    ERROR = "error"
