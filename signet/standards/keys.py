"""Public keys: read with suspicion, written as Multikey or JWK, and asked to verify.

A PublicKey cannot exist with bytes that its algorithm does not allow: `cryptography` itself takes
small-order Ed25519 points, under which any message verifies, and points off the curve.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from signet.standards.errors import DidError, ProofError
from signet.standards.multibase import (
    MultibaseError,
    base58btc,
    base64url,
    from_base58btc,
    from_base64url,
)

# Bytes in, signature out: 64 bytes for Ed25519, and r || s in 64 bytes for P-256 (RFC 7518 §3.4).
Sign: TypeAlias = Callable[[bytes], bytes]

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192
_MAX_RSA_EXPONENT = 2**32  # larger ones only make verifying slow

# Multicodec prefixes as varints: ed25519-pub 0xed, p256-pub 0x1200.
_ED25519_PREFIX = b"\xed\x01"
_P256_PREFIX = b"\x80\x24"
# A list where RFC 7517 and 7518 name private members, `k` of a symmetric key among them.
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})


class Algorithm(StrEnum):
    """The kinds of key that are used at all."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    RSA = "RSA"


@dataclass(frozen=True)
class PublicKey:
    """A key that passed all checks when it was made; DidError for bytes that do not.

    `raw` is a 32-byte Ed25519 point, a 33-byte compressed P-256 point, or the DER
    SubjectPublicKeyInfo of an RSA key.
    """

    algorithm: Algorithm
    raw: bytes

    def __post_init__(self) -> None:
        _loaded(self.algorithm, self.raw)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raise ProofError unless the signature holds: Ed25519, ES256 as r || s, or RS256."""
        try:
            match _loaded(self.algorithm, self.raw):
                case ed25519.Ed25519PublicKey() as key:
                    key.verify(signature, message)
                case ec.EllipticCurvePublicKey() as key:
                    key.verify(ecdsa_der(signature), message, ec.ECDSA(hashes.SHA256()))
                case rsa.RSAPublicKey() as key:
                    key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise ProofError("The signature does not match the content and the key.") from None

    @property
    def multikey(self) -> str:
        """The Multikey form, `z6Mk…` or `zDn…` (Controlled Identifiers 1.0 §2.2.2)."""
        match self.algorithm:
            case Algorithm.ED25519:
                return base58btc(_ED25519_PREFIX + self.raw)
            case Algorithm.P256:
                return base58btc(_P256_PREFIX + self.raw)
            case Algorithm.RSA:
                raise DidError("An RSA key has no Multikey form.")

    @property
    def jwk(self) -> dict[str, str]:
        """The JSON Web Key (RFC 7517, RFC 8037), public members only."""
        match _loaded(self.algorithm, self.raw):
            case ed25519.Ed25519PublicKey():
                return {"kty": "OKP", "crv": "Ed25519", "x": base64url(self.raw)}
            case ec.EllipticCurvePublicKey() as key:
                point = key.public_numbers()
                x, y = (base64url(value.to_bytes(32, "big")) for value in (point.x, point.y))
                return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
            case rsa.RSAPublicKey() as key:
                numbers = key.public_numbers()
                return {
                    "kty": "RSA",
                    "n": _base64url_uint(numbers.n),
                    "e": _base64url_uint(numbers.e),
                }


def from_multikey(text: Any) -> PublicKey:
    """Read an Ed25519 or P-256 Multikey."""
    if not isinstance(text, str):
        raise DidError("publicKeyMultibase is not a text.")
    try:
        prefixed = from_base58btc(text)
    except MultibaseError as error:
        raise DidError(f"The Multikey cannot be read: {error}") from error
    if prefixed.startswith(_ED25519_PREFIX):
        return PublicKey(Algorithm.ED25519, prefixed[2:])
    if prefixed.startswith(_P256_PREFIX):
        return PublicKey(Algorithm.P256, prefixed[2:])
    raise DidError("The Multikey is neither Ed25519 nor P-256.")


def from_jwk(jwk: Any) -> PublicKey:
    """Read a public JSON Web Key for EdDSA, ES256 or RS256; one with private members is refused."""
    if not isinstance(jwk, Mapping):
        raise DidError("The JSON Web Key is not an object.")
    if leaked := sorted(_PRIVATE_MEMBERS.intersection(jwk)):
        raise DidError(f"The JSON Web Key holds the private member {leaked[0]!r}.")
    match (jwk.get("kty"), jwk.get("crv")):
        case ("OKP", "Ed25519"):
            key = PublicKey(Algorithm.ED25519, _member(jwk, "x", 32))
        case ("EC", "P-256"):
            key = PublicKey(
                Algorithm.P256, _compressed(_member(jwk, "x", 32), _member(jwk, "y", 32))
            )
        case ("RSA", None):
            key = PublicKey(Algorithm.RSA, _rsa_der(_uint(jwk, "n"), _uint(jwk, "e")))
        case (kty, crv):
            raise DidError(f"A JSON Web Key of kty {kty!a} and crv {crv!a} is not supported.")
    _refuse_other_use(jwk, key)
    return key


JWS_ALGORITHMS = {Algorithm.ED25519: "EdDSA", Algorithm.P256: "ES256", Algorithm.RSA: "RS256"}


def ecdsa_raw(der: bytes) -> bytes:
    """Turn the DER signature that crypto libraries make into r || s of 64 bytes."""
    r, s = utils.decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def ecdsa_der(raw: bytes) -> bytes:
    """Turn r || s of 64 bytes (RFC 7518 §3.4) into DER."""
    if len(raw) != 64:
        raise ProofError(f"An ES256 signature has 64 bytes, not {len(raw)}.")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    return utils.encode_dss_signature(r, s)


_Loaded: TypeAlias = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@lru_cache(maxsize=1024)
def _loaded(algorithm: Algorithm, raw: bytes) -> _Loaded:
    match algorithm:
        case Algorithm.ED25519:
            _check_ed25519(raw)
            return ed25519.Ed25519PublicKey.from_public_bytes(raw)
        case Algorithm.P256:
            return _load_p256(raw)
        case Algorithm.RSA:
            return _load_rsa(raw)


# RFC 8032 §5.1: the field, and the curve -x² + y² = 1 + d x² y².
_FIELD = 2**255 - 19
_CURVE_D = -121665 * pow(121666, -1, _FIELD) % _FIELD
# The y of the eight points whose order divides 8, each for both signs of x: order 1, 2, 4, and 8.
_ORDER_8_Y = int.from_bytes(
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
)
_SMALL_ORDER_Y = frozenset({1, _FIELD - 1, 0, _ORDER_8_Y, _FIELD - _ORDER_8_Y})


def _check_ed25519(raw: bytes) -> None:
    if len(raw) != 32:
        raise DidError(f"An Ed25519 key has 32 bytes, not {len(raw)}.")
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= _FIELD:
        raise DidError("The Ed25519 key is not in its canonical encoding.")
    if y in _SMALL_ORDER_Y:
        raise DidError("The Ed25519 key is a point of small order: any message would verify.")
    square = (y * y - 1) * pow(_CURVE_D * y * y + 1, -1, _FIELD) % _FIELD
    if pow(square, (_FIELD - 1) // 2, _FIELD) != 1:
        raise DidError("The Ed25519 key is not a point on the curve.")


def _load_p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    if len(raw) != 33:
        raise DidError(f"A compressed P-256 key has 33 bytes, not {len(raw)}.")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError as error:
        raise DidError("The P-256 key is not a point on the curve.") from error


def _load_rsa(der: bytes) -> rsa.RSAPublicKey:
    try:
        key = serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise DidError("The RSA key cannot be read.") from error
    if not isinstance(key, rsa.RSAPublicKey) or _spki(key) != der:
        raise DidError("The RSA key is not a plain SubjectPublicKeyInfo.")
    _check_rsa(key.public_numbers())
    return key


def _check_rsa(numbers: rsa.RSAPublicNumbers) -> None:
    bits = numbers.n.bit_length()
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise DidError(f"An RSA key has {MIN_RSA_BITS} to {MAX_RSA_BITS} bits, not {bits}.")
    if numbers.n % 2 == 0 or numbers.e % 2 == 0 or not 3 <= numbers.e < _MAX_RSA_EXPONENT:
        raise DidError("The modulus or exponent of the RSA key is not usable.")


def _compressed(x: bytes, y: bytes) -> bytes:
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
    )
    try:
        key = numbers.public_key()
    except ValueError as error:
        raise DidError("The P-256 key is not a point on the curve.") from error
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


def _rsa_der(n: int, e: int) -> bytes:
    numbers = rsa.RSAPublicNumbers(e, n)
    _check_rsa(numbers)
    return _spki(numbers.public_key())


def _spki(key: rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _refuse_other_use(jwk: Mapping[str, Any], key: PublicKey) -> None:
    """RFC 7517 §4.2 to §4.4: a key that says what it is for is used for that alone."""
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not (
        isinstance(operations, list) and "verify" in operations
    ):
        raise DidError("The JSON Web Key is not for verifying signatures.")
    if jwk.get("alg", JWS_ALGORITHMS[key.algorithm]) != JWS_ALGORITHMS[key.algorithm]:
        raise DidError(f"The JSON Web Key is for {jwk['alg']!a}, which its type does not fit.")


def _member(jwk: Mapping[str, Any], name: str, length: int) -> bytes:
    raw = _base64url_member(jwk, name)
    if len(raw) != length:
        raise DidError(
            f"The member {name!r} of the JSON Web Key has {len(raw)} bytes, not {length}."
        )
    return raw


def _uint(jwk: Mapping[str, Any], name: str) -> int:
    raw = _base64url_member(jwk, name)
    if not raw or raw[0] == 0:  # RFC 7518 §2, Base64urlUInt: the fewest bytes
        raise DidError(f"The member {name!r} of the JSON Web Key is not a Base64urlUInt.")
    return int.from_bytes(raw, "big")


def _base64url_member(jwk: Mapping[str, Any], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str) or len(text) > MAX_RSA_BITS // 6 + 1:
        raise DidError(f"The member {name!r} of the JSON Web Key is missing or too long.")
    try:
        return from_base64url(text)
    except MultibaseError as error:
        raise DidError(f"The member {name!r} of the JSON Web Key: {error}") from error


def _base64url_uint(value: int) -> str:
    return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
