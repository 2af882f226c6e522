import copy
import json
import time

import pytest

from signet.standards import canon
from signet.standards.canon import foreign, terms
from signet.standards.errors import (
    CanonError,
    ContextError,
    OffProfileError,
    TooComplexError,
    UndefinedTermError,
)

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
VOCAB = "https://www.w3.org/ns/credentials/undefined-terms/v2"


def at(document, *path):
    for step in path:
        document = document[step]
    return document


def change(*path, **members):
    """A change of the members of the object at `path`."""

    def apply(document):
        at(document, *path).update(members)

    return apply


SUBJECT = ("credentialSubject",)
ACHIEVEMENT = ("credentialSubject", "achievement")

# Refused by the walker and by the slow path, since nobody could sign them.
NEVER = {
    "undefined member": (change(verdict="fine"), UndefinedTermError),
    "undefined nested member": (change(*ACHIEVEMENT, gradeOf="A"), UndefinedTermError),
    "member of another type": (change(*SUBJECT, criteria="none"), UndefinedTermError),
    "undefined type": (change(type=["VerifiableCredential", "GoldBadge"]), UndefinedTermError),
    "null member": (change(validUntil=None), CanonError),
    "null nested member": (change(*ACHIEVEMENT, humanCode=None), CanonError),
    "null in an array": (change(*ACHIEVEMENT, tag=["a", None]), CanonError),
    "null type": (change(type=None), CanonError),
    "null nested type": (change(*ACHIEVEMENT, type=None), CanonError),
    "null id": (change(id=None), CanonError),
    "number as a type": (change(type=["VerifiableCredential", 5]), CanonError),
    "relative id": (change(id="badges/1"), CanonError),
    "relative nested id": (change(*ACHIEVEMENT, id="5f6b"), CanonError),
    "empty id": (change(id=""), CanonError),
    "id with a space": (change(id="https://example.org/a b"), CanonError),
    "id with an angle bracket": (change(id="https://example.org/>"), CanonError),
    "id with a no-break space": (change(id="https://example.org/\u00a0"), CanonError),
    "id with a line end": (change(id="https://example.org/\n"), CanonError),
    "blank node id": (change(*SUBJECT, id="_:b1"), CanonError),
    "relative address of an image": (change(image={"id": "x.png", "type": "Image"}), CanonError),
    "unknown context": (change(**{"@context": [V2, "https://example.org/c"]}), ContextError),
    "inline context": (change(**{"@context": [V2, OB, {"verdict": "urn:x"}]}), ContextError),
    "null context": (change(**{"@context": [V2, OB, None]}), ContextError),
    "context as a string": (change(**{"@context": V2}), ContextError),
    "context as an object": (change(**{"@context": {"@vocab": "urn:x:"}}), ContextError),
    "no context at all": (lambda document: document.pop("@context"), ContextError),
    "empty context": (change(**{"@context": []}), ContextError),
    "too many contexts": (change(**{"@context": [V2, OB] * 5}), ContextError),
    "nested context": (change("issuer", **{"@context": [V2, OB]}), ContextError),
    "nested context in an achievement": (
        change(*ACHIEVEMENT, **{"@context": [V2, OB]}),
        ContextError,
    ),
    "not a number": (change(*ACHIEVEMENT, creditsAvailable=float("nan")), CanonError),
    "infinity": (change(*ACHIEVEMENT, creditsAvailable=float("inf")), CanonError),
    "large integer": (change(*ACHIEVEMENT, creditsAvailable=2**53), CanonError),
    "large float": (change(*ACHIEVEMENT, creditsAvailable=1e21), CanonError),
    "minus zero": (change(*ACHIEVEMENT, creditsAvailable=-0.0), CanonError),
    "half a surrogate pair": (change(name="\ud800"), CanonError),
    "half a surrogate pair in an id": (change(id="urn:x:\udfff"), CanonError),
    "noncharacter": (change(name="\uffff"), CanonError),
    "text with a direction": (change(name={"@value": "a", "@direction": "rtl"}), OffProfileError),
    "text with a nameless member": (change(name={"@value": "a", "": "x"}), CanonError),
    "nameless member": (change(**{"": "x"}), CanonError),
    "object with a nameless member": (change("issuer", **{"": "x"}), CanonError),
    "text with an index": (change(name={"@value": "a", "@index": "x"}), OffProfileError),
    "bad language": (change(name={"@value": "a", "@language": "e n"}), CanonError),
    "language without a text": (change(name={"@language": "en"}), CanonError),
    "null text": (change(name={"@value": None}), CanonError),
    "reverse": (change(**{"@reverse": {"evidence": {"id": "urn:x"}}}), OffProfileError),
    "nest": (change(**{"@nest": {"name": "x"}}), OffProfileError),
    "included": (change(**{"@included": [{"id": "urn:x", "name": "x"}]}), OffProfileError),
    "index": (change(**{"@index": "x"}), OffProfileError),
    "graph": (change(**{"@graph": [{"id": "urn:x", "name": "x"}]}), OffProfileError),
    "something like a keyword": (change(**{"@verdict": "fine"}), CanonError),
    "empty named graph": (change(proof={}), CanonError),
    "named graph with only an id": (change(proof={"id": "urn:x:unsigned"}), CanonError),
}


@pytest.mark.parametrize("name", NEVER)
def test_what_would_be_dropped_or_misread_is_refused(name, badge):
    apply, error = NEVER[name]
    canon.canonical(badge)
    foreign.canonical(badge)

    apply(badge)

    with pytest.raises(error):
        canon.canonical(badge)
    with pytest.raises(CanonError):
        foreign.canonical(badge)


def by_keyword(badge):
    badge["@id"] = badge.pop("id")
    badge["@type"] = badge.pop("type")


def by_absolute_name(badge):
    badge["https://schema.org/name"] = badge.pop("name")


def by_typed_text(badge):
    badge["validFrom"] = {
        "@value": badge["validFrom"],
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
    }


@pytest.mark.parametrize("respell", [by_keyword, by_absolute_name, by_typed_text])
def test_another_spelling_of_a_member_is_for_the_slow_path(badge, respell):
    expected = canon.canonical(badge)
    respell(badge)

    with pytest.raises(OffProfileError):
        canon.canonical(badge)
    assert foreign.canonical(badge) == expected


def test_an_empty_array_is_for_the_slow_path_and_says_nothing(badge):
    del badge["evidence"]
    expected = canon.canonical(badge)
    badge["evidence"] = []

    with pytest.raises(OffProfileError):
        canon.canonical(badge)
    assert foreign.canonical(badge) == expected


def test_under_a_vocabulary_every_member_is_signed_by_the_slow_path(badge):
    badge["@context"].append(VOCAB)
    badge["verdict"] = "fine"

    with pytest.raises(OffProfileError):
        canon.canonical(badge)
    assert (
        b'<https://www.w3.org/ns/credentials/undefined-term#verdict> "fine" .\n'
        in foreign.canonical(badge)
    )


def test_a_whole_number_is_the_same_however_it_is_written(badge):
    badge["credentialSubject"]["achievement"]["creditsAvailable"] = 3
    expected = canon.canonical(badge)
    badge["credentialSubject"]["achievement"]["creditsAvailable"] = 3.0

    assert canon.canonical(badge) == expected
    assert foreign.canonical(badge) == expected
    assert b'"3"^^<https://www.w3.org/2001/XMLSchema#float>' in expected


def leaves(part, path=()):
    if isinstance(part, dict):
        for name, value in part.items():
            if name != "@context":
                yield from leaves(value, (*path, name))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from leaves(value, (*path, index))
    else:
        yield path


def test_every_text_and_number_of_a_badge_is_signed(endorsed):
    expected = canon.canonical(endorsed)
    paths = list(leaves(endorsed))

    unsigned = []
    for path in paths:
        document = copy.deepcopy(endorsed)
        parent = at(document, *path[:-1])
        value = parent[path[-1]]
        parent[path[-1]] = f"{value}x" if isinstance(value, str) else value + 1
        try:
            if canon.canonical(document) == expected:
                unsigned.append(path)
        except CanonError:
            pass

    assert len(paths) > 60
    assert unsigned == []


def nested_endorsements(endorsement, depth):
    for _ in range(depth - 1):
        endorsement = {**copy.deepcopy(endorsement), "endorsement": [endorsement]}
    return endorsement


def test_credentials_are_embedded_two_deep(badge, endorsement):
    badge["endorsement"] = [nested_endorsements(endorsement, 2)]

    assert canon.canonical(badge) == foreign.canonical(badge)


def test_credentials_are_not_embedded_three_deep(badge, endorsement):
    badge["endorsement"] = [nested_endorsements(endorsement, 3)]

    with pytest.raises(ContextError, match="more than 2 deep"):
        canon.canonical(badge)
    with pytest.raises(ContextError, match="more than 2 deep"):
        foreign.canonical(badge)


def test_an_embedded_credential_has_pinned_contexts_too(badge, endorsement):
    endorsement["@context"].append({"endorsementComment": "urn:x:hidden"})
    badge["endorsement"] = [endorsement]

    with pytest.raises(ContextError):
        canon.canonical(badge)
    with pytest.raises(ContextError):
        foreign.canonical(badge)


def test_a_proof_is_a_graph_of_its_own_in_an_embedded_credential(endorsed):
    found = canon.canonical(endorsed)

    assert found == foreign.canonical(endorsed)
    assert found.count(b"#proofValue> ") == 1
    assert b'"z3FXQ"^^<https://w3id.org/security#multibase> _:c14n' in found


def test_a_document_that_asks_for_too_many_compilations_is_refused(badge, endorsement):
    urls = [
        "https://w3id.org/security/data-integrity/v2",
        "https://www.w3.org/ns/credentials/status/v1",
        "https://w3id.org/security/multikey/v1",
    ]
    endorsements = []
    for index in range(3**4):
        more = [urls[index // 3**place % 3] for place in range(4)]
        endorsements.append({**endorsement, "@context": [*endorsement["@context"], *more]})
    badge["endorsement"] = endorsements

    begun = time.process_time()
    with pytest.raises(TooComplexError, match="too many ways"):
        canon.canonical(badge)

    assert time.process_time() - begun < 3


def test_a_document_nested_beyond_pythons_stack_is_refused(badge):
    for _ in range(2000):
        badge["issuer"] = {"id": "did:web:a", "type": ["Profile"], "parentOrg": badge["issuer"]}

    with pytest.raises(TooComplexError, match="too deep"):
        canon.canonical(badge)
    with pytest.raises(TooComplexError, match="too deep"):
        foreign.canonical(badge)


def test_identical_anonymous_nodes_are_told_apart(badge, pyld_canonical):
    twin = {"type": ["Alignment"], "targetName": "A", "targetUrl": "https://example.org/a"}
    badge["credentialSubject"]["achievement"]["alignment"] = [twin, dict(twin)]

    found = canon.canonical(badge)

    assert found == pyld_canonical(badge)
    assert found.count(b'<https://schema.org/targetName> "A"') == 2


def test_the_poison_badge_is_refused_at_once(badge):
    # Two alike subjects with nine alike results each keep PyLD busy for more than 20 seconds.
    result = {"type": ["Result"], "value": "A"}
    subject = {"type": ["AchievementSubject"], "result": [dict(result) for _ in range(9)]}
    badge["credentialSubject"] = [subject, copy.deepcopy(subject)]

    begun = time.process_time()
    with pytest.raises(TooComplexError):
        canon.canonical(badge)

    assert time.process_time() - begun < 0.3


@pytest.mark.parametrize(
    ("unsigned", "canonical"),
    [
        ("unsigned.json", "eddsa-rdfc-2022/canonDocDataInt.txt"),
        ("employmentAuth.json", "eddsa-rdfc-2022/employ/canonDocDataInt.txt"),
    ],
)
def test_the_documents_of_vc_di_eddsa(unsigned, canonical, shared_standards):
    folder = shared_standards / "vectors" / "vc-di-eddsa"
    document = json.loads((folder / unsigned).read_bytes())

    assert foreign.canonical(document) == (folder / canonical).read_bytes()


def test_what_is_remembered_of_types_is_bounded(badge):
    """Lists of types are whatever a stranger writes."""
    active = terms.top(badge["@context"])
    for number in range(3 * terms.MAX_SCOPED):
        badge["type"] = ["VerifiableCredential", "OpenBadgeCredential", f"urn:x:{number}"]
        canon.canonical(badge)

        assert len(active.known_types) <= terms.MAX_SCOPED + 1
