import copy
import json

import pyoxigraph
import pytest
from pyld import jsonld

from signet.standards.canon import contexts, nquads

from . import badges


def oxigraph_term(term):
    if isinstance(term, pyoxigraph.NamedNode):
        return f"<{term.value}>"
    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, pyoxigraph.DefaultGraph):
        return ""
    text = f'"{nquads.escape(term.value)}"'
    if term.language:
        return f"{text}@{term.language}"
    if term.datatype.value == f"{nquads.XSD}string":
        return text
    return f"{text}^^<{term.datatype.value}>"


@pytest.fixture(scope="session")
def parse_nquads():
    """N-Quads text to quads, by an implementation that is not ours."""

    def parse(raw):
        return [
            tuple(
                oxigraph_term(term)
                for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
            )
            for quad in pyoxigraph.parse(raw, pyoxigraph.RdfFormat.N_QUADS)
        ]

    return parse


@pytest.fixture(scope="session")
def pyld_canonical():
    """Canonical N-Quads as PyLD alone makes them."""

    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": contexts.load,
    }

    def canonical(document):
        text = jsonld.normalize(copy.deepcopy(document), dict(options)).encode()
        # PyLD repeats a quad when two nodes of one id each have an empty list; a dataset is a set.
        return b"".join(dict.fromkeys(text.splitlines(keepends=True)))

    return canonical


ENDORSEMENT = {
    "@context": badges.OB3[:2],
    "id": "https://badges.example.edu/endorsements/1",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "Endorsement by the Registrar",
    "issuer": {"id": "did:web:badges.example.edu", "type": ["Profile"], "name": "Registrar"},
    "validFrom": "2026-01-05T00:00:00Z",
    "credentialSubject": {
        "id": badges.ACHIEVEMENT_URL,
        "type": ["EndorsementSubject"],
        "endorsementComment": "Sound in every respect.",
    },
    "proof": [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-05T00:00:00Z",
            "verificationMethod": "did:web:badges.example.edu#key-1",
            "proofPurpose": "assertionMethod",
            "proofValue": "z3FXQ",
        }
    ],
}

RESULT = "urn:uuid:5d2f0f0c-7f3e-4a4b-8bb5-3f0e9a3b1c01"
BADGE = badges.badge(
    url="https://badges.example.edu/badges/7Xk2/named",
    person="urn:uuid:0b8f6a58-64dc-4e3a-9d3c-7f5ad62f1c11",
    name="Ada Lovelace",
    valid_from="2026-02-01T09:30:00Z",
    entry=f"{badges.LIST_URL}#4711",
    index="4711",
    achievement={
        "description": "Reads, questions and explains data.",
        "criteria": {"narrative": "Pass three assessed tasks."},
        "tag": ["data", "statistics"],
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Statistics",
                "targetUrl": "https://skills.example.org/statistics",
                "targetFramework": "Example Skills",
            },
            {
                "type": ["Alignment"],
                "targetName": "Data ethics",
                "targetUrl": "https://skills.example.org/ethics",
            },
        ],
        "resultDescription": [
            {
                "id": RESULT,
                "type": ["ResultDescription"],
                "name": "Final grade",
                "resultType": "Percent",
                "allowedValue": ["0", "50", "100"],
            }
        ],
    },
)
BADGE["credentialSubject"]["result"] = [
    {"type": ["Result"], "resultDescription": RESULT, "value": "92"}
]


@pytest.fixture
def badge():
    """A badge such as we issue, unsigned."""
    return copy.deepcopy(BADGE)


@pytest.fixture
def endorsement():
    """A signed endorsement, to be embedded (the signature is not a real one)."""
    return copy.deepcopy(ENDORSEMENT)


@pytest.fixture
def endorsed(badge, endorsement):
    """A badge with an embedded endorsement."""
    badge["credentialSubject"]["achievement"]["endorsement"] = [endorsement]
    return json.loads(json.dumps(badge))
