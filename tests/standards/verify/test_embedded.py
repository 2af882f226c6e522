"""Endorsements inside a badge, and badges inside pictures."""

import copy
import io
import json

import pytest
from PIL import Image

from signet.standards import bake, jwt
from signet.standards.canon import foreign
from signet.standards.verify import SlowPathError

ABOUT = "https://badges.example/achievements/6f9619ff"


def endorsement(world, issuer, *, about=ABOUT, **members):
    return world.sign(world.endorsement(about, issuer=issuer, **members), issuer=issuer)


@pytest.fixture
def council(world, another_issuer):
    issuer = another_issuer("council")
    world.publish_issuer(issuer)
    return issuer


def endorsed(world, *endorsements, **members):
    """The badge with endorsements of its achievement."""
    subject = copy.deepcopy(world.badge()["credentialSubject"])
    subject["achievement"]["endorsement"] = list(endorsements)
    return world.signed(credentialSubject=subject, **members)


def shown(report):
    return report.credential["credentialSubject"]["achievement"].get("endorsement", [])


def test_an_endorsement_is_verified_as_a_credential_of_its_own(world, council, outcomes):
    document = endorsement(world, council)

    report = world.verify(endorsed(world, document))

    assert (report.verdict, outcomes(report)["endorsements"]) == ("verified", "pass")
    assert shown(report) == [
        {name: value for name, value in document.items() if name not in {"@context", "proof"}}
    ]
    assert "https://badges.example/issuers/council/did.json" in world.fetched


def tampered(world, council):
    document = endorsement(world, council)
    document["credentialSubject"]["endorsementComment"] = "The best there is."
    return document


def unsigned(world, council):
    document = endorsement(world, council)
    del document["proof"]
    return document


def by_nobody_known(world, council):
    return endorsement(world, type(council).named("issuers", "nobody"))


def by_another_hand(world, council):
    forger = type(council)(council.did, world.issuer.ed25519, world.issuer.p256)
    return endorsement(world, forger)


def revoked(world, council):
    entry = world.badge()["credentialStatus"] | {
        "id": "https://badges.example/status/2#7",
        "statusListIndex": "7",
        "statusListCredential": "https://badges.example/status/2",
    }
    taken_back = world.status_list(7, id="https://badges.example/status/2", issuer=council.did)
    world.publish("https://badges.example/status/2", world.sign(taken_back, issuer=council))
    return endorsement(world, council, credentialStatus=entry)


BAD = {
    tampered: "fail",
    unsigned: "fail",
    by_another_hand: "fail",
    revoked: "fail",
    by_nobody_known: "not checked",
    lambda world, council: endorsement(world, council, about="urn:uuid:something-else"): "fail",
    lambda world, council: endorsement(world, council, validUntil="2026-02-01T00:00:00Z"): "fail",
    lambda world, council: endorsement(world, council, validFrom="2026-07-01T00:00:00Z"): "fail",
}


@pytest.mark.parametrize(("make", "outcome"), BAD.items())
def test_an_endorsement_that_does_not_hold_is_left_out(world, council, outcomes, make, outcome):
    good = endorsement(world, council, number=2)
    bad = make(world, council)

    report = world.verify(endorsed(world, bad, good))

    assert outcomes(report)["endorsements"] == outcome
    assert [each["id"] for each in shown(report)] == [good["id"]]
    assert report.verdict == "verified"


def test_an_endorsement_of_the_issuer(world, council, outcomes):
    speaking = endorsement(world, council, about=world.issuer.did)
    issuer = world.badge()["issuer"] | {"endorsement": [speaking]}

    report = world.verify(world.signed(issuer=issuer))

    assert outcomes(report)["endorsements"] == "pass"
    assert report.credential["issuer"]["endorsement"][0]["id"] == speaking["id"]


@pytest.mark.parametrize("about", [ABOUT, "did:web:badges.example:issuers:letters",
                                   "https://badges.example/badges/abc/named"])  # fmt: skip
def test_an_endorsement_of_the_badge_and_all_it_names(world, council, outcomes, about):
    report = world.verify(world.signed(endorsement=[endorsement(world, council, about=about)]))

    assert outcomes(report)["endorsements"] == "pass"
    assert len(report.credential["endorsement"]) == 1


def test_endorsements_as_tokens(world, council, outcomes):
    def as_token(document):
        plain = {name: value for name, value in document.items() if name != "proof"}
        return jwt.issue(plain, kid=council.kid, sign=council.sign_token)

    good = endorsement(world, council)
    bad = as_token(endorsement(world, council, number=2)).replace("ey", "eY", 1)
    raw = world.token(endorsementJwt=[as_token(good), bad])

    report = world.verify(raw)

    assert (report.verdict, outcomes(report)["endorsements"]) == ("verified", "fail")
    assert [each["id"] for each in report.credential["endorsement"]] == [good["id"]]
    assert "endorsementJwt" not in report.credential


def test_a_badge_is_not_an_endorsement_of_another(world, outcomes):
    badge = json.loads(world.signed())

    report = world.verify(world.signed(endorsement=[badge]))

    assert report.verdict == "refused"


def test_there_is_an_end_to_endorsements(world, council, outcomes):
    many = [endorsement(world, council, number=number) for number in range(21)]

    report = world.verify(endorsed(world, *many))

    assert (report.verdict, outcomes(report)["endorsements"]) == ("verified", "fail")
    assert len(shown(report)) == 20


def test_an_endorsement_that_is_an_endorsement_only(world, council):
    report = world.verify(json.dumps(endorsement(world, council)))

    assert report.verdict == "verified"
    assert report.credential["credentialSubject"]["endorsementComment"].startswith("Asked")


def test_a_slow_path_that_cannot_be_taken_says_nothing(world, outcomes):
    achievement = world.badge()["credentialSubject"]["achievement"] | {"tag": []}
    subject = world.badge()["credentialSubject"] | {"achievement": achievement}
    whole = world.sign(world.badge(credentialSubject=subject), canonicalize=foreign.canonical)

    def busy(document):
        raise SlowPathError("Too busy.")

    report = world.verify(json.dumps(whole), slow_path=busy)

    assert (report.verdict, outcomes(report)["canonical form"]) == ("unchecked", "not checked")
    assert world.fetched == []


def test_the_slow_path_is_taken_only_so_often(world, council):
    """Each embedded document is off profile: its language tag list is empty."""
    taken = []

    def slow_path(document):
        taken.append(document["id"])
        return foreign.canonical(document)

    many = [
        world.sign(
            {name: value for name, value in endorsement(world, council, number=n).items() if name != "proof"}
            | {"termsOfUse": []},
            issuer=council,
            canonicalize=foreign.canonical,
        )
        for n in range(8)
    ]  # fmt: skip
    subject = copy.deepcopy(world.badge()["credentialSubject"])
    subject["achievement"]["endorsement"] = many
    whole = world.sign(world.badge(credentialSubject=subject), canonicalize=foreign.canonical)

    report = world.verify(json.dumps(whole), slow_path=slow_path)

    assert (report.verdict, len(taken)) == ("verified", 6)
    assert len(shown(report)) == 5


# -- pictures --------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture
def png():
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("as_token", [False, True])
def test_a_baked_picture(world, png, as_token):
    text = world.token() if as_token else world.signed().decode()

    for picture in (bake.bake_png(png, text), bake.bake_svg(SVG, text)):
        report = world.verify(picture)
        assert report.verdict == "verified"
        assert report.checks[0].detail.startswith("A picture that carries ")


def hostile_pictures(world, png):
    baked = bake.bake_png(png, world.signed().decode())
    drawn = bake.bake_svg(SVG, world.signed().decode())
    chunk = baked[len(png) - 12 - 45 :]
    return [
        png,
        SVG,
        baked[:-1],
        baked + b"x",
        baked[:60] + bytes([baked[60] ^ 1]) + baked[61:],
        baked + chunk,
        drawn.replace(b"</svg>", b"") + drawn,
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawn,
        drawn.replace(b"Data Storytelling", b"Data Storyselling"),
        bake.bake_svg(SVG, "{}"),
        b"<svg>" * 50_000,
    ]


def test_a_hostile_picture_is_refused(world, png):
    for picture in hostile_pictures(world, png):
        report = world.verify(picture)
        assert (report.verdict, report.credential) == ("refused", None), picture[:80]


def test_a_badge_is_no_endorsement(world, outcomes):
    about = world.badge()["credentialSubject"] | {"id": ABOUT}
    token = world.token(credentialSubject=about)
    subject = copy.deepcopy(world.badge()["credentialSubject"])
    subject["achievement"]["endorsementJwt"] = [token]

    report = world.verify(world.token(credentialSubject=subject))

    assert (report.verdict, outcomes(report)["endorsements"]) == ("verified", "fail")
    assert shown(report) == []


def test_nothing_is_looked_into_for_a_badge_that_is_revoked(world, council, outcomes):
    raw = endorsed(world, endorsement(world, council))
    world.publish_list(94_567)

    report = world.verify(raw)

    assert (report.verdict, outcomes(report)["endorsements"]) == ("refused", "not checked")
    assert not [url for url in world.fetched if "council" in url]


def test_a_status_entry_may_hold_a_member_of_any_name(world, outcomes):
    """Only what is shown is looked into."""
    entry = world.badge()["credentialStatus"] | {"endorsement": [{"id": "urn:x"}]}
    raw = world.token(credentialStatus=entry)

    assert len(world.verify(raw).checks) == 11
