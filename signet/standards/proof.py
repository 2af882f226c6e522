"""Data Integrity proofs: eddsa-rdfc-2022, and eddsa-jcs-2022 to verify (vc-di-eddsa §3.2, §3.3)."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import rfc8785

from signet.standards.errors import ProofError
from signet.standards.keys import Algorithm, PublicKey, Sign
from signet.standards.multibase import MultibaseError, base58btc, from_base58btc

EDDSA_RDFC = "eddsa-rdfc-2022"
EDDSA_JCS = "eddsa-jcs-2022"

Canonicalize: TypeAlias = Callable[[dict[str, Any]], bytes]

_MAX_PROOFS = 8
_SIGNATURE_BYTES = 64


class UnknownSuiteError(ProofError):
    """A kind of proof that Signet does not know, so that it can say nothing of the signature."""


def options(*, method: str, created: str, cryptosuite: str = EDDSA_RDFC) -> dict[str, Any]:
    """A proof that has no proofValue yet."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }


def sign(
    document: dict[str, Any], *, method: str, created: str, sign: Sign, canonicalize: Canonicalize
) -> dict[str, Any]:
    """The document with one eddsa-rdfc-2022 proof; the document itself is left as it is."""
    if "proof" in document:
        raise ProofError("The document is signed already.")
    unsigned = options(method=method, created=created)
    signature = sign(signing_input(document, unsigned, canonicalize=canonicalize))
    signed = {**unsigned, "proofValue": base58btc(signature)}
    _check_shape(signed, document)
    return {**document, "proof": [signed]}


def signing_input(
    document: dict[str, Any], proof_options: dict[str, Any], *, canonicalize: Canonicalize
) -> bytes:
    """The 64 bytes that are signed: SHA-256 of the proof's options, then of the document.

    The options carry the document's `@context` (vc-di-eddsa §3.2.5); in eddsa-jcs-2022 they carry
    what stands in the proof itself (§3.3.5).
    """
    suite = _suite(proof_options, canonicalize)
    return _config_hash(document, proof_options, suite) + _document_hash(document, suite)


def verify(
    document: dict[str, Any],
    *,
    key_for: Callable[[dict[str, Any]], PublicKey],
    canonicalize: Canonicalize,
) -> tuple[dict[str, Any], ...]:
    """Verify every proof of the document and return them, or raise ProofError.

    All shapes are checked before `key_for` is asked for a key; what it raises passes through.
    """
    proofs = _proofs(document)
    for proof in proofs:
        _check_shape(proof, document)
    document_hashes: dict[str, bytes] = {}
    for proof in proofs:
        suite = _suite(proof, canonicalize)
        name = proof["cryptosuite"]
        if name not in document_hashes:
            document_hashes[name] = _document_hash(document, suite)
        key = key_for(proof)
        if key.algorithm is not Algorithm.ED25519:
            raise ProofError(f"The suite {name} takes an Ed25519 key, not {key.algorithm}.")
        hashed = _config_hash(document, proof, suite) + document_hashes[name]
        key.verify(_signature(proof), hashed)
    return tuple(proofs)


def _proofs(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = document.get("proof")
    entries = value if isinstance(value, list) else [value]
    if value is None or not entries:
        raise ProofError("The document has no proof.")
    if len(entries) > _MAX_PROOFS:
        raise ProofError(f"The document has {len(entries)} proofs; at most {_MAX_PROOFS} are read.")
    proofs = [entry for entry in entries if isinstance(entry, dict)]
    if len(proofs) != len(entries):
        raise ProofError("A proof is not a JSON object.")
    return proofs


def _suite(proof: Mapping[str, Any], canonicalize: Canonicalize) -> Canonicalize:
    match proof.get("cryptosuite"):
        case "eddsa-rdfc-2022":
            return canonicalize
        case "eddsa-jcs-2022":
            return _jcs
        case other:
            raise UnknownSuiteError(f"The cryptosuite {other!a} is not one that Signet knows.")


def _jcs(document: dict[str, Any]) -> bytes:
    try:
        return rfc8785.dumps(document)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ProofError(f"The document has no canonical JSON form: {error}.") from error


def _document_hash(document: Mapping[str, Any], suite: Canonicalize) -> bytes:
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return hashlib.sha256(suite(unsecured)).digest()


def _config_hash(
    document: Mapping[str, Any], proof: Mapping[str, Any], suite: Canonicalize
) -> bytes:
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    if proof["cryptosuite"] == EDDSA_RDFC:
        if "@context" not in document:
            raise ProofError("A document signed with eddsa-rdfc-2022 has an @context.")
        config["@context"] = document["@context"]
    return hashlib.sha256(suite(config)).digest()


_REQUIRED = frozenset({"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"})
_OPTIONAL_TEXTS = frozenset({"id", "created", "expires", "challenge", "nonce"})
_KNOWN = _REQUIRED | _OPTIONAL_TEXTS | {"@context", "domain"}
_METHOD_URL = re.compile(r"(?:did:[a-z0-9]+:|https?://)[^\s#]+#[^\s#]+")
_ABSOLUTE_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+")
# XMLSCHEMA11-2 dateTimeStamp, years of four digits.
_DATE_TIME_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII
)


def _check_shape(proof: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    """Everything of a proof but its signature (vc-data-integrity §2.1)."""
    _check_suite(proof)
    for name in sorted(proof.keys() - _KNOWN):
        raise ProofError(f"The proof has a member {name!a}, which no signature here covers.")
    for name in sorted((_REQUIRED | _OPTIONAL_TEXTS) & proof.keys()):
        if not isinstance(proof[name], str) or not proof[name]:
            raise ProofError(f"The member {name} of the proof is not a text.")
    for name in sorted(_REQUIRED - proof.keys()):
        raise ProofError(f"The proof has no {name}.")
    if proof["proofPurpose"] != "assertionMethod":
        raise ProofError(f"The proof is made for {proof['proofPurpose']!a}, not assertionMethod.")
    if not _METHOD_URL.fullmatch(proof["verificationMethod"]):
        raise ProofError("The verificationMethod of the proof is not the full URL of a key.")
    if not _ABSOLUTE_URL.fullmatch(proof.get("id", "urn:absent")):
        raise ProofError("The id of the proof is not a URL.")
    _check_domain(proof.get("domain", []))
    _check_context(proof, document)
    _check_dates(proof)


def _check_suite(proof: Mapping[str, Any]) -> None:
    if proof.get("type") != "DataIntegrityProof":
        raise UnknownSuiteError(f"A proof of type {proof.get('type')!a} is not one Signet knows.")
    if proof.get("cryptosuite") not in (EDDSA_RDFC, EDDSA_JCS):
        raise UnknownSuiteError(
            f"The cryptosuite {proof.get('cryptosuite')!a} is not one that Signet knows."
        )
    if "previousProof" in proof:
        raise UnknownSuiteError("The proof is part of a chain, which Signet does not verify.")


def _check_domain(domain: Any) -> None:
    names = domain if isinstance(domain, list) else [domain]
    if not all(isinstance(name, str) and name for name in names):
        raise ProofError("The domain of the proof is not a text or a list of texts.")


def _check_context(proof: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    """A proof may repeat the document's `@context`; then it must be the same.

    vc-di-eddsa §3.3.2 lets the document's list go on after the proof's. What was appended would be
    read by us and signed by nobody, so that is refused.
    """
    if "@context" in proof and proof["@context"] != document.get("@context"):
        raise ProofError("The @context of the proof is not the @context of the document.")


def _check_dates(proof: Mapping[str, Any]) -> None:
    created, expires = (
        _moment(proof[n], n) if n in proof else None for n in ("created", "expires")
    )
    if created is not None and expires is not None and expires < created:
        raise ProofError("The proof expires before it was created.")


def _moment(text: str, name: str) -> datetime:
    match = _DATE_TIME_STAMP.fullmatch(text)
    if match is not None:
        try:
            return datetime.fromisoformat(match[1] + match[2])
        except ValueError:
            pass  # the 30th of February
    raise ProofError(f"The member {name} of the proof is not a date and time with a time zone.")


def _signature(proof: Mapping[str, Any]) -> bytes:
    try:
        return from_base58btc(proof["proofValue"], length=_SIGNATURE_BYTES)
    except MultibaseError as error:
        raise ProofError(f"The proofValue cannot be read: {error}") from error
