"""Whoever is well stays: a coordinator lets several municipalities share one shift, and somebody joins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import reading
from tests.api.browser.conftest import running
from tests.api.browser.looking import NARROW, look, looking
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import COORDINATOR, Planned, planned
from wfm.ids import AgentId, MunicipalityCode, ShiftId

pytestmark = pytest.mark.browser

EVENING = datetime(2027, 1, 5, 20, 40, tzinfo=UTC)
SHIFT = ShiftId("2027-01-06T11:00")
"""Of next morning; 1-1 and 1-2 sit there, and nobody else of their municipality is left."""
WORDS = {
    "da": ("Meld fravær", "Lad flere kommuner dele den", "Spørg Agent 2-1", "Ja, jeg tager den"),
    "en": ("Report absence", "Let several municipalities share it", "Ask Agent 2-1", "Yes, I take it"),
}


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A published roster."""
    with planned(tmp_path_factory.mktemp("planned"), EVENING) as found:
        found.plan(small_plan())
        found.publish(found.version(SMALL_ROSTER, expected=0), expected=0)
        yield found


@pytest.mark.parametrize("language", ["da", pytest.param("en", marks=pytest.mark.prove)])
def test_a_shift_is_released_and_an_agent_from_elsewhere_joins_who_stays(
    browser: Browser, world: Planned, language: str
) -> None:
    away, share, ask, yes = WORDS[language]
    with reading(world.database) as connection:
        person_of = read_version(connection, find_version(connection, world.revision.plan)).person_of
    joins = AgentId("2-1")
    grant = Grant(Role.AGENT, HotlineCode("test"), MunicipalityCode("2"), joins, person_of[joins])
    with running(world.app()) as service, looking(browser, NARROW) as (page, noted):
        page.goto(f"{service}/absences?lang={language}")
        page.locator("select[name=agent]").select_option("1-2")
        page.locator("#first_day").fill(SHIFT[:10])
        page.locator("#last_day").fill(SHIFT[:10])
        page.get_by_role("button", name=away).click()
        page.wait_for_url("**/absences/**")
        if "/seats/" not in page.url:
            page.locator(f"a[href*='/seats/{SHIFT}']").first.click()
            page.wait_for_url("**/seats/**")
        assert page.get_by_role("button", name=ask, exact=True).count() == 0  # who stays would lose the shift
        look(page, NARROW)
        page.get_by_role("button", name=share).click()
        page.wait_for_url("**done=released**")
        look(page, NARROW)
        assert page.get_by_role("button", name=share).count() == 0
        page.get_by_role("button", name=ask, exact=True).click()
        page.wait_for_url("**done=asked**")
        world.caller = AccountHolder(AccountId("2" * 32), (grant,))
        page.goto(f"{service}/me?lang={language}")
        page.get_by_role("button", name=yes).click()
        page.wait_for_url("**/offers**done=accepted**")
        world.caller = COORDINATOR
        page.goto(f"{service}/absences?lang={language}")
        look(page, NARROW)
        assert noted.complaints == []
    with reading(world.database) as connection:
        assert read_version(connection, find_version(connection, world.revision.plan)).roster.on(SHIFT) == (
            AgentId("1-1"),
            joins,
        )
