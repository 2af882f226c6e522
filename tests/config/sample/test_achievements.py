import datetime as dt
import re
import tomllib
from collections import Counter
from pathlib import Path

import signet.config

SAMPLE = Path(signet.config.__file__).parent / "sample"
# Slugs that the rosters of the registrar's office use.
ROSTER = {
    "data-analytics",
    "inclusive-course-design",
    "project-management",
    "spanish-for-health",
    "student-employment-excellence",
}
CLASSES = {"foundational", "intermediate", "advanced", "standalone", "experiential"}
LEARNING_TYPES = {"curricular", "co-curricular", "experiential"}


class TestAchievements:
    KEYS = frozenset({
        "slug", "unit", "classification", "learning_type", "name", "short_name", "description",
        "criteria", "outcomes", "assessment", "skills", "tags", "achievement_type", "hours",
        "assessed", "supervised", "identity_checked", "language", "repeatable", "prerequisites",
        "published", "cost_note", "format",
    })  # fmt: skip
    OPTIONAL = frozenset({"credits", "sponsor_name", "sponsor_url", "valid_months", "result"})

    def test_keys(self, achievements):
        wrong = {
            slug: sorted((self.KEYS - set(row)) | (set(row) - self.KEYS - self.OPTIONAL))
            for slug, row in achievements.items()
        }

        assert {slug: keys for slug, keys in wrong.items() if keys} == {}

    def test_counts_per_class_learning_type_and_unit(self, achievements, units):
        found = achievements.values()

        assert Counter(row["classification"] for row in found) == {
            "foundational": 10, "intermediate": 6, "advanced": 5, "standalone": 6, "experiential": 7,
        }  # fmt: skip
        assert Counter(row["learning_type"] for row in found) == {
            "co-curricular": 18, "curricular": 9, "experiential": 7,
        }  # fmt: skip
        assert {row["unit"] for row in found} == {
            slug for slug, unit in units.items() if unit["offers"]
        }
        assert {row["format"] for row in found} == {"online", "in person", "hybrid"}

    def test_the_rosters_find_their_micro_credentials(self, achievements):
        assert set(achievements) >= ROSTER | {"data-storytelling"}
        assert achievements["data-storytelling"]["classification"] == "intermediate"
        assert [slug for slug in ROSTER if achievements[slug]["repeatable"]] == []

    def test_each_stands_in_the_file_of_its_unit(self):
        wrong = [
            row["slug"]
            for path in (SAMPLE / "achievements").glob("*.toml")
            for row in tomllib.loads(path.read_text("utf-8"))["achievement"]
            if row["unit"] != path.stem
        ]

        assert wrong == []

    def test_references_and_vocabularies(self, achievements, skills):
        for row in achievements.values():
            assert row["classification"] in CLASSES
            assert row["learning_type"] in LEARNING_TYPES
            assert set(row["skills"]) <= set(skills)
            assert set(row["prerequisites"]) <= set(achievements)
            assert row["achievement_type"] == "MicroCredential"
            assert row["language"] == "en"

    def test_lengths_and_numbers(self, achievements):
        for slug, row in achievements.items():
            bullets = row["criteria"].strip().split("\n")
            assert 120 <= len(row["description"]) <= 500, slug
            assert len(row["short_name"]) <= 24, slug
            assert 3 <= len(bullets) <= 6, slug
            assert all(re.fullmatch(r"- [A-Z].+[.]", bullet) for bullet in bullets), slug
            assert len(set(row["skills"])) == len(row["skills"]), slug
            assert 5 <= len(row["skills"]) <= 10, slug
            assert 2 <= len(row["outcomes"]) <= 6, slug
            assert 3 <= len(row["tags"]) <= 6, slug
            assert row["hours"] > 0, slug

    def test_criteria_can_be_shown(self, achievements):
        # governance: "understands" and "knows" cannot be observed; a threshold is a number
        vague = re.compile(
            r"\b(understands?|appreciates?|is familiar|learns? about)\b", re.IGNORECASE
        )
        number = re.compile(
            r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|all|every|each|one)\b"
        )
        texts = {slug: row["criteria"] for slug, row in achievements.items()}

        assert [slug for slug, text in texts.items() if vague.search(text)] == []
        assert [slug for slug, text in texts.items() if not number.search(text)] == []

    def test_texts_are_all_different(self, achievements):
        for key in ("name", "short_name", "description", "criteria", "assessment"):
            times = Counter(row[key] for row in achievements.values())
            assert [text for text, n in times.items() if n > 1 and key != "assessment"] == [], key

    def test_curricular_ones_follow_the_university_rules(self, achievements):
        # at least 1.00 quarter hour, a declaration of intent, and an additional earning component
        for slug, row in achievements.items():
            curricular = row["learning_type"] == "curricular"
            assert (row.get("credits", 0) >= 1.0) == curricular, slug
            assert ("Declare the intent" in row["criteria"]) == curricular, slug
            assert (
                bool(re.search(r"^- Beyond the courses?:", row["criteria"], re.MULTILINE))
                == curricular
            ), slug

    def test_experiential_class_and_type_go_together(self, achievements):
        for row in achievements.values():
            assert (row["classification"] == "experiential") == (
                row["learning_type"] == "experiential"
            )

    def test_families_rise_by_level(self, achievements):
        level = {"foundational": 1, "intermediate": 2, "advanced": 3}
        for slug, row in achievements.items():
            required = [achievements[p]["classification"] for p in row["prerequisites"]]
            if row["classification"] in ("intermediate", "advanced"):
                assert max(level[c] for c in required) == level[row["classification"]] - 1, slug
            if row["classification"] in ("foundational", "standalone"):
                assert required == [], slug

    def test_prerequisites_are_named_in_the_criteria_and_published_before(self, achievements):
        for row in achievements.values():
            for slug in row["prerequisites"]:
                needed = achievements[slug]
                hold = row["criteria"].split("\n")[0]
                assert hold.startswith("- Hold the ")
                assert needed["name"] in hold
                assert needed["published"] < row["published"]

    def test_participation_only_says_so(self, achievements):
        unassessed = {slug for slug, row in achievements.items() if not row["assessed"]}

        assert unassessed == {"teaching-conversations", "career-field-visits"}
        assert all("not assessed" in achievements[slug]["assessment"] for slug in unassessed)

    def test_sponsors_are_whole_and_on_reserved_domains(self, achievements, on_reserved_domain):
        sponsored = [
            row for row in achievements.values() if "sponsor_name" in row or "sponsor_url" in row
        ]

        assert {row["sponsor_name"] for row in sponsored} == {
            "Front Range Data Council",
            "Mountain West Security Forum",
            "High Plains Clinics Network",
            "Western Independent Publishers Guild",
        }
        assert [
            row["slug"] for row in sponsored if not on_reserved_domain(row["sponsor_url"])
        ] == []

    def test_results_can_be_reached(self, achievements):
        results = {slug: row["result"] for slug, row in achievements.items() if "result" in row}

        assert {slug: result["type"] for slug, result in results.items()} == {
            "data-analytics": "Percent",
            "data-storytelling": "RubricScore",
            "cybersecurity-essentials": "LetterGrade",
            "applied-machine-learning": "LetterGrade",
            "trauma-informed-practice": "RubricCriterionLevel",
        }
        for result in results.values():
            if "allowed" in result:
                assert result["required"] in result["allowed"]
            elif "levels" in result:
                assert result["required"] in [level["name"] for level in result["levels"]]
            else:
                assert (
                    float(result["value_min"])
                    < float(result["required"])
                    < float(result["value_max"])
                )

    def test_dates(self, achievements):
        first, last = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
        roster_from = dt.date(2026, 5, 10)

        assert [s for s, row in achievements.items() if not first <= row["published"] < last] == []
        assert [s for s in ROSTER if achievements[s]["published"] >= roster_from] == []
