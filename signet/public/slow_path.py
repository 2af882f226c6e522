"""What runs in the killable child, in a module of its own because a child imports all of it."""

import json

from signet.standards.canon import foreign


def canonical(raw: bytes) -> bytes:
    """The canonical N-Quads of a document that was read strictly before it came here."""
    return foreign.canonical(json.loads(raw))
