"""Badges as other people's software sees them: openbadgeslib, and both forms of the schema."""

import json

import pytest
from jsonschema.validators import validator_for
from openbadgeslib.ob3 import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from signet.awards import actions, editions
from signet.standards import jwt

SCHEMAS = (
    "ob30/ob_v3p0_achievementcredential_schema.json",
    "ob30-educredentials/ob_v3p0_achievementcredential_schema.json",
)


@pytest.fixture
def download(client):
    """Fetches what stands under our own public URL, as a stranger would."""

    def fetch(url, *_args, **_kwargs):
        answer = client.get(
            url.split("localhost:8000", 1)[1], headers={"accept": "application/json"}
        )
        assert answer.status_code == 200, url
        return answer.content

    return fetch


def accepts(raw, download):
    verifier = OB3LdpVerifier.for_issuer_did(json.loads(raw)["issuer"]["id"])
    # it reads lists of our form, but can verify only those that are JWTs
    return verifier.verify(raw, check_status=True, verify_status_list=False, download=download)


@pytest.mark.parametrize(
    "unit", ["center-for-professional-development", "psychology", "executive-education"]
)
def test_a_badge_is_accepted_and_refused_after_one_letter(house, client, download, unit):
    award = house.award(house.achievement(unit=unit))
    raw = client.get(f"/badges/{award.public_id}.json").content

    credential = accepts(raw, download)

    assert credential.id == f"http://localhost:8000/badges/{award.public_id}/named"
    changed = raw.replace(b"Maya Alvarez", b"Maya Alvarex")
    assert changed != raw
    with pytest.raises(OB3VerificationError, match="signature mismatch"):
        accepts(changed, download)


def test_a_revoked_badge_is_seen_as_revoked(house, client, download):
    award = house.award(house.achievement())
    raw = client.get(f"/badges/{award.public_id}.json").content
    accepts(raw, download)

    actions.revoke(
        award,
        by=house.registrar,
        reason="error",
        public_reason="Awarded in error.",
        now=award.created_at,
    )

    assert client.get(f"/badges/{award.public_id}.json").content == raw
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        accepts(raw, download)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_both_schema_forms_accept_every_edition(house, client, shared_standards, schema):
    written = json.loads((shared_standards / "schemas" / schema).read_text())
    validator = validator_for(written)(written)
    full = house.award(
        house.achievement(
            credits="1.5",
            sponsor_name="Front Range Data Council",
            sponsor_url="https://data-council.example.org",
            result={"name": "Score", "type": "Percent", "value_min": "0", "value_max": "100"},
        ),
        evidence=({"url": "https://work.example.org/1", "name": "Report", "narrative": "Long."},),
        narrative="She did well.",
        result="94",
    )
    withheld = house.award(house.achievement("quiet"), "kwame-asante")

    for award in (full, withheld):
        document = client.get(f"/badges/{award.public_id}.json").json()
        assert [error.message for error in validator.iter_errors(document)] == []
        assert [error.message for error in validator.iter_errors(document | {"issuer": 7})] != []


def test_a_jwt_says_what_the_json_says(house, client):
    award = house.award(house.achievement())
    editions.sign_missing(now=award.created_at)

    told = client.get(f"/badges/{award.public_id}.json").json()
    token = client.get(f"/badges/{award.public_id}.jwt").content

    claimed = jwt.claimed(jwt.parse(token))
    del told["proof"]
    assert claimed == told | {"id": told["id"].replace("/named", "/jwt")}
