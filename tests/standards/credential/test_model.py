import dataclasses
import json
from datetime import UTC, datetime

import pytest

from signet.standards import canon, credential
from signet.standards.credential import (
    CONTEXTS,
    Achievement,
    AchievementSubject,
    Alignment,
    BitstringStatusListEntry,
    Criteria,
    Evidence,
    IdentityObject,
    Image,
    OpenBadgeCredential,
    Profile,
    Result,
)
from signet.standards.credential.shape import Node, members
from signet.standards.errors import DocumentError, UndefinedTermError


def test_minimal_credential_is_exactly_this(minimal):
    assert minimal.to_dict() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "https://unit.example/badges/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:unit.example", "type": ["Profile"]},
        "validFrom": "2026-05-25T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:6e7c8c47-1b6d-4e0c-8a8c-3a1f2f6f5b11",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://unit.example/achievements/1",
                "type": ["Achievement"],
                "criteria": {"narrative": "Two passages"},
                "description": "Keeps cells alive",
                "name": "Cell culture",
            },
        },
    }


@pytest.mark.parametrize("which", ["minimal", "full"])
@pytest.mark.parametrize("form", ["lenient", "strict"])
def test_passes_both_schema_forms(which, form, request):
    document = request.getfixturevalue(which).to_dict()

    errors = list(request.getfixturevalue(form).iter_errors(document))

    assert errors == []


def test_endorsement_passes_its_schema(endorsement, lenient_endorsement):
    assert list(lenient_endorsement.iter_errors(endorsement.to_dict())) == []


def test_full_credential_uses_every_member_of_every_class(full, endorsement):
    """Else the schema tests above would leave some member unseen."""
    used = {}
    for node in (*nodes(full), *nodes(endorsement)):
        filled = {
            each.field
            for each in members(type(node)).all
            if getattr(node, each.field) not in (None, ())
        }
        used.setdefault(type(node), set()).update(filled)

    unused = {
        cls.__name__: {each.field for each in members(cls).all} - filled
        for cls, filled in used.items()
    }

    assert unused == {name: set() for name in unused}
    public = {getattr(credential, name) for name in credential.__all__}
    ours = {each for each in public if isinstance(each, type) and issubclass(each, Node)}
    assert ours - set(used) == {credential.StatusList, credential.StatusListCredential}


def test_contexts_define_every_member_but_these(document):
    """In safe mode nothing is dropped in silence: what no context defines is refused."""
    del document["proof"]
    undefined = {
        "endorsementJwt": [document, document["issuer"], achievement_of(document)],
        "termsOfUse": [document],
    }
    taken = {name: [each.pop(name) for each in holders] for name, holders in undefined.items()}
    endorsements = (
        each["endorsement"][0] for each in (document, document["issuer"], achievement_of(document))
    )
    for each in endorsements:
        del each["termsOfUse"]

    assert canon.canonical(document)
    for name, values in taken.items():
        with pytest.raises(UndefinedTermError):
            canon.canonical(document | {name: values[0]})


def achievement_of(document):
    return document["credentialSubject"]["achievement"]


def nodes(value):
    if isinstance(value, tuple):
        for each in value:
            yield from nodes(each)
    if isinstance(value, Node):
        yield value
        for field in dataclasses.fields(value):
            yield from nodes(getattr(value, field.name))


def test_document_holds_no_null_and_nothing_empty(full):
    def empties(value):
        if value in (None, [], {}, ""):
            yield value
        children = value.values() if isinstance(value, dict) else value
        if isinstance(children, list) or isinstance(value, dict):
            for child in children:
                yield from empties(child)

    assert list(empties(full.to_dict())) == []


def test_enumerations_are_written_as_plain_text(full):
    assert json.loads(json.dumps(full.to_dict())) == full.to_dict()
    kind = full.to_dict()["credentialSubject"]["achievement"]["achievementType"]
    assert type(kind) is str


def test_moments_are_written_in_utc(full):
    document = full.to_dict()

    assert document["awardedDate"] == "2026-05-01T00:00:00Z"
    assert document["validUntil"] == "2030-01-01T02:03:04.500000Z"


def test_values_are_frozen(minimal):
    with pytest.raises(dataclasses.FrozenInstanceError):
        minimal.name = "Another"


ACHIEVEMENT = Achievement(
    id="urn:uuid:1", name="n", description="d", criteria=Criteria(narrative="c")
)
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
BADGE = {
    "id": "urn:uuid:2",
    "issuer": Profile(id="did:web:a.example"),
    "valid_from": WHEN,
    "subject": AchievementSubject(id="urn:uuid:3", achievement=ACHIEVEMENT),
}
ENTRY = {
    "id": "https://a.example/1#3",
    "status_purpose": "revocation",
    "status_list_index": "3",
    "status_list_credential": "https://a.example/1",
}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Criteria, "must have an id or a narrative"),
        (lambda: Criteria(id="criteria.html"), "id: must be an absolute URI"),
        (
            lambda: AchievementSubject(achievement=ACHIEVEMENT),
            "must have an id or an identifier",
        ),
        (lambda: Profile(id="unit"), "id: must be an absolute URI"),
        (lambda: Profile(id="_:b0"), "id: must be an absolute URI"),
        (lambda: Profile(id="https://a.example/a b"), "id: must be an absolute URI"),
        (lambda: Profile(id=None), "id: is missing"),
        (
            lambda: Profile(id="did:web:a", url="a.example"),
            "url: must be an absolute http or https URL",
        ),
        (lambda: Profile(id="did:web:a", url=""), "url: must be an absolute http or https URL"),
        (
            lambda: Profile(id="did:web:a", url="javascript:alert(1)"),
            "url: must be an absolute http or https URL",
        ),
        (lambda: Profile(id="did:web:a", name=7), "name: must be text, not a number"),
        (
            lambda: Profile(id="did:web:a", parent_org="did:web:b"),
            "parentOrg: must be a value of Profile, not text",
        ),
        (
            lambda: Alignment(target_name="t", target_url="x"),
            "targetUrl: must be an absolute http or https URL",
        ),
        (lambda: Image(id=""), "id: must be an absolute URI"),
        (lambda: Evidence(id="x"), "id: must be an absolute URI"),
        (lambda: Result(status="Passed"), "status: must be one of Completed, "),
        (
            lambda: dataclasses.replace(ACHIEVEMENT, achievement_type="Micro"),
            "achievementType: must be one of Achievement, ",
        ),
        (lambda: dataclasses.replace(ACHIEVEMENT, tag=["a"]), "tag: must be a tuple, not a list"),
        (
            lambda: dataclasses.replace(ACHIEVEMENT, tag=("a", 1)),
            "tag[1]: must be text, not a number",
        ),
        (
            lambda: dataclasses.replace(ACHIEVEMENT, in_language="English"),
            "inLanguage: must be a language tag",
        ),
        (
            lambda: dataclasses.replace(ACHIEVEMENT, credits_available=True),
            "creditsAvailable: must be a number, not true or false",
        ),
        (
            lambda: dataclasses.replace(ACHIEVEMENT, credits_available=float("nan")),
            "creditsAvailable: must be a finite number",
        ),
        (
            lambda: dataclasses.replace(ACHIEVEMENT, credits_available=2**53),
            "creditsAvailable: must be a number below 2^53",
        ),
        (
            lambda: IdentityObject(hashed="no", identity_hash="A", identity_type="name"),
            "hashed: must be true or false, not text",
        ),
        (
            lambda: Profile(id="did:web:a", date_of_birth=WHEN),
            "dateOfBirth: must be a date, not datetime",
        ),
        (
            lambda: OpenBadgeCredential(**BADGE | {"valid_from": datetime(2026, 1, 1)}),  # noqa: DTZ001  # the point
            "validFrom: must carry a timezone",
        ),
        (
            lambda: OpenBadgeCredential(**BADGE | {"valid_from": "2026-01-01T00:00:00Z"}),
            "validFrom: must be a date and time, not text",
        ),
        (
            lambda: OpenBadgeCredential(**BADGE, valid_until=datetime(2025, 1, 1, tzinfo=UTC)),
            "validUntil: must not be before validFrom",
        ),
        (lambda: OpenBadgeCredential(**BADGE, context=()), "@context: must begin with "),
        (lambda: OpenBadgeCredential(**BADGE, context=CONTEXTS[:1]), "@context: must name "),
        (lambda: OpenBadgeCredential(**BADGE, context=CONTEXTS[1:]), "@context: must begin with "),
        (
            lambda: OpenBadgeCredential(**BADGE, types=("OpenBadgeCredential",)),
            "type: must hold VerifiableCredential",
        ),
        (
            lambda: OpenBadgeCredential(**BADGE, types=("VerifiableCredential",)),
            "type: must hold OpenBadgeCredential",
        ),
        (
            lambda: OpenBadgeCredential(**BADGE, endorsement=({"id": "x"},)),
            "endorsement[0].@context: is missing",
        ),
        (
            lambda: OpenBadgeCredential(**BADGE, credential_status={"id": "https://a"}),
            "credentialStatus.type: is missing",
        ),
        (
            lambda: BitstringStatusListEntry(**ENTRY | {"id": "https://a.example/1"}),
            "id: must not be the URL of the list",
        ),
        *(
            (
                lambda index=index: BitstringStatusListEntry(
                    **ENTRY | {"status_list_index": index}
                ),
                "statusListIndex: must be a decimal number",
            )
            for index in ("", "-1", "+1", "01", "٣", "1.0", " 1")
        ),
    ],
)
def test_refuses_to_be_made_wrong(make, message):
    with pytest.raises(DocumentError) as raised:
        make()

    assert str(raised.value).startswith(message)


def test_takes_extended_terms():
    made = dataclasses.replace(ACHIEVEMENT, achievement_type="ext:Residency")

    assert made.to_dict()["achievementType"] == "ext:Residency"


def test_result_status_takes_no_extension():
    with pytest.raises(DocumentError):
        Result(status="ext:Passed")


def test_parent_organizations_nearest_first(full):
    assert [each.name for each in full.parent_orgs] == ["school", "uni"]
