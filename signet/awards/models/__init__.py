"""Awards: the gift, its signed editions, the keys and lists behind them, and rosters in work."""

from signet.awards.models.award import Award, CompressionDictionary, Credential
from signet.awards.models.batch import Batch, BatchRow
from signet.awards.models.guards import GUARDS
from signet.awards.models.keys import IssuerDocument, IssuerKey, StatusList

__all__ = [
    "GUARDS",
    "Award",
    "Batch",
    "BatchRow",
    "CompressionDictionary",
    "Credential",
    "IssuerDocument",
    "IssuerKey",
    "StatusList",
]
