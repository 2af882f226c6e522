"""What a visitor does: look at a badge, carry it to the verifier, in the light or in the dark."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def download(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  # our own server
        return answer.read()


def checks_of(page) -> dict[str, str]:
    items = page.locator(".checks__item").all()
    return {
        item.locator(".checks__name").inner_text(): item.locator(".pill").inner_text()
        for item in items
    }


def test_a_badge_page_shows_its_checks(open_page, site):
    page = open_page(site.badge("valid"))

    checks = checks_of(page)

    assert page.locator(".status-bar__word").inner_text() == "Verified."
    assert checks["The signature is valid"] == "Pass"
    assert checks["It was not revoked"] == "Pass"
    assert "Fail" not in checks.values()


def test_a_check_that_did_not_run_is_never_green(open_page, site):
    page = open_page(site.badge("valid"))

    idle = page.locator(".checks__item", has=page.get_by_text("Not checked", exact=True)).first
    passed = page.locator(".checks__item", has=page.get_by_text("Pass", exact=True)).first

    def color(item):
        return item.locator("svg").evaluate("picture => getComputedStyle(picture).color")

    assert (color(idle), color(passed)) == ("rgb(107, 100, 98)", "rgb(27, 102, 66)")


@pytest.mark.parametrize("suffix", ["png", "svg", "json"])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_downloaded_badge_is_verified(open_page, site, tmp_path, suffix, javascript):
    file = tmp_path / f"badge.{suffix}"
    file.write_bytes(download(f"{site.url}{site.badge('valid')}.{suffix}"))
    page = open_page("/verify/", javascript=javascript)

    page.set_input_files("#id_file", file)
    page.click("form.verify__form button[type=submit]")

    assert page.locator("#verdict").inner_text() == "This badge is genuine"
    assert "Fail" not in checks_of(page).values()


def test_a_letter_changed_is_refused(open_page, site):
    text = download(f"{site.url}{site.badge('valid')}.json").decode()
    page = open_page("/verify/", javascript=False)

    page.fill(
        "#id_text", text.replace('"name":"University of Denver"', '"name":"University of Dnever"')
    )
    page.click("form.verify__form button[type=submit]")

    assert page.locator("#verdict").inner_text() == "Do not rely on this badge"
    assert checks_of(page)["The signature does not match"] == "Fail"
    assert page.get_by_text("What the badge says").count() == 0


def test_a_revoked_badge_says_so_on_its_page_and_in_the_verifier(open_page, site):
    page = open_page(site.badge("revoked"))
    assert page.locator(".status-bar__word").inner_text().startswith("Revoked on ")
    assert page.locator("[download]").count() == 0

    page.goto("/verify/")
    page.fill("#id_text", download(f"{site.url}{site.badge('revoked')}.json").decode())
    page.click("form.verify__form button[type=submit]")

    assert page.locator("#verdict").inner_text() == "This badge does not hold any more"
    assert checks_of(page)["Its status speaks against it"] == "Fail"


def test_a_file_dropped_on_the_zone_is_taken(open_page, site):
    text = download(f"{site.url}{site.badge('valid')}.json").decode()
    page = open_page("/verify/")
    carried = page.evaluate_handle(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "badge.json", { type: "application/json" }));
            return data;
        }""",
        text,
    )

    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": carried})
    page.click("form.verify__form button[type=submit]")

    assert page.locator("#verdict").inner_text() == "This badge is genuine"


def test_the_address_from_the_home_page_is_carried_along(open_page, site):
    address = site.url + site.badge("valid")
    page = open_page("/", javascript=False)

    page.get_by_label("Address of a badge").fill(address)
    page.get_by_role("button", name="Verify").click()
    assert page.get_by_label("Its address").input_value() == address
    page.click("form.verify__form button[type=submit]")

    assert page.locator("#verdict").inner_text() == "This badge is genuine"


def test_the_theme_that_was_chosen_lasts(open_page):
    page = open_page("/", theme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.get_by_role("button", name="Switch to dark theme").click()
    page.goto("/verify/")

    assert (light, page.evaluate(ground)) == ("rgb(250, 248, 245)", "rgb(21, 18, 20)")
    assert page.get_by_role("button", name="Switch to light theme").is_visible()


def test_without_javascript_nothing_is_offered_that_needs_it(open_page, site):
    page = open_page(site.badge("valid"), theme="dark", javascript=False)

    assert page.locator("[data-theme-switch]").is_hidden()
    assert page.locator("[data-copy]").is_hidden()
    assert page.locator("[download]").first.is_visible()


def test_the_link_is_copied(open_page, site):
    path = site.badge("valid")
    page = open_page(path)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy link").click()

    # the clipboard answers when it can
    told = page.locator("[data-copy-status]")
    expect(told).to_have_text("The link is on your clipboard.")
    assert page.evaluate("navigator.clipboard.readText()") == site.url + path


def test_the_keyboard_alone_reaches_everything(open_page, site):
    page = open_page(site.badge("valid"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")

    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim().split('\\n')[0]"))
        box = page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect();"
            " return [box.top, document.querySelector('.header').getBoundingClientRect().bottom] })()"
        )
        in_header = page.evaluate("!!document.activeElement.closest('.header, .skip, body:focus')")
        assert (
            in_header
            or box[0] >= box[1] - 1
            or page.evaluate("document.activeElement === document.body")
        )

    assert {"See the checks", "Copy link", "verify the file"} <= seen


def test_focus_can_be_seen(open_page):
    page = open_page("/verify/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")

    assert outline == "3px"


@pytest.mark.parametrize("width", [1440, 390])
def test_controls_are_large_enough(open_page, site, width):
    page = open_page(site.badge("valid"), width=width)

    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input")]
            .filter(control => control.checkVisibility() && !control.closest("p, dd, .prose, .skip"))
            .map(control => [control.textContent.trim(), control.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24)
            .map(([text]) => text)"""
    )

    assert small == []
