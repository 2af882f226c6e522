"""What the first middleware gives out: bytes as signed, under the right name, to anyone."""

import json
from hashlib import sha256

import pytest

from signet.awards import actions, editions
from signet.awards.middleware import preferred
from signet.standards.bake import extract
from signet.standards.multibase import from_base64url

CREDENTIAL = "application/vc+ld+json"


@pytest.fixture
def award(house):
    made = house.award(house.achievement())
    editions.sign_missing(now=made.created_at)
    return made


@pytest.fixture
def paths(award):
    """Every kind of document, with the media type it is called by when nobody asks for one."""
    version = award.version.uuid
    return {
        f"/badges/{award.public_id}.json": CREDENTIAL,
        f"/badges/{award.public_id}/named": CREDENTIAL,
        f"/badges/{award.public_id}.jwt": "text/plain",
        f"/badges/{award.public_id}/jwt": "text/plain",
        f"/badges/{award.public_id}.png": "image/png",
        f"/badges/{award.public_id}.svg": "image/svg+xml",
        f"/status/{award.status_list.uuid}": CREDENTIAL,
        f"/issuers/{award.unit.slug}/did.json": "application/did+ld+json",
        f"/issuers/{award.unit.slug}/jwks.json": "application/jwk-set+json",
        f"/issuers/{award.unit.slug}.json": "application/ld+json",
        "/.well-known/did.json": "application/did+ld+json",
        "/.well-known/jwks.json": "application/jwk-set+json",
        f"/achievements/{version}.json": "application/ld+json",
        f"/achievements/{version}.png": "image/png",
        f"/achievements/{version}.svg": "image/svg+xml",
    }


def test_every_document_is_open_named_and_can_be_asked_for_again(client, paths):
    for path, called in paths.items():
        answer = client.get(path)

        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == called, path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"' or (
            path.endswith((".png", ".svg"))
        )
        assert "set-cookie" not in answer.headers

        same = client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (same.status_code, same.content) == (304, b""), path
        other = client.get(path, headers={"if-none-match": '"another"'})
        assert other.status_code == 200, path

        preflight = client.options(path)
        assert preflight.status_code == 204, path
        assert "GET" in preflight.headers["access-control-allow-methods"]


def test_a_status_list_is_asked_for_each_time_and_the_rest_may_be_kept(client, paths):
    caching = {path: client.get(path).headers["cache-control"] for path in paths}

    lists = {path for path, told in caching.items() if "no-cache" in told}
    assert lists == {path for path in paths if path.startswith("/status/")}
    assert all("max-age" in told for path, told in caching.items() if path not in lists)


def test_the_bytes_are_those_that_were_signed(client, award):
    for credential in award.credentials.all():
        served = client.get(f"/badges/{award.public_id}/{credential.kind}").content

        assert sha256(served).digest() == bytes(credential.digest)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_pictures_carry_the_credential(client, award, suffix):
    picture = client.get(f"/badges/{award.public_id}.{suffix}").content

    assert extract(picture).encode() == client.get(f"/badges/{award.public_id}.json").content


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/json", True),
        ("application/vc", True),
        ("application/vc+ld+json, */*;q=0.1", True),
        ("text/html;q=0.5, application/ld+json", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/html, application/json", False),
        ("application/json;q=0.2, text/html;q=0.9", False),
        ("application/json;q=oops, text/html;q=0.1", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_a_page_or_a_document(accept, wanted):
    assert (preferred(accept) == "json") is wanted


def test_one_path_gives_page_or_document(client, award):
    for path in (
        f"/badges/{award.public_id}",
        f"/achievements/{award.version.uuid}",
        f"/issuers/{award.unit.slug}",
    ):
        assert client.get(path).headers["content-type"].startswith("text/html")
        told = client.get(path, headers={"accept": "application/ld+json"})
        assert told.headers["content-type"] == "application/ld+json"
        assert "Accept" in told.headers["vary"]


def test_what_is_not_there_is_not_found(client, award):
    other = "a" * 26
    for path in (
        f"/badges/{other}.json",
        f"/badges/{other}.png",
        f"/badges/{award.public_id}/anonymous",
        "/badges/../keys.json",
        "/status/00000000-0000-4000-8000-000000000000",
        "/issuers/nobody/did.json",
        "/achievements/00000000-0000-4000-8000-000000000000.json",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("origin", ["", "https://wallet.example"])
def test_software_of_any_origin_reads_that_nothing_is_there(client, award, origin):
    told = client.get(f"/badges/{'a' * 26}.json", headers={"origin": origin})

    assert told.headers["access-control-allow-origin"] == "*"
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.content == f"Not Found: /badges/{'a' * 26}.json\n".encode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_documents_are_read_only(client, award, method):
    for path in (
        f"/badges/{award.public_id}.json",
        f"/badges/{award.public_id}",
        f"/status/{award.status_list.uuid}",
        f"/issuers/{award.unit.slug}",
        "/.well-known/did.json",
    ):
        told = client.generic(method, path)
        assert (told.status_code, told.headers["allow"]) == (405, "GET, HEAD, OPTIONS"), path


def test_a_withheld_name_stands_nowhere(house, client):
    award = house.award(house.achievement(), "kwame-asante")
    editions.sign_missing(now=award.created_at)
    page = client.get(f"/badges/{award.public_id}")
    bodies = [
        client.get(f"/badges/{award.public_id}{suffix}").content
        for suffix in (".json", ".svg", ".png", "/anonymous")
    ]
    token = client.get(f"/badges/{award.public_id}.jwt").content.split(b".")[1]

    for body in (page.content, *bodies, from_base64url(token.decode())):
        assert b"Kwame" not in body
        assert b"Asante" not in body
    assert "identifier" not in json.loads(bodies[0])["credentialSubject"]
    assert client.get(f"/badges/{award.public_id}/named").status_code == 404


def test_no_public_document_holds_an_address_of_the_earner(client, paths, award):
    for path in (*paths, f"/badges/{award.public_id}"):
        assert b"maya.alvarez@" not in client.get(path).content


def test_a_revoked_badge_is_still_served(house, client, award):
    before = client.get(f"/badges/{award.public_id}.json").content

    actions.revoke(
        award, by=house.registrar, reason="error", public_reason="", now=award.created_at
    )

    assert client.get(f"/badges/{award.public_id}.json").content == before


def test_a_document_costs_one_query(client, award, django_assert_num_queries):
    client.get(f"/badges/{award.public_id}.json")

    for path in (f"/badges/{award.public_id}.json", f"/status/{award.status_list.uuid}"):
        with django_assert_num_queries(1):
            client.get(path)
