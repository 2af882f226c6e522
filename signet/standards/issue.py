"""From values to a signed credential: the hot path of awarding.

One achievement's credential is prepared once, with holes where awards differ (`hole`). Each award
then costs a filled template, a hash, a signature and a join. The bytes are those that the long way
would make: `documents.dumps(proof.sign(filled document))`.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from signet.standards import canon, documents, proof
from signet.standards.canon import template
from signet.standards.canon.template import FallbackError, Template, cut, hole, holes_in
from signet.standards.errors import OffProfileError, ProofError
from signet.standards.keys import PublicKey, Sign
from signet.standards.multibase import base58btc

__all__ = ["Issuer", "Prepared", "hole"]

_SIGNATURE_BYTES = 64
_HASH_BYTES = 32


@dataclass(frozen=True)
class Issuer:
    """A key of an issuer: the URL it is published under, its public half, and what signs with it.

    `sign` takes the bytes to be signed and returns the 64 bytes of an Ed25519 signature.
    """

    method: str
    key: PublicKey
    sign: Sign

    def prepare(self, document: dict[str, Any], *, created: str) -> "Prepared":
        """Compile an unsigned credential whose changing strings are holes.

        `created` is the proof's own date and time, with a time zone. Raises CanonError for a
        document that cannot be signed and ProofError for a proof that could not be.
        """
        return Prepared(self, document, created)


class Prepared:
    """One credential, ready to be issued to many. Made by `Issuer.prepare`."""

    def __init__(self, issuer: Issuer, document: dict[str, Any], created: str) -> None:
        self._issuer = issuer
        self._document = document
        self._created = created
        self._count = 1 + max(holes_in(str(document)), default=-1)
        signed, message = self._rehearse()
        self._config_hash = message[:_HASH_BYTES]
        signed["proof"][0]["proofValue"] = hole(self._count)
        fixed, self._numbers = cut(documents.dumps(signed).decode())
        self._pieces = [b""] * (2 * len(fixed) - 1)
        self._pieces[::2] = [piece.encode() for piece in fixed]
        self._template: Template | None = None
        with suppress(OffProfileError):  # values could alter the structure: the walker, each time
            self._template = template.compile(document)

    def _rehearse(self) -> tuple[dict[str, Any], bytes]:
        """Sign the document as it is, holes and all, with nothing.

        All but the signature is checked here, and the message it would sign begins with the hash
        of the proof's options, the same for every award.
        """
        messages: list[bytes] = []

        def sign(message: bytes) -> bytes:
            messages.append(message)
            return bytes(_SIGNATURE_BYTES)

        return self._sign_by_walker(self._document, sign), messages[0]

    def issue(self, values: Sequence[str]) -> bytes:
        """The signed credential as compact JSON, with these values in its holes.

        Raises CanonError for a value that no reader could sign, such as half a surrogate pair or
        a relative IRI where an IRI stands, and whatever `sign` raises.
        """
        if len(values) != self._count:
            raise ValueError(f"{self._count} holes are not filled by {len(values)} values.")
        if self._template is None:
            return self._issue_by_walker(values)
        try:
            canonical = self._template.fill(values)
        except FallbackError:
            return self._issue_by_walker(values)
        signature = self._sign(self._config_hash + sha256(canonical).digest())
        filled = [*values, base58btc(signature)]
        pieces = self._pieces.copy()
        pieces[1::2] = [orjson.dumps(filled[number]) for number in self._numbers]
        return b"".join(pieces)

    def check(self, raw: bytes) -> None:
        """Verify one issued credential by the walker and the public key, or raise StandardsError.

        It shares nothing with the template but the pinned contexts.
        """
        document = documents.loads(raw)
        proof.verify(document, key_for=self._key_for, canonicalize=canon.canonical)

    def _key_for(self, signed: dict[str, Any]) -> PublicKey:
        if signed["verificationMethod"] != self._issuer.method:
            raise ProofError("The credential is signed with another key.")
        return self._issuer.key

    def _sign(self, message: bytes) -> bytes:
        signature = self._issuer.sign(message)
        if len(signature) != _SIGNATURE_BYTES:
            raise ProofError("The signer did not return the 64 bytes of an Ed25519 signature.")
        return signature

    def _issue_by_walker(self, values: Sequence[str]) -> bytes:
        document = _filled(self._document, values)
        return documents.dumps(self._sign_by_walker(document, self._sign))

    def _sign_by_walker(self, document: dict[str, Any], sign: Sign) -> dict[str, Any]:
        return proof.sign(
            document,
            method=self._issuer.method,
            created=self._created,
            sign=sign,
            canonicalize=canon.canonical,
        )


def _filled(part: Any, values: Sequence[str]) -> Any:
    """A copy with the values in the holes."""
    if isinstance(part, dict):
        return {name: _filled(value, values) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    if isinstance(part, str) and (numbers := holes_in(part)):
        return values[numbers[0]]
    return part
