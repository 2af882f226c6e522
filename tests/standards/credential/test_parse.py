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


def test_endorsements_are_kept_as_they_were_signed(document):
    document["endorsement"][0]["stamp"] = "gold"

    assert parse(document).endorsement == (document["endorsement"][0],)


def of_vc_1(minimal, **members):
    document = minimal.to_dict()
    del document["validFrom"]
    return document | {"@context": [V1, OB_V3]} | members


def test_vc_1_dates_are_read_as_those_of_vc_2(minimal):
    document = of_vc_1(
        minimal, issuanceDate="2020-01-01T00:00:00Z", expirationDate="2021-01-01T00:00:00+02:00"
    )

    parsed = parse(document)

    assert parsed.data_model is DataModel.V1
    assert parsed.valid_from == datetime(2020, 1, 1, tzinfo=UTC)
    assert parsed.valid_until == datetime(2020, 12, 31, 22, tzinfo=UTC)
    assert parsed.as_dict()["validUntil"] == "2020-12-31T22:00:00Z"


@pytest.mark.parametrize(
    ("new_start", "start", "new_end", "end"),
    [
        (
            "2020-06-01T00:00:00Z",
            "2020-06-01T00:00:00Z",
            "2031-01-01T00:00:00Z",
            "2030-01-01T00:00:00Z",
        ),
        (
            "2019-06-01T00:00:00Z",
            "2020-01-01T00:00:00Z",
            "2029-01-01T00:00:00Z",
            "2029-01-01T00:00:00Z",
        ),
    ],
)
def test_of_two_starts_the_later_counts_and_of_two_ends_the_earlier(
    minimal, new_start, start, new_end, end
):
    document = of_vc_1(
        minimal,
        issuanceDate="2020-01-01T00:00:00Z",
        validFrom=new_start,
        expirationDate="2030-01-01T00:00:00Z",
        validUntil=new_end,
    )

    projection = parse(document).as_dict()

    assert (projection["validFrom"], projection["validUntil"]) == (start, end)


@pytest.mark.parametrize("name", ["issuanceDate", "validFrom", "expirationDate", "validUntil"])
def test_broken_date_beside_a_good_one_is_refused(minimal, name):
    start, end = "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
    good = {"issuanceDate": start, "validFrom": start, "expirationDate": end, "validUntil": end}
    assert parse(of_vc_1(minimal, **good))

    with pytest.raises(ShapeError, match=f"^{name}: must be a date and time"):
        parse(of_vc_1(minimal, **good | {name: "someday"}))


def test_vc_1_needs_its_issuance_date(minimal):
    with pytest.raises(ShapeError, match=r"^issuanceDate: is missing$"):
        parse(of_vc_1(minimal, validFrom="2020-01-01T00:00:00Z"))


@pytest.mark.parametrize("old", ["issuanceDate", "expirationDate"])
def test_vc_1_dates_under_vc_2_are_refused(minimal, old):
    """Passed over, an expirationDate in a JWT would never end anything."""
    with pytest.raises(ShapeError, match=f"^{old}: belongs to VC 1.1"):
        parse(minimal.to_dict() | {old: "2020-01-01T00:00:00Z"})


@pytest.mark.parametrize(
    "when",
    [
        "2026-05-25",
        "2026-05-25T00:00:00",
        "2026-05-25 00:00:00Z",
        "2026-05-25T00:00:00z",
        "2026-05-25T24:00:00Z",
        "2026-05-25T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "2026-05-25T00:00:00+24:00",
        "2026-05-25T00:00:00Z\n",
        "٢٠٢٦-05-25T00:00:00Z",
        "2026-05-25T00:00:00." + "1" * 13 + "Z",
        "20260525T000000Z",
        "",
        None,
        1_779_667_200,
    ],
)
def test_what_is_no_date_and_time_is_refused(minimal, when):
    with pytest.raises(ShapeError, match=r"^validFrom: "):
        parse(minimal.to_dict() | {"validFrom": when})


@pytest.mark.parametrize("when", ["2030-02-30T00:00:00Z", "2030-01-01T25:00:00Z", "2030", 2030])
def test_end_that_cannot_be_read_is_never_no_end(minimal, when):
    with pytest.raises(ShapeError, match=r"^validUntil: "):
        parse(minimal.to_dict() | {"validUntil": when})


@pytest.mark.parametrize(
    "day",
    ["1970-02-30", "19700102", "1970-W01-1", "1970-01-02T00:00:00Z", "1970-01-02\n", "", 1970],
)
def test_what_is_no_day_is_refused(minimal, day):
    issuer = {"id": "did:web:unit.example", "type": "Profile", "dateOfBirth": day}

    with pytest.raises(ShapeError, match=r"^issuer\.dateOfBirth: "):
        parse(minimal.to_dict() | {"issuer": issuer})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-05-25T00:00:00Z", "2026-05-25T00:00:00Z"),
        ("2026-05-25T05:30:00+05:30", "2026-05-25T00:00:00Z"),
        ("2026-05-24T14:00:00-10:00", "2026-05-25T00:00:00Z"),
        ("2026-05-25T00:00:00.5Z", "2026-05-25T00:00:00.500000Z"),
        ("2026-05-25T00:00:00.123456789Z", "2026-05-25T00:00:00.123456Z"),
    ],
)
def test_moments(minimal, written, read):
    assert parse(minimal.to_dict() | {"validFrom": written}).as_dict()["validFrom"] == read


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


def test_classes(full, endorsement):
    assert type(parse(full.to_dict())) is OpenBadgeCredential
    assert type(parse_endorsement(endorsement.to_dict())) is EndorsementCredential


STATUS_LIST = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://a.example/status/1",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": {"id": "did:web:a.example", "name": "A"},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "type": "BitstringStatusList",
        "statusPurpose": ["revocation", "suspension"],
        "encodedList": "u",
    },
}


def test_status_list():
    parsed = parse_status_list(STATUS_LIST)

    assert parsed.issuer == "did:web:a.example"
    assert parsed.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert parsed.valid_until is None
    assert parsed.subject.status_purpose == ("revocation", "suspension")


@pytest.mark.parametrize(
    "change",
    [
        {"@context": []},
        {"@context": [OB_V3]},
        {"type": ["VerifiableCredential"]},
        {"type": ["BitstringStatusListCredential"]},
        {"issuer": {}},
        {"issuer": "a"},
        {"issuer": None},
        {"id": "list"},
        {"validUntil": "2026"},
        {"expirationDate": "2026-01-01T00:00:00Z"},
        {"credentialSubject": []},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "type": "StatusList2021"}},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "statusPurpose": []}},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "statusPurpose": [""]}},
        {"credentialSubject": {**STATUS_LIST["credentialSubject"], "encodedList": None}},
    ],
)
def test_broken_status_list(change):
    with pytest.raises(DocumentError):
        parse_status_list(STATUS_LIST | change)
