"""What it costs to issue and to verify one badge, against raw signing and against PyLD.

All figures are ratios of CPU time, taken side by side: in each round every contestant runs once,
and the median of the rounds' ratios counts. Raw signing, the floor, is SHA-256 of the same
canonical bytes and Ed25519 over 64 bytes. Where node and npm are there, the libraries of Digital
Bazaar take part too, installed as package-lock.json says.
"""

import copy
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from figures import Figure, at_least, at_most
from pyld import jsonld

from signet.standards import canon, documents, proof
from signet.standards.canon import contexts
from signet.standards.issue import Issuer, Prepared, hole
from signet.standards.keys import Algorithm, PublicKey
from signet.standards.multibase import base58btc
from tests.standards.canon import badges

ROUNDS = 25
FAST_CALLS = 100
SLOW_CALLS = 2
NODE_ROUNDS = 5
NODE_CALLS = 100
FOLDER = Path(__file__).parent
CREATED = "2026-02-01T09:30:00Z"
METHOD = "did:web:badges.example.edu:issuers:library#key-1"
VALUES = [
    "https://badges.example.edu/badges/7Xk2mQ9rT4/named",
    "urn:uuid:0b8f6a58-64dc-4e3a-9d3c-7f5ad62f1c11",
    "Ada Lovelace",
    "2026-02-01T09:30:00Z",
    "https://badges.example.edu/status/1#4711",
    "4711",
]


def measure() -> dict[str, Figure]:
    """Every figure by its name: value, unit, gate, whether it is met."""
    secret = Ed25519PrivateKey.generate()
    rich, plain = Contest(secret, badge()), Contest(secret, without_blank_nodes(badge()))
    return {
        "issue, against raw signing": at_most(3.5, rich.issue_to_floor()),
        "issue without blank nodes, against raw signing": at_most(2.5, plain.issue_to_floor()),
        "issue, PyLD's route against ours": at_least(50, rich.issue_by_pyld_to_ours()),
        "verify, against raw verifying": at_most(4, rich.verify_to_floor()),
        "verify, PyLD's route against ours": at_least(20, rich.verify_by_pyld_to_ours()),
        **against_digitalbazaar(rich),
    }


def against_digitalbazaar(contest: "Contest") -> dict[str, Figure]:
    """The same badge in JavaScript, or nothing where node is not there."""
    if not installed():
        return {}
    rounds = [
        (theirs["issue"] / contest.cost_of_issue(), theirs["verify"] / contest.cost_of_verify())
        for theirs in (costs_of_digitalbazaar(contest) for _ in range(NODE_ROUNDS))
    ]
    issue, verify = (median(column) for column in zip(*rounds, strict=True))
    return {
        "issue, digitalbazaar against ours": at_least(50, issue),
        "verify, digitalbazaar against ours": at_least(20, verify),
    }


def installed() -> bool:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    if (FOLDER / "node_modules").is_dir():
        return True
    command = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
    return subprocess.run(command, cwd=FOLDER, check=False).returncode == 0


def costs_of_digitalbazaar(contest: "Contest") -> dict[str, float]:
    """What one issue and one verification cost there: CPU seconds."""
    pinned = {url: contexts.document(url) for url in contexts.pins()}
    told = {"document": contest.filled, "contexts": pinned, "calls": NODE_CALLS}
    done = subprocess.run(
        ["node", "digitalbazaar.mjs"],
        cwd=FOLDER,
        input=json.dumps(told).encode(),
        capture_output=True,
        check=True,
    )
    return {name: micros / 1e6 for name, micros in json.loads(done.stdout).items()}


class Contest:
    """One badge, issued and verified in several ways."""

    def __init__(self, secret: Ed25519PrivateKey, document: dict[str, Any]) -> None:
        public = secret.public_key()
        key = PublicKey(Algorithm.ED25519, public.public_bytes_raw())
        self.secret, self.public, self.document = secret, public, document
        self.prepared: Prepared = Issuer(METHOD, key, secret.sign).prepare(
            document, created=CREATED
        )
        self.raw = self.prepared.issue(VALUES)
        self.filled = documents.loads(self.raw)
        del self.filled["proof"]
        self.canonical = canon.canonical(self.filled)
        self.signature = secret.sign(bytes(64))
        assert self._verify_by_pyld() is None
        assert json.loads(self._issue_by_pyld()) == json.loads(self.raw)

    def cost_of_issue(self) -> float:
        return timed(lambda: self.prepared.issue(VALUES), NODE_CALLS)

    def cost_of_verify(self) -> float:
        return timed(lambda: self.prepared.check(self.raw), NODE_CALLS)

    def issue_to_floor(self) -> float:
        return ratio(lambda: self.prepared.issue(VALUES), self._sign, FAST_CALLS, FAST_CALLS)

    def issue_by_pyld_to_ours(self) -> float:
        issue = lambda: self.prepared.issue(VALUES)  # noqa: E731  # two of a kind below
        return ratio(self._issue_by_pyld, issue, SLOW_CALLS, FAST_CALLS)

    def verify_to_floor(self) -> float:
        return ratio(lambda: self.prepared.check(self.raw), self._verify, FAST_CALLS, FAST_CALLS)

    def verify_by_pyld_to_ours(self) -> float:
        verify = lambda: self.prepared.check(self.raw)  # noqa: E731
        return ratio(self._verify_by_pyld, verify, SLOW_CALLS, FAST_CALLS)

    def _sign(self) -> None:
        digest = sha256(self.canonical).digest()
        self.secret.sign(digest + digest)

    def _verify(self) -> None:
        sha256(self.canonical).digest()
        self.public.verify(self.signature, bytes(64))

    def _issue_by_pyld(self) -> bytes:
        options = proof.options(method=METHOD, created=CREATED)
        signature = self.secret.sign(by_pyld(self.filled, options))
        return json.dumps(
            {**self.filled, "proof": [{**options, "proofValue": base58btc(signature)}]}
        ).encode()

    def _verify_by_pyld(self) -> None:
        document = json.loads(self.raw)
        [signed] = document.pop("proof")
        signature = proof._signature(signed)  # the same base58 for both
        del signed["proofValue"]
        self.public.verify(signature, by_pyld(document, signed))


def by_pyld(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """The bytes to sign, with PyLD doing all that concerns JSON-LD and RDF."""
    config = {"@context": document["@context"], **options}
    return b"".join(
        sha256(jsonld.normalize(part, PYLD_OPTIONS).encode()).digest()
        for part in (config, document)
    )


LOADED = {url: contexts.load(url) for url in contexts.pins()}
PYLD_OPTIONS = {
    "algorithm": "URDNA2015",
    "format": "application/n-quads",
    "documentLoader": lambda url, _options=None: LOADED[url],
}


def ratio(
    ours: Callable[[], Any], theirs: Callable[[], Any], calls: int, their_calls: int
) -> float:
    """The median over rounds of the time of one call of `ours`, in calls of `theirs`."""
    rounds = []
    for _ in range(ROUNDS):
        one, other = timed(ours, calls), timed(theirs, their_calls)
        rounds.append(one / other)
    return median(rounds)


def timed(call: Callable[[], Any], calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - begun) / calls


def badge() -> dict[str, Any]:
    """A badge of about 3.5 kB and 80 quads, with holes where awards differ."""
    document: dict[str, Any] = badges.badge(
        url=hole(0),
        person=hole(1),
        name=hole(2),
        valid_from=hole(3),
        entry=hole(4),
        index=hole(5),
        achievement=achievement(),
    )
    return document


def achievement() -> dict[str, Any]:
    """What makes it a long one: five skills, and texts that fill a page."""
    skills = ["Statistics", "Data ethics", "Visualization", "Critical reading", "Sources"]
    return {
        "description": "Reads, questions and explains data, and says what it cannot show. " * 3,
        "criteria": {
            "id": f"{badges.ACHIEVEMENT_URL}#criteria",
            "narrative": "Pass three assessed tasks, one of them in class. " * 5,
        },
        "humanCode": "LIB-101",
        "tag": ["data", "statistics", "library"],
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": skill,
                "targetUrl": f"https://skills.example.org/{number}",
                "targetFramework": "Example Skills",
                "targetCode": f"S-{number}",
                "targetDescription": f"What a graduate should know of {skill.lower()}.",
            }
            for number, skill in enumerate(skills)
        ],
        "image": {"id": f"{badges.ACHIEVEMENT_URL}.png", "type": "Image"},
    }


def without_blank_nodes(document: dict[str, Any]) -> dict[str, Any]:
    """The same with an id for each node, and the name where no node needs one."""
    document = copy.deepcopy(document)
    del document["credentialSubject"]["identifier"]
    document["name"] = hole(2)
    for number, alignment in enumerate(document["credentialSubject"]["achievement"]["alignment"]):
        alignment["id"] = f"{badges.ACHIEVEMENT_URL}#skill-{number}"
    return document
