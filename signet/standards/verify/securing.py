"""Whether a document is covered by a signature of the issuer that it names."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from signet.standards import canon, did, jwt, proof
from signet.standards.credential.kinds import MOMENT
from signet.standards.credential.shape import ShapeError
from signet.standards.errors import OffProfileError, ProofError
from signet.standards.keys import PublicKey
from signet.standards.verify.ports import NotCheckedError, Resolver, SlowPath, SlowPathError
from signet.standards.verify.reading import Received

# Known by name, so that "cannot say" is the truth. Any other name is as good as a forged one.
_SUITES = frozenset(
    {
        proof.EDDSA_RDFC,
        proof.EDDSA_JCS,
        "bbs-2023",
        "ecdsa-2019",
        "ecdsa-jcs-2019",
        "ecdsa-rdfc-2019",
        "ecdsa-sd-2023",
        "eddsa-2022",
    }
)
_OTHER_TYPES = frozenset(
    {
        "Ed25519Signature2018",
        "Ed25519Signature2020",
        "EcdsaSecp256k1Signature2019",
        "EcdsaSecp256r1Signature2019",
        "JsonWebSignature2020",
        "RsaSignature2018",
        "BbsBlsSignature2020",
    }
)

# A badge and its list with a proof each, and an endorsement: what a stranger may make us work.
MAX_SLOW = 6

KeyFor = Callable[[dict[str, Any]], PublicKey]


class Canonicalizer:
    """Canonical bytes, each document worked out once, where need be by the slow path."""

    def __init__(self, slow_path: SlowPath) -> None:
        self._slow_path = slow_path
        self._slow_times = 0
        self._done: list[tuple[dict[str, Any], bytes]] = []

    def __call__(self, document: dict[str, Any]) -> bytes:
        """The canonical N-Quads, or CanonError."""
        for seen, canonical in self._done:
            if _is_same(seen, document):
                return canonical
        canonical = self._worked_out(document)
        self._done.append((document, canonical))
        return canonical

    def _worked_out(self, document: dict[str, Any]) -> bytes:
        try:
            return canon.canonical(document)
        except OffProfileError:
            return self._slowly(document)

    def _slowly(self, document: dict[str, Any]) -> bytes:
        self._slow_times += 1
        if self._slow_times > MAX_SLOW:
            raise SlowPathError("It holds too many documents that take long to look at.")
        return self._slow_path(document)


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """By identity of the values: `==` takes True for 1."""
    return one.keys() == other.keys() and all(other[name] is value for name, value in one.items())


def unsecured(document: dict[str, Any]) -> dict[str, Any]:
    """The document without its proofs, which is what they sign."""
    return {name: value for name, value in document.items() if name != "proof"}


def key_finder(issuer: str, received: Received, resolver: Resolver, now: datetime) -> KeyFor:
    """How to find the key that a proof, or the header of a token, names."""

    def of_proof(signed: dict[str, Any]) -> PublicKey:
        method = signed["verificationMethod"]
        return did.resolve(method, issuer=issuer, fetch=resolver.fetch, now=now).key

    def of_header(header: dict[str, Any]) -> PublicKey:
        return did.resolve_jwt_key(header, issuer, resolver.fetch, now=now)

    return of_proof if received.jws is None else of_header


def verify_signature(
    received: Received, *, key_for: KeyFor, canonicalize: Canonicalizer, now: datetime
) -> tuple[dict[str, Any], str]:
    """The verified document, and how it was signed; ProofError, or what `key_for` raises."""
    if received.jws is not None:
        verified = jwt.verify(received.jws, key_for(received.jws.header))
        return verified, f"a token signed with {received.jws.header['alg']}"
    document = received.document
    if not document.get("proof"):
        raise ProofError("It is not signed: it has no proof.")
    try:
        proofs = proof.verify(document, key_for=key_for, canonicalize=canonicalize)
    except proof.UnknownSuiteError as error:
        if _is_only_unknown(document["proof"]):
            raise NotCheckedError(f"It is signed in a way not known here. {error}") from error
        raise
    for each in proofs:
        _check_times(each, now)
    return document, " and ".join(each["cryptosuite"] for each in proofs)


def _is_only_unknown(proofs: Any) -> bool:
    """Whether each proof is of a kind that we know, or know that others know."""
    entries = proofs if isinstance(proofs, list) else [proofs]
    return all(isinstance(entry, dict) and _is_of_a_known_kind(entry) for entry in entries)


def _is_of_a_known_kind(entry: dict[str, Any]) -> bool:
    kind, suite = entry.get("type"), entry.get("cryptosuite")
    if kind == "DataIntegrityProof":
        return isinstance(suite, str) and suite in _SUITES
    return isinstance(kind, str) and kind in _OTHER_TYPES


def _check_times(signed: dict[str, Any], now: datetime) -> None:
    """A proof may end before the document does (vc-data-integrity §2.1)."""
    try:
        if "expires" in signed and MOMENT.read(signed["expires"]) < now:
            raise ProofError("The signature has expired.")
        if "created" in signed and MOMENT.read(signed["created"]) > now:
            raise ProofError("The signature says that it was made in the future.")
    except ShapeError as error:
        raise ProofError(f"A date of the proof: {error}.") from error
