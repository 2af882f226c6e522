"""Every public page, in both themes, at desktop and phone width."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "classes": "/classifications/",
    "unit": "/issuers/center-for-professional-development",
    "verifier": "/verify/",
    "not shared": "/badges/nothing",
    "not found": "/nothing/",
}
BADGES = ("valid", "expired", "revoked")
THEMES = ("light", "dark")


@pytest.fixture(params=[*PAGES, *BADGES, "achievement"])
def path(request, site) -> str:
    """The path of each page in turn."""
    if request.param == "achievement":
        return site.achievement()
    return PAGES.get(request.param) or site.badge(request.param)


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert len(found["passes"]) > 10, "axe did not look"
    return [
        f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(open_page, path, theme, width):
    assert violations(open_page(path, theme=theme, width=width)) == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_an_answer_of_the_verifier(open_page, site, theme):
    page = open_page("/verify/", theme=theme)
    page.fill("#id_address", site.url + site.badge("revoked"))
    page.click("form.verify__form button[type=submit]")

    assert violations(page) == []


def test_axe_would_find_something(open_page):
    page = open_page("/")
    page.evaluate("document.querySelector('.logo__mark').removeAttribute('alt')")

    assert [one.split(":")[0] for one in violations(page)] == ["image-alt"]


def test_a_page_fits_the_narrowest_screen(open_page, path):
    page = open_page(path, width=320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_page_asks_nobody_else_and_breaks_no_rule_of_its_own(open_page, site, path):
    page = open_page("/classifications/")
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    answer = page.goto(path, wait_until="networkidle")

    assert hosts == {urlsplit(site.url).netloc}
    # the browser itself remarks on an answer of 404
    assert [text for text in complaints if "status of 404" not in text] == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_every_page_says_whose_it_is_and_where_help_is(open_page, path):
    page = open_page(path)

    assert page.locator("header .logo__institution").inner_text().lower() == "university of denver"
    assert (
        page.get_by_role("link", name="Help and contact")
        .get_attribute("href")
        .startswith("mailto:")
    )
    assert page.locator("h1").count() == 1
