"""What one badge says, member by member."""

from datetime import date

import pytest

from signet.awards.models import Award
from signet.catalog import actions as catalog

HOME = "http://localhost:8000"
CENTER = "center-for-professional-development"
EVIDENCE = {"url": "https://work.example.org/1", "name": "Report", "narrative": "Ten pages."}
ISSUER = {
    "id": f"did:web:localhost%3A8000:issuers:{CENTER}",
    "type": ["Profile"],
    "name": "Center for Professional Development",
    "url": f"{HOME}/issuers/{CENTER}",
    "email": "professional-development@example.edu",
    "parentOrg": {
        "id": "did:web:localhost%3A8000:issuers:university-college",
        "type": ["Profile"],
        "name": "University College",
        "url": f"{HOME}/issuers/university-college",
        "email": "university-college@example.edu",
        "parentOrg": {
            "id": "did:web:localhost%3A8000",
            "type": ["Profile"],
            "name": "University of Denver",
            "url": "https://www.du.edu",
            "official": "University of Denver",
        },
    },
}
CRITERIA = """\
Redesign three charts and tell a data story.

### How it is earned

- **Class:** Intermediate ({mastery})
- **Learning type:** Co-curricular (Taken in addition to a course of study)
- **Workload:** 40 learning hours, 1.5 quarter-hour credits
- **Assessment:** Assessed (Two faculty scored a portfolio.)
- **Supervision:** Supervised (Staff were present while the work was done)
- **Identity:** Identity checked (The earner's identity was checked by staff)
- **Sponsor:** Front Range Data Council (https://council.example.org)"""


@pytest.fixture
def achievement(house):
    return house.achievement(
        credits="1.5",
        supervised=True,
        identity_checked=True,
        tags=["charts"],
        sponsor_name="Front Range Data Council",
        sponsor_url="https://council.example.org",
        valid_months=24,
        result={"name": "Score", "type": "Percent", "value_min": "0", "value_max": "100"},
    )


def alignments(version):
    named = version.frozen["classification"]
    return [
        {
            "type": ["Alignment"],
            "targetType": "ext:Classification",
            "targetName": "Intermediate",
            "targetCode": "intermediate",
            "targetFramework": "Micro-credential classes",
            "targetDescription": f"{named['mastery']}. {named['meaning']}",
            "targetUrl": f"{HOME}/classifications/#intermediate",
        },
        {
            "type": ["Alignment"],
            "targetName": "SQL",
            "targetFramework": "Skills of Work",
            "targetUrl": "https://skills.example.org/sql",
        },
    ]


def achievement_of(version):
    url = f"{HOME}/achievements/{version.uuid}"
    named = version.frozen["classification"]
    return {
        "id": url,
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "Data Storytelling",
        "description": "Turns a data set into a decision.",
        "criteria": {
            "id": f"{url}#criteria",
            "narrative": CRITERIA.format(mastery=f"{named['mastery']}. {named['meaning']}"),
        },
        "image": {
            "id": f"{url}.png",
            "type": "Image",
            "caption": "Data Storytelling, Intermediate badge",
        },
        "inLanguage": "en",
        "version": "1",
        "creditsAvailable": 1.5,
        "tag": ["Intermediate", "Co-curricular", "SQL", "Tact", "charts"],
        "alignment": alignments(version),
        "resultDescription": [
            {
                "id": f"{url}#result",
                "type": ["ResultDescription"],
                "name": "Score",
                "resultType": "Percent",
                "valueMin": "0",
                "valueMax": "100",
            }
        ],
    }


def test_everything_that_a_badge_can_say(house, achievement, client):
    award = house.award(achievement, evidence=(EVIDENCE,), narrative="Told “well”.\n", result="94")

    told = client.get(f"/badges/{award.public_id}.json").json()

    signature = told["proof"][0].pop("proofValue")
    shard = f"{HOME}/status/{award.status_list.uuid}"
    assert signature.startswith("z")
    assert told == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": f"{HOME}/badges/{award.public_id}/named",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Data Storytelling",
        "issuer": ISSUER,
        "validFrom": "2026-06-12T06:00:00Z",
        "validUntil": "2028-06-13T05:59:59Z",
        "awardedDate": "2026-06-12T06:00:00Z",
        "evidence": [
            {
                "id": "https://work.example.org/1",
                "type": ["Evidence"],
                "name": "Report",
                "narrative": "Ten pages.",
            }
        ],
        "credentialStatus": {
            "id": f"{shard}#{award.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_index),
            "statusListCredential": shard,
        },
        "credentialSubject": {
            "id": f"urn:uuid:{award.uuid}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Maya Alvarez",
                    "identityType": "name",
                }
            ],
            "narrative": "Told “well”.\n",
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": f"{HOME}/achievements/{award.version.uuid}#result",
                    "value": "94",
                }
            ],
            "achievement": achievement_of(award.version),
        },
        "proof": [
            {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-rdfc-2022",
                "created": "2026-06-15T18:00:00Z",
                "verificationMethod": f"{ISSUER['id']}#credential-1",
                "proofPurpose": "assertionMethod",
            }
        ],
    }


def test_a_badge_that_says_little_has_no_empty_members(house, client):
    award = house.award(house.achievement())

    told = client.get(f"/badges/{award.public_id}.json").json()

    assert not {"validUntil", "evidence"} & told.keys()
    assert told["credentialSubject"].keys() == {"id", "type", "identifier", "achievement"}
    assert _empty(told) == []


def _empty(value, path=""):
    """Paths of nulls, empty texts, lists and objects."""
    if isinstance(value, dict):
        found = [one for name in value for one in _empty(value[name], f"{path}.{name}")]
    elif isinstance(value, list):
        found = [one for n, item in enumerate(value) for one in _empty(item, f"{path}[{n}]")]
    else:
        return [path] if value is None or value == "" else []
    return found or ([] if value else [path])


def test_a_participation_badge_says_so(house, client):
    achievement = house.achievement(assessed=False, hours=None)
    award = house.award(achievement)

    told = client.get(f"/badges/{award.public_id}.json").json()

    narrative = told["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert "**Assessment:** Participation only (Taking part was recorded" in narrative
    assert "**Supervision:** Not supervised" in narrative
    assert "**Identity:** Identity not checked" in narrative
    assert "**Workload:** non-credit" in narrative
    assert "Sponsor" not in narrative


def test_a_new_version_names_the_earlier_one_and_old_badges_keep_theirs(
    house, client, house_module
):
    achievement = house.achievement()
    before = house.award(achievement)
    content = house_module.CONTENT | {"name": "Data Storytelling II"}
    classification = before.version.classification
    version = catalog.revise(
        achievement, by=house.registrar, classification=classification, **content
    )
    version.refresh_from_db()
    catalog.publish(version, by=house.registrar, at=house_module.NOON)
    achievement.refresh_from_db()

    after = house.award(achievement, "noura-alharbi")

    old, new = (client.get(f"/badges/{one.public_id}.json").json() for one in (before, after))
    assert (old["name"], new["name"]) == ("Data Storytelling", "Data Storytelling II")
    assert new["credentialSubject"]["achievement"]["version"] == "2"
    assert new["credentialSubject"]["achievement"]["related"] == [
        {
            "type": ["Related"],
            "id": f"{HOME}/achievements/{before.version.uuid}",
            "version": "1",
        }
    ]
    assert "related" not in old["credentialSubject"]["achievement"]


def test_an_award_made_elsewhere_before_keeps_its_date_and_origin(house, client):
    award = house.award(
        house.achievement(),
        awarded_on=date(2019, 1, 31),
        former_host="Old Host",
        former_id="b-17",
        former_url="https://badges.example.org/b-17",
    )

    told = client.get(f"/badges/{award.public_id}.json").json()

    assert told["awardedDate"] == told["validFrom"] == "2019-01-31T07:00:00Z"
    stored = Award.objects.get()
    assert (stored.former_host, stored.former_id, stored.former_url) == (
        "Old Host",
        "b-17",
        "https://badges.example.org/b-17",
    )
