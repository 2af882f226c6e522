"""Whether a badge belongs to the person that somebody names."""

import hashlib
import unicodedata

from signet.standards.credential import AchievementSubject, IdentityObject
from signet.standards.errors import StandardsError

_HASH = "sha256$"


class RecipientError(StandardsError):
    """The badge is not, or does not say that it is, for the person asked about."""


def check_recipient(subject: AchievementSubject, recipient: str) -> None:
    """Compare an address, name or other identifier with all that the badge says of its earner."""
    asked = _spellings(recipient)
    if subject.id is not None and asked & _spellings(subject.id.removeprefix("mailto:")):
        return
    if not subject.identifier:
        raise RecipientError("The badge does not say to whom it was given.")
    if not any(_is_same(identity, asked) for identity in subject.identifier):
        raise RecipientError("The badge was given to somebody else.")


def _is_same(identity: IdentityObject, asked: frozenset[str]) -> bool:
    if not identity.hashed:
        return bool(asked & _spellings(identity.identity_hash))
    stated = identity.identity_hash.lower()
    salt = identity.salt or ""
    # OB 3.0, IdentityHash: the salt follows the identity. MD5 is allowed there; it proves nothing.
    return any(
        stated == _HASH + hashlib.sha256((spelling + salt).encode()).hexdigest()
        for spelling in asked
    )


def _spellings(identity: str) -> frozenset[str]:
    """As written and in small letters: issuers hash either. Spaces and accents as Unicode joins."""
    joined = unicodedata.normalize("NFC", " ".join(identity.split()))
    return frozenset({joined, joined.lower()})
