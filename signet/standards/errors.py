"""What can be wrong with a document. Every error of this room derives from StandardsError.

Messages are plain sentences meant for the person who handed the document in.
"""


class StandardsError(Exception):
    """A document, key or picture that breaks the standard it claims to follow."""


class DocumentError(StandardsError):
    """Not strict JSON, too large, too deep, or not shaped as its schema says."""


class CanonError(StandardsError):
    """The document cannot be turned into canonical RDF."""


class OffProfileError(CanonError):
    """The walker does not know this construct; the slow path may, or the document is refused."""


class UndefinedTermError(CanonError):
    """A member or type that no pinned context defines, so no signature would cover it."""


class ContextError(CanonError):
    """An @context that is not an ordered list of pinned URLs."""


class TooComplexError(CanonError):
    """The graph asks for more work than a credential ever needs (a poison graph)."""


class ProofError(StandardsError):
    """A signature that does not hold, or a proof that is not shaped as its suite says."""


class DidError(StandardsError):
    """A DID, DID document or key that cannot be used."""


class UnsupportedError(StandardsError):
    """Something registered that Signet does not read: it says nothing for or against."""


class StatusError(StandardsError):
    """A status list or entry that breaks its standard."""


class BakeError(StandardsError):
    """A picture that cannot be baked, or whose baked credential cannot be read."""
