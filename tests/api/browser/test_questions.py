"""Why, in a real browser: a leader by two clicks, an agent on a phone; a draft commented on in its week."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.browser.conftest import running
from tests.api.browser.looking import NARROW, WIDE, looking, overflow, resize, violations
from tests.api.filled_service import FIRST_DAY, Served
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.questions.asking import answer_with_all
from tests.api.store.filled import OTHER_ROSTER, add_plan, add_roster, publish_version

pytestmark = pytest.mark.browser

VERSIONS = f"/plans/{FIRST_DAY}/versions"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    opened = open_engine(tmp_path)
    upgrade(opened)
    revision = add_plan(opened, small_plan())
    publish_version(opened, add_roster(opened, revision, SMALL_ROSTER, expected=0), expected=0)
    add_roster(opened, revision, OTHER_ROSTER, expected=1)
    yield Served(opened)
    opened.dispose()


def hold(page: Page) -> None:
    """Hold that the page fits every screen, and that axe finds nothing."""
    for width in (WIDE, NARROW):
        resize(page, width)
        assert overflow(page) <= 0, (page.url, width)
    assert violations(page) == [], page.url


def goer(page: Page, service: str) -> Callable[[str, str], None]:
    def go(caller: str, path: str) -> None:
        page.set_extra_http_headers({"x-caller": caller})
        page.goto(f"{service}{path}{'&' if '?' in path else '?'}lang=da")

    return go


def test_a_leader_understands_a_load_by_two_clicks_and_an_agent_asks_on_a_phone(
    browser: Browser, served: Served
) -> None:
    with running(served.app) as service, looking(browser, NARROW) as (page, noted):
        go = goer(page, service)
        go("leader", "/municipalities/1")
        page.get_by_role("link", name=re.compile("^Hvorfor\\? Agent 1-1")).click()  # once
        hold(page)
        page.get_by_role("button", name=re.compile("^Hvorfor\\?")).click()  # twice
        expect(page.get_by_role("status")).to_contain_text("Dit spørgsmål venter på sin tur")
        hold(page)
        answer_with_all(served)
        expect(page.get_by_role("status")).to_contain_text("Her er svaret", timeout=20_000)  # by itself
        expect(page.get_by_role("main")).not_to_contain_text("Agent 2-1")
        hold(page)
        go("agent", "/me")
        page.get_by_text(re.compile("opmærksomhedspunkt.* om dig")).click()
        page.get_by_role("link", name=re.compile("^Hvorfor\\?")).click()
        page.get_by_role("button", name=re.compile("^Hvorfor\\?")).click()
        answer_with_all(served)
        expect(page.get_by_role("status")).to_contain_text("Her er svaret", timeout=20_000)
        expect(page.get_by_role("main")).not_to_contain_text("Agent 1-2")
        hold(page)
        assert noted.elsewhere(service) == []
        assert noted.complaints == []


def test_a_draft_is_commented_on_in_its_week_and_another_coordinator_is_heard_of(
    browser: Browser, served: Served
) -> None:
    with running(served.app) as service, looking(browser, NARROW) as (page, noted):
        go = goer(page, service)
        go("coordinator", f"{VERSIONS}/2/proposal")
        page.get_by_role("button", name="Send").first.click()
        expect(page.get_by_role("heading", name=re.compile("Kommentarer"))).to_be_visible()
        hold(page)
        go("agent", f"/weeks/2027-W01?plan={FIRST_DAY}&proposal=2")
        hold(page)
        page.get_by_role("link", name=re.compile("^Kommentar")).first.click()
        page.get_by_label("Kommentar").fill("for tidligt")
        page.get_by_role("button", name="Send kommentaren").click()
        expect(page.get_by_role("main")).to_contain_text("for tidligt")
        hold(page)
        go("coordinator", f"{VERSIONS}/2/desk")
        move = {"changes": [{"kind": "move", "shift": "2027-01-05T08:00", "joins": "1-1"}]}
        made = served.send("POST", "versions/2/changes", move, caller="other", began=2)
        assert made.status_code == 201
        newest = page.get_by_role("link", name="Hent den nyeste")
        expect(newest).to_be_visible(timeout=20_000)
        hold(page)
        newest.click()
        page.wait_for_url(re.compile("/versions/3/desk"))
        assert noted.elsewhere(service) == []
        assert noted.complaints == []
