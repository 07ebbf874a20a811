"""A shift handed over on a phone: put forward, taken, approved, in the list of shifts; without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.browser.conftest import running
from tests.api.browser.looking import NARROW, WIDE, looking, overflow, resize, violations
from tests.api.filled_service import Served
from tests.api.store.filled import add_plan, add_roster, publish_version
from tests.api.swaps.conftest import ROSTER, shared_plan
from wfm.hotline import Pairing, SwapApproval

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    opened = open_engine(tmp_path)
    upgrade(opened)
    revision = add_plan(opened, shared_plan(SwapApproval.LEADER, Pairing.MIXED))
    publish_version(opened, add_roster(opened, revision, ROSTER, expected=0), expected=0)
    yield Served(opened)
    opened.dispose()


def hold(page: Page, *, axe: bool) -> None:
    """Hold that the page fits every screen, and that axe finds nothing."""
    for width in (WIDE, NARROW):
        resize(page, width)
        assert overflow(page) <= 0, (page.url, width)
    if axe:
        assert violations(page) == [], page.url


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_shift_is_handed_over_on_a_phone(browser: Browser, served: Served, language: str) -> None:
    scripts = language == "da"
    with (
        running(served.app) as service,
        looking(browser, NARROW, java_script_enabled=scripts) as (page, noted),
    ):

        def go(caller: str, path: str) -> None:
            page.set_extra_http_headers({"x-caller": caller})
            page.goto(f"{service}{path}?lang={language}")
            hold(page, axe=scripts)

        go("agent", "/me")
        page.locator("a.onward").first.click()
        page.wait_for_url(re.compile("/swaps/new"))
        hold(page, axe=scripts)
        page.locator("input[name=ask]").nth(1).check()
        page.locator("button[value=some]").click()
        page.wait_for_url(re.compile("done=proposed"))
        hold(page, axe=scripts)
        asked = next(one for one in ("agent 1-2", "agent 1-3") if _is_asked(served, one))
        go(asked, "/now")
        page.locator("main .rows a.button").click()
        page.locator("button[value=accept]").click()
        page.wait_for_url(re.compile("done=accept"))
        go("leader", "/now")
        page.locator("main .rows a.button").last.click()
        page.wait_for_url(re.compile("/swaps"))
        hold(page, axe=scripts)
        page.locator("button[value=approve]").click()
        page.wait_for_url(re.compile("done=approve"))
        hold(page, axe=scripts)
        go(asked, "/me")
        assert page.locator("main table").first.locator("tbody tr").count() == _shifts_before(asked) + 1
        assert noted.complaints == []
        assert noted.elsewhere(service) == []


def _is_asked(served: Served, caller: str) -> bool:
    return "accept" in served.client.get("/swaps?hotline=test", headers={"x-caller": caller}).text


def _shifts_before(caller: str) -> int:
    return sum(caller.removeprefix("agent ") in agents for agents in ROSTER.agents_on.values())
