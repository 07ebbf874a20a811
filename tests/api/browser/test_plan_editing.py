"""A plan edited in a real browser: readable on any screen, by keyboard, without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.api.browser.looking import IN_BOTH_LANGUAGES, Look, Noted, look_at_every_width, looking, overflow

pytestmark = pytest.mark.browser

PLAN = "/plans/2027-01-04"
DESKTOP, PHONE = 1440, 360
PAGES = (
    "tables",
    "tables/municipalities",
    "tables/agents?row=0",
    "tables/availability",
    "tables/locks?row=new",
    "days",
    "competences",
    "settings",
    "methods",
    "revisions",
    "revisions/1",
)


def unforeseen(noted: Noted) -> list[str]:
    """Return what a page complained of, but for the status of an answer that was meant."""
    return [one for one in noted.complaints if "status of 4" not in one]


@IN_BOTH_LANGUAGES
@pytest.mark.parametrize("where", PAGES)
def test_a_page_is_accessible_quiet_and_fits_on_any_screen(
    browser: Browser, service: str, where: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{PLAN}/{where}{'&' if '?' in where else '?'}lang={language}")
        look(page)
        assert noted.complaints == []
        assert noted.elsewhere(service) == []


def test_the_effect_on_every_quota_is_seen_and_kept_without_a_script(browser: Browser, service: str) -> None:
    with looking(browser, DESKTOP, java_script_enabled=False) as (page, noted):
        page.goto(f"{service}{PLAN}/tables/municipalities?lang=en")
        page.get_by_role("link", name="Change").first.click()
        page.get_by_label("Population").fill("400000")
        page.get_by_role("button", name="Keep the row").click()
        assert page.get_by_role("table", name="Quotas before and after").is_visible()
        page.get_by_label("Note").fill("new figures")
        page.get_by_role("button", name="Keep it").click()
        assert "Kept as revision" in page.get_by_role("status").inner_text()
        assert noted.complaints == []


@IN_BOTH_LANGUAGES
def test_what_a_municipality_s_citizens_do_is_shown_on_any_screen(
    browser: Browser, service: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{PLAN}/tables/municipalities?row=1&lang={language}")
        page.locator("[name=cell-population]").fill("12345")
        page.locator("button[value=save]").click()
        page.locator("table.quotas").wait_for(state="visible")
        look(page)
        assert noted.complaints == []


@IN_BOTH_LANGUAGES
def test_pasted_rows_with_faults_are_shown_on_any_screen(
    browser: Browser, service: str, language: str, look: Look
) -> None:
    text = "medarbejder\tnavn\tkommunekode\tbeskæftigelsesgrad\n1-8\tÅse\t1\thalv\n1-9\t\t999\t1\n"
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{PLAN}/tables/agents?lang={language}")
        page.locator("#text").fill(text)
        page.locator("#paste button.main").click()
        assert page.locator("table.faulty td.wrong").count() == 3
        assert page.locator("#text").input_value() == text
        look(page)
        with page.expect_download() as download:
            page.locator("button[value=xlsx]").click()
        assert download.value.suggested_filename == "agents.xlsx"
        assert unforeseen(noted) == []


def test_a_day_is_closed_by_keyboard_alone(browser: Browser, service: str) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{PLAN}/days?lang=en")
        day = page.get_by_role("checkbox", name="5 Jan", exact=True)
        day.focus()
        page.keyboard.press("Space")
        assert day.is_checked()
        page.get_by_role("button", name="See what it changes").press("Enter")
        look_at_every_width(page)
        page.get_by_role("button", name="Keep it").press("Enter")
        assert page.get_by_role("checkbox", name="5 Jan", exact=True).is_checked()
        assert noted.complaints == []


def test_a_competence_is_ticked_on_a_phone(browser: Browser, service: str) -> None:
    with looking(browser, PHONE) as (page, noted):
        page.goto(f"{service}{PLAN}/competences?lang=en")
        tick = page.get_by_role("checkbox").first
        before = tick.is_checked()
        tick.set_checked(not before)
        page.get_by_role("button", name="Keep the ticks").click()
        assert page.get_by_role("checkbox").first.is_checked() is not before
        assert overflow(page) <= 0
        assert noted.complaints == []


def test_whoever_was_overtaken_keeps_theirs_on_top(browser: Browser, service: str) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{PLAN}/settings?lang=en")
        with looking(browser, DESKTOP) as (other, _):
            other.goto(f"{service}{PLAN}/settings?lang=en")
            other.locator('[name="set-limits.rest_hours"]').fill("12")
            other.get_by_role("button", name="Keep the settings").click()
        page.locator('[name="set-weights.wishes"]').fill("9")
        page.get_by_role("button", name="Keep the settings").click()
        assert page.get_by_role("heading", name="Somebody else was faster").is_visible()
        look_at_every_width(page)
        page.get_by_role("button", name="Keep mine on the newest revision").click()
        assert page.locator('[name="set-weights.wishes"]').input_value() == "9"
        assert page.locator('[name="set-limits.rest_hours"]').input_value() == "12"
        assert unforeseen(noted) == []


@IN_BOTH_LANGUAGES
def test_who_somebody_is_is_chosen_on_any_screen(
    browser: Browser, service: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{PLAN}/tables/agents?row=0&lang={language}")
        page.locator("[name=cell-name]").fill(f"Agent {language} Åse")
        page.locator("button[value=save]").click()
        assert page.get_by_role("radio").count() == 2
        look(page)
        page.locator("input[type=radio][value=same]").check()
        page.locator("button.main").click()
        expect(page.get_by_role("status")).to_be_visible()
        assert unforeseen(noted) == []
