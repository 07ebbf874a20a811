"""From counted calls to a roster and back in a browser: forecast, proposal, solved, published, figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.access.ids import RunId
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from tests.api.browser.conftest import running
from tests.api.browser.looking import DESKTOP, look_at_every_width, looking
from tests.api.demand.sent_calls import PLAN_DAY, counted, csv_of
from tests.api.publications import small_plan
from tests.api.publishing.planned import Planned, planned
from tests.api.runs.reckoning import work
from wfm.demand.history import CallInterval

pytestmark = pytest.mark.browser

BEFORE, AFTER = datetime(2027, 1, 1, 3, tzinfo=UTC), datetime(2027, 1, 10, 12, tzinfo=UTC)
PLAN = "/plans/2027-01-04"


def busy(interval: CallInterval) -> CallInterval:
    return interval._replace(offered=interval.offered * 3, answered=interval.offered * 3)


def drop(page: Page, folder: Path, name: str, content: bytes) -> None:
    """Choose a file on the page and send it."""
    file = folder / name
    file.write_bytes(content)
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Gem").click()


def reckon_waiting(service: Planned, page: Page) -> None:
    """Reckon the run that the page shows."""
    work(service.database, RunId(page.url.split("?")[0].rsplit("/", 1)[-1]))


def test_from_calls_over_a_proposal_and_a_solved_roster_to_the_next_weeks_figures(
    browser: Browser, tmp_path: Path
) -> None:
    with planned(tmp_path, BEFORE) as service:
        service.plan(small_plan())
        with running(service.app()) as address, looking(browser, DESKTOP) as (page, noted):
            page.goto(f"{address}/plans?lang=da")
            page.get_by_role("link", name="Talte opkald").click()
            drop(page, tmp_path, "opkald.csv", csv_of(map(busy, counted(6))))
            assert "30 dage" in page.get_by_role("status").inner_text()
            look_at_every_width(page)
            page.goto(f"{address}{PLAN}/demand?lang=da")
            page.get_by_role("button", name="Lav en prognose").click()
            reckon_waiting(service, page)
            page.goto(f"{address}{PLAN}/demand?lang=da")
            look_at_every_width(page)
            page.get_by_role("button", name="Giv den én plads mere").first.click()
            assert "1 vagt har nu" in page.get_by_role("status").inner_text()
            with reading(service.database) as connection:
                revision = find_revision(connection, service.revision.plan)
                assert max(shift.seats for shift in read_plan(connection, revision).shifts) == 3
            page.goto(f"{address}{PLAN}/runs?lang=da")
            page.get_by_role("button", name="Optimér").first.click()
            reckon_waiting(service, page)
            page.reload()
            page.get_by_role("link", name="Se udkastet, version 1").click()
            draft = page.url.split("?")[0].removesuffix("/publish")
            page.goto(f"{draft}/desk?lang=da")
            assert "opkald går tabt" in page.locator("main").inner_text()
            look_at_every_width(page)
            page.goto(f"{draft}/publish?lang=da")
            for tick in page.locator("main input[type=checkbox]").all():
                tick.check()
            page.get_by_role("button", name="Offentliggør version 1").click()
            assert "Version 1 " in page.get_by_role("status").inner_text()
            service.now = AFTER
            page.goto(f"{address}/calls?lang=da")
            week = [one for one in counted(1, first=PLAN_DAY) if one.day <= PLAN_DAY + timedelta(days=6)]
            drop(page, tmp_path, "uge 1.csv", csv_of(map(busy, week)))
            page.get_by_role("link", name="Nøgletal, uge for uge").click()
            assert "Prognosen ventede" in page.locator("main").inner_text()
            page.get_by_label("Hvor mange var tilfredse").fill("41")
            page.get_by_label("Ud af hvor mange").fill("50")
            page.get_by_role("button", name="Indtast").click()
            assert "indtastet for uge 1 i 2027: 41 af 50" in page.locator("main").inner_text()
            look_at_every_width(page)
            page.goto(f"{address}/weeks/2027-W01?lang=da")
            assert "Opkald, der ventes" in page.locator("main").inner_text()
            look_at_every_width(page)
            assert noted.complaints == []
            assert noted.elsewhere(address) == []
