"""Publishing in a real browser: readable on any screen, without a script, and the tick is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from tests.api.browser.conftest import running
from tests.api.browser.looking import DESKTOP, IN_BOTH_LANGUAGES, Look, looking
from tests.api.publishing.planned import Planned, planned
from tests.api.showcase import showcase, showcase_plan
from tests.builders import roster
from wfm.roster import Roster

pytestmark = pytest.mark.browser

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLACE = "/plans/2027-01-04/versions"


def turned(sits: Roster) -> Roster:
    """Return a roster in which some give up a shift, and some sit a day later."""
    kept = [pair for number, pair in enumerate(sits) if number % 5]
    return Roster.of(kept)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A published version, one that differs, and one that breaks a rule."""
    with planned(tmp_path_factory.mktemp("planned"), NOW) as found:
        plan, sits = showcase_plan(), showcase().roster
        found.plan(plan)
        first = found.version(
            sits, expected=0, note="En lang bemærkning om, hvad der er sket i denne version"
        )
        found.publish(first, expected=0)
        found.version(turned(sits), expected=1)
        found.plan(replace(plan, agents=plan.agents[:-2]), expected=1)
        broken = {"2027-01-04T08:00": ("1-1", "2-1")}
        found.version(roster(broken), expected=2)
        yield found


@pytest.fixture(scope="module")
def service(world: Planned) -> Iterator[str]:
    with running(world.app()) as address:
        yield address


@IN_BOTH_LANGUAGES
@pytest.mark.parametrize(
    "path",
    [
        "/plans",
        PLACE,
        f"{PLACE}/1/publish",
        f"{PLACE}/2/publish",
        f"{PLACE}/3/publish",
        "/plans/2027-01-04/published",
    ],
)
def test_a_page_is_accessible_quiet_and_fits_on_any_screen(
    browser: Browser, service: str, path: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{service}{path}?lang={language}")
        look(page)
        assert noted.complaints == []
        assert noted.elsewhere(service) == []


def test_without_a_script_it_is_ticked_and_published(browser: Browser, service: str, world: Planned) -> None:
    with looking(browser, DESKTOP, java_script_enabled=False) as (page, noted):
        page.goto(f"{service}{PLACE}/2/publish?lang=en")
        button = page.get_by_role("button", name="Publish version 2")
        button.click()  # the browser itself asks for the tick
        assert page.url.endswith("/publish?lang=en")
        page.get_by_label("Those concerned know").check()
        button.click()
        assert page.get_by_role("status").inner_text().startswith("Version 2 is published")
        assert noted.complaints == []
