"""Rosters against the records: who is meant, who may, what a rolled back or repeated chunk leaves."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from signet.audit.models import Event
from signet.awards import bulk
from signet.awards.actions import batches
from signet.awards.clerk import Decision
from signet.awards.models import Award, Batch, BatchRow, StatusList
from signet.awards.queries import signed_bytes
from signet.awards.rosters import open_roster
from signet.catalog import actions as catalog
from signet.catalog.queries import awardable
from signet.people.models import Address, Membership, Person, User

CONFLICT = "This address and this university ID belong to two different people on file."
SLUG = "data-storytelling"


@pytest.fixture
def award(house, house_module, tmp_path):
    """Award rows of (address, name, date, university id); each row's verdict and first remark."""
    house.achievement()
    house.achievement("first-aid", unit="psychology")
    house.achievement("career-visit", repeatable=True)

    def run(*rows, by=None, slug=SLUG):
        path = house_module.write_roster(tmp_path / "roster.csv", [(slug, *row) for row in rows])
        told = []
        achievements = awardable()
        roster = open_roster(path, today=house_module.TODAY, achievements=achievements.keys())
        batch = batches.stage(
            roster, file_name=path.name, digest=str(rows).encode()[:32], by=by or house.registrar
        )
        batches.run(batch, now=house_module.NOON, told=told.extend)
        return [_said(decision) for decision in told]

    return run


def _said(decision: Decision):
    remarks = [remark.problem for remark in decision.row.remarks]
    return decision.row.verdict.value, *remarks[:1]


def row(address="ana@example.edu", name="Ana Novak", day="2026-06-01", number=""):
    return address, name, day, number


def names():
    return sorted(Award.objects.values_list("shown_name", flat=True))


def test_a_chunk_is_one_event_that_lists_its_awards(award, house):
    award(row(), row("bo@example.edu", "Bo Li"))

    [event] = Event.objects.filter(verb="award")
    listed = {str(uuid) for uuid in Award.objects.values_list("uuid", flat=True)}
    assert (event.actor, event.subject) == (
        house.registrar.actor_id,
        str(Batch.objects.get().uuid),
    )
    assert set(json.loads(event.body)["awards"]) == listed
    verbs = Event.objects.filter(subject=str(Batch.objects.get().uuid)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["stage", "start", "award", "finish"]


def test_the_log_holds_no_name_and_no_address(award):
    award(row(number="77001"))

    told = "".join(Event.objects.values_list("body", flat=True))
    assert "Ana" not in told
    assert "ana@" not in told
    assert "77001" not in told


def test_a_person_on_file_is_found_by_id_then_by_address(award, house):
    maya = house.person("maya-alvarez")  # 870200201

    award(
        row("maya.new@example.org", "Maya A.", number="870200201"),
        row("MAYA.alvarez@EXAMPLE.edu", "Maya", "2026-06-02"),
        slug="career-visit",
    )

    assert set(Award.objects.values_list("person", flat=True)) == {maya.pk}
    assert Award.objects.count() == 2
    assert set(maya.addresses.values_list("normalized", flat=True)) == {
        "maya.alvarez@example.edu",
        "maya.new@example.org",
    }


def test_a_university_id_is_learned_once(award):
    award(row())
    award(row(number="77001", day="2026-06-02"), slug="career-visit")
    said = award(row("ana@example.edu", number="77002"), slug="first-aid")

    assert said == [("error", CONFLICT)]
    assert Person.objects.get(addresses__normalized="ana@example.edu").university_id == "77001"


def test_two_people_on_file_are_never_taken_for_one(award):
    award(row("a@example.edu", "A", number="77001"), row("b@example.edu", "B", number="77002"))

    said = award(row("a@example.edu", "A or B", number="77002"), slug="first-aid")

    assert said == [("error", CONFLICT)]
    assert Award.objects.filter(achievement__slug="first-aid").count() == 0


def test_look_alike_addresses_are_different_people(award):
    award(row("ana@example.edu"), row("ana@exampłe.edu", "Another"))

    assert names() == ["Ana Novak", "Another"]
    assert len(set(Award.objects.values_list("person", flat=True))) == 2


def test_a_repeated_award_is_held_already_and_names_the_award(award):
    award(row())

    said = award(row("ANA@example.EDU", "Ana Nováková"))

    assert said == [("duplicate", "This person holds this badge already.")]
    assert BatchRow.objects.get(state="duplicate").award == Award.objects.get()
    assert names() == ["Ana Novak"]


def test_nobody_awards_themselves_by_roster(award, house):
    user = User.objects.create_user("cora@example.edu")
    Membership.objects.create(user=user, role="registrar")
    cora = Person.objects.create(
        name="Cora", university_id="77009", created_at="2026-01-01T00:00:00Z"
    )
    for address in ("cora@example.edu", "cora@home.example.org"):
        Address.objects.create(person=cora, address=address, normalized=address, source="staff")

    said = award(
        row("CORA@example.edu", "By sign-in address"),
        row("Cora@HOME.example.org", "By another address"),
        row("unknown@example.org", "By university id", number="77009"),
        row("ana@example.edu", "Ana Novak"),
        by=user,
    )

    about = ("error", "This row is about you.")
    assert said == [about, about, about, ("ok",)]
    assert names() == ["Ana Novak"]
    assert cora.addresses.count() == 2


def test_each_row_is_judged_by_the_units_of_who_awards(award, house):
    lucia = house.user("lucia-ibarra")  # world languages
    avery = house.user("avery-wren")  # heads the center

    assert award(row(), by=lucia)[0][0] == "error"
    assert award(row(), by=avery) == [("ok",)]
    assert award(row("bo@example.edu", "Bo"), by=avery, slug="first-aid")[0][0] == "error"
    assert names() == ["Ana Novak"]


def test_two_runs_take_in_one_roster_together(house, house_module, tmp_path, monkeypatch):
    house.achievement()
    monkeypatch.setattr(bulk, "CHUNK", 2)
    people = [(SLUG, *row(f"{n}@example.edu", f"Learner {n}")) for n in range(5)]
    path = house_module.write_roster(tmp_path / "r.csv", people)
    roster = list(open_roster(path, today=house_module.TODAY, achievements={SLUG}))
    told = {"file_name": "r.csv", "digest": b"1", "by": house.registrar}

    def overtaken():
        yield from roster[:2]
        batches.stage(roster, **told)
        yield from roster[2:]

    batch = batches.stage(overtaken(), **told)

    assert Batch.objects.get() == batch
    assert list(BatchRow.objects.order_by("number").values_list("number", flat=True)) == [
        *range(2, 7)
    ]
    batches.run(batch, now=house_module.NOON, told=lambda _: None)
    batches.run(batch, now=house_module.NOON, told=lambda _: None)
    assert Award.objects.count() == 5
    assert Batch.objects.get().state == "done"


def test_a_right_that_ended_before_the_run_awards_nothing_more(house, house_module, tmp_path):
    house.achievement()
    avery = house.user("avery-wren")
    path = house_module.write_roster(tmp_path / "r.csv", [(SLUG, *row())])
    roster = open_roster(path, today=house_module.TODAY, achievements={SLUG})
    batch = batches.stage(roster, file_name="r.csv", digest=b"1", by=avery)
    avery.memberships.update(ends_on=date(2026, 6, 14))

    batches.run(Batch.objects.get(pk=batch.pk), now=house_module.NOON, told=lambda _: None)

    assert BatchRow.objects.get().state == "error"
    assert Award.objects.count() == 0


def test_what_was_retired_after_the_file_was_taken_in_is_refused(house, house_module, tmp_path):
    achievement = house.achievement()
    path = house_module.write_roster(tmp_path / "r.csv", [(SLUG, *row())])
    roster = open_roster(path, today=house_module.TODAY, achievements={SLUG})
    batch = batches.stage(roster, file_name="r.csv", digest=b"1", by=house.registrar)
    catalog.retire(achievement, by=house.registrar)

    batches.run(batch, now=house_module.NOON, told=lambda _: None)

    assert BatchRow.objects.get().remarks[0]["problem"] == f"“{SLUG}” cannot be awarded now."
    assert Award.objects.count() == 0


def test_a_chunk_is_granted_within_a_transaction_only(house, house_module):
    clerk = batches.clerk_for(house.registrar, now=house_module.NOON)
    inside = connection.in_atomic_block
    connection.in_atomic_block = False
    try:
        with pytest.raises(transaction.TransactionManagementError):
            clerk.grant(Batch(), [])
    finally:
        connection.in_atomic_block = inside


def test_a_blocked_person_on_file_stays_unnamed(award):
    award(row("kwame.asante@example.edu", "Kwame Asante"))

    made = Award.objects.get()
    assert made.shown_name == ""
    assert made.credentials.get().kind == "anonymous"
    assert b"Kwame" not in signed_bytes(made)


def test_what_a_row_links_to_is_withheld_with_the_name(house, house_module):
    house.achievement()
    people = {"kwame.asante@example.edu": "Kwame Asante", "bo@example.edu": "Bo Li"}
    rows = [
        batches.row_of(
            number,
            {
                "achievement": SLUG,
                "address": address,
                "name": name,
                "awarded_on": "2026-06-12",
                "evidence_url": f"https://work.example.edu/{address}",
            },
        )
        for number, (address, name) in enumerate(people.items(), 2)
    ]
    batch = batches.stage(rows, file_name="roster.csv", digest=b"1" * 32, by=house.registrar)
    told = []

    batches.run(batch, now=house_module.NOON, told=told.extend)

    withheld, shown = (Award.objects.get(rows__number=number) for number in (2, 3))
    assert withheld.shown_name == ""
    assert b"kwame" not in signed_bytes(withheld).lower()
    assert shown.evidence == [{"url": "https://work.example.edu/bo@example.edu"}]
    assert [(one.row.verdict, len(one.row.remarks)) for one in told] == [("warning", 1), ("ok", 0)]


def test_a_chunk_tried_again_points_to_the_list_that_there_is(
    award, house, house_module, tmp_path, monkeypatch
):
    """The list that a rolled back try made is gone, though its key comes again."""
    tries = []
    write = batches.Clerk.grant

    def fail_first(clerk, batch, rows):
        decisions = write(clerk, batch, rows)
        tries.append(StatusList.objects.get().uuid)
        if len(tries) == 1:
            raise IntegrityError
        return decisions

    monkeypatch.setattr(batches.Clerk, "grant", fail_first)
    # a savepoint gives its keys back as a transaction does, on SQLite
    award(row(), row("bo@example.edu", "Bo Li"))

    shard = StatusList.objects.get().uuid
    assert tries[0] != tries[1] == shard
    for made in Award.objects.all():
        status = json.loads(signed_bytes(made))["credentialStatus"]
        assert status["statusListCredential"].endswith(str(shard))


def test_rows_may_be_made_by_asking_the_database(house):
    """PostgreSQL's COPY takes no question in between."""

    def rows():
        for number in range(3):
            Person.objects.count()
            address = f"{number}@example.edu"
            yield house.person("maya-alvarez").pk, address, address, "roster"

    bulk.insert(Address, ("person", "address", "normalized", "source"), rows())

    assert (
        Address.objects.filter(normalized__in=[f"{n}@example.edu" for n in range(3)]).count() == 3
    )


def test_a_refusal_by_the_database_has_djangos_name(house):
    pk = house.person("maya-alvarez").pk
    same = (pk, "x@example.edu", "x@example.edu", "roster")

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Address, ("person", "address", "normalized", "source"), [same, same])


def test_a_roster_takes_the_same_queries_for_many_rows(
    award, house_module, django_assert_max_num_queries
):
    award(row())  # keys, lists and dictionaries are there

    def queries(count, prefix):
        with django_assert_max_num_queries(100) as counted:
            award(*(row(f"{prefix}{n}@example.edu", f"{prefix} {n}") for n in range(count)))
        return len(counted)

    assert queries(1, "a") == queries(40, "b")


def test_verdicts_of_the_file_are_kept_as_they_are(award):
    award(row("no address", "Nobody"), row(), row("ANA@example.edu", "Ana again"))

    kept = list(BatchRow.objects.order_by("number").values_list("number", "state"))
    assert kept == [(2, "error"), (3, "awarded"), (4, "duplicate")]
