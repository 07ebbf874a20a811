"""Changes by hand in a real browser: by mouse in Danish, by keyboard alone on a phone in English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.browser.conftest import running
from tests.api.browser.looking import DESKTOP, looking, overflow, resize, violations
from tests.api.publishing.planned import OTHERS, Planned, planned
from tests.api.showcase import showcase, showcase_plan
from wfm.roster import Roster

pytestmark = pytest.mark.browser

NOW = datetime(2027, 1, 6, 12, tzinfo=UTC)
WIDE, NARROW = 1440, 360
PLACE = "/plans/2027-01-04/versions"


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    with planned(tmp_path_factory.mktemp("desk"), NOW) as found:
        found.plan(showcase_plan())
        found.publish(found.version(showcase().roster, expected=0), expected=0)
        yield found


def other_takes(world: Planned, number: int) -> None:
    """Let another coordinator make the next version, in which the first seat is empty."""
    first, *kept = showcase().roster
    assert first
    world.version(Roster.of(kept), expected=number, author=OTHERS)


def test_by_mouse_in_danish(browser: Browser, world: Planned) -> None:
    with running(world.app()) as service, looking(browser, WIDE) as (page, noted):
        page.goto(f"{service}{PLACE}?lang=da")
        page.get_by_role("link", name="Ret i vagtplanen").click()
        page.evaluate("() => { window.stays = true; }")
        page.get_by_role("link", name="Mandag 08.00, Agent 1-1").click()
        expect(page.locator("#chosen")).to_be_focused()
        assert violations(page) == []
        page.get_by_role("button", name="Vælg Agent 1-4").click()  # changed
        expect(page.get_by_role("status")).to_have_text("Gemt som version 2.")
        expect(page.get_by_role("link", name="Mandag 08.00, Agent 1-4")).to_be_visible()
        assert page.url.startswith(f"{service}{PLACE}/2/desk")
        page.get_by_role("button", name="Lås medarbejderen her").click()  # locked
        expect(page.get_by_role("button", name="Ophæv låsen på Agent 1-4")).to_be_visible()
        page.get_by_role("button", name="Fortryd").click()
        expect(page.get_by_role("button", name="Gentag")).to_be_visible()
        expect(page.get_by_role("button", name="Ophæv låsen")).to_have_count(0)
        page.get_by_role("button", name="Gentag").click()
        expect(page.get_by_role("button", name="Ophæv låsen på Agent 1-4")).to_be_visible()
        link = page.get_by_role("link", name="Mandag 08.00, Agent 1-2")
        link.drag_to(page.get_by_role("link", name="Tirsdag 11.00").first)
        expect(page.get_by_role("heading", name="Agent 1-2 fra en anden vagt")).to_be_visible()
        page.get_by_role("link", name="Mandag 08.00, Agent 1-2").click()
        expect(page.get_by_role("button", name="Vælg Agent 1-3")).to_be_visible()
        other_takes(world, 5)
        page.get_by_role("button", name="Vælg Agent 1-3").click()  # overtaken
        alert = page.get_by_role("alert")
        expect(alert).to_be_focused()
        expect(alert).to_contain_text("En anden har ændret vagtplanen imens")
        assert violations(page) == []
        assert page.evaluate("() => window.stays") is True
        assert noted.elsewhere(service) == []
        assert [one for one in noted.complaints if "412" not in one] == []


def press_on(page: Page, name: str, role: str = "button") -> None:
    """Go to something by Tab, as long as it takes, and press Enter."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _ in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def test_by_keyboard_in_english_on_a_phone(browser: Browser, world: Planned) -> None:
    with running(world.app()) as service, looking(browser, NARROW) as (page, noted):
        page.goto(f"{service}{PLACE}/1/desk?lang=en")
        page.locator("a.seat").first.focus()
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        expect(page.locator("#chosen")).to_have_text("Seat 2, Monday 4 Jan, 11:00–14:00")
        expect(page.locator("#chosen")).to_be_focused()
        assert overflow(page) <= 0
        press_on(page, "Choose Agent 2-3")
        expect(page.get_by_role("status")).to_have_text("Kept as version 2.")
        page.locator("#told h1").focus()
        press_on(page, "Undo")
        expect(page.get_by_role("status")).to_contain_text("sits as the one before did")
        assert violations(page) == []
        assert overflow(page) <= 0
        assert noted.complaints == []


def test_without_a_script_a_rule_s_refusal_is_a_page_of_its_own(browser: Browser, world: Planned) -> None:
    with (
        running(world.app()) as service,
        looking(browser, DESKTOP, java_script_enabled=False) as (page, _),
    ):
        page.goto(f"{service}{PLACE}/1/desk?lang=en&shift=2027-01-06T08:00&seat=1")
        expect(page.get_by_text("Nobody else may sit there.")).to_be_visible()
        page.goto(f"{service}{PLACE}/1/desk?lang=en&shift=2027-01-04T08:00&seat=1")
        page.get_by_role("button", name="Choose Agent 1-4").click()
        expect(page.locator("#told p.told")).to_have_text("Kept as version 2.")
        page.emulate_media(color_scheme="dark")
        resize(page, NARROW)
        assert overflow(page) <= 0
