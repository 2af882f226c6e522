import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import signet.config

SAMPLE = Path(signet.config.__file__).parent / "sample"
SEED_UNITS = {
    "center-for-professional-development": "university-college",
    "world-languages-cultures": "arts-humanities-social-sciences",
    "psychology": "arts-humanities-social-sciences",
    "executive-education": "daniels-school-of-business",
    "faculty-affairs": "teaching-learning",
    "student-employment": "career-professional-development",
    "university-college": "",
    "denver-publishing-institute": "arts-humanities-social-sciences",
}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ESCO = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_every_table_is_known_and_parses():
    files = sorted(str(path.relative_to(SAMPLE)) for path in SAMPLE.rglob("*.toml"))

    assert files == [
        "achievements/center-for-professional-development.toml",
        "achievements/denver-publishing-institute.toml",
        "achievements/executive-education.toml",
        "achievements/faculty-affairs.toml",
        "achievements/psychology.toml",
        "achievements/student-employment.toml",
        "achievements/university-college.toml",
        "achievements/world-languages-cultures.toml",
        "awards.toml",
        "cast.toml",
        "classifications.toml",
        "institution.toml",
        "skills.toml",
        "units.toml",
    ]
    assert all(tomllib.loads((SAMPLE / file).read_text("utf-8")) for file in files)


def test_no_text_is_empty_or_padded():
    def texts(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                # a root unit has no parent and a single-ring class no inner ring
                if inner != "" or key not in ("parent", "inner"):
                    yield from texts(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner)
        elif isinstance(value, str):
            yield value

    found = [
        (path.name, text)
        for path in SAMPLE.rglob("*.toml")
        for text in texts(tomllib.loads(path.read_text("utf-8")))
    ]

    wrong = [
        (name, text)
        for name, text in found
        if not text.strip() or text.removesuffix("\n") != text.strip() or "  " in text
    ]
    assert len(found) > 2000
    assert wrong == []


@pytest.mark.parametrize("name", ["unit", "classification", "skill", "achievement"])
def test_slugs_are_unique_and_well_formed(name, sample):
    found = [row["slug"] for row in sample[name]]

    assert [slug for slug, times in Counter(found).items() if times > 1] == []
    assert [slug for slug in found if not SLUG.fullmatch(slug)] == []


def test_institution():
    institution = tomllib.loads((SAMPLE / "institution.toml").read_text("utf-8"))

    assert set(institution) == {
        "name", "short_name", "slug", "url", "description", "email", "tagline",
    }  # fmt: skip
    assert institution["name"] == "University of Denver"
    assert institution["short_name"] == "DU"
    assert institution["url"] == "https://www.du.edu"
    assert institution["email"] == "registrar@example.edu"


class TestUnits:
    def test_keys_and_kinds(self, units):
        keys = {frozenset(unit) for unit in units.values()}
        kinds = {unit["kind"] for unit in units.values()}

        assert keys == {
            frozenset({
                "slug", "name", "short_name", "kind", "parent",
                "offers", "url", "description", "email",
            }),
        }  # fmt: skip
        assert kinds == {"college", "school", "department", "office", "center"}

    def test_the_eight_of_the_seed_page_offer_and_no_others(self, units):
        offering = {slug: unit["parent"] for slug, unit in units.items() if unit["offers"]}

        assert offering == SEED_UNITS

    def test_a_parent_stands_before_its_children(self, units):
        order = list(units)
        wrong = [
            slug
            for slug, unit in units.items()
            if unit["parent"] and unit["parent"] not in order[: order.index(slug)]
        ]

        assert wrong == []

    def test_short_names_fit_the_ring(self, units):
        assert [unit["short_name"] for unit in units.values() if len(unit["short_name"]) > 24] == []

    def test_addresses_are_reserved_ones(self, units, at_reserved_domain):
        assert [u["email"] for u in units.values() if not at_reserved_domain(u["email"])] == []


def test_classifications_are_the_five_of_the_seed_page(sample):
    drawn = [
        (
            row["position"],
            row["slug"],
            row["banner_label"],
            row["outer"],
            row["inner"],
            row["banner"],
            row["cue"],
            row["has_level"],
            row["mastery"],
        )
        for row in sample["classification"]
    ]

    assert drawn == [
        (1, "foundational", "FOUNDATIONAL", "dark-crimson", "gold", "crimson", "star-1", True, "Beginner"),
        (2, "intermediate", "INTERMEDIATE", "dark-crimson", "crimson", "gold", "star-2", True, "Professional"),
        (3, "advanced", "ADVANCED", "gold", "dark-crimson", "crimson", "star-3", True, "Specialist"),
        (4, "standalone", "MICRO-CREDENTIAL", "crimson", "", "gold", "diamond", False, "No level"),
        (5, "experiential", "EXPERIENTIAL", "gold", "", "crimson", "compass", False, "No level"),
    ]  # fmt: skip


class TestSkills:
    def test_code_and_url_name_the_same_node(self, skills):
        wrong = [
            skill["slug"]
            for skill in skills.values()
            if (skill["framework"], skill["url"])
            not in {
                ("ESCO", f"http://data.europa.eu/esco/skill/{skill['code']}"),
                ("O*NET", f"https://www.onetonline.org/find/descriptor/result/{skill['code']}"),
            }
        ]

        assert wrong == []

    def test_codes_are_well_formed_and_used_once(self, skills):
        esco = [s["code"] for s in skills.values() if s["framework"] == "ESCO"]
        onet = [s["code"] for s in skills.values() if s["framework"] == "O*NET"]

        assert [code for code in esco if not ESCO.fullmatch(code)] == []
        assert [
            code
            for code in onet
            if not re.fullmatch(r"2\.[ABC](\.\d[a-z]?)?\.\d\.[a-z]|2\.[AB]\.\d\.[a-z]", code)
        ] == []
        assert [code for code, times in Counter(esco + onet).items() if times > 1] == []

    def test_target_types_are_in_the_extensible_enumeration(self, skills):
        # OB 3.0, AlignmentTargetType: an extension starts with "ext:"
        pattern = re.compile(r"ext:[a-zA-Z0-9.\-_]+")

        assert [s["slug"] for s in skills.values() if not pattern.fullmatch(s["target_type"])] == []

    def test_each_one_is_taught_somewhere(self, skills, achievements):
        taught = {slug for row in achievements.values() for slug in row["skills"]}

        assert taught == set(skills)
