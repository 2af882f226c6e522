from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from signet.awards import actions
from signet.awards.queries import signed_bytes
from signet.lib import clock
from signet.people.models import Unit


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def upload(client, body: bytes, name: str = "badge.json"):
    return client.post("/verify/", {"file": SimpleUploadedFile(name, body)})


def tones(response) -> dict[str, str]:
    return {check.title: check.tone for check in response.context["result"].checks}


def test_the_form_takes_a_file_an_address_or_a_text(client, university):
    page = client.get("/verify/?address=https://badges.example/1")

    told = text_of(page)
    assert all(f'name="{name}"' in told for name in ("file", "address", "text", "recipient"))
    assert 'value="https://badges.example/1"' in told
    assert "no-store" in page["Cache-Control"]


def test_an_address_in_the_link_is_text_and_is_not_fetched(client, university):
    page = client.get("/verify/", {"address": '"><script>alert(1)</script>'})

    assert "<script>alert" not in page.content.decode()
    assert page.context.get("result") is None


@pytest.mark.parametrize("suffix", ["json", "png", "svg"])
def test_a_badge_of_ours_is_genuine_as_a_file(client, give, suffix):
    award = give()
    body = client.get(f"/badges/{award.public_id}.{suffix}").content

    page = upload(client, body, f"badge.{suffix}")

    result = page.context["result"]
    assert (result.verdict, result.headline) == ("verified", "This badge is genuine")
    assert result.sentence == (
        "<bdi>Data Storytelling</bdi> was issued by <bdi>the University of Denver</bdi>"
        " to <bdi>Maya Alvarez</bdi>, and it is valid today."
    )
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["http://localhost:8000/badges/{}", "http://LOCALHOST:8000/badges/{}#top", "{}"]
)
def test_a_badge_of_ours_is_found_by_its_address_or_id(client, give, address):
    page = client.post("/verify/", {"address": address.format(give().public_id)})

    assert page.context["result"].verdict == "verified"


def test_a_badge_is_genuine_as_a_text(client, give):
    page = client.post("/verify/", {"text": f"\n {signed_bytes(give()).decode()} \n"})

    facts = {fact.label: fact.value for fact in page.context["result"].facts}
    assert facts == {
        "Badge": "Data Storytelling",
        "Earned by": "Maya Alvarez",
        "Issued by": "Center for Professional Development",
        "Issued": "June 12, 2026",
        "Expires": "Does not expire",
    }


def test_a_letter_changed_is_refused_and_nothing_of_it_is_shown(client, give):
    changed = signed_bytes(give()).replace(b"Maya Alvarez", b"Mara Alvarez")

    page = upload(client, changed)

    result = page.context["result"]
    assert (result.verdict, result.headline) == ("refused", "Do not rely on this badge")
    assert tones(page)["The signature does not match"] == "fail"
    assert "Mara" not in page.content.decode()


def test_a_revoked_badge_is_refused(client, give, registrar):
    award = give()
    actions.revoke(award, by=registrar, reason="error", public_reason="", now=clock.now())

    page = upload(client, signed_bytes(award))

    assert page.context["result"].headline == "This badge does not hold any more"
    assert tones(page)["Its status speaks against it"] == "fail"


def test_an_expired_badge_is_not_valid_today(client, give):
    page = upload(client, signed_bytes(give(expires_on=date(2026, 6, 13))))

    assert page.context["result"].headline == "This badge is not valid today"


@pytest.mark.parametrize(
    ("name", "tone"), [("Maya Alvarez", "pass"), ("Bo Lee", "fail"), ("", "none")]
)
def test_whose_it_is_said_to_be_is_compared(client, give, name, tone):
    text = signed_bytes(give()).decode()

    page = client.post("/verify/", {"text": text, "recipient": name})

    assert page.context["result"].checks[-2].tone == tone


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{}",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff",
    ],
)
def test_what_is_no_badge_is_never_verified(client, university, body):
    page = upload(client, body)

    assert page.status_code == 200
    assert page.context["result"].verdict != "verified"
    assert "pass" not in {check.tone for check in page.context["result"].checks[3:]}


def test_an_address_of_ours_without_a_badge(client, university):
    page = client.post("/verify/", {"address": f"http://localhost:8000/badges/{'a' * 26}"})

    result = page.context["result"]
    assert (result.verdict, result.headline, result.checks) == (
        "unchecked",
        "We could not get the badge",
        (),
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/badge.json",
        "http://localhost:9/badge.json",
        "https://[::1]/badge.json",
        "file:///etc/passwd",
        "https://2130706433/",
        "nonsense",
        "https://[",
    ],
)
def test_an_address_inside_our_own_net_is_not_asked(client, university, address):
    page = client.post("/verify/", {"address": address})

    assert (page.status_code, page.context["result"].verdict) == (200, "unchecked")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Choose a file, or paste an address or a text, and then press Verify."),
        (
            {"address": "https://a.example", "text": "{}"},
            "Give the badge in one form only: a file, an address or a text.",
        ),
    ],
)
def test_one_badge_at_a_time(client, university, given, problem):
    page = client.post("/verify/", given)

    assert (page.status_code, page.context["problem"]) == (422, problem)


def test_a_file_of_more_than_8_mib_is_refused_unread(client, university):
    page = upload(client, b"x" * (8 * 1024 * 1024 + 100_000))

    assert page.status_code == 413
    assert "more than 8 MB" in text_of(page)


def test_a_file_of_a_little_more_is_refused_by_the_form(client, university):
    page = upload(client, b"x" * (8 * 1024 * 1024 + 1))

    assert (page.status_code, page.context["problem"]) == (
        422,
        "That is more than 8 MB. A badge is never that large.",
    )


def test_the_form_is_protected_against_other_sites(university):
    page = Client(enforce_csrf_checks=True).post("/verify/", {"text": "{}"})

    assert page.status_code == 403
    assert "You may not open this page" in text_of(page)


def test_a_badge_stays_genuine_when_its_unit_is_renamed(client, give, center):
    body = signed_bytes(give())
    Unit.objects.filter(pk=center.pk).update(name="Learning at Work")

    result = upload(client, body).context["result"]

    assert result.verdict == "verified"
    assert [fact.value for fact in result.facts if fact.label == "Issued by"] == [
        "Center for Professional Development"
    ]
