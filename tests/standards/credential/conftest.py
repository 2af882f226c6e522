"""A credential that uses every member of Open Badges 3.0, and the official schemas to hold it to."""

import json
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_zone

import pytest
from jsonschema import Draft201909Validator, FormatChecker

from signet.standards.credential import (
    Achievement,
    AchievementSubject,
    AchievementType,
    Address,
    Alignment,
    AlignmentTargetType,
    BitstringStatusListEntry,
    CredentialSchema,
    Criteria,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentifierType,
    IdentityObject,
    Image,
    OpenBadgeCredential,
    Profile,
    RefreshService,
    Related,
    Result,
    ResultDescription,
    ResultStatus,
    ResultType,
    RubricCriterionLevel,
    TermsOfUse,
)

BADGE_SCHEMA = "ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT_SCHEMA = "ob_v3p0_endorsementcredential_schema.json"

WHEN = datetime(2026, 5, 25, tzinfo=UTC)
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln"

formats = FormatChecker()


@formats.checks("date-time", ValueError)
def is_date_time(text):
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


@formats.checks("date", ValueError)
def is_date(text):
    return not isinstance(text, str) or bool(date.fromisoformat(text))


def validator(path):
    return Draft201909Validator(json.loads(path.read_text("utf-8")), format_checker=formats)


@pytest.fixture(scope="session")
def lenient(shared_standards):
    """The schema form of 2026, which takes one value where a list may stand."""
    return validator(shared_standards / "schemas" / "ob30" / BADGE_SCHEMA)


@pytest.fixture(scope="session")
def lenient_endorsement(shared_standards):
    return validator(shared_standards / "schemas" / "ob30" / ENDORSEMENT_SCHEMA)


@pytest.fixture(scope="session")
def strict(shared_standards):
    """The schema form of 2024: arrays only."""
    return validator(shared_standards / "schemas" / "ob30-educredentials" / BADGE_SCHEMA)


def alignment():
    return Alignment(
        target_code="AS-1",
        target_description="Reads a growth curve",
        target_name="Culture handling",
        target_framework="Lab skills",
        target_type=AlignmentTargetType.CF_ITEM,
        target_url="https://skills.example/culture",
    )


def profile(name, **more):
    return Profile(
        id=f"did:web:{name}.example",
        name=name,
        url=f"https://{name}.example/",
        phone="+1 555 0100",
        description="Teaches",
        image=Image(id=f"https://{name}.example/logo.png", caption="Logo"),
        email=f"office@{name}.example",
        address=Address(
            address_country="Japan",
            address_country_code="JP",
            address_region="Kanto",
            address_locality="Tokyo",
            street_address="1 Hill",
            post_office_box_number="7",
            postal_code="100-0001",
            geo=GeoCoordinates(latitude=35.5, longitude=139),
        ),
        other_identifier=(
            IdentifierEntry(identifier="0042", identifier_type=IdentifierType.SOURCED_ID),
        ),
        official="Dean Ito",
        family_name="Ito",
        given_name="Mei",
        additional_name="K.",
        patronymic_name="Kenji",
        honorific_prefix="Dr",
        honorific_suffix="MD",
        family_name_prefix="van",
        date_of_birth=date(1970, 1, 2),
        **more,
    )


def services():
    return {
        "description": "About it",
        "valid_until": datetime(2030, 1, 1, 2, 3, 4, 500_000, tzinfo=UTC),
        "awarded_date": datetime(2026, 5, 1, 9, tzinfo=fixed_zone(timedelta(hours=9))),
        "evidence": (
            Evidence(
                id="https://unit.example/evidence/1",
                narrative="A lab book",
                name="Lab book",
                description="Forty pages",
                genre="Report",
                audience="Employers",
            ),
        ),
        "credential_schema": (
            CredentialSchema(
                id="https://purl.imsglobal.org/spec/ob/v3p0/schema/json/x.json",
                type="1EdTechJsonSchemaValidator2019",
            ),
        ),
        "credential_status": BitstringStatusListEntry(
            id="https://unit.example/status/1#5",
            status_purpose="revocation",
            status_list_index="5",
            status_list_credential="https://unit.example/status/1",
        ),
        "refresh_service": RefreshService(
            id="https://unit.example/refresh", type="1EdTechCredentialRefresh"
        ),
        "terms_of_use": (TermsOfUse(id="https://unit.example/terms", type="Terms"),),
    }


@pytest.fixture(scope="session")
def endorsement():
    """An EndorsementCredential with every member."""
    return EndorsementCredential(
        id="https://dean.example/endorsements/1",
        name="Endorsed by the dean",
        issuer=profile("dean"),
        valid_from=WHEN,
        subject=EndorsementSubject(
            id="https://unit.example/achievements/1", endorsement_comment="Well made"
        ),
        **services(),
    )


@pytest.fixture(scope="session")
def minimal():
    """Only what the standard demands."""
    return OpenBadgeCredential(
        id="https://unit.example/badges/1",
        issuer=Profile(id="did:web:unit.example"),
        valid_from=WHEN,
        subject=AchievementSubject(
            id="urn:uuid:6e7c8c47-1b6d-4e0c-8a8c-3a1f2f6f5b11",
            achievement=Achievement(
                id="https://unit.example/achievements/1",
                name="Cell culture",
                description="Keeps cells alive",
                criteria=Criteria(narrative="Two passages"),
            ),
        ),
    )


@pytest.fixture(scope="session")
def full(endorsement):
    """Every member of every class, each list with something in it."""
    endorsed = {"endorsement": (endorsement.to_dict(),), "endorsement_jwt": (JWT,)}
    issuer = profile("unit", parent_org=profile("school", parent_org=profile("uni")), **endorsed)
    return OpenBadgeCredential(
        id="https://unit.example/badges/1/named",
        name="Cell culture",
        image=Image(id="data:image/png;base64,iVBORw0KGgo="),
        issuer=issuer,
        valid_from=WHEN,
        subject=subject(endorsed),
        **endorsed,
        **services(),
    )


def subject(endorsed):
    return AchievementSubject(
        id="urn:uuid:6e7c8c47-1b6d-4e0c-8a8c-3a1f2f6f5b11",
        activity_start_date=datetime(2026, 1, 1, tzinfo=UTC),
        activity_end_date=datetime(2026, 5, 1, tzinfo=UTC),
        credits_earned=1.5,
        achievement=achievement(endorsed),
        identifier=(
            IdentityObject(
                hashed=False, identity_hash="Ada Obi", identity_type=IdentifierType.NAME, salt="s"
            ),
        ),
        image=Image(id="https://unit.example/badges/1.png"),
        license_number="L-1",
        narrative="Led the bench",
        result=(
            Result(
                achieved_level="urn:uuid:a1",
                alignment=(alignment(),),
                result_description="urn:uuid:b1",
                status=ResultStatus.COMPLETED,
                value="A",
            ),
        ),
        role="Lead",
        source=profile("host"),
        term="Spring",
    )


def achievement(endorsed):
    return Achievement(
        id="https://unit.example/achievements/1",
        alignment=(alignment(),),
        achievement_type=AchievementType.MICRO_CREDENTIAL,
        creator=profile("maker"),
        credits_available=2,
        criteria=Criteria(id="https://unit.example/criteria", narrative="Two passages"),
        description="Keeps cells alive",
        field_of_study="Biology",
        human_code="BIO 101",
        image=Image(id="https://unit.example/badge.png", caption="A flask"),
        in_language="en-US",
        name="Cell culture",
        other_identifier=(IdentifierEntry(identifier="77", identifier_type="ext:catalogNumber"),),
        related=(Related(id="https://unit.example/achievements/0", in_language="en", version="1"),),
        result_description=(result_description(),),
        specialization="Mammalian",
        tag=("cells", "lab"),
        version="2",
        **endorsed,
    )


def result_description():
    return ResultDescription(
        id="urn:uuid:b1",
        alignment=(alignment(),),
        allowed_value=("A", "B"),
        name="Grade",
        required_level="urn:uuid:a1",
        required_value="B",
        result_type=ResultType.LETTER_GRADE,
        rubric_criterion_level=(
            RubricCriterionLevel(
                id="urn:uuid:a1",
                alignment=(alignment(),),
                description="Very good",
                level="4",
                name="Mastery",
                points="4",
            ),
        ),
        value_max="A",
        value_min="F",
    )


@pytest.fixture
def document(full):
    """The full credential as JSON, with a proof, for a test to change."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-05-25T00:00:00Z",
        "verificationMethod": "did:web:unit.example#key",
        "proofPurpose": "assertionMethod",
        "proofValue": "z1",
        "challenge": "c",
        "domain": "d",
        "nonce": "n",
    }
    # Through text, so that no two places share one dict.
    return json.loads(json.dumps(full.to_dict() | {"proof": [proof]}))
