import copy
import random

import pytest

from signet.standards import canon
from signet.standards.canon import template
from signet.standards.canon.template import FallbackError, hole
from signet.standards.errors import CanonError, OffProfileError, UndefinedTermError

AWARDS = 1500
NASTY = [
    "", " ", '"', "\\", '\\"', "\\n", "\n", "\r\n", "\t", "\x00", "\x07", "\x08", "\x0b", "\x1f", "\x7f",
    "\x80", "\u2028", "\ufeff", "é", "e\u0301", "日本", "שלום", "\u202eevil", "🎓", "👩🏽‍🎓", "{", "}", "{0}",
    "%s", "%", "$1", "<b>", "</script>", "'", "`", "_:c14n0", "_:a", '" .\n<urn:x> <urn:y> "z', "^^", "@en",
]  # fmt: skip


def put(document, path, value):
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


def get(document, path):
    for step in path:
        document = document[step]
    return document


TEXT, IRI = "text", "iri"
# Where awards differ, several places in blank nodes and some in clusters of like lines.
HOLES = {
    ("id",): IRI,
    ("name",): TEXT,
    ("validFrom",): TEXT,
    ("credentialSubject", "id"): IRI,
    ("credentialSubject", "identifier", 0, "identityHash"): TEXT,
    ("credentialSubject", "result", 0, "value"): TEXT,
    ("credentialSubject", "achievement", "tag", 1): TEXT,
    ("evidence", 0, "id"): IRI,
    ("evidence", 0, "narrative"): TEXT,
    ("credentialStatus", "id"): IRI,
    ("credentialStatus", "statusListIndex"): TEXT,
}


def with_holes(document, paths):
    document = copy.deepcopy(document)
    for number, path in enumerate(paths):
        put(document, path, hole(number))
    return document


def with_values(document, paths, values):
    document = copy.deepcopy(document)
    for path, value in zip(paths, values, strict=True):
        put(document, path, value)
    return document


def random_text(rng):
    return "".join(
        rng.choice(NASTY) + rng.choice(["", "a", "Zoë"]) for _ in range(rng.randrange(5))
    )


def random_iri(rng):
    tail = "".join(rng.choice("abcXYZ019-._~é日%/#?:@") for _ in range(rng.randrange(8)))
    return rng.choice(["https://example.org/", "urn:uuid:", "did:web:", "HTTP://", "z:"]) + tail


def random_values(rng):
    return [random_text(rng) if kind == TEXT else random_iri(rng) for kind in HOLES.values()]


@pytest.mark.parametrize("name", ["badge", "endorsed"])
def test_a_template_is_the_walker_byte_for_byte(name, request):
    document = request.getfixturevalue(name)
    compiled = template.compile(with_holes(document, HOLES))
    rng = random.Random(20260201)  # nothing secret

    filled, different = 0, []
    for _ in range(AWARDS):
        values = random_values(rng)
        try:
            found = compiled.fill(values)
        except FallbackError:
            continue
        filled += 1
        if found != canon.canonical(with_values(document, HOLES, values)):
            different.append(values)

    assert filled > AWARDS * 0.95
    assert different == []


def test_a_template_without_blank_nodes(badge):
    document = {
        "@context": badge["@context"],
        "id": badge["id"],
        "type": badge["type"],
        "issuer": "did:web:badges.example.edu",
        "name": "A",
        "credentialSubject": {"id": "urn:x:1", "type": ["AchievementSubject"]},
    }
    paths = [("name",), ("credentialSubject", "id")]
    compiled = template.compile(with_holes(document, paths))

    found = compiled.fill(["🎓", "urn:x:2"])

    assert found == canon.canonical(with_values(document, paths, ["🎓", "urn:x:2"]))


def test_a_hole_may_stand_in_several_places(badge):
    paths = [("name",), ("validFrom",), ("credentialSubject", "achievement", "name")]
    document = copy.deepcopy(badge)
    for path in paths:
        put(document, path, hole(0))

    found = template.compile(document).fill(["same"])

    assert found == canon.canonical(with_values(badge, paths, ["same"] * 3))


def test_a_document_without_holes_is_a_template_too(endorsed):
    assert template.compile(endorsed).fill([]) == canon.canonical(endorsed)


ALIGNMENTS = ("credentialSubject", "achievement", "alignment")


@pytest.mark.parametrize(
    ("paths", "values", "reason"),
    [
        ([("id",), ("credentialSubject", "id")], ["urn:x:1", "urn:x:1"], "Two subjects are one"),
        ([("id",)], ["did:web:badges.example.edu"], "Two subjects are one"),
        (
            [(*ALIGNMENTS, 1, "targetName"), (*ALIGNMENTS, 1, "targetUrl")],
            ["Twin", "https://example.org/twin"],
            "look alike",
        ),
        ([("credentialSubject", "achievement", "tag", 1)], ["data"], "repeats"),
        ([("id",)], ["badges/1"], "no absolute IRI"),
        ([("id",)], [""], "no absolute IRI"),
        ([("id",)], ["_:b0"], "no absolute IRI"),
        ([("id",)], ["urn:x: "], "no absolute IRI"),
        ([("id",)], ["urn:x:>"], "no absolute IRI"),
        ([("id",)], ["name:x"], "compact IRI"),
    ],
)
def test_values_that_alter_the_structure_are_for_the_walker(badge, paths, values, reason):
    if reason == "look alike":
        put(
            badge,
            (*ALIGNMENTS, 0),
            {"type": ["Alignment"], "targetName": "Twin", "targetUrl": "https://example.org/twin"},
        )
    compiled = template.compile(with_holes(badge, paths))

    assert compiled.fill([f"urn:x:{number}" for number in range(len(paths))])
    with pytest.raises(FallbackError, match=reason):
        compiled.fill(values)


def test_half_a_surrogate_pair_is_refused(badge):
    compiled = template.compile(with_holes(badge, [("name",)]))

    with pytest.raises(CanonError, match="no character"):
        compiled.fill(["\ud800"])


def test_a_hole_has_to_be_a_whole_text(badge):
    badge["name"] = f"Badge {hole(0)}"

    with pytest.raises(OffProfileError, match="whole"):
        template.compile(badge)


def test_a_hole_has_to_be_a_whole_iri(badge):
    badge["id"] = f"{hole(0)}/named"

    with pytest.raises(OffProfileError, match="whole"):
        template.compile(badge)


def test_a_hole_is_no_type(badge):
    badge["type"].append(hole(0))

    with pytest.raises(OffProfileError, match="type"):
        template.compile(badge)


def test_alike_nodes_that_no_hole_tells_apart_make_no_template(badge):
    twin = {"type": ["Alignment"], "targetName": "A"}
    put(badge, ALIGNMENTS, [twin, dict(twin)])

    with pytest.raises(OffProfileError, match="alike"):
        template.compile(badge)


def test_alike_nodes_that_a_hole_tells_apart_make_one(badge):
    twin = {"type": ["Alignment"], "targetName": "A"}
    put(badge, ALIGNMENTS, [twin, dict(twin)])
    paths = [(*ALIGNMENTS, 0, "targetName"), (*ALIGNMENTS, 1, "targetName")]
    compiled = template.compile(with_holes(badge, paths))

    assert compiled.fill(["x", "y"]) == canon.canonical(with_values(badge, paths, ["x", "y"]))
    with pytest.raises(FallbackError, match="look alike"):
        compiled.fill(["x", "x"])


def test_a_template_refuses_what_the_walker_refuses(badge):
    badge["verdict"] = hole(0)

    with pytest.raises(UndefinedTermError):
        template.compile(badge)


def test_values_and_holes_have_to_match(badge):
    compiled = template.compile(with_holes(badge, [("name",), ("validFrom",)]))

    with pytest.raises(ValueError, match="2 holes are not filled by 1 values"):
        compiled.fill(["x"])


def test_a_text_cannot_pass_for_a_hole(badge):
    badge["name"] = "urn:hole:00000000000000000000000000000000:0:"

    assert template.compile(badge).fill([]) == canon.canonical(badge)


def test_a_json_text_is_cut_at_its_holes():
    pieces, numbers = template.cut(f'{{"a":"{hole(3)}","b":["{hole(0)}"]}}')

    assert pieces == ['{"a":', ',"b":[', "]}"]
    assert numbers == [3, 0]


def test_a_json_text_is_not_cut_within_a_string():
    with pytest.raises(OffProfileError, match="whole"):
        template.cut(f'{{"a":"x {hole(0)}"}}')
