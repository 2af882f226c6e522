import copy
from datetime import UTC, datetime

import pytest

from signet.standards.credential import (
    DataModel,
    EndorsementCredential,
    OpenBadgeCredential,
    Profile,
    ShapeError,
    parse,
    parse_endorsement,
    parse_status_list,
)
from signet.standards.errors import DocumentError

V1 = "https://www.w3.org/2018/credentials/v1"
OB_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def test_reads_back_what_was_written(full):
    assert parse(full.to_dict()).to_dict() == full.to_dict()


def test_reads_values_not_texts(full):
    parsed = parse(full.to_dict())

    assert parsed.valid_until == datetime(2030, 1, 1, 2, 3, 4, 500_000, tzinfo=UTC)
    assert parsed.achievement == full.achievement
    assert parsed.identifiers == full.identifiers
    assert parsed.results == full.results
    assert parsed.parent_orgs == full.parent_orgs
    assert parsed.data_model is DataModel.V2
    assert parsed.status == (full.credential_status.to_dict(),)


def lenient_form(value):
    """Every list of one as that one, except @context and the two types of a credential."""
    if isinstance(value, list):
        return lenient_form(value[0]) if len(value) == 1 else [lenient_form(v) for v in value]
    if isinstance(value, dict):
        return {name: lenient_form(inner) for name, inner in value.items()}
    return value


def test_lenient_form_reads_the_same(full, lenient):
    document = lenient_form(full.to_dict())
    assert lenient.is_valid(document)
    assert type(document["evidence"]) is dict

    parsed = parse(document)

    assert parsed.as_dict() == parse(full.to_dict()).as_dict()


def test_issuer_as_text_is_a_profile_with_an_id(minimal):
    parsed = parse(minimal.to_dict() | {"issuer": "did:web:unit.example"})

    assert parsed.issuer == Profile(id="did:web:unit.example")
    assert parsed.parent_orgs == ()


def test_other_name_of_the_credential_type(minimal):
    types = ["VerifiableCredential", "AchievementCredential", "Extra"]

    assert parse(minimal.to_dict() | {"type": types}).types == tuple(types)


def test_unknown_members_mean_nothing(document):
    plain = parse(document).as_dict()
    document["verdict"] = "passed"
    document["credentialSubject"]["achievement"]["grade"] = "A"
    document["credentialSubject"]["result"][0]["note"] = "honors"

    assert parse(document).as_dict() == plain


def test_projection_is_the_document_without_context_and_proof(document):
    expected = copy.deepcopy(document)
    for each in ("@context", "proof"):
        del expected[each]
    profile = expected["issuer"]
    for holder in (expected, profile, expected["credentialSubject"]["achievement"]):
        for endorsement in holder["endorsement"]:
            del endorsement["@context"]

    assert parse(document).as_dict() == expected


def test_projection_drops_what_an_endorsement_and_a_status_say_beside_the_standard(document):
    plain = parse(document).as_dict()
    document["endorsement"][0]["stamp"] = "gold"
    document["endorsement"][0]["proof"] = {"type": "DataIntegrityProof"}
    document["credentialStatus"]["stamp"] = "gold"
    document["credentialStatus"]["statusMessage"] = [{"status": "0x0", "message": "fine"}]

    assert parse(document).as_dict() == plain


def without(document, name):
    return {key: value for key, value in document.items() if key != name}


@pytest.mark.parametrize("name", ["@context", "type", "id", "issuer", "credentialSubject"])
def test_defaults_of_ours_never_stand_in_for_what_a_document_lacks(minimal, name):
    with pytest.raises(ShapeError, match=f"^{name}: is missing$"):
        parse(without(minimal.to_dict(), name))


@pytest.mark.parametrize(
    ("contexts", "problem"),
    [
        ([], "must begin with"),
        ("https://www.w3.org/ns/credentials/v2", "must name"),
        ([OB_V3, "https://www.w3.org/ns/credentials/v2"], "must begin with"),
        (["https://www.w3.org/ns/credentials/v2"], "must name"),
        (["https://www.w3.org/ns/credentials/v2", OB_V3 + "\n"], "must name"),
        (["https://www.w3.org/ns/credentials/v2", OB_V3, {"@vocab": "https://x/"}], "text by lang"),
        ({"@vocab": "https://x/"}, "text by language"),
        ([V1.upper(), OB_V3], "must begin with"),
    ],
)
def test_contexts(minimal, contexts, problem):
    with pytest.raises(ShapeError, match=rf"^@context(\[2\])?: .*{problem}"):
        parse(minimal.to_dict() | {"@context": contexts})


def test_several_status_entries_are_refused_as_the_schema_does(document):
    document["credentialStatus"] = [document["credentialStatus"]]

    with pytest.raises(ShapeError, match=r"^credentialStatus: must be an object, not a list$"):
        parse(document)


def test_status_of_any_type_is_handed_on_as_received(minimal):
    entry = {"id": "https://x.example/1", "type": "Novel", "more": [1]}

    assert parse(minimal.to_dict() | {"credentialStatus": entry}).status == (entry,)


def test_message_names_the_path(document):
    levels = document["credentialSubject"]["achievement"]["resultDescription"][0]
    del levels["rubricCriterionLevel"][0]["alignment"][0]["targetName"]

    with pytest.raises(DocumentError) as raised:
        parse(document)

    path = "credentialSubject.achievement.resultDescription[0].rubricCriterionLevel[0].alignment[0]"
    assert str(raised.value) == f"{path}.targetName: is missing"


@pytest.mark.parametrize("member", ["email", "identity"])
def test_closed_classes_take_no_other_member(document, member):
    document["credentialSubject"]["identifier"][0][member] = "ada@unit.example"

    with pytest.raises(ShapeError, match="has no such member"):
        parse(document)


@pytest.mark.parametrize("other", [None, 7, {}, ["x"]])
def test_types_are_all_text(minimal, other):
    issuer = {"id": "did:web:unit.example", "type": ["Profile", other]}

    with pytest.raises(ShapeError, match=r"^issuer\.type\[1\]: must be text"):
        parse(minimal.to_dict() | {"issuer": issuer})


@pytest.mark.parametrize("document", [None, [], "text", 7, True])
def test_what_is_no_object_is_refused(document):
    for read in (parse, parse_endorsement, parse_status_list):
        with pytest.raises(ShapeError, match="must be an object"):
            read(document)


@pytest.mark.parametrize(
    ("which", "read"), [("minimal", parse), ("endorsement", parse_endorsement)]
)
def test_deep_nesting_is_refused_and_not_a_crash(which, read, request):
    document = request.getfixturevalue(which).to_dict()
    parent = {"id": "did:web:x.example", "type": "Profile"}
    for _ in range(5000):
        parent = {**parent, "parentOrg": parent}

    with pytest.raises(DocumentError, match="nested too deep"):
        read(document | {"issuer": parent})


def test_classes(full, endorsement):
    assert type(parse(full.to_dict())) is OpenBadgeCredential
    assert type(parse_endorsement(endorsement.to_dict())) is EndorsementCredential
