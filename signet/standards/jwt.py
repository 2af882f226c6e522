"""VC-JWT: a credential as a compact JWS (RFC 7515 §3.1, Open Badges 3.0 §8.2, vc-jose-cose §3.1).

The gate is ours: general JOSE libraries take `b64: false`, padded segments and keys from headers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from signet.standards import documents
from signet.standards.errors import DidError, DocumentError, ProofError, UnsupportedError
from signet.standards.keys import JWS_ALGORITHMS, PublicKey, Sign, from_jwk
from signet.standards.multibase import MultibaseError, base64url, from_base64url

VC1_CONTEXT = "https://www.w3.org/2018/credentials/v1"

_HEADER_MEMBERS = frozenset({"alg", "kid", "jwk", "typ", "cty"})
_HEADER_LIMITS = documents.Limits(max_bytes=8192, max_depth=4, max_nodes=64)
_TYPES = frozenset({"jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})
_CONTENT_TYPES = frozenset({"vc", "vc+ld+json"})
_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})


@dataclass(frozen=True)
class CompactJws:
    """A JWS that passed the gate. Its payload is not verified yet."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signing_input: bytes
    signature: bytes


def parse(token: str | bytes, *, limits: documents.Limits = documents.CREDENTIAL) -> CompactJws:
    """Read a compact JWS strictly, or raise ProofError, or DocumentError for its payload."""
    text = _ascii(token, limits)
    segments = text.split(".")
    if len(segments) != 3:
        raise ProofError(f"A compact JWS has three parts, not {len(segments)}.")
    encoded_header, encoded_payload, encoded_signature = segments
    header = _header(_segment(encoded_header, "header"))
    payload = documents.loads(_segment(encoded_payload, "payload"), limits=limits)
    signature = _segment(encoded_signature, "signature")
    return CompactJws(header, payload, f"{encoded_header}.{encoded_payload}".encode(), signature)


def issue(credential: dict[str, Any], *, kid: str, sign: Sign) -> str:
    """The credential as a VC-JWT signed with ES256; `sign` returns r || s."""
    if "proof" in credential:
        raise ProofError("A credential inside a JWT carries no other proof.")
    payload = {**credential, **_issued_claims(credential)}
    header = {"alg": "ES256", "kid": kid, "typ": "JWT"}
    head, body = (base64url(documents.dumps(part)) for part in (header, payload))
    signature = sign(f"{head}.{body}".encode())
    if len(signature) != 64:
        raise ProofError(f"An ES256 signature has 64 bytes, not {len(signature)}.")
    return f"{head}.{body}.{base64url(signature)}"


def verify(jws: CompactJws, key: PublicKey) -> dict[str, Any]:
    """Verify the signature and return the credential, its claims checked against it and left out.

    A claim that the credential does not repeat is put where VC 1.1 §6.3.1 says, so that an `exp`
    alone still ends the credential.
    """
    expected = JWS_ALGORITHMS[key.algorithm]
    if jws.header.get("alg") != expected:
        raise ProofError(
            f"The JWT says {jws.header.get('alg')!a}, but its key is for {expected} alone."
        )
    key.verify(jws.signature, jws.signing_input)
    return claimed(jws)


def claimed(jws: CompactJws) -> dict[str, Any]:
    """The credential that the token claims to be, as `verify` returns it; nothing is verified."""
    return _credential(jws.payload)


def issuer_of(jws: CompactJws) -> str:
    """The issuer that the payload claims; a claim only, until the signature is verified."""
    return _identifier(claimed(jws).get("issuer"), "issuer")


def _ascii(token: str | bytes, limits: documents.Limits) -> str:
    if len(token) > limits.max_bytes:
        raise ProofError(f"The JWS is larger than {limits.max_bytes:,} bytes.")
    try:
        return token.decode("ascii") if isinstance(token, bytes) else token
    except UnicodeDecodeError:
        raise ProofError("The JWS holds characters that no JWS has.") from None


def _segment(text: str, name: str) -> bytes:
    if not text:
        raise ProofError(f"The {name} of the JWS is empty.")
    try:
        return from_base64url(text)
    except MultibaseError as error:
        raise ProofError(f"The {name} of the JWS: {error}") from error


# Registered, with a public key, and not among those that the standard names.
_OTHER_ALGORITHMS = frozenset(
    {
        *("RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "ES256K"),
        *("Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"),
    }
)


def _header(raw: bytes) -> dict[str, Any]:
    try:
        header = documents.loads(raw, limits=_HEADER_LIMITS)
    except DocumentError as error:
        raise ProofError(f"The header of the JWS: {error}") from error
    for name in sorted(header.keys() - _HEADER_MEMBERS):
        raise ProofError(f"The header of the JWS has a member {name!a}, which is not allowed.")
    for name in sorted(header.keys() - {"jwk"}):
        if not isinstance(header[name], str) or not header[name]:
            raise ProofError(f"The member {name} in the header of the JWS is not a text.")
    _check_algorithm(header.get("alg"))
    if _media_type(header.get("typ", "JWT")) not in _TYPES:
        raise ProofError(f"The JWS is of type {header['typ']!a}, not a credential.")
    if _media_type(header.get("cty", "vc")) not in _CONTENT_TYPES:
        raise ProofError(f"The JWS holds {header['cty']!a}, not a credential.")
    if "jwk" in header:
        try:
            from_jwk(header["jwk"])
        except DidError as error:
            raise ProofError(f"The header of the JWS: {error}") from error
    return header


def _check_algorithm(name: Any) -> None:
    if name in _OTHER_ALGORITHMS:
        raise UnsupportedError(f"The JWS is signed with {name}, which is not read here.")
    if name not in JWS_ALGORITHMS.values():
        raise ProofError(f"The algorithm {name!a} of the JWS is not accepted.")


def _media_type(text: str) -> str:
    """RFC 7515 §4.1.9: case does not matter, and `application/` may be left out."""
    return text.lower().removeprefix("application/")


def _issued_claims(credential: Mapping[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": _identifier(credential.get("issuer"), "issuer"),
        "jti": _identifier(credential.get("id"), "id"),
    }
    subject = _subject_id(credential)
    if subject is not None:
        claims["sub"] = subject
    claims["nbf"] = _numeric_date(credential.get("validFrom"), "validFrom")
    if "validUntil" in credential:
        claims["exp"] = _numeric_date(credential["validUntil"], "validUntil")
    return claims


_DECISIVE = frozenset(
    {
        *("id", "issuer", "credentialSubject", "credentialStatus"),
        *("validFrom", "validUntil", "issuanceDate", "expirationDate"),
    }
)


def _credential(payload: Mapping[str, Any]) -> dict[str, Any]:
    claims = {name: payload[name] for name in _CLAIMS & payload.keys()}
    if "vc" in payload:
        if "@context" in payload or not isinstance(payload["vc"], dict):
            raise ProofError("The payload of the JWT is neither a credential nor wraps one in vc.")
        credential = dict(payload["vc"])
        for name in sorted(_DECISIVE & payload.keys()):
            # left aside, an end or a status beside `vc` would never come to pass
            if name not in credential or payload[name] != credential[name]:
                raise ProofError(f"The payload of the JWT says {name} beside the credential in vc.")
    else:
        credential = {name: value for name, value in payload.items() if name not in _CLAIMS}
    if "proof" in credential:
        raise ProofError("The credential inside the JWT carries another proof.")
    _join_issuer(credential, claims)
    _join_id(credential, claims)
    _join_subject(credential, claims)
    _join_date(credential, claims, "nbf", ("validFrom", "issuanceDate"))
    _join_date(credential, claims, "exp", ("validUntil", "expirationDate"))
    return credential


def _join_issuer(credential: dict[str, Any], claims: Mapping[str, Any]) -> None:
    if "iss" not in claims:
        return
    claimed = _identifier(claims["iss"], "iss")
    issuer = credential.setdefault("issuer", claimed)
    if isinstance(issuer, dict) and "id" not in issuer:
        issuer = credential["issuer"] = {"id": claimed, **issuer}
    if _identifier(issuer, "issuer") != claimed:
        raise ProofError("The claim iss of the JWT is not the issuer of the credential.")


def _join_id(credential: dict[str, Any], claims: Mapping[str, Any]) -> None:
    if "jti" not in claims:
        return
    claimed = _identifier(claims["jti"], "jti")
    if credential.setdefault("id", claimed) != claimed:
        raise ProofError("The claim jti of the JWT is not the id of the credential.")


def _join_subject(credential: dict[str, Any], claims: Mapping[str, Any]) -> None:
    if "sub" not in claims:
        return
    claimed = _identifier(claims["sub"], "sub")
    subject = credential.get("credentialSubject")
    if isinstance(subject, dict) and "id" not in subject:
        credential["credentialSubject"] = {"id": claimed, **subject}
    elif _subject_id(credential) != claimed:
        raise ProofError("The claim sub of the JWT is not the subject of the credential.")


def _join_date(
    credential: dict[str, Any], claims: Mapping[str, Any], claim: str, members: tuple[str, str]
) -> None:
    if claim not in claims:
        return
    claimed = _moment(claims[claim], claim)
    present = [name for name in members if name in credential]
    if not present:
        contexts = credential.get("@context")
        is_vc1 = isinstance(contexts, list) and VC1_CONTEXT in contexts[:1]
        credential[members[is_vc1]] = claimed.isoformat().replace("+00:00", "Z")
    for name in present:
        if _numeric_date(credential[name], name) != math.floor(claimed.timestamp()):
            raise ProofError(f"The claim {claim} of the JWT is not the {name} of the credential.")


def _identifier(value: Any, name: str) -> str:
    found = value.get("id") if isinstance(value, dict) else value
    if not isinstance(found, str) or not found:
        raise ProofError(f"The member {name} is not an identifier.")
    return found


def _subject_id(credential: Mapping[str, Any]) -> str | None:
    subject = credential.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    found = subject.get("id") if isinstance(subject, dict) else None
    return found if isinstance(found, str) else None


def _numeric_date(value: Any, name: str) -> int:
    """The NumericDate (RFC 7519 §2) of a date and time, in whole seconds."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ProofError(f"The member {name} is not a date and time with a time zone.")
    return math.floor(moment.timestamp())


def _moment(value: Any, claim: str) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProofError(f"The claim {claim} of the JWT is not a number of seconds.")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        raise ProofError(f"The claim {claim} of the JWT is no date.") from None
