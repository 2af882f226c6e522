import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from signet.standards.errors import DidError, ProofError
from signet.standards.keys import Algorithm, PublicKey, from_jwk, from_multikey
from signet.standards.multibase import base58btc, base64url, from_base58btc, from_base64url

from .key_pairs import (
    RFC7517_EC_JWK,
    RFC7517_RSA_JWK,
    RFC8037_JWK,
    W3C_MULTIKEY,
    W3C_P256_MULTIKEY,
    private,
    public,
    signed,
    spki,
)

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493  # RFC 8032 §5.1, L
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

W3C_RAW = from_base58btc(W3C_MULTIKEY).removeprefix(b"\xed\x01")
JWKS = {"Ed25519": RFC8037_JWK, "P-256": RFC7517_EC_JWK, "RSA": RFC7517_RSA_JWK}


@pytest.mark.parametrize("multikey", [W3C_MULTIKEY, W3C_P256_MULTIKEY])
def test_multikeys_go_there_and_back(multikey):
    assert from_multikey(multikey).multikey == multikey


@pytest.mark.parametrize("name", JWKS)
def test_jwks_go_there_and_back(name):
    key = from_jwk(JWKS[name] | {"kid": "1", "use": "sig", "key_ops": ["verify"]})

    assert key.algorithm == name
    assert key.jwk == JWKS[name]
    assert PublicKey(key.algorithm, key.raw) == key


def test_multikey_and_jwk_are_the_same_key():
    for algorithm in (Algorithm.ED25519, Algorithm.P256):
        key = public(algorithm)
        assert from_multikey(key.multikey) == from_jwk(key.jwk) == key


def test_an_rsa_key_has_no_multikey():
    with pytest.raises(DidError, match="no Multikey form"):
        _ = from_jwk(RFC7517_RSA_JWK).multikey


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_signature_holds_for_its_message_and_key_alone(algorithm):
    key = public(algorithm)
    signature = signed(algorithm, b"message")
    others = {other: public(other) for other in Algorithm if other != algorithm}

    key.verify(signature, b"message")

    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    for bad, message in [
        (signature, b"massage"),
        (flipped, b"message"),
        (signature[:-1], b"message"),
        (signature + b"\0", b"message"),
        (b"", b"message"),
        (bytes(len(signature)), b"message"),
    ]:
        with pytest.raises(ProofError):
            key.verify(bad, message)
    for other in others.values():
        with pytest.raises(ProofError):
            other.verify(signature, b"message")


def test_rfc8032_test_3_verifies():
    key = PublicKey(
        Algorithm.ED25519,
        bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
    )
    signature = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )

    key.verify(signature, b"\xaf\x82")


def test_an_ed25519_signature_is_not_malleable():
    """RFC 8032 §5.1.7: S below L, else S + L would be a second signature."""
    key = public(Algorithm.ED25519)
    signature = signed(Algorithm.ED25519, b"message")
    scalar = int.from_bytes(signature[32:], "little")

    for multiple in range(1, 16):
        with pytest.raises(ProofError):
            key.verify(
                signature[:32] + (scalar + multiple * ORDER).to_bytes(32, "little"), b"message"
            )


@pytest.mark.parametrize(("r", "s"), [(0, 0), (0, 1), (1, 0), (P256_ORDER, 1), (1, P256_ORDER)])
def test_es256_numbers_out_of_range_are_refused(r, s):
    key = public(Algorithm.P256)

    with pytest.raises(ProofError):
        key.verify(r.to_bytes(32, "big") + s.to_bytes(32, "big"), b"message")


def test_an_es256_signature_in_der_is_refused():
    key = public(Algorithm.P256)
    der = private(Algorithm.P256).sign(b"message", ec.ECDSA(hashes.SHA256()))

    with pytest.raises(ProofError, match="has 64 bytes"):
        key.verify(der, b"message")


def test_pss_is_not_rs256():
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    signature = private(Algorithm.RSA).sign(b"message", pss, hashes.SHA256())

    with pytest.raises(ProofError):
        public(Algorithm.RSA).verify(signature, b"message")


def encodings_of_small_order():
    """All 14: eight points, and the spellings with y >= p or a sign on x = 0."""
    order_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    y8 = int.from_bytes(order_8, "little")
    ys = [0, 1, FIELD - 1, FIELD, FIELD + 1, y8, FIELD - y8]
    return [(y | sign << 255).to_bytes(32, "little") for y in ys for sign in (0, 1)]


@pytest.mark.parametrize("raw", encodings_of_small_order(), ids=bytes.hex)
def test_small_order_keys_are_refused_in_every_spelling(raw):
    """The guard matters: a signature that nobody made verifies under each of these."""
    forged = (1).to_bytes(32, "little") + bytes(32)
    assert any(verifies(raw, forged, str(n).encode()) for n in range(200))

    with pytest.raises(DidError, match=r"small order|canonical"):
        PublicKey(Algorithm.ED25519, raw)
    with pytest.raises(DidError, match=r"small order|canonical"):
        from_multikey(base58btc(b"\xed\x01" + raw))
    with pytest.raises(DidError, match=r"small order|canonical"):
        from_jwk({"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)})


def verifies(raw, signature, message):
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize("y", range(FIELD, 2**255))
def test_ed25519_keys_that_are_not_canonical_are_refused(y):
    for sign in (0, 1 << 255):
        with pytest.raises(DidError, match="canonical"):
            PublicKey(Algorithm.ED25519, (y | sign).to_bytes(32, "little"))


def test_ed25519_keys_off_the_curve_are_refused():
    refused = []
    for y in range(2, 40):
        try:
            PublicKey(Algorithm.ED25519, y.to_bytes(32, "little"))
        except DidError as error:
            assert "not a point on the curve" in str(error)  # noqa: PT017  # counted below
            refused.append(y)
    # Half of all y have a point: these are the squares, found by x = sqrt((y²-1)/(dy²+1)).
    assert refused[:3] == [2, 7, 8]
    assert 10 < len(refused) < 28


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_ed25519_keys_of_another_length_are_refused(length):
    with pytest.raises(DidError, match="32 bytes"):
        PublicKey(Algorithm.ED25519, b"\x09" * length)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x02" + b"\xff" * 32,  # x beyond the field
        b"\x04" + bytes(32),
        b"\x02" + bytes(31),
        b"\x00" * 33,
        b"\x02" + (5).to_bytes(32, "big") + b"\0",
        b"\x02" + (1).to_bytes(32, "big"),  # no such x on the curve
    ],
)
def test_p256_keys_off_the_curve_or_of_another_form_are_refused(raw):
    with pytest.raises(DidError):
        PublicKey(Algorithm.P256, raw)


def test_an_uncompressed_p256_point_is_refused():
    point = (
        private(Algorithm.P256)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )

    with pytest.raises(DidError, match="33 bytes"):
        PublicKey(Algorithm.P256, point)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "z",
        W3C_MULTIKEY[1:],
        W3C_MULTIKEY + "1",
        W3C_MULTIKEY + "\n",
        "u" + base64url(from_base58btc(W3C_MULTIKEY)),
        base58btc(b"\xec\x01" + W3C_RAW),  # X25519
        base58btc(b"\x80\x26" + W3C_RAW),  # a private Ed25519 key
        base58btc(b"\xed\x01" + b"\x09" * 31),
        base58btc(b"\xed\x01" + b"\x09" * 33),
        "z" + "1" * 10_000_000,
    ],
)
def test_refuses_what_is_no_multikey(text):
    with pytest.raises(DidError):
        from_multikey(text)


@pytest.mark.parametrize("name", JWKS)
@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"])
def test_a_jwk_with_a_private_member_is_refused(name, member):
    with pytest.raises(DidError, match=f"private member '{member}'"):
        from_jwk(JWKS[name] | {member: "AQAB"})


BAD_JWKS = {
    "not an object": ["kty"],
    "empty": {},
    "symmetric": {"kty": "oct"},
    "Ed448": RFC8037_JWK | {"crv": "Ed448"},
    "X25519": RFC8037_JWK | {"crv": "X25519"},
    "secp256k1": RFC7517_EC_JWK | {"crv": "secp256k1"},
    "P-384": RFC7517_EC_JWK | {"crv": "P-384"},
    "kty of another": RFC8037_JWK | {"kty": "EC"},
    "crv on RSA": RFC7517_RSA_JWK | {"crv": "P-256"},
    "kty a list": RFC8037_JWK | {"kty": ["OKP"]},
    "x missing": {"kty": "OKP", "crv": "Ed25519"},
    "x a number": RFC8037_JWK | {"x": 7},
    "x short": RFC8037_JWK | {"x": base64url(b"\x09" * 31)},
    "x long": RFC8037_JWK | {"x": base64url(b"\x09" * 33)},
    "x padded": RFC8037_JWK | {"x": RFC8037_JWK["x"] + "="},
    "x huge": RFC8037_JWK | {"x": "A" * 10_000_000},
    "y missing": {name: value for name, value in RFC7517_EC_JWK.items() if name != "y"},
    "y of another point": RFC7517_EC_JWK | {"y": RFC7517_EC_JWK["x"]},
    "origin": RFC7517_EC_JWK | {"x": base64url(bytes(32)), "y": base64url(bytes(32))},
    "y with a leading zero": RFC7517_EC_JWK
    | {"y": base64url(b"\0" + from_base64url(RFC7517_EC_JWK["y"]))},
    "n with a leading zero": RFC7517_RSA_JWK
    | {"n": base64url(b"\0" + from_base64url(RFC7517_RSA_JWK["n"]))},
    "n empty": RFC7517_RSA_JWK | {"n": ""},
    "e even": RFC7517_RSA_JWK | {"e": base64url((65536).to_bytes(3, "big"))},
    "e one": RFC7517_RSA_JWK | {"e": "AQ"},
    "e huge": RFC7517_RSA_JWK | {"e": base64url((2**64 + 1).to_bytes(9, "big"))},
    "n even": RFC7517_RSA_JWK | {"n": base64url((2**2047).to_bytes(256, "big"))},
    "n of 2,047 bits": RFC7517_RSA_JWK | {"n": base64url((2**2047 - 1).to_bytes(256, "big"))},
    "n of 2,047 bits, shortest": RFC7517_RSA_JWK
    | {"n": base64url((2**2046 + 1).to_bytes(256, "big"))},
    "n of 1,024 bits": RFC7517_RSA_JWK | {"n": base64url(b"\xff" * 128)},
    "n of 8,193 bits": RFC7517_RSA_JWK | {"n": base64url(b"\x01" + b"\xff" * 1024)},
    "for encryption": RFC8037_JWK | {"use": "enc"},
    "key_ops for signing": RFC8037_JWK | {"key_ops": ["sign"]},
    "key_ops a text": RFC8037_JWK | {"key_ops": "verify"},
    "alg of another": RFC7517_RSA_JWK | {"alg": "HS256"},
    "PS256": RFC7517_RSA_JWK | {"alg": "PS256"},
}


@pytest.mark.parametrize("case", BAD_JWKS)
def test_refuses_a_jwk(case):
    with pytest.raises(DidError):
        from_jwk(BAD_JWKS[case])


@pytest.mark.parametrize("bits", [1024, 2047])
def test_short_rsa_keys_are_refused_as_der_too(bits):
    modulus = (1 << bits - 1) + 1
    der = spki(rsa.RSAPublicNumbers(65537, modulus).public_key())

    with pytest.raises(DidError, match=f"2048 to 8192 bits, not {bits}"):
        PublicKey(Algorithm.RSA, der)


def test_rsa_raw_is_one_plain_subject_public_key_info():
    key = private(Algorithm.RSA).public_key()
    pkcs1 = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    ec_spki = spki(private(Algorithm.P256).public_key())

    for raw in (b"", pkcs1, ec_spki, spki(key) + b"\0", spki(key)[:-1]):
        with pytest.raises(DidError):
            PublicKey(Algorithm.RSA, raw)
