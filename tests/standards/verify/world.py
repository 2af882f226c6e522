"""A small world: an issuer with its documents, a badge, its status list, and who fetches what."""

import copy
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from signet.standards import canon, did, jwt, proof, status
from signet.standards.canon import foreign
from signet.standards.credential import CONTEXTS
from signet.standards.keys import Algorithm, PublicKey, ecdsa_raw
from signet.standards.verify import ResolveError, verify

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CREATED = "2026-05-25T00:00:00Z"
LIST_URL = "https://badges.example/status/1"
INDEX = 94_567


@dataclass(frozen=True)
class Issuer:
    """An issuer with an Ed25519 key for proofs and a P-256 key for tokens."""

    did: str
    ed25519: ed25519.Ed25519PrivateKey
    p256: ec.EllipticCurvePrivateKey

    @classmethod
    def named(cls, *path, host="badges.example"):
        number = sum(map(ord, host + "".join(path)))
        return cls(
            did.did_web(host, *path),
            ed25519.Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big")),
            ec.derive_private_key(number + 1, ec.SECP256R1()),
        )

    @property
    def method(self):
        return f"{self.did}#key-1"

    @property
    def kid(self):
        return f"{self.did}#key-2"

    def sign(self, message):
        return self.ed25519.sign(message)

    def sign_token(self, message):
        return ecdsa_raw(self.p256.sign(message, ec.ECDSA(hashes.SHA256())))

    @property
    def document(self):
        ed = PublicKey(Algorithm.ED25519, self.ed25519.public_key().public_bytes_raw())
        numbers = self.p256.public_key().public_numbers()
        raw = bytes([2 + numbers.y % 2]) + numbers.x.to_bytes(32, "big")
        p256 = PublicKey(Algorithm.P256, raw)
        return did.did_document(
            self.did,
            [did.Method(self.method, self.did, ed), did.Method(self.kid, self.did, p256)],
        )


@dataclass
class World:
    """What can be fetched, and what was. It is the resolver of its own verifications."""

    issuer: Issuer
    documents: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def fetch(self, url):
        self.fetched.append(url)
        if url not in self.documents:
            raise ResolveError(f"{url} is not there.")
        return self.documents[url]

    def publish(self, url, document):
        raw = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.documents[url] = raw

    def publish_issuer(self, issuer):
        self.publish(did.did_web_location(issuer.did), issuer.document)

    def verify(self, raw, *, now=NOW, slow_path=foreign.canonical, **asked):
        return verify(raw, resolver=self, now=now, slow_path=slow_path, **asked)

    def badge(self, **members):
        """An unsigned badge; a member given as None is left out."""
        return changed(BADGE, {"issuer": {**BADGE["issuer"], "id": self.issuer.did}, **members})

    def sign(self, document, *, issuer=None, canonicalize=canon.canonical):
        signer = issuer or self.issuer
        return proof.sign(
            document,
            method=signer.method,
            created=CREATED,
            sign=signer.sign,
            canonicalize=canonicalize,
        )

    def signed(self, **members):
        return json.dumps(self.sign(self.badge(**members))).encode()

    def token(self, **members):
        return jwt.issue(self.badge(**members), kid=self.issuer.kid, sign=self.issuer.sign_token)

    def endorsement(self, about, *, issuer=None, name="The council", number=1, **members):
        """An unsigned endorsement of this id; a member given replaces what stands there."""
        return {
            "@context": list(CONTEXTS),
            "id": f"https://badges.example/endorsements/{number}",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement by the council",
            "issuer": {"id": (issuer or self.issuer).did, "type": ["Profile"], "name": name},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": about,
                "type": ["EndorsementSubject"],
                "endorsementComment": "Asked of every teacher here.",
            },
            **members,
        }

    def status_list(self, *set_bits, **members):
        """An unsigned status list in which these bits are set."""
        bits = status.new_bits()
        for index in set_bits:
            status.set_bit(bits, index)
        document = status.list_credential(
            id=LIST_URL,
            issuer=self.issuer.did,
            valid_from=datetime(2026, 1, 1, tzinfo=UTC),
            purpose="revocation",
            encoded=status.encode(bits),
        )
        return changed(document, members)

    def publish_list(self, *set_bits, **members):
        self.publish(LIST_URL, self.sign(self.status_list(*set_bits, **members)))


def changed(document, members):
    merged = {**copy.deepcopy(document), **members}
    return {name: value for name, value in merged.items() if value is not None}


ENTRY = {
    "id": f"{LIST_URL}#{INDEX}",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": str(INDEX),
    "statusListCredential": LIST_URL,
}
ACHIEVEMENT = {
    "id": "https://badges.example/achievements/6f9619ff",
    "type": ["Achievement"],
    "achievementType": "MicroCredential",
    "name": "Data Storytelling",
    "description": "Tells the story in a table of figures.",
    "criteria": {"narrative": "Three stories, each assessed."},
    "inLanguage": "en",
    "tag": ["data", "writing"],
    "creditsAvailable": 2.5,
    "alignment": [
        {
            "type": ["Alignment"],
            "targetName": "Communicate findings",
            "targetUrl": "https://skills.example/42",
        }
    ],
}
BADGE = {
    "@context": list(CONTEXTS),
    "id": "https://badges.example/badges/abc/named",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Data Storytelling",
    "issuer": {
        "id": "did:web:badges.example:issuers:letters",
        "type": ["Profile"],
        "name": "School of Letters",
        "url": "https://letters.example/",
        "parentOrg": {
            "id": "did:web:badges.example",
            "type": ["Profile"],
            "name": "Example University",
        },
    },
    "validFrom": "2026-05-25T00:00:00Z",
    "validUntil": "2029-05-25T00:00:00Z",
    "awardedDate": "2026-05-20T00:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:0d3f1f0e-0000-4000-8000-000000000001",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "Zoë Nguyễn",
                "identityType": "name",
            }
        ],
        "achievement": ACHIEVEMENT,
    },
    "evidence": [{"id": "https://work.example/1", "type": ["Evidence"], "name": "A story of rain"}],
    "credentialStatus": ENTRY,
}


def made():
    """The issuer's DID document and status list are published; the badge's bit is not set."""
    issuer = Issuer.named("issuers", "letters")
    world = World(issuer)
    world.publish_issuer(issuer)
    world.publish_list(3, INDEX - 1, INDEX + 1)
    return world
