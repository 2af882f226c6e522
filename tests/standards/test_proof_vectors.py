"""The official vectors of vc-di-eddsa, as facts and, where they stand beside, as files."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from signet.standards import canon, did, proof
from signet.standards.canon import foreign
from signet.standards.multibase import base58btc, from_base58btc

# The alumni credential of vc-di-eddsa, appendix B.1 and B.2: facts, so that they need no file.
W3C_MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
W3C_METHOD = f"did:key:{W3C_MULTIKEY}#{W3C_MULTIKEY}"
ALUMNI = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
RDFC_CONFIG = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": W3C_METHOD,
    "proofPurpose": "assertionMethod",
}
JCS_CONFIG = RDFC_CONFIG | {"cryptosuite": "eddsa-jcs-2022", "@context": ALUMNI["@context"]}
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD_DATE = "<http://www.w3.org/2001/XMLSchema#dateTime>"
ALUMNI_ID = "<urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33>"
CANONICAL_ALUMNI = f"""\
<did:example:abcdefgh> <https://www.w3.org/ns/credentials/examples#alumniOf> "The School of Examples" .
{ALUMNI_ID} {RDF_TYPE} <https://www.w3.org/2018/credentials#VerifiableCredential> .
{ALUMNI_ID} {RDF_TYPE} <https://www.w3.org/ns/credentials/examples#AlumniCredential> .
{ALUMNI_ID} <https://schema.org/description> "A minimum viable example of an Alumni Credential." .
{ALUMNI_ID} <https://schema.org/name> "Alumni Credential" .
{ALUMNI_ID} <https://www.w3.org/2018/credentials#credentialSubject> <did:example:abcdefgh> .
{ALUMNI_ID} <https://www.w3.org/2018/credentials#issuer> <https://vc.example/issuers/5678> .
{ALUMNI_ID} <https://www.w3.org/2018/credentials#validFrom> "2023-01-01T00:00:00Z"^^{XSD_DATE} .
"""
CANONICAL_CONFIG = f"""\
_:c14n0 <http://purl.org/dc/terms/created> "2023-02-24T23:36:38Z"^^{XSD_DATE} .
_:c14n0 {RDF_TYPE} <https://w3id.org/security#DataIntegrityProof> .
_:c14n0 <https://w3id.org/security#cryptosuite> "eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString> .
_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .
_:c14n0 <https://w3id.org/security#verificationMethod> <{W3C_METHOD}> .
"""
RDFC_DOCUMENT_HASH = "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
RDFC_CONFIG_HASH = "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0"
RDFC_SIGNATURE = (
    "4d8e53c2d5b3f2a7891753eb16ca993325bdb0d3cfc5be1093d0a18426f5ef85"
    "78cadc0fd4b5f4dd0d1ce0aefd15ab120b7a894d0eb094ffda4e6553cd1ed50d"
)
RDFC_PROOF_VALUE = (
    "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"
)
JCS_DOCUMENT_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
JCS_CONFIG_HASH = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
JCS_PROOF_VALUE = (
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
)


def from_vector(document):
    """The examples context sets @vocab, which the walker leaves to the slow path."""
    known = {
        json.dumps(ALUMNI, sort_keys=True): CANONICAL_ALUMNI,
        json.dumps(
            RDFC_CONFIG | {"@context": ALUMNI["@context"]}, sort_keys=True
        ): CANONICAL_CONFIG,
    }
    return known[json.dumps(document, sort_keys=True)].encode()


def w3c_sign(message):
    # Multicodec ed25519-priv, 0x1300 as a varint.
    secret = from_base58btc(W3C_SECRET).removeprefix(b"\x80\x26")
    return ed25519.Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def key_of_did(entry):
    url = entry["verificationMethod"]
    return did.resolve(url, issuer=url.partition("#")[0], fetch=pytest.fail).key


def test_eddsa_rdfc_2022_signs_the_w3c_vector_bit_for_bit():
    assert proof.options(method=W3C_METHOD, created="2023-02-24T23:36:38Z") == RDFC_CONFIG
    assert (
        proof.signing_input(ALUMNI, RDFC_CONFIG, canonicalize=from_vector).hex()
        == RDFC_CONFIG_HASH + RDFC_DOCUMENT_HASH
    )
    assert base58btc(bytes.fromhex(RDFC_SIGNATURE)) == RDFC_PROOF_VALUE

    signed = proof.sign(
        ALUMNI,
        method=W3C_METHOD,
        created="2023-02-24T23:36:38Z",
        sign=w3c_sign,
        canonicalize=from_vector,
    )

    assert signed == {**ALUMNI, "proof": [{**RDFC_CONFIG, "proofValue": RDFC_PROOF_VALUE}]}
    assert "proof" not in ALUMNI


@pytest.mark.parametrize("as_list", [True, False])
def test_eddsa_rdfc_2022_verifies_the_w3c_vector(as_list):
    entry = {**RDFC_CONFIG, "proofValue": RDFC_PROOF_VALUE}
    signed = {**ALUMNI, "proof": [entry] if as_list else entry}

    assert proof.verify(signed, key_for=key_of_did, canonicalize=from_vector) == (entry,)


def test_eddsa_jcs_2022_verifies_the_w3c_vector():
    entry = {**JCS_CONFIG, "proofValue": JCS_PROOF_VALUE}

    assert (
        proof.signing_input(ALUMNI, entry, canonicalize=pytest.fail).hex()
        == JCS_CONFIG_HASH + JCS_DOCUMENT_HASH
    )
    assert proof.verify(
        {**ALUMNI, "proof": entry}, key_for=key_of_did, canonicalize=pytest.fail
    ) == (entry,)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("eddsa-rdfc-2022", "DataInt"),
        ("eddsa-rdfc-2022/employ", "DataInt"),
        ("eddsa-jcs-2022", "JCS"),
    ],
)
def test_the_official_files(shared_standards, folder, name):
    vector = shared_standards / "vectors" / "vc-di-eddsa" / folder
    signed = json.loads((vector / f"signed{name}.json").read_text())
    texts = {
        part: (vector / f"{part}{name}.txt").read_text()
        for part in ("canonDoc", "proofCanon", "combinedHash", "sigBTC58")
    }

    def canonicalize(document):
        return texts["canonDoc" if "issuer" in document else "proofCanon"].encode()

    hashed = proof.signing_input(signed, signed["proof"], canonicalize=canonicalize)

    assert hashed.hex() == texts["combinedHash"].strip()
    assert base58btc(w3c_sign(hashed)) == texts["sigBTC58"].strip() == signed["proof"]["proofValue"]
    assert proof.verify(signed, key_for=key_of_did, canonicalize=canonicalize) == (signed["proof"],)


def test_the_official_employment_authorization_through_the_walker(shared_standards):
    vector = shared_standards / "vectors" / "vc-di-eddsa" / "eddsa-rdfc-2022" / "employ"
    signed = json.loads((vector / "signedDataInt.json").read_text())

    assert proof.verify(signed, key_for=key_of_did, canonicalize=canon.canonical) == (
        signed["proof"],
    )


@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        ("eddsa-rdfc-2022/signedDataInt.json", 1),
        ("eddsa-rdfc-2022/employ/signedDataInt.json", 1),
        ("eddsa-jcs-2022/signedJCS.json", 1),
        ("proof-set-chain/signedProofSet1.json", 1),
        ("proof-set-chain/signedProofSet2.json", 2),
        ("proof-set-chain/signedProofChain1.json", "part of a chain"),
        ("proof-set-chain/signedProofChain2.json", "part of a chain"),
        ("Ed25519Signature2020/signedEdSig.json", "of type 'Ed25519Signature2020'"),
    ],
)
def test_every_signed_file_of_the_standard(shared_standards, file, outcome):
    """Whole, by the slow path: how many proofs hold, or why it is another verifier's to say."""
    path = shared_standards / "vectors" / "vc-di-eddsa" / file
    document = json.loads(path.read_text())

    if isinstance(outcome, int):
        held = proof.verify(document, key_for=key_of_did, canonicalize=foreign.canonical)
        assert len(held) == outcome
    else:
        with pytest.raises(proof.UnknownSuiteError, match=outcome):
            proof.verify(document, key_for=key_of_did, canonicalize=foreign.canonical)
