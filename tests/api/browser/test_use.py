from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.rendering.roster_html import roster_html
from tests.api.browser.conftest import served
from tests.api.browser.looking import looking, violations
from tests.api.published.test_escaping import PAYLOADS, hostile
from tests.api.showcase import showcase

pytestmark = pytest.mark.browser

A4_LANDSCAPE = (841.9, 595.3)
"""Points."""


def test_the_keyboard_reaches_the_content_at_once(browser: Browser, address: str) -> None:
    with looking(browser) as (page, _):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        box = skip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_what_has_the_focus_is_seen(browser: Browser, address: str) -> None:
    with looking(browser) as (page, _):
        page.goto(f"{address}/municipalities")
        for _step in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", page.evaluate("document.activeElement.outerHTML")


def test_in_the_readers_own_colours_the_page_and_the_week_shown_still_stand_out(
    browser: Browser, address: str
) -> None:
    line = "getComputedStyle(document.querySelector('{0}')).{1}"
    with looking(browser, forced_colors="active") as (page, _):
        page.goto(f"{address}/weeks/2027-W02")
        here, there = ".sections a[aria-current]", ".sections a:not([aria-current])"
        assert page.evaluate(line.format(here, "borderBottomColor")) != page.evaluate(
            line.format(there, "borderBottomColor")
        )
        assert page.evaluate(line.format(".weeks a[aria-current]", "outlineStyle")) == "solid"


def test_a_link_to_a_week_says_that_it_is_one(browser: Browser, address: str) -> None:
    with looking(browser) as (page, _):
        page.goto(f"{address}/agents/1-1?lang=da")
        links = page.locator("table a[href*='/weeks/']")
        expect(links).not_to_have_count(0)
        for link in links.all():
            expect(link).to_have_accessible_name(re.compile(r"^Uge \d+$"))


def test_a_wide_table_is_scrolled_by_the_keyboard(browser: Browser, address: str) -> None:
    with looking(browser, 375) as (page, _):
        page.goto(f"{address}/municipalities")
        region = page.get_by_role("region").first
        region.focus()
        page.keyboard.press("ArrowRight")
        expect(region).not_to_have_js_property("scrollLeft", 0)


def test_without_a_script_everything_still_works(browser: Browser, address: str) -> None:
    with looking(browser, java_script_enabled=False) as (page, _):
        page.goto(address)
        page.get_by_label("Kommune").select_option("2")
        page.get_by_role("button").click()
        assert "municipality=2" in page.url
        page.locator("tbody a").first.click()
        assert "/weeks/2027-W01?municipality=2" in page.url
        page.goto(f"{address}/agents/1-1")
        assert page.locator("button[data-copy]").count() == 1
        assert not page.locator("button[data-copy]").is_visible()


def test_the_address_of_a_calendar_is_copied(browser: Browser, address: str) -> None:
    with looking(browser, permissions=["clipboard-read", "clipboard-write"]) as (page, noted):
        page.goto(f"{address}/agents/1-1")
        page.locator("button[data-copy]").click()
        expect(page.locator("[data-copied]").first).not_to_have_text("")
        assert page.evaluate("navigator.clipboard.readText()") == f"{address}/feeds/1-1.ics"
        assert noted.complaints == []


@pytest.mark.parametrize("payload", PAYLOADS[:3])
def test_a_hostile_name_runs_nothing(browser: Browser, payload: str) -> None:
    with served(hostile(payload)) as found, looking(browser) as (page, noted):
        for path in ("/", "/weeks/2027-W01", "/municipalities", "/agents", "/findings", "/roster.html"):
            page.goto(found + path)
            assert page.locator("main script, main img").count() == 0
        page.goto(f"{found}/agents")
        page.locator("tbody a").first.click()
        assert page.locator("h1").inner_text().startswith(payload)  # several bear it: the id follows
        assert noted.complaints == []
        assert noted.elsewhere(found) == []


def test_the_file_that_stands_alone_is_read_and_printed_from_a_disk(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "roster.html"
    file.write_text(roster_html(showcase()), encoding="utf-8")
    with looking(browser) as (page, noted):
        page.goto(file.as_uri())
        assert violations(page) == []
        assert noted.complaints == []
        assert noted.addresses == [file.as_uri()]
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
    sizes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", printed)}
    assert len(sizes) == 1
    left, bottom, right, top = next(iter(sizes))
    assert (right - left, top - bottom) == pytest.approx(A4_LANDSCAPE, abs=1)


def test_a_printed_week_is_never_cut_in_two(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "roster.html"
    file.write_text(roster_html(showcase()), encoding="utf-8")
    with looking(browser) as (page, _):
        page.goto(file.as_uri())
        page.emulate_media(media="print")
        kept = "[...document.querySelectorAll('.week, tr')].map(e => getComputedStyle(e).breakInside)"
        assert set(page.evaluate(kept)) == {"avoid"}
        repeated = "[...document.querySelectorAll('thead')].map(e => getComputedStyle(e).display)"
        assert set(page.evaluate(repeated)) == {"table-header-group"}
        assert page.locator("nav").is_hidden()
