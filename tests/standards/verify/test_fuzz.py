"""Whatever stands in any document, the report says something and nothing is raised."""

import copy
import json
import random
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards.canon import foreign
from signet.standards.errors import StandardsError
from signet.standards.multibase import base64url
from signet.standards.verify import ResolveError, verify

DID = "https://badges.example/issuers/letters/did.json"
LIST_URL = "https://badges.example/status/1"
ODD = [None, True, 0, -1, 1.5, 10**400, "", "x", "\x00", "did:web:", "https://", "urn:x", "#", [], [[]], [None], {},
       {"id": []}, {"id": None, "type": 7}, {"@context": {}}, [1, "x", {}], "u", "z", {"type": []}]  # fmt: skip


def places(value, path=()):
    yield path
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            yield from places(inner, (*path, step))


def replaced(document, path, value):
    if not path:
        return value
    changed = copy.deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("url", [DID, LIST_URL])
def test_anything_in_a_fetched_document(world, url):
    raw = world.signed()
    document = json.loads(world.documents[url])
    tried = 0
    for path in places(document):
        for value in ODD:
            world.publish(url, replaced(document, path, value))
            report = world.verify(raw)
            assert len(report.checks) == 11
            tried += 1

    assert tried >= 300


def test_anything_in_a_token(world):
    badge = world.badge()
    for path in places(badge):
        for value in ODD[::2]:
            changed = replaced(badge, path, value)
            if not isinstance(changed, dict):
                continue
            raw = token(world, changed)
            assert len(world.verify(raw).checks) == 11


def token(world, payload):
    header = {"alg": "ES256", "kid": world.issuer.kid, "typ": "JWT"}
    segments = [base64url(json.dumps(part).encode()) for part in (header, payload)]
    return ".".join([*segments, base64url(world.issuer.sign_token(".".join(segments).encode()))])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_anything_at_all(world):
    document = json.loads(world.signed())

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.sampled_from(sorted(document)), json_values)
    def changed_member(name, value):
        report = world.verify(json.dumps({**document, name: value}))
        assert report.verdict != "verified" or report.credential == signed

    signed = world.verify(json.dumps(document)).credential
    changed_member()


class Nothing:
    def fetch(self, url):
        raise ResolveError(url)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(raw=st.binary() | st.text())
def test_any_bytes_at_all(raw):
    now = datetime(2026, 6, 1, tzinfo=UTC)

    report = verify(raw, resolver=Nothing(), now=now, slow_path=lambda _: b"")

    assert report.verdict == "refused"


def moved(document, rnd):
    """The document after one to three random changes: other values, names, places."""
    changed = copy.deepcopy(document)
    for _ in range(rnd.choice((1, 1, 2, 3))):
        path = rnd.choice([*places(changed)][1:])
        place = changed
        for step in path[:-1]:
            place = place[step]
        step, kind = path[-1], rnd.randrange(5)
        if kind == 0:
            place[step] = copy.deepcopy(rnd.choice(ODD))
        elif kind == 1:
            del place[step]
        elif kind == 2 and isinstance(place, dict):
            place[rnd.choice(MEMBERS)] = place.pop(step)
        elif kind == 3:
            place[step] = [place[step]]
        elif isinstance(place, dict):
            place[rnd.choice(MEMBERS)] = copy.deepcopy(rnd.choice(ODD))
        if len([*places(changed)]) == 1:
            break
    return changed


MEMBERS = ["id", "type", "@id", "@type", "@context", "@graph", "@value", "", "proof", "endorsement",
           "endorsementJwt", "credentialStatus", "issuer", "evidence", "name", "validUntil"]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_signed_document_of_any_form(world, seed):
    """What is odd and yet properly signed, by the slow path and as a token, is reported on too."""
    rnd = random.Random(seed)
    inner = world.sign(world.endorsement(world.badge()["id"]))
    badge, entries = world.badge(endorsement=[inner]), world.status_list()
    raw, tried = world.signed(), 0
    for _ in range(150):
        odd, odd_list = moved(badge, rnd), moved(entries, rnd)
        with suppress(StandardsError, TypeError, ValueError, LookupError):
            signed = json.dumps(world.sign(odd, canonicalize=foreign.canonical))
            assert len(world.verify(signed).checks) == 11
            tried += 1
        for document in (odd, odd_list):
            world.publish(LIST_URL, token(world, odd_list).encode())
            handed = raw if document is odd_list else token(world, odd)
            assert len(world.verify(handed).checks) == 11

    assert tried > 20
