"""A run in a real browser: watched as it goes on, with a script and without, on any screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from api.access.ids import RunId
from api.configuration.settings import DATABASE_FILE
from api.plans.records.plans import find_revision
from api.runs.kinds import RunState
from api.runs.records.leases import RunLease, claim, end, keep_result, report
from api.runs.records.runs import RunResult
from api.store.engine import open_engine, reading, writing
from api.store.types import new_id
from tests.api.browser.conftest import running
from tests.api.browser.looking import (
    DESKTOP,
    IN_BOTH_LANGUAGES,
    Look,
    look_at_every_width,
    looking,
)
from tests.api.filled_service import NOW, Served
from tests.api.runs.made_runs import SCORE, add_waiting_run
from tests.api.runs.reckoning import contradict, place_in, reckon

pytestmark = pytest.mark.browser

PLACE = "/plans/2027-01-04/runs"
AS_COORDINATOR: dict[str, Any] = {"extra_http_headers": {"x-caller": "coordinator"}}


@pytest.fixture
def store(filled_file: Path, tmp_path: Path) -> Iterator[Served]:
    shutil.copy(filled_file, tmp_path / DATABASE_FILE)
    database = open_engine(tmp_path)
    yield Served(database)
    database.dispose()


def waiting(store: Served) -> RunId:
    with reading(store.database) as connection:
        revision = find_revision(connection, place_in(store.database).plan.id)
    with writing(store.database) as connection:
        return add_waiting_run(connection, revision, NOW, note="to uger senere")


@IN_BOTH_LANGUAGES
def test_a_run_is_watched_from_the_queue_to_its_end(
    browser: Browser, store: Served, language: str, look: Look
) -> None:
    run = waiting(store)
    improving = {"da": "Den forbedrer kvote", "en": "It improves quota"}[language]
    draft = {"da": "Se udkastet, version 2", "en": "Look at the draft, version 2"}[language]
    with running(store.app) as address, looking(browser, DESKTOP, **AS_COORDINATOR) as (page, noted):
        page.goto(f"{address}{PLACE}/{run}?lang={language}")
        look(page)
        page.evaluate("() => { window.stays = true; }")
        with writing(store.database) as connection:
            taken = claim(connection, new_id(), NOW)
            assert taken is not None
            lease = RunLease(run, taken.fence)
            assert report(connection, lease, {"phase": "level", "level": "quota", "score": SCORE})
        page.get_by_text(improving).wait_for()
        assert page.locator("#run-figures tbody tr").count() == 4
        look(page)
        with writing(store.database) as connection:
            assert end(connection, lease, RunState.DONE, NOW)
            result = RunResult(status="FEASIBLE", score=SCORE, seconds=2.5)
            keep_result(connection, run, result, place_in(store.database).plan.version)
        page.get_by_role("link", name=draft).wait_for()
        look(page)
        assert page.evaluate("() => window.stays") is True  # the page itself was never loaded anew
        assert noted.complaints == []
        assert noted.elsewhere(address) == []


def test_without_a_script_a_run_is_started_and_ended(browser: Browser, store: Served) -> None:
    options = {**AS_COORDINATOR, "java_script_enabled": False}
    with running(store.app) as address, looking(browser, DESKTOP, **options) as (page, noted):
        page.goto(f"{address}{PLACE}?lang=da")
        page.locator("#time_limit").select_option("15")
        page.get_by_label("Udgangspunkt").select_option("1")
        page.locator("#note").fill("uden script")
        page.get_by_role("button", name="Optimér").click()
        assert page.get_by_role("status").inner_text().startswith("Den venter på sin tur")
        page.get_by_role("button", name="Afslut beregningen").click()
        assert page.get_by_role("status").inner_text() == "Den blev afsluttet, før der var en vagtplan."
        assert noted.complaints == []


def test_the_list_and_what_was_found_fit_on_any_screen(browser: Browser, store: Served) -> None:
    contradict(store.database)
    run, _ = reckon(store.database, time_limit=10)
    with running(store.app) as address, looking(browser, DESKTOP, **AS_COORDINATOR) as (page, noted):
        beside = "/plans/2027-01-04/versions/1/differences/2"
        for path in (PLACE, f"{PLACE}/{run.id}", beside):
            page.goto(f"{address}{path}?lang=da")
            look_at_every_width(page)
        assert noted.complaints == []
