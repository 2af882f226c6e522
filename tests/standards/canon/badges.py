"""A badge such as we issue, for the tests of canonicalization and the benchmark of issuing."""

OB3 = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
ACHIEVEMENT_URL = "https://badges.example.edu/achievements/5f6b"
LIST_URL = "https://badges.example.edu/status/1"


def badge(*, url, person, name, valid_from, entry, index, achievement):
    """An unsigned badge: what differs from award to award, and the achievement, are the caller's."""
    return {
        "@context": list(OB3),
        "id": url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Data Literacy",
        "issuer": {
            "id": "did:web:badges.example.edu:issuers:library",
            "type": ["Profile"],
            "name": "University Library",
            "url": "https://badges.example.edu/departments/library/",
            "parentOrg": {
                "id": "did:web:badges.example.edu",
                "type": ["Profile"],
                "name": "Example University",
                "url": "https://badges.example.edu/",
            },
        },
        "validFrom": valid_from,
        "validUntil": "2029-02-01T09:30:00Z",
        "awardedDate": "2026-01-30T00:00:00Z",
        "credentialSubject": {
            "id": person,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": name,
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": ACHIEVEMENT_URL,
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Data Literacy",
                "creditsAvailable": 1.5,
                "inLanguage": "en-US",
                **achievement,
            },
        },
        "evidence": [
            {
                "id": "https://badges.example.edu/evidence/spring-2026",
                "type": ["Evidence"],
                "name": "Portfolio",
                "narrative": "Three analyses of open data, each with its limits stated.",
            }
        ],
        "credentialStatus": {
            "id": entry,
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": index,
            "statusListCredential": LIST_URL,
        },
    }
