import datetime as dt
from collections import Counter

TODAY = dt.date(2026, 11, 23)  # the demo's own clock
REASONS = {"error", "criteria", "conduct", "request", "key"}


class TestCast:
    def test_keys_are_unique_and_rows_complete(self, cast, sample):
        people = sample["person"]

        assert len(cast) == len(people) == 17
        assert {frozenset(person) for person in people} == {
            frozenset({
                "key", "given_name", "family_name", "email", "university_id", "roles",
                "superuser", "directory_block", "earner", "about",
            }),
        }  # fmt: skip
        assert len({person["email"] for person in people}) == len(people)
        assert len({person["university_id"] for person in people}) == len(people)

    def test_addresses_are_reserved_ones(self, cast, at_reserved_domain):
        assert [p["email"] for p in cast.values() if not at_reserved_domain(p["email"])] == []

    def test_one_superuser_and_one_directory_block(self, cast):
        assert [key for key, p in cast.items() if p["superuser"]] == ["renee-ortiz"]
        assert [key for key, p in cast.items() if p["directory_block"]] == ["kwame-asante"]

    def test_roles_name_units_that_exist(self, cast, units):
        held = [(role["role"], role["unit"]) for p in cast.values() for role in p["roles"]]

        assert {role for role, _ in held} == {"registrar", "unit-head", "coordinator", "instructor"}
        assert {unit for _, unit in held} <= set(units)
        assert {unit for role, unit in held if role == "registrar"} == {"registrar"}
        assert {unit for _, unit in held} >= {
            slug for slug, unit in units.items() if unit["offers"]
        }

    def test_everyone_is_staff_or_earner(self, cast):
        assert [key for key, p in cast.items() if not p["roles"] and not p["earner"]] == []

    def test_names_reach_beyond_ascii_and_one_runs_right_to_left(self, cast):
        names = {key: p["given_name"] + p["family_name"] for key, p in cast.items()}

        assert len([name for name in names.values() if not name.isascii()]) >= 5
        assert [key for key, name in names.items() if "\u0600" <= name[0] <= "\u06ff"] == [
            "noura-alharbi"
        ]


class TestAwards:
    def test_references(self, awards, cast, achievements):
        assert {award["achievement"] for award in awards} <= set(achievements)
        assert {award["person"] for award in awards} == {k for k, p in cast.items() if p["earner"]}

    def test_keys(self, awards):
        known = {
            "achievement", "person", "awarded_on", "evidence", "narrative",
            "expires_on", "revoked", "former", "result",
        }  # fmt: skip

        assert {key for award in awards for key in award} == known

    def test_dates_run_forward(self, awards, achievements):
        for award in awards:
            given = award["awarded_on"]
            assert achievements[award["achievement"]]["published"] < given < TODAY
            assert award.get("expires_on", TODAY) > given
            assert given <= award.get("revoked", {"on": TODAY})["on"] <= TODAY

    def test_explicit_expiry_is_what_the_micro_credential_says(self, awards, achievements):
        for award in awards:
            if "expires_on" in award:
                given, until = award["awarded_on"], award["expires_on"]
                months = (until.year - given.year) * 12 + until.month - given.month
                assert (months, until.day) == (
                    achievements[award["achievement"]]["valid_months"],
                    given.day,
                )

    def test_some_are_expired_revoked_and_migrated(self, awards, on_reserved_domain):
        expired = [a for a in awards if a.get("expires_on", TODAY) < TODAY]
        revoked = [a["revoked"] for a in awards if "revoked" in a]
        former = [a["former"] for a in awards if "former" in a]

        assert len(expired) == 3
        assert len(revoked) == 3
        assert len(former) == 2
        assert {frozenset(r) for r in revoked} == {
            frozenset({"on", "reason_code", "public_reason"})
        }
        assert {r["reason_code"] for r in revoked} <= REASONS
        assert {frozenset(f) for f in former} == {frozenset({"host", "id", "url"})}
        assert all(on_reserved_domain(f["url"]) and f["url"].endswith(f["id"]) for f in former)

    def test_nobody_earns_the_same_twice_unless_it_repeats(self, awards, achievements):
        times = Counter((a["person"], a["achievement"]) for a in awards)
        twice = {achievement for (_, achievement), n in times.items() if n > 1}

        assert twice == {"teaching-conversations"}
        assert all(achievements[slug]["repeatable"] for slug in twice)

    def test_prerequisites_were_earned_first(self, awards, achievements):
        held = {(a["person"], a["achievement"]): a["awarded_on"] for a in awards}
        for award in awards:
            for needed in achievements[award["achievement"]]["prerequisites"]:
                assert held[award["person"], needed] < award["awarded_on"]

    def test_evidence_is_whole_and_on_reserved_domains(self, awards, on_reserved_domain):
        evidence = [row for award in awards for row in award.get("evidence", ())]

        assert len(evidence) >= 15
        assert {frozenset(row) for row in evidence} == {frozenset({"name", "url", "narrative"})}
        assert [row["url"] for row in evidence if not on_reserved_domain(row["url"])] == []
        assert len({row["url"] for row in evidence}) == len(evidence)

    def test_maya_shows_every_part_of_the_page(self, awards):
        hers = {a["achievement"]: a for a in awards if a["person"] == "maya-alvarez"}

        assert len(hers["data-analytics"]["evidence"]) == 3
        assert len(hers["data-storytelling"]["evidence"]) == 4
        assert hers["data-storytelling"]["awarded_on"] == dt.date(2026, 6, 12)

    def test_results_fit_their_descriptions(self, awards, achievements):
        results = {(a["person"], a["achievement"]): a["result"] for a in awards if "result" in a}

        assert results == {
            ("maya-alvarez", "data-analytics"): "94",
            ("maya-alvarez", "data-storytelling"): "3.7",
        }
        for (_, slug), value in results.items():
            result = achievements[slug]["result"]
            assert float(result["required"]) <= float(value) <= float(result["value_max"])
