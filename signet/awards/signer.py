"""The signing keys: files of mode 0400 in the data folder, encrypted where a passphrase is set.

Nothing here ever replaces a key that is missing or wrong: issuing stops with a clear word.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from django.conf import settings

from signet.awards.models import IssuerKey
from signet.lib.env import write_once
from signet.standards.keys import Algorithm, PublicKey, Sign, ecdsa_raw

_Private: TypeAlias = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z").match


class KeyUnavailableError(Exception):
    """The private key cannot be used; the message says which file and what to do."""


def make(key: IssuerKey) -> PublicKey:
    """Write a new private key file for `key`, or find the one already there; its public half."""
    path = _path(key)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_once(path, _serialized(_generate(key.purpose)))
    return _public(_load(path))


def signer(key: IssuerKey) -> Sign:
    """What signs with this key: Ed25519 signatures, or ES256's raw r ‖ s (64 bytes).

    Raises KeyUnavailableError where the file is missing, unreadable, or holds another key.
    """
    path = _path(key)
    private = _load(path)
    if _public(private).multikey != key.multikey:
        raise KeyUnavailableError(
            f"The key file {path} holds another key than the one published as {key.kid}. "
            f"Restore the right file from a backup."
        )
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return private.sign
    return _es256(private)


def _path(key: IssuerKey) -> Path:
    owner = key.unit.slug if key.unit else "_institution"
    if not _SAFE_NAME(owner.lstrip("_")) or not _SAFE_NAME(key.kid):
        raise KeyUnavailableError(f"{owner}/{key.kid} is no name of a key file.")
    return Path(settings.KEYS) / "issuers" / owner / f"{key.kid}.pem"


def _generate(purpose: str) -> _Private:
    if purpose == IssuerKey.Purpose.JWT:
        return ec.generate_private_key(ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.generate()


def _serialized(private: _Private) -> bytes:
    passphrase = settings.KEY_PASSPHRASE.encode()
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase)
        if passphrase
        else serialization.NoEncryption(),
    )


def _load(path: Path) -> _Private:
    try:
        stamp = path.stat()
    except OSError as error:
        raise KeyUnavailableError(
            f"The key file {path} is missing. Restore it from a backup; issuing waits until then."
        ) from error
    return _parsed(path, stamp.st_mtime_ns, stamp.st_ino, settings.KEY_PASSPHRASE)


@lru_cache(maxsize=256)
def _parsed(path: Path, _changed: int, _inode: int, passphrase: str) -> _Private:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise KeyUnavailableError(
            f"The key file {path} cannot be read: {error.strerror}. Give it back to the user that "
            f"runs Signet, mode 0400."
        ) from error
    encrypted = b"ENCRYPTED" in body
    try:
        private = serialization.load_pem_private_key(
            body, passphrase.encode() if encrypted and passphrase else None
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnavailableError(
            f"The key file {path} cannot be opened: "
            + (
                "KEY_PASSPHRASE is missing or not the one it was encrypted with."
                if encrypted
                else "it holds no private key. Restore it from a backup."
            )
        ) from error
    if not isinstance(private, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnavailableError(f"The key file {path} holds no Ed25519 or P-256 key.")
    return private


def _public(private: _Private) -> PublicKey:
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return PublicKey(Algorithm.ED25519, private.public_key().public_bytes_raw())
    point = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return PublicKey(Algorithm.P256, point)


def _es256(private: ec.EllipticCurvePrivateKey) -> Sign:
    def sign(message: bytes) -> bytes:
        return ecdsa_raw(private.sign(message, ec.ECDSA(hashes.SHA256())))

    return sign
