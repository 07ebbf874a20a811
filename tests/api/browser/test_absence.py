"""Ill at 21:40 on a phone, a colleague asked with a tap; ten minutes later it is in the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import reading
from api.store.tables import FEED_BODY
from tests.api.browser.conftest import running
from tests.api.browser.looking import PHONE, SMALLEST, looking, overflow, resize, violations
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import Planned, planned
from wfm.ids import AgentId, MunicipalityCode

pytestmark = pytest.mark.browser

EVENING = datetime(2027, 1, 4, 20, 40, tzinfo=UTC)
"""21:40 where the hotline is; the shift is next morning."""


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A published roster."""
    with planned(tmp_path_factory.mktemp("planned"), EVENING) as found:
        found.plan(small_plan())
        found.publish(found.version(SMALL_ROSTER, expected=0), expected=0)
        yield found


def test_ill_in_the_evening_replaced_ten_minutes_later(browser: Browser, world: Planned) -> None:
    with reading(world.database) as connection:
        person_of = read_version(connection, find_version(connection, world.revision.plan)).person_of

    def be(agent: str, sign: str) -> None:
        who = AgentId(agent)
        grant = Grant(Role.AGENT, HotlineCode("test"), MunicipalityCode("1"), who, person_of[who])
        world.caller = AccountHolder(AccountId(sign * 32), (grant,))

    be("1-1", "1")
    with (
        running(world.app()) as service,
        looking(browser, PHONE) as (page, noted),
    ):
        page.goto(f"{service}/me?lang=da")
        page.get_by_role("link", name="Meld fravær").click()
        assert violations(page) == []
        page.locator("#first_day").fill("2027-01-05")
        page.locator("#last_day").fill("2027-01-05")
        page.get_by_role("button", name="Meld fravær").click()
        page.wait_for_url("**/seats/**")
        assert violations(page) == []
        resize(page, SMALLEST)
        assert overflow(page) <= 0
        page.get_by_role("button", name="Spørg Agent 1-2").click()
        page.wait_for_url("**done=asked**")
        be("1-2", "2")
        world.now = EVENING + timedelta(minutes=10)
        page.goto(f"{service}/me?lang=da")
        assert violations(page) == []
        assert overflow(page) <= 0
        page.get_by_role("button", name="Ja, jeg tager den").click()
        page.wait_for_url("**/offers**done=accepted**")
        assert "vagten er din" in page.get_by_role("status").inner_text().lower()
        assert noted.complaints == []
    with reading(world.database) as connection:
        rows = connection.execute(FEED_BODY.select().where(FEED_BODY.c.kind == "person")).all()
    told = {row.subject: bytes(row.body) for row in rows if row.language == "da"}
    assert b"STATUS:CANCELLED" in told[person_of[AgentId("1-1")]]
    assert told[person_of[AgentId("1-2")]].count(b"BEGIN:VEVENT") == 3
