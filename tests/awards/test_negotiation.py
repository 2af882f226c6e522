"""One path, many kinds: what each client gets, and under which name."""

import pytest

from signet.awards import editions
from signet.awards.middleware import preferred

FIREFOX = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,"
    "image/svg+xml,*/*;q=0.8"
)
IMG = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", ""),
        ("*/*", ""),
        ("text/html", "html"),
        (FIREFOX, "html"),
        (IMG, "svg"),
        ("image/png", "png"),
        ("Application/VC+LD+JSON", "json"),
        ("application/vc", "json"),
        ("application/vc+jwt", "jwt"),
        ("application/vc+jwt, application/vc+ld+json;q=0.9", "jwt"),
        ("text/html;q=0.5, application/ld+json", "json"),
        ("text/html, application/json", "html"),
        ("application/json;q=0", ""),
        ("application/json;q=oops, text/html;q=0.1", "html"),
        ("application/json; charset=utf-8; q=0.3, text/html; q=0.2", "json"),
        (",;,q=1,;;", ""),
    ],
)
def test_what_is_preferred(accept, kind):
    assert preferred(accept) == kind


@pytest.fixture
def award(house):
    made = house.award(house.achievement())
    editions.sign_missing(now=made.created_at)
    return made


@pytest.mark.parametrize(
    ("accept", "called", "suffix"),
    [
        ("application/vc+ld+json", "application/vc+ld+json", ".json"),
        ("application/vc", "application/vc", ".json"),
        ("application/json", "application/json", ".json"),
        ("APPLICATION/JSON", "application/json", ".json"),
        ("application/activity+json", "application/vc+ld+json", ".json"),
        ("application/vc+jwt", "application/vc+jwt", ".jwt"),
        ("image/png", "image/png", ".png"),
        (IMG, "image/svg+xml", ".svg"),
    ],
)
def test_the_badge_in_the_kind_that_is_asked_for(client, award, accept, called, suffix):
    path = f"/badges/{award.public_id}"

    answer = client.get(path, headers={"accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (200, called)
    assert answer.headers["vary"] == "Accept"
    assert answer.content == client.get(path + suffix).content


def test_a_browser_gets_the_page(client, award):
    for accept in (FIREFOX, "*/*", "text/html"):
        answer = client.get(f"/badges/{award.public_id}", headers={"accept": accept})
        assert answer.headers["content-type"].startswith("text/html")


def test_a_json_document_is_never_called_a_jwt(client, award):
    answer = client.get(
        f"/badges/{award.public_id}.json", headers={"accept": "application/vc+jwt, */*"}
    )

    assert answer.headers["content-type"] == "application/vc+ld+json"


def test_a_browser_may_ask_beforehand_for_every_kind(client, award):
    answer = client.options(f"/badges/{award.public_id}", headers={"accept": "*/*"})

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("known", ['"x","{0}"', 'W/"{0}"', '"x" , "{0}"', "*"])
def test_etags_are_compared_as_a_list(client, award, known):
    path = f"/badges/{award.public_id}.json"
    etag = client.get(path).headers["etag"].strip('"')

    answer = client.get(path, headers={"if-none-match": known.format(etag)})

    assert (answer.status_code, answer.content) == (304, b"")


def test_head_says_the_same_without_the_body(client, award):
    path = f"/badges/{award.public_id}.json"
    full = client.get(path)

    answer = client.head(path)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == full.headers["etag"]


def test_no_key_set_for_an_issuer_that_is_not_there(client, award):
    assert client.get("/issuers/nobody/jwks.json").status_code == 404
    assert client.get("/issuers/psychology/jwks.json").status_code == 404


def test_a_key_set_takes_the_same_queries_for_many_keys(
    client, house, award, django_assert_num_queries
):
    house.award(house.achievement("first-aid", unit="psychology"))

    with django_assert_num_queries(2):
        found = client.get("/.well-known/jwks.json").json()["keys"]

    # a unit's key under the institution's address would sign in the institution's name
    assert [key["kid"].partition("#")[0] for key in found] == ["did:web:localhost%3A8000"] * 3
    assert all({"kid", "kty", "alg", "use"} <= key.keys() for key in found)
    assert not [key for key in found if "d" in key]


def test_no_document_without_an_institution(client, db):
    for path in ("/.well-known/jwks.json", "/.well-known/did.json", "/issuers/psychology.json"):
        assert client.get(path).status_code == 404
