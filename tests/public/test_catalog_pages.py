from __future__ import annotations

from uuid import uuid4

import pytest

from signet.catalog import actions as catalog
from signet.lib import clock
from signet.people import actions as people


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_home_shows_what_is_published_by_class(client, storytelling, draft):
    draft("secret", name="Not Yet Published")

    page = client.get("/")

    [shelf] = page.context["shelves"]
    assert (shelf.name, [card.title for card in shelf.cards]) == (
        "Intermediate",
        ["Data Storytelling"],
    )
    assert "Not Yet Published" not in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=60"


def test_home_before_anything_is_published(client, university):
    assert "Nothing is published yet" in text_of(client.get("/"))


def test_home_asks_as_often_for_three_cards_as_for_one(
    client, storytelling, draft, registrar, django_assert_num_queries
):
    with django_assert_num_queries(4):
        client.get("/")
    for slug in ("second", "third"):
        catalog.publish(draft(slug, name=slug), by=registrar, at=storytelling.published_at)

    with django_assert_num_queries(4):
        page = client.get("/")

    assert [card.title for card in page.context["shelves"][0].cards] == [
        "Data Storytelling",
        "second",
        "third",
    ]


def test_an_achievement_page_says_all_of_it(client, storytelling):
    page = client.get(f"/achievements/{storytelling.uuid}")

    told = text_of(page)
    for words in (
        "<h1>Data Storytelling</h1>",
        "Center for Professional Development",
        "University College",
        "Turns a data set into a decision.",
        "Choose an honest chart",
        '<section id="criteria">',
        "<strong>three</strong>",
        "SQL",
        "Tact",
        "Professional level.",
        "Expands upon the skills of the first level.",
        "Two faculty scored a portfolio.",
        "Not supervised",
        "Identity not checked",
        "Front Range Data Council",
        "40 hours",
        "Non-credit",
        "Co-curricular",
        "English",
    ):
        assert words in told
    assert (page.status_code, page["Vary"]) == (200, "Accept")


def test_only_a_published_version_has_a_page(client, draft, registrar):
    version = draft()
    before = client.get(f"/achievements/{version.uuid}").status_code
    catalog.publish(version, by=registrar, at=clock.now())

    after = client.get(f"/achievements/{version.uuid}").status_code

    assert (before, after) == (404, 200)
    assert client.get(f"/achievements/{uuid4()}").status_code == 404


def test_an_earlier_version_leads_to_the_current_one(client, storytelling, registrar):
    content = {
        name: getattr(storytelling, name)
        for name in ("description", "criteria", "classification", "learning_type")
    }
    newer = catalog.revise(storytelling.achievement, by=registrar, name="Data Stories", **content)
    catalog.publish(newer, by=registrar, at=storytelling.published_at)

    earlier, current = (
        client.get(f"/achievements/{version.uuid}").context["page"]
        for version in (storytelling, newer)
    )

    assert (earlier.learning.title, earlier.newer_url, current.newer_url) == (
        "Data Storytelling",
        f"/achievements/{newer.uuid}",
        "",
    )


def test_a_retired_achievement_says_so(client, storytelling, registrar):
    catalog.retire(storytelling.achievement, by=registrar)

    assert "No longer awarded." in text_of(client.get(f"/achievements/{storytelling.uuid}"))
    assert "Data Storytelling" not in text_of(client.get("/"))


def test_a_unit_page_names_it_and_what_it_offers(client, storytelling, center):
    page = client.get("/issuers/cpd").context["page"]

    assert (page.name, [above.name for above in page.above], page.ended) == (
        "Center for Professional Development",
        ["University College"],
        "",
    )
    assert [card.title for card in page.cards] == ["Data Storytelling"]
    assert page.facts[0].value == "did:web:localhost%3A8000:issuers:cpd"


def test_a_unit_that_was_merged_leads_to_the_other(client, center, college, registrar):
    people.merge(center, into=college, by=registrar)

    page = client.get("/issuers/cpd").context["page"]

    assert (page.ended, page.successor.name, page.successor.url) == (
        "It became part of another unit. The badges it issued stay valid.",
        "University College",
        "/issuers/university-college",
    )


def test_no_unit_no_page(client, university):
    assert client.get("/issuers/nobody").status_code == 404


def test_the_classes_are_explained_where_signed_alignments_lead(client, intermediate, university):
    page = text_of(client.get("/classifications/"))

    assert 'id="intermediate"' in page
    assert "Expands upon the skills of the first level." in page


def test_the_picture_of_a_class(client, intermediate, university):
    picture = client.get("/classifications/intermediate.svg")

    assert picture["Content-Type"] == "image/svg+xml"
    assert "<title>Intermediate badge, University of Denver</title>" in picture.content.decode()
    assert client.get("/classifications/none.svg").status_code == 404


@pytest.mark.parametrize("path", ["/", "/classifications/", "/issuers/cpd"])
def test_pages_are_read_only(client, storytelling, path):
    assert client.post(path).status_code == 405
