"""What the official schema refuses, our own parser refuses; where it refuses more is listed here.

Single changes to a credential that uses every member: each member once per class that has it.
"""

import copy
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards.credential import ShapeError, parse

# Where we ask for more than the lenient schema form: its own words, and why.
STRICTER = {
    r"must be an absolute URI": "the spec types these URI; the schema takes any text",
    r"must be an absolute http or https URL": "the spec types these URL; pages link to them",
    r"must be text; text by language is not read": "no pinned context gives it a meaning",
    r"type: must be (the text \w+|text or a list of texts)": "text by language, for a type",
    r"issuer\.type: is missing": "text by language, for the id that may stand for the issuer",
    r"@context: must (begin with|name) .*": "the schema takes any one text for the list",
    r"type: must hold \w+": "the schema takes any one text for the list of types",
    r"validUntil: must not be before validFrom": "VC 2.0 §4.9; a schema cannot compare",
    r"must have an id or a narrative": "the spec; the schema does not check it",
    r"must be a number below 2\^53": "JSON readers round it differently",
    r"must be a date and time with a timezone, as .*": "dateTimeStamp is narrower than RFC 3339",
    r"must be one of .*": "ext: is followed by a term, not by anything at all",
    r"issuer: must not hold a further endorsement": "credentials nest two deep at most",
}

DROP = object()
CHANGES = {
    "drop": DROP,
    "null": None,
    "empty text": "",
    "text": "x",
    "number": 7,
    "huge number": 10**30,
    "true": True,
    "empty object": {},
    "by language": {"en": "x"},
    "empty list": [],
    "list of null": [None],
    "extension": "ext:Thing",
    "date": "2026-05-25",
    "no zone": "2026-05-25T00:00:00",
}


def places(value, path=(), seen=None):
    """One path to each member of each class, in the order of the document."""
    seen = set() if seen is None else seen
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from places(each, (*path, index), seen)
    if isinstance(value, dict):
        kind = str(value.get("type", path[-1:]))
        for name, each in value.items():
            if (kind, name) not in seen:
                seen.add((kind, name))
                yield (*path, name)
            yield from places(each, (*path, name), seen)


def changed(document, path, value):
    copied = copy.deepcopy(document)
    *above, last = path
    holder = copied
    for step in above:
        holder = holder[step]
    if value is DROP:
        del holder[last]
    else:
        holder[last] = value
    return copied


def refusal(document):
    try:
        parse(document)
    except ShapeError as error:
        return error
    return None


def small(document):
    """Each class once: what stands in several places is held to the schema in one."""
    document["endorsementJwt"] = ["a.b.c"]
    del document["issuer"]["endorsement"]
    del document["issuer"]["parentOrg"]["address"]
    del document["credentialSubject"]["source"]
    achievement = document["credentialSubject"]["achievement"]
    del achievement["endorsement"]
    del achievement["creator"]
    document["endorsement"][0]["issuer"] = "did:web:dean.example"
    return document


@pytest.mark.parametrize("change", CHANGES)
def test_each_single_change(document, lenient, change):
    document = small(document)
    assert lenient.is_valid(document)
    assert refusal(document) is None
    let_through, unexplained, refused = [], [], 0

    for path in places(document):
        mutant = changed(document, path, CHANGES[change])
        error = refusal(mutant)
        if explained(error):
            continue
        if not lenient.is_valid(mutant):
            refused += 1
            if error is None:
                let_through.append(path)
        elif error is not None:
            unexplained.append((path, str(error)))

    assert let_through == []
    assert unexplained == []
    assert refused >= 25


def explained(error):
    return any(re.search(f"(^|: |\\.){reason}$", str(error)) for reason in STRICTER)


def test_every_listed_reason_is_met(document):
    """A reason that nothing meets any more is struck from the list."""
    document = small(document)
    huge, words = "ext:a\tb", {"narrative": "x"}
    mutants = [changed(document, path, v) for path in places(document) for v in CHANGES.values()]
    mutants += [
        changed(document, ("validUntil",), "2001-01-01T00:00:00Z"),
        changed(document, ("validFrom",), "2026-05-25t00:00:00z"),
        changed(document, ("credentialSubject", "achievement", "achievementType"), huge),
        changed(document, ("endorsement", 0, "issuer"), endorsed_issuer(document)),
        changed(document, ("credentialSubject", "achievement", "criteria"), words),
    ]

    messages = {str(error) for error in map(refusal, mutants) if error is not None}

    met = {reason for reason in STRICTER for text in messages if re.search(f"{reason}$", text)}
    assert met == set(STRICTER)


def endorsed_issuer(document):
    return {
        "id": "did:web:dean.example",
        "type": ["Profile"],
        "endorsement": copy.deepcopy(document["endorsement"]),
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "name", "narrative", "en"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def test_anything_anywhere(document, lenient):
    """Arbitrary JSON in place of any one member: never let through, never another error."""
    document = small(document)
    everywhere = list(places(document))
    refused = 0

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(st.sampled_from(everywhere), JSON)
    def put(path, value):
        nonlocal refused
        mutant = changed(document, path, value)
        if not lenient.is_valid(mutant):
            refused += 1
            assert refusal(mutant) is not None

    put()

    assert refused >= 100
