"""Canonical RDF of a credential: what is hashed and signed.

`canonical` is the way for everything we issue and nearly all that we are asked to verify.
Off-profile documents of others go to `foreign.canonical`, in a child process that can be killed.
"""

from typing import Any

from signet.standards.canon import contexts, rdfc
from signet.standards.canon.nquads import Quad
from signet.standards.canon.walker import quads

__all__ = ["Quad", "canonical", "contexts", "quads", "rdfc"]


def canonical(document: dict[str, Any]) -> bytes:
    """The canonical N-Quads of a document (RDFC-1.0), in UTF-8.

    Raises OffProfileError, UndefinedTermError, ContextError, TooComplexError, or CanonError for
    what no reader could sign.
    """
    return rdfc.canonicalize(quads(document))
