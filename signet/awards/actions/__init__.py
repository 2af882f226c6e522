"""What changes about awards and keys."""

from signet.awards.actions.awards import grant, reinstate, revoke, suspend
from signet.awards.actions.batches import run, stage
from signet.awards.actions.keys import compromise, provision, retire, rotate
from signet.awards.actions.privacy import block, lift_block

__all__ = [
    "block",
    "compromise",
    "grant",
    "lift_block",
    "provision",
    "reinstate",
    "retire",
    "revoke",
    "rotate",
    "run",
    "stage",
    "suspend",
]
