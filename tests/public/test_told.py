from __future__ import annotations

from datetime import UTC, datetime

import pytest

from signet.public.queries.badge import initials
from signet.public.queries.told import told
from signet.public.values import Fact, Link

SMALL = {
    "id": "https://badges.example/1",
    "issuer": {"id": "https://issuer.example/", "type": ["Profile"]},
    "validFrom": "2026-06-12T06:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:1",
        "achievement": {
            "id": "urn:uuid:2",
            "name": "Bees",
            "description": "Keeps bees.",
            "criteria": {"id": "https://issuer.example/bees"},
        },
    },
}


def test_a_small_badge_of_strangers_says_little():
    read = told(SMALL)

    assert (read.title, read.issuer, read.above, read.earner, read.issued, read.expires) == (
        "Bees",
        Link("https://issuer.example/"),
        [],
        "",
        datetime(2026, 6, 12, 6, tzinfo=UTC),
        None,
    )
    assert (read.achievement, read.skills, read.evidence, read.results) == (
        Link("Bees"),
        [],
        [],
        [],
    )
    assert read.university == read.issuer


def test_the_topmost_organization_is_the_university():
    issuer = {
        "id": "did:web:a",
        "name": "Center",
        "url": "https://u.example/center",
        "parentOrg": {"id": "did:web:b", "name": "College", "parentOrg": {"id": "did:web:c"}},
    }

    read = told(SMALL | {"issuer": issuer})

    assert read.issuer == Link("Center", "https://u.example/center")
    assert read.above == [Link("College"), Link("did:web:c")]
    assert read.university == Link("did:web:c")


@pytest.mark.parametrize(
    ("identifiers", "earner"),
    [
        ([{"identityType": "name", "hashed": False, "identityHash": "Maya"}], "Maya"),
        ([{"identityType": "name", "hashed": True, "identityHash": "sha256$0"}], ""),
        ([{"identityType": "emailAddress", "hashed": False, "identityHash": "a@b.example"}], ""),
    ],
)
def test_only_a_name_given_in_clear_is_shown(identifiers, earner):
    subject = SMALL["credentialSubject"] | {"identifier": identifiers}

    assert told(SMALL | {"credentialSubject": subject}).earner == earner


def test_results_go_by_the_name_that_the_achievement_gives():
    achievement = SMALL["credentialSubject"]["achievement"] | {
        "resultDescription": [{"id": "urn:r", "name": "Grade", "resultType": "LetterGrade"}]
    }
    subject = SMALL["credentialSubject"] | {
        "achievement": achievement,
        "result": [
            {"resultDescription": "urn:r", "value": "A"},
            {"value": "12"},
            {"status": "Completed"},
        ],
    }

    read = told(SMALL | {"credentialSubject": subject})

    assert read.results == [Fact("Grade", "A"), Fact("Result", "12")]


def test_alignments_are_skills_but_for_our_own_classes():
    alignment = [
        {"targetName": "SQL", "targetUrl": "https://skills.example/sql"},
        {"targetName": "Odd", "targetUrl": "javascript:alert(1)"},
        {
            "targetName": "Foundational",
            "targetUrl": "https://x",
            "targetType": "ext:Classification",
        },
    ]
    achievement = SMALL["credentialSubject"]["achievement"] | {"alignment": alignment}

    read = told(SMALL | {"credentialSubject": {"achievement": achievement}})

    assert read.skills == [Link("SQL", "https://skills.example/sql"), Link("Odd")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maya Alvarez", "MA"),
        ("Maya de la Cruz", "MC"),
        ("Cher", "C"),
        ("Łukasz Żółć", "ŁŻ"),
        ("=HYPERLINK(1)", ""),
        ("Maya 3", "M"),
        ("", ""),
        ("Mo Mo", "MM"),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected
