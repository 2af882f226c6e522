from __future__ import annotations

from datetime import date, timedelta

import pytest
import zstandard
from django.db import connection

from signet.awards import actions, scrutiny
from signet.awards.models import GUARDS, Award, Credential
from signet.awards.queries import signed_bytes
from signet.catalog import actions as catalog
from signet.lib import clock
from signet.people import actions as people


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def visit(client, award: Award):
    return client.get(f"/badges/{award.public_id}")


def seen(response) -> tuple[str, bool, bool]:
    look = response.context["badge"].look
    return look.tone, look.in_force, look.void


@pytest.fixture
def unguarded(db):
    """A database whose owner changes what was signed."""
    for guard in GUARDS:
        guard.drop(connection)


def test_a_badge_page_says_all_that_a_badge_holds(client, give):
    award = give(
        expires_on=date(2028, 6, 12),
        evidence=[
            {"url": "https://work.example.org/1", "name": "Capstone", "narrative": "A *report*."}
        ],
        former_host="Credly",
        former_id="0a9d-22",
        former_url="https://credly.example/badges/0a9d",
    )

    page = visit(client, award)

    told = text_of(page)
    for words in (
        "<h1>Data Storytelling</h1>",
        "Maya Alvarez",
        "Turns a data set into a decision.",
        "Center for Professional Development",
        "June 12, 2026",
        "June 12, 2028",
        "https://work.example.org/1",
        "Capstone",
        "<em>report</em>",
        "<strong>three</strong>",
        "Front Range Data Council",
        "SQL",
        "Co-curricular",
        "Professional level.",
        "Expands upon the skills of the first level.",
        "40 hours",
        "Non-credit",
        "Two faculty scored a portfolio.",
        "Not supervised",
        "Identity not checked",
        "English",
        award.public_id,
        "Credly",
        "0a9d-22",
        "https://credly.example/badges/0a9d",
    ):
        assert words in told, words


def test_the_university_comes_first(client, give):
    head = text_of(visit(client, give())).split("badge-page__head", 1)[1]

    order = [
        head.index(words) for words in ("University of Denver", "<h1>", "Awarded by", "Earned by")
    ]

    assert order == sorted(order)


def test_a_badge_that_holds_is_green_with_every_check_named(client, give):
    page = visit(client, give())

    badge = page.context["badge"]
    assert (seen(page), badge.headline) == (("ok", True, False), "Verified.")
    assert {check.tone for check in badge.checks} <= {"pass", "none"}
    assert badge.sentence.startswith(
        "Issued by the University of Denver to <bdi>Maya Alvarez</bdi>."
    )


def test_an_expired_badge_is_amber_and_may_still_be_downloaded(client, give, noon):
    award = give(expires_on=date(2026, 6, 14))

    page = visit(client, award)

    assert (seen(page), page.context["badge"].headline) == (
        ("warn", True, False),
        "Expired on June 14, 2026.",
    )
    assert f"{award.public_id}.json" in page.content.decode()


def test_a_badge_is_good_to_the_end_of_its_last_day_where_the_university_is(client, give, noon):
    award = give(expires_on=date(2026, 6, 15))
    looks = []
    for hours in (17, 19):  # Denver is six hours behind UTC
        noon.move_to(clock.now().replace(hour=12) + timedelta(hours=hours))
        looks.append(seen(visit(client, award))[0])
        noon.move_to(clock.now().replace(day=15, hour=12))

    assert looks == ["ok", "warn"]


def test_a_revoked_badge_is_red_without_downloads(client, give, registrar):
    award = give()
    actions.revoke(
        award, by=registrar, reason="error", public_reason="Sent twice.", now=clock.now()
    )

    page = visit(client, award)

    badge = page.context["badge"]
    assert (seen(page), badge.headline, badge.sentence) == (
        ("bad", False, True),
        "Revoked on June 15, 2026.",
        "The badge is no longer backed by the University of Denver. Reason: <bdi>Sent twice</bdi>.",
    )
    assert "medal--void" in page.content.decode()
    assert f"{award.public_id}.json" not in page.content.decode()
    assert "data-copy=" not in page.content.decode()


def test_a_suspended_badge_is_told_from_a_revoked_one(client, give, registrar):
    award = give()
    actions.suspend(award, by=registrar, public_reason="Under review.", now=clock.now())

    page = visit(client, award)

    badge = page.context["badge"]
    assert (seen(page), badge.headline) == (("warn", False, True), "Suspended since June 15, 2026.")
    assert "Reason: <bdi>Under review</bdi>." in badge.sentence


def test_a_reinstated_badge_is_green_again(client, give, registrar):
    award = give()
    actions.suspend(award, by=registrar, public_reason="", now=clock.now())
    actions.reinstate(award, by=registrar, now=clock.now())

    assert seen(visit(client, award)) == ("ok", True, False)


def test_the_document_of_another_badge_is_refused(client, give, unguarded):
    award = give()
    edition = award.credentials.get()
    other = give("Bo Lee").credentials.get()
    Credential.objects.filter(pk=edition.pk).update(
        body=other.body, dictionary=other.dictionary, digest=other.digest
    )

    page = visit(client, award)

    assert (seen(page), page.context["badge"].headline) == (
        ("bad", False, True),
        "Does not verify.",
    )
    assert "Bo Lee" not in page.content.decode()


def test_stored_bytes_that_were_changed_are_refused(client, give, unguarded):
    award = give()
    changed = signed_bytes(award).replace(b"Maya Alvarez", b"Mara Alvarez")
    body = zstandard.ZstdCompressor().compress(changed)
    award.credentials.update(body=body, dictionary=None)

    page = visit(client, award)

    assert (seen(page), page.context["badge"].headline) == (
        ("bad", False, True),
        "Does not verify.",
    )
    assert "Mara" not in page.content.decode()


def test_an_old_badge_keeps_the_names_that_were_signed(client, give, center, registrar):
    award = give()
    people.rename(center, name="Learning at Work", short_name="LW", by=registrar)

    body = page_names(visit(client, award))

    assert body == ["Center for Professional Development", "University College"]


def page_names(response) -> list[str]:
    return [unit.name for unit in response.context["badge"].awarding_body]


def test_an_old_badge_keeps_the_version_it_was_awarded_under(client, give, storytelling, registrar):
    award = give()
    content = {
        name: getattr(storytelling, name)
        for name in ("criteria", "classification", "learning_type")
    }
    newer = catalog.revise(
        storytelling.achievement, by=registrar, name="New Name", description="New.", **content
    )
    catalog.publish(newer, by=registrar, at=clock.now())

    assert visit(client, award).context["badge"].title == "Data Storytelling"


def test_a_person_who_asked_for_privacy_is_not_named(client, give):
    page = visit(client, give("Hidden Person", blocked=True))

    assert "Hidden Person" not in page.content.decode()
    assert "Name not shown" in text_of(page)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "=HYPERLINK(1)", "Ann \u202ePeek", "Łukasz Żółć"]
)
def test_a_name_is_text_and_nothing_else(client, give, name):
    page = visit(client, give(name)).content.decode()

    assert "<script>alert" not in page
    assert name.replace("<", "&lt;").replace(">", "&gt;") in page


def test_a_public_reason_is_text_and_nothing_else(client, give, registrar):
    award = give()
    reason = "<img src=x onerror=alert(1)>{giver}"
    actions.revoke(award, by=registrar, reason="error", public_reason=reason, now=clock.now())

    page = visit(client, award).content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt;{giver}" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x"])
def test_evidence_and_former_host_never_lead_to_a_script(client, give, url, monkeypatch):
    """Nobody may grant such a badge; a page shows what is stored, wherever it came from."""
    monkeypatch.setattr(scrutiny, "trouble_with", lambda *_given, **_rules: "")
    page = visit(client, give(evidence=[{"url": url, "name": "Work"}], former_url=url))

    assert f'href="{url}"' not in page.content.decode()


def test_evidence_is_harmless_markdown(client, give):
    page = visit(client, give(evidence=[{"narrative": "<img src=x onerror=alert(1)> *ok*"}]))

    assert "<img src=x" not in page.content.decode()
    assert "<em>ok</em>" in page.content.decode()


@pytest.mark.parametrize("public_id", ["a" * 26, "nothing", "x" * 300])
def test_an_unknown_badge_gets_the_neutral_page(client, university, public_id):
    page = client.get(f"/badges/{public_id}")

    assert page.status_code == 404
    assert "There is no shared badge at this address" in text_of(page)


def test_a_browser_gets_the_page_and_software_the_document(client, give):
    path = f"/badges/{give().public_id}"

    browser = client.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    software = client.get(path, headers={"accept": "application/json"})

    assert (browser["Content-Type"], browser["Vary"]) == ("text/html; charset=utf-8", "Accept")
    assert software["Content-Type"] == "application/json"


def test_a_badge_page_is_for_those_with_the_link(client, give):
    award = give()

    page = visit(client, award)

    told = page.content.decode()
    assert '<meta name="robots" content="noindex">' in told
    assert f'<link rel="canonical" href="http://localhost:8000/badges/{award.public_id}">' in told
    assert 'rel="alternate" type="application/vc+ld+json"' in told
    assert (
        "Maya Alvarez"
        not in "".join(
            part for part in told.split("<meta ")[1:] if part.startswith('property="og:')
        ).split(">", 1)[0]
    )
    assert page["Cache-Control"] == "no-cache"


def test_a_badge_page_asks_no_more_for_the_tenth_award(client, give, django_assert_max_num_queries):
    awards = [give(name) for name in ("Maya Alvarez", "Bo Lee", "Ann Cho")]
    visit(client, awards[0])

    for award in awards:
        with django_assert_max_num_queries(14):
            visit(client, award)
