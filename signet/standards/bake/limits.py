"""What both kinds of picture have in common: how large, and what may be put in."""

import re

from signet.standards.errors import BakeError

# Trust: files and pastes.
MAX_PICTURE_BYTES = 8 * 1024 * 1024
# A credential is a few kilobytes; one with an embedded picture can be some hundreds.
MAX_CREDENTIAL_BYTES = 1024 * 1024

_COMPACT_JWS = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


def check_picture_size(picture: bytes) -> None:
    """Refuse a picture too large to be a badge, before anything reads it."""
    if len(picture) > MAX_PICTURE_BYTES:
        raise BakeError(
            f"The picture has {len(picture):,} bytes; at most {MAX_PICTURE_BYTES:,} are read."
        )


def is_jws(credential: bytes) -> bool:
    """Whether this is a compact JWS and not JSON; anything else is refused (OB 3.0 §5.3)."""
    if len(credential) > MAX_CREDENTIAL_BYTES:
        raise BakeError(f"The credential has more than {MAX_CREDENTIAL_BYTES:,} bytes.")
    if credential[:1] == b"{" and credential[-1:] == b"}":
        return False
    if _COMPACT_JWS.fullmatch(credential):
        return True
    raise BakeError("Only a JSON object or a compact JWS can be baked into a picture.")
