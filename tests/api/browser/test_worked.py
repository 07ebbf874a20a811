"""On a phone: a leader puts a worked seat right, an agent reports, a coordinator closes the quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.api.browser.conftest import running
from tests.api.browser.looking import PHONE, look, looking
from tests.api.publishing.planned import COORDINATOR, LEADER, Planned
from tests.api.worked.quarter import AGENT, worked_week

pytestmark = pytest.mark.browser

PLACE = "/plans/2027-01-04"
WHERE = "hotline=test"


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Planned]:
    with worked_week(tmp_path) as found:
        found.now = datetime(2027, 1, 9, 12, tzinfo=UTC)
        yield found


def test_seats_are_put_right_and_the_quarter_is_closed(browser: Browser, week: Planned) -> None:
    with running(week.app()) as service, looking(browser, PHONE) as (page, noted):
        week.caller = LEADER
        page.goto(f"{service}{PLACE}/worked?{WHERE}&lang=en")
        look(page, PHONE)
        page.get_by_role("link", name="Put right").first.click()
        look(page, PHONE)
        page.get_by_role("button", name="Did not sit there").first.click()
        assert "did not sit there" in page.inner_text("main")

        week.caller = AGENT
        page.goto(f"{service}/me?{WHERE}&lang=en")
        page.get_by_role("link", name="Say so").click()
        page.get_by_role("link", name="Put right").last.click()
        page.get_by_label("Minutes", exact=True).fill("90")
        page.get_by_role("button", name="Save").click()
        assert "waits to be confirmed" in page.inner_text("main")

        week.caller = COORDINATOR
        page.goto(f"{service}{PLACE}/close?{WHERE}&lang=en")
        look(page, PHONE)
        page.locator("main section a").first.click()
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("link", name="Check list").click()
        page.get_by_role("button", name="Close the quarter").click()
        assert "The quarter was closed on" in page.inner_text("main")
        page.get_by_role("link", name="See the accounts").click()
        page.get_by_role("link", name="M1", exact=True).click()
        assert "Worked otherwise than published" in page.inner_text("main")
        look(page, PHONE)
        assert noted.complaints == []
        assert noted.elsewhere(service) == []
