"""The WSGI application gives documents out before Django sees the request, with the same answers."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.db import connection

from signet.awards import editions
from signet.awards.middleware import before

SITE = ("404 Site", [("X-From", "site")], [b"the site"])


def site(_environ, start_response):
    start_response(SITE[0], SITE[1])
    return SITE[2]


def ask(path, method="GET", **headers):
    """Status, headers and body of what the application answers."""
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **headers}
    setup_testing_defaults(environ)
    begun = []
    body = before(site)(environ, lambda status, told: begun.append((status, told)))
    return *begun[0], body


@pytest.fixture
def award(house):
    made = house.award(house.achievement())
    editions.sign_missing(now=made.created_at)
    return made


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE"])
@pytest.mark.parametrize("accept", ["", "application/json", "application/vc+jwt", "image/png"])
def test_the_same_answer_as_through_django(client, award, method, accept):
    for path in (
        f"/badges/{award.public_id}.json",
        f"/badges/{award.public_id}/jwt",
        f"/badges/{award.public_id}.svg",
        f"/status/{award.status_list.uuid}",
        f"/issuers/{award.unit.slug}/did.json",
        f"/achievements/{award.version.uuid}.json",
        f"/badges/{'a' * 26}.json",
        "/status/00000000-0000-4000-8000-000000000000",
    ):
        through = client.generic(method, path, headers={"accept": accept})

        status, told, body = ask(path, method, HTTP_ACCEPT=accept)

        assert status == f"{through.status_code} {through.reason_phrase}", path
        assert b"".join(body) == through.content, path
        assert dict(told).items() <= {**through.headers}.items(), path


def test_an_edition_that_is_known_is_not_sent_again(client, award):
    path = f"/badges/{award.public_id}.json"
    etag = client.get(path).headers["etag"]

    status, told, body = ask(path, HTTP_IF_NONE_MATCH=etag)

    assert (status, b"".join(body), dict(told)["ETag"]) == ("304 Not Modified", b"", etag)


def test_all_else_goes_on_to_the_site(award):
    for path, method in (
        ("/", "GET"),
        (f"/badges/{award.public_id}", "GET"),
        (f"/badges/{'a' * 26}", "GET"),
        ("/status/unknown", "GET"),
        ("/badges/", "POST"),
    ):
        assert ask(path, method, HTTP_ACCEPT="text/html") == SITE, (path, method)


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_opened_again_by_the_site(house):
    award = house.award(house.achievement())
    path = f"/badges/{award.public_id}.json"
    connection.ensure_connection()
    connection.connection.close()  # as a server does that is started anew

    assert ask(path) == SITE
    assert ask(path)[0] == "200 OK"
