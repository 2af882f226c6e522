"""A badge that was changed after signing is refused, or says exactly what was signed."""

import copy
import json
from datetime import UTC, datetime

import pytest

from signet.standards import canon, proof
from signet.standards.canon import foreign
from signet.standards.keys import Algorithm, PublicKey

LATER = datetime(2040, 1, 1, tzinfo=UTC)
VOCAB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CREDENTIALS = "https://www.w3.org/2018/credentials#"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def containers(value, path=()):
    if isinstance(value, dict):
        yield path
        for name, inner in value.items():
            yield from containers(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from containers(inner, (*path, index))


def at(document, path):
    for step in path:
        document = document[step]
    return document


def other_values(value):
    if isinstance(value, bool):
        return [not value, int(value), None]
    if isinstance(value, int | float):
        return [value + 1, -value, value * 10, str(value), None]
    swapped = value[:-1] + ("a" if value[-1:] != "a" else "b")
    return [swapped, value + " ", value + "\u200b", value.upper() + "X", "", None, [value, "x"],
            {"@value": value, "@language": "en"}, 7]  # fmt: skip


def assert_unharmed(report, signed):
    """Refused or unchecked and nothing shown, or shown as it was signed."""
    if report.credential is None:
        assert report.verdict != "verified"
    else:
        assert report.credential == signed


def test_every_value_changed(world):
    raw = world.signed()
    whole, signed = json.loads(raw), world.verify(raw).credential
    tried = 0
    for path in leaves(whole):
        for value in other_values(at(whole, path)):
            forged = copy.deepcopy(whole)
            at(forged, path[:-1])[path[-1]] = value
            report = world.verify(json.dumps(forged))
            assert_unharmed(report, signed)
            assert report.verdict != "verified", (path, value)
            tried += 1

    assert tried >= 400


def test_every_member_removed(world):
    raw = world.signed()
    whole, signed = json.loads(raw), world.verify(raw).credential
    for path in containers(whole):
        for name in at(whole, path):
            forged = copy.deepcopy(whole)
            del at(forged, path)[name]
            report = world.verify(json.dumps(forged))
            assert_unharmed(report, signed)
            assert report.verdict != "verified" or (path, name) == ((), "proof"), (path, name)


ADDED = {
    "xtra": "x", "name": "x", "description": "x", "endorsementComment": "x", "issuanceDate": "2026-01-01T00:00:00Z",
    "narrative": "x", "image": {"id": "https://evil.example/x.png", "type": "Image"}, "official": "x",
    "xtra:y": "x", "https://schema.org/name": "x", f"{VOCAB}narrative": "x", "@id": "urn:x", "@type": "urn:x",
    "@graph": [{"@id": "urn:x", "name": "x"}], "@included": [{"id": "urn:x", "name": "x"}], "@nest": {"name": "x"},
    "@reverse": {"name": {"id": "urn:x"}}, "@index": "x", "@set": [], "@list": [], "@value": "x", "@language": "x",
    "@direction": "rtl", "@json": {}, "@context": {"@vocab": "https://evil.example/"}, "_:b": "x", "": "x", "\u0000": "x",
    "__proto__": {"name": "x"}, "Name": "x", "validUntil": "2099-01-01T00:00:00Z", "awardedDate": "2001-01-01T00:00:00Z",
    "verifiableCredential": [], "evidence": [], "tag": "x", "role": "x", "licenseNumber": "x", "alsoKnownAs": "x",
}  # fmt: skip


def test_every_member_added_everywhere(world):
    raw = world.signed()
    whole, signed = json.loads(raw), world.verify(raw).credential
    tried = 0
    for path in containers(whole):
        for name, value in ADDED.items():
            if name in at(whole, path):
                continue
            forged = copy.deepcopy(whole)
            at(forged, path)[name] = value
            report = world.verify(json.dumps(forged))
            assert_unharmed(report, signed)
            tried += 1

    assert tried >= 300


OTHER_CONTEXTS = [
    {"@vocab": "https://evil.example/"},
    {"@vocab": ""},
    {"name": "https://evil.example/name"},
    {"name": None},
    {"validUntil": None},
    {"@base": "https://evil.example/"},
    {"@import": "https://evil.example/"},
    {"@propagate": False},
    {},
    None,
    [],
    "https://evil.example/context.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/security/data-integrity/v2",
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/ns/credentials/examples/v2",
]


@pytest.mark.parametrize("added", OTHER_CONTEXTS, ids=str)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_context_added(world, added, place):
    raw = world.signed()
    whole, signed = json.loads(raw), world.verify(raw).credential
    whole["@context"].insert(place, added)

    report = world.verify(json.dumps(whole))

    assert_unharmed(report, signed)
    # A pinned context that changes no statement may be added by anybody: nothing reads otherwise.
    assert report.verdict == "refused" or (canon.contexts.known(added) and place == 3)


@pytest.mark.parametrize(
    "context",
    [{"@vocab": "https://evil.example/"}, "https://www.w3.org/ns/credentials/v2", [["x"]], {}, []],
    ids=str,
)
def test_the_contexts_in_another_form(world, outcomes, context):
    whole = json.loads(world.signed())
    whole["@context"] = context

    assert world.verify(json.dumps(whole)).verdict == "refused"


@pytest.mark.parametrize(
    "context",
    [{"@vocab": "https://evil.example/"}, "https://evil.example/context.json", ["x"], None, 7],
    ids=str,
)
def test_a_token_names_known_contexts_only(world, outcomes, context):
    contexts = world.badge()["@context"]

    report = world.verify(world.token(**{"@context": [*contexts, context]}))

    assert report.verdict == "refused"
    assert (outcomes(report)["contexts"], outcomes(report)["signature"]) != ("pass", "pass")
    assert report.credential is None


def test_a_token_defines_no_words_further_inside(world, outcomes):
    subject = world.badge()["credentialSubject"] | {"@context": {"name": "urn:x"}}

    report = world.verify(world.token(credentialSubject=subject))

    assert (report.verdict, outcomes(report)["contexts"]) == ("refused", "fail")


def test_an_undefined_member_is_not_signed_by_anybody(world, outcomes):
    """Signed by a signer that drops what no context defines, as general JSON-LD processors do."""
    unsigned = world.badge()
    dropped = canon.canonical(unsigned)
    unsigned["xtra"] = "Text that no signature covers."

    def dropping(document):
        return dropped if "xtra" in document else canon.canonical(document)

    raw = json.dumps(world.sign(unsigned, canonicalize=dropping))
    report = world.verify(raw)

    assert (report.verdict, outcomes(report)["canonical form"]) == ("refused", "fail")
    assert world.verify(raw, slow_path=lambda _: dropped).verdict == "refused"


# -- what has the same canonical form, and would be read otherwise ---------------------------


def is_still_covered(world, whole):
    """Whether the signature holds over the canonical form of the forgery."""
    key = world.issuer.ed25519.public_key().public_bytes_raw()
    proof.verify(
        whole,
        key_for=lambda _: PublicKey(Algorithm.ED25519, key),
        canonicalize=foreign.canonical,
    )
    return True


def end_by_full_name(whole):
    end = whole.pop("validUntil")
    whole[f"{CREDENTIALS}validUntil"] = {"@value": end, "@type": DATE_TIME}


def status_by_full_name(whole):
    entry = whole.pop("credentialStatus")
    whole[f"{CREDENTIALS}credentialStatus"] = entry


def id_by_keyword(whole):
    subject = whole["credentialSubject"]
    subject["@id"] = subject.pop("id")


def award_date_by_full_name(whole):
    date = whole.pop("awardedDate")
    kind = "xsd:dateTime"  # Open Badges' context leaves it unexpanded
    whole[f"{VOCAB}awardedDate"] = {"@value": date, "@type": kind}


def end_elsewhere(whole):
    place = whole["evidence"][0]
    place["type"] = ["Evidence", "VerifiableCredential"]
    place["validUntil"] = whole.pop("validUntil")


def status_elsewhere(whole):
    place = whole["evidence"][0]
    place["type"] = ["Evidence", "VerifiableCredential"]
    place["credentialStatus"] = whole.pop("credentialStatus")


@pytest.mark.parametrize(
    "forge",
    [end_by_full_name, status_by_full_name, id_by_keyword, award_date_by_full_name, end_elsewhere,
     status_elsewhere],
)  # fmt: skip
def test_another_spelling_of_the_same_statements(world, outcomes, forge):
    evidence = [{"id": world.badge()["id"], "type": ["Evidence"]}]
    whole = json.loads(world.signed(evidence=evidence))
    assert world.verify(json.dumps(whole)).verdict == "verified"
    forge(whole)
    assert is_still_covered(world, whole)

    report = world.verify(json.dumps(whole), now=LATER)

    assert outcomes(report)["canonical form"] == "fail"
    assert (report.verdict, report.credential) == ("refused", None)


def test_the_order_and_space_of_members_do_not_matter(world):
    whole = json.loads(world.signed())
    turned = json.dumps(dict(reversed(whole.items())), indent=4)

    assert world.verify(turned).verdict == "verified"
    assert world.verify(turned).credential == world.verify(world.signed()).credential


def test_a_member_written_twice(world):
    raw = world.signed().decode()
    assert raw.count('"name": "School of Letters"') == 1

    forged = raw.replace(
        '"name": "School of Letters"', '"name": "Evil", "name": "School of Letters"'
    )

    assert world.verify(forged).verdict == "refused"


# -- documents beyond the walker's profile, and graphs that are made to be hard ---------------


def test_an_off_profile_badge_takes_the_slow_path(world):
    achievement = world.badge()["credentialSubject"]["achievement"]
    subject = world.badge()["credentialSubject"] | {"achievement": achievement | {"tag": []}}
    document = world.badge(credentialSubject=subject)
    raw = json.dumps(world.sign(document, canonicalize=foreign.canonical))
    taken = []

    def slow_path(document):
        taken.append(document["id"])
        return foreign.canonical(document)

    assert world.verify(raw, slow_path=slow_path).verdict == "verified"
    assert taken == [document["id"]]


def poison(world, **more):
    """Identical anonymous nodes, which RDFC-1.0 tells apart only by trying all their orders."""
    subject = world.badge()["credentialSubject"] | more
    subject["result"] = [
        {"type": ["Result"], "alignment": [{"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}]}
        for _ in range(12)
    ]  # fmt: skip
    document = world.badge(credentialSubject=subject)
    return document | {"proof": world.sign(world.badge())["proof"]}


def test_the_poison_that_makes_pyld_run_for_seconds(world):
    """Two identical anonymous subjects with nine identical results each."""
    subject = {"type": ["AchievementSubject"], "result": [{"type": ["Result"]}] * 9}
    document = world.badge() | {"credentialSubject": [subject, subject]}
    raw = json.dumps(document | {"proof": world.sign(world.badge())["proof"]})

    assert_refused_quickly(world, raw)


def test_poison_in_the_shape_of_a_badge(world, failing):
    report = assert_refused_quickly(world, json.dumps(poison(world)))

    assert [name for name, _ in failing(report)] in (["canonical form"], ["signature"])


def assert_refused_quickly(world, raw):
    world.verify(world.signed())  # contexts are compiled once
    started = datetime.now(UTC)
    report = world.verify(raw)
    taken = (datetime.now(UTC) - started).total_seconds()

    assert report.verdict == "refused"
    assert taken <= 0.3
    return report


@pytest.mark.parametrize(
    "place",
    ["https://badges.example/achievements/6f9619ff", "https://badges.example/status/1#94567"],
)
def test_what_decides_is_described_in_one_place(world, failing, place):
    """Its issuer may sign two descriptions of one thing; nobody could say which one holds."""
    evidence = [{"id": place, "type": ["Evidence"], "name": "Another name"}]

    report = world.verify(world.signed(evidence=evidence))

    assert report.verdict == "refused"
    [(name, told)] = failing(report)
    assert name == "canonical form"
    assert told == f"What is said of {place!a} stands in more than one place."


def test_a_token_may_not_repeat_known_contexts_for_ever(world, failing):
    known = world.badge()["@context"]

    report = world.verify(world.token(**{"@context": known + known[-1:] * 50}))

    assert ("contexts", "The @context is not a short list of URLs.") in failing(report)
