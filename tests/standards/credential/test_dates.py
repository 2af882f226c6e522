from datetime import UTC, datetime

import pytest

from signet.standards.credential import DataModel, ShapeError, parse

V1 = "https://www.w3.org/2018/credentials/v1"
OB_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


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
