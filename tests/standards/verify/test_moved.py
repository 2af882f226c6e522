"""RDF takes two objects of one id for one thing: a member moved between them stays signed.

Whoever then looks for it where it belongs finds nothing: an expired badge would have no end, a
revoked one no status.
"""

import copy
import json
from datetime import UTC, datetime

import pytest

from signet.standards import jwt
from signet.standards.canon import contexts, foreign
from signet.standards.verify.unforgiving import ALIASES

from .world import ACHIEVEMENT, BADGE, INDEX

LATER = datetime(2040, 1, 1, tzinfo=UTC)
ODRL = "https://www.w3.org/ns/odrl.jsonld"
PARENT = BADGE["issuer"]["parentOrg"]
ISSUER = {name: BADGE["issuer"][name] for name in ("id", "type", "name")}


@pytest.fixture
def endorsed(world, another_issuer):
    """endorsed(about): a badge with an endorsement of this id, as signed."""
    council = another_issuer("council")
    world.publish_issuer(council)

    def make(about, issuer=council, name="The council"):
        inner = world.endorsement(about, issuer=issuer, name=name)
        return json.loads(world.signed(endorsement=[world.sign(inner, issuer=issuer)]))

    return make


SUBJECT = BADGE["credentialSubject"]
MOVES = {
    "the end": (BADGE["id"], [], "validUntil", "VerifiableCredential"),
    "the status": (BADGE["id"], [], "credentialStatus", "VerifiableCredential"),
    "the evidence": (BADGE["id"], [], "evidence", "VerifiableCredential"),
    "the earner's name": (SUBJECT["id"], ["credentialSubject"], "identifier", "AchievementSubject"),
    "the achievement": (SUBJECT["id"], ["credentialSubject"], "achievement", "AchievementSubject"),
    "the credits": (
        ACHIEVEMENT["id"],
        ["credentialSubject", "achievement"],
        "creditsAvailable",
        "Achievement",
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_nothing_is_moved_into_an_endorsement(world, endorsed, name):
    about, path, member, kind = MOVES[name]
    forged = endorsed(about)
    assert world.verify(json.dumps(forged)).verdict == "verified"
    subject = forged["endorsement"][0]["credentialSubject"]
    place = forged
    for step in path:
        place = place[step]

    subject[member] = place.pop(member)
    subject["type"] = ["EndorsementSubject", kind]
    world.publish_list(INDEX)

    for now in (LATER, datetime(2026, 6, 1, 12, tzinfo=UTC)):
        report = world.verify(json.dumps(forged), now=now)
        assert (report.verdict, report.credential) == ("refused", None)


def test_the_way_is_real(world, endorsed):
    """The forged document is signed, as canonical RDF sees it: nothing but the check stops it."""
    whole = endorsed(BADGE["id"])
    forged = copy.deepcopy(whole)
    subject = forged["endorsement"][0]["credentialSubject"]
    subject["validUntil"] = forged.pop("validUntil")
    subject["type"] = ["EndorsementSubject", "VerifiableCredential"]

    def unsigned(document):
        return {name: value for name, value in document.items() if name != "proof"}

    assert foreign.canonical(unsigned(forged)) == foreign.canonical(unsigned(whole))


@pytest.mark.parametrize(
    "creator",
    [
        {"id": ISSUER["id"], "type": ["Profile"]},
        ISSUER,
        BADGE["issuer"],
        BADGE["issuer"] | {"email": "letters@letters.example"},
        BADGE["issuer"] | {"name": "Faculty of Letters"},  # before it was renamed
        BADGE["issuer"] | {"parentOrg": {**PARENT, "url": "https://u.example/"}},
    ],
)
def test_the_issuer_may_be_described_again(world, creator):
    subject = copy.deepcopy(SUBJECT)
    subject["achievement"]["creator"] = creator

    report = world.verify(world.signed(credentialSubject=subject))

    assert report.verdict == "verified"
    assert report.credential["issuer"]["name"] == "School of Letters"


def test_an_issuer_may_endorse_its_own_badge(world, endorsed, outcomes):
    own = endorsed(BADGE["id"], issuer=world.issuer, name="School of Letters")
    before = endorsed(BADGE["id"], issuer=world.issuer, name="Faculty of Letters")

    for whole in (own, before):
        report = world.verify(json.dumps(whole))
        assert (report.verdict, outcomes(report)["endorsements"]) == ("verified", "pass")
        assert report.credential["issuer"]["name"] == "School of Letters"


def test_an_issuer_may_give_a_badge_to_itself(world):
    own = copy.deepcopy(SUBJECT) | {"id": world.issuer.did}

    assert world.verify(world.signed(credentialSubject=own)).verdict == "verified"


@pytest.mark.parametrize(
    ("kind", "member"),
    [(["Profile", "AchievementSubject"], "identifier"), (["Profile"], "name")],
)
def test_what_such_an_issuer_says_stays_where_it_belongs(world, kind, member):
    own = copy.deepcopy(SUBJECT) | {"id": world.issuer.did}
    forged = json.loads(world.signed(credentialSubject=own))
    issuer, subject = forged["issuer"], forged["credentialSubject"]
    issuer["type"] = kind
    giver, taker = (issuer, subject) if member == "name" else (subject, issuer)
    taker[member] = giver.pop(member)

    report = world.verify(json.dumps(forged))

    assert (report.verdict, report.credential) == ("refused", None)


def test_two_parts_of_one_id_are_refused(world, failing):
    subject = copy.deepcopy(SUBJECT) | {"id": BADGE["id"]}

    report = world.verify(world.signed(credentialSubject=subject))

    assert ("canonical form", "Two parts of the document have the same id.") in failing(report)


@pytest.mark.parametrize("path", [[], ["credentialSubject"], ["credentialSubject", "achievement"]])
def test_an_id_has_one_name(world, path):
    """Contexts are no part of canonical RDF, so that one may be added which renames `id`."""
    forged = json.loads(world.signed())
    forged["@context"].append(ODRL)
    place = forged
    for step in path:
        place = place[step]
    place["uid"] = place.pop("id")

    report = world.verify(json.dumps(forged))

    assert (report.verdict, report.credential) == ("refused", None)


def keyword_names(value):
    """The terms of a context that stand for @id, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if inner == "@id" and name != "@id":
                yield name
            if isinstance(inner, dict) and inner.get("@id") == "@id":
                yield name
            yield from keyword_names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keyword_names(inner)


def test_no_pinned_context_has_any_other_name_for_an_id():
    found = {name for url in contexts.pins() for name in keyword_names(contexts.document(url))}

    assert found - {"@type"} == {"id"} | ALIASES


def test_a_number_has_no_digit_that_is_not_signed(world):
    forged = json.loads(world.signed())
    forged["credentialSubject"]["achievement"]["creditsAvailable"] = 2.5000000000000004

    report = world.verify(json.dumps(forged))

    assert (report.verdict, report.credential) == ("refused", None)


@pytest.mark.parametrize("where", ["issuer", "parentOrg"])
def test_what_stands_inside_an_endorsement_is_not_shown(world, another_issuer, where):
    """Nobody verifies it: an endorser could let others say what they never said."""
    council = another_issuer("council")
    world.publish_issuer(council)
    fake = world.endorsement(council.did, name="Other University", number=2) | {
        "proof": {"type": "DataIntegrityProof"}
    }
    profile = {"id": council.did, "type": ["Profile"], "name": "The council"}
    if where == "issuer":
        profile |= {"endorsement": [fake], "endorsementJwt": ["a.b.c"]}
    else:
        profile["parentOrg"] = {
            "id": "did:web:p.example",
            "type": ["Profile"],
            "endorsement": [fake],
        }
    said = world.endorsement(BADGE["id"]) | {"issuer": profile}
    token = jwt.issue(said, kid=council.kid, sign=council.sign_token)

    report = world.verify(world.token(endorsementJwt=[token]))

    assert "The council" in json.dumps(report.credential)
    assert "Other University" not in json.dumps(report.credential)
    assert "a.b.c" not in json.dumps(report.credential)
