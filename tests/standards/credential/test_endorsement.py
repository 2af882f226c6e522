import copy

import pytest

from signet.standards.credential import ShapeError, parse, parse_endorsement


def test_endorsements_are_kept_as_they_were_signed(document):
    document["endorsement"][0]["stamp"] = "gold"

    assert parse(document).endorsement == (document["endorsement"][0],)


def test_endorsement_alone(endorsement):
    parsed = parse_endorsement(endorsement.to_dict())

    assert parsed.to_dict() == endorsement.to_dict()
    assert parsed.subject == endorsement.subject


def test_badge_is_no_endorsement_and_endorsement_is_no_badge(minimal, endorsement):
    with pytest.raises(ShapeError, match=r"^type: must hold OpenBadgeCredential$"):
        parse(endorsement.to_dict() | {"credentialSubject": minimal.to_dict()["credentialSubject"]})
    badge = minimal.to_dict()
    with pytest.raises(ShapeError, match=r"^type: must hold EndorsementCredential$"):
        parse_endorsement(badge | {"name": "n", "credentialSubject": subject_of(endorsement)})


def subject_of(endorsement):
    return endorsement.to_dict()["credentialSubject"]


def test_endorsement_within_an_endorsement_is_refused(document):
    inner = copy.deepcopy(document["endorsement"])
    issuer = document["endorsement"][0]["issuer"]
    issuer["parentOrg"] = {"id": "did:web:x.example", "type": ["Profile"], "endorsement": inner}

    with pytest.raises(ShapeError, match="further endorsement"):
        parse(document)


def test_embedded_endorsement_is_checked_wherever_it_stands(document):
    del document["credentialSubject"]["achievement"]["endorsement"][0]["name"]

    with pytest.raises(ShapeError) as raised:
        parse(document)

    assert str(raised.value) == "credentialSubject.achievement.endorsement[0].name: is missing"
