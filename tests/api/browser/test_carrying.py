"""A holiday forgotten in a published quarter, in a real browser: seen, carried over, published, followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser

from api.calendars.ics.reading import parse_events
from api.store.engine import reading
from api.store.tables import FEED_BODY
from tests.api.browser.conftest import running
from tests.api.browser.looking import DESKTOP, PHONE, SMALLEST, looking, overflow, resize, violations
from tests.api.publishing.planned import Planned, planned
from tests.api.showcase import showcase, showcase_plan

pytestmark = pytest.mark.browser

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
HOLIDAY = date(2027, 1, 11)


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A published version of a plan in which a day should have been closed."""
    with planned(tmp_path_factory.mktemp("planned"), NOW) as found:
        found.plan(showcase_plan())
        found.publish(found.version(showcase().roster, expected=0), expected=0)
        yield found


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_forgotten_holiday_is_closed_with_who_loses_what_and_published(
    browser: Browser, world: Planned, language: str
) -> None:
    with (
        running(world.app()) as service,
        looking(browser, DESKTOP, java_script_enabled=language == "da") as (page, noted),
    ):
        page.goto(f"{service}/plans/2027-01-04/days?lang={language}")
        page.locator(f"input[value='{HOLIDAY}']").check()
        page.locator("form").filter(has=page.locator("input[name=closed]")).get_by_role("button").press(
            "Enter"
        )
        page.locator("p.buttons button.main").press("Enter")
        page.wait_for_url("**kept=**")
        page.get_by_role("status").get_by_role("link").last.press("Enter")
        page.get_by_role("link", name="Version 1, ").press("Enter")
        if language == "da":
            assert violations(page) == []
            page.emulate_media(color_scheme="dark")
            assert violations(page, "color-contrast") == []
            for width in (PHONE, SMALLEST):
                resize(page, width)
                assert overflow(page) <= 0
        losses = page.get_by_role("listitem").filter(
            has_text="11. januar" if language == "da" else "11 January"
        )
        assert losses.count() > 0
        page.get_by_role("button").last.press("Enter")
        page.wait_for_url("**/versions/2/publish**")
        page.get_by_role("checkbox").check()
        page.locator("form.card").get_by_role("button").press("Enter")
        assert "2" in page.get_by_role("status").inner_text()
        assert noted.complaints == []
        assert noted.elsewhere(service) == []
    with reading(world.database) as connection:
        rows = connection.execute(FEED_BODY.select().where(FEED_BODY.c.kind == "person")).all()
    events = [event for row in rows for event in parse_events(bytes(row.body))]
    of_day = [event.cancelled for event in events if event.shift.startswith(HOLIDAY.isoformat())]
    assert of_day
    assert all(of_day)
    assert not any(event.cancelled for event in events if not event.shift.startswith(HOLIDAY.isoformat()))
