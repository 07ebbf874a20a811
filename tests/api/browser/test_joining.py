"""A novice beside colleagues, and the check list of a municipality that joins, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser

from tests import builders
from tests.api.browser.conftest import running
from tests.api.browser.looking import (
    DESKTOP,
    IN_BOTH_LANGUAGES,
    Look,
    looking,
)
from tests.api.publishing.planned import Planned, planned
from tests.api.showcase import showcase, showcase_plan

pytestmark = pytest.mark.browser

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLACES = ("/joining", "/joining/1", "/weeks/2027-W01", "/agents/1-novice", "/municipalities/1")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A published roster with a novice of the first municipality."""
    with planned(tmp_path_factory.mktemp("planned"), NOW) as found:
        plan = showcase_plan()
        novice = builders.agent("1-novice", municipality="1", beside_until=date(2027, 12, 31))
        found.plan(replace(plan, agents=(*plan.agents, novice)))
        found.publish(found.version(showcase().roster, expected=0), expected=0)
        yield found


@IN_BOTH_LANGUAGES
def test_who_sits_beside_and_what_is_missing_can_be_read_by_everybody(
    browser: Browser, world: Planned, language: str, look: Look
) -> None:
    with (
        running(world.app()) as service,
        looking(browser, DESKTOP, java_script_enabled=True) as (page, noted),
    ):
        for place in PLACES:
            page.goto(f"{service}{place}?lang={language}")
            look(page)
        page.goto(f"{service}/weeks/2027-W01?lang={language}")
        assert page.get_by_role("link", name="Agent 1-novice").count() > 0
        page.goto(f"{service}/municipalities?lang={language}")
        page.locator('main a[href^="/joining"]').press("Enter")
        page.locator('main a[href^="/joining/1"]').first.press("Enter")
        page.locator("#novices a").press("Enter")
        assert "/plans/2027-01-04/tables/agents" in page.url
        assert noted.complaints == []
        assert noted.elsewhere(service) == []
