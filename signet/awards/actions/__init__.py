"""What changes about awards and keys."""

from signet.awards.actions.awards import grant, reinstate, revoke, suspend
from signet.awards.actions.batches import run, stage
from signet.awards.actions.keys import compromise, provision, retire, rotate

__all__ = [
    "compromise",
    "grant",
    "provision",
    "reinstate",
    "retire",
    "revoke",
    "rotate",
    "run",
    "stage",
    "suspend",
]
