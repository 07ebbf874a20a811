"""A leader's forms in a real browser: days for all, pasted rows with faults, thin weeks, confirming."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from api.availability.records.answers import AnswerRecord, keep_answer
from api.availability.records.collections import Collection, keep_collection
from api.plans.records.answers import read_content
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from tests.api.browser.conftest import running
from tests.api.browser.looking import WIDE, is_quiet, look, looking
from tests.api.filled_service import NOW, Served
from tests.api.publications import small_plan
from tests.api.store.filled import add_plan
from wfm.hotline import Approval

pytestmark = pytest.mark.browser

BOARD = "/plans/2027-01-04/availability?hotline=test"
FAULTY = "agent\ttype\tf\u00f8rste dag\tsidste dag\nNogen Anden\tferie\t2027-01-04\t2027-01-04\n"


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service whose leaders confirm, in which one agent has answered."""
    database = open_engine(tmp_path_factory.mktemp("led"))
    upgrade(database)
    line = replace(small_plan().hotline, approval=Approval.LEADER)
    revision = add_plan(database, replace(small_plan(), hotline=line))
    told = {"opens": NOW, "closes": NOW + timedelta(days=9), "author": None, "at": NOW}
    with writing(database) as connection:
        keep_collection(connection, Collection(revision.plan, 1, note="", **told))  # type: ignore[arg-type]
        first = read_content(connection, revision).people()[0]
        keep_answer(connection, revision.plan, AnswerRecord(first.person, NOW, None, answered_at=NOW))
    with running(Served(database).app) as address:
        yield address
    database.dispose()


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
def test_a_leader_answers_for_many_and_confirms(browser: Browser, place: str, scripts: bool) -> None:
    options = {"extra_http_headers": {"x-caller": "leader"}, "java_script_enabled": scripts}
    with looking(browser, WIDE, **options) as (page, noted):
        page.set_default_timeout(8000)
        page.goto(f"{place}{BOARD}&lang=da")
        page.get_by_role("button", name="Bekr\u00e6ft Agent 1-1").click()
        expect(page.get_by_text("har svaret, bekr\u00e6ftet")).to_be_visible()
        page.locator("#days summary").click()
        page.get_by_label("F\u00f8rste dag").fill("2027-01-04")
        page.get_by_label("Sidste dag").fill("2027-01-08")
        page.get_by_label("alle", exact=True).check()
        page.get_by_role("button", name="Gem dagene").click()
        expect(page.get_by_role("status")).to_contain_text("2 medarbejdere")
        expect(page.get_by_role("heading", name="Uger med få medarbejdere")).to_be_visible()
        page.locator("#rows summary").click()
        page.get_by_label("R\u00e6kker, kopieret fra et regneark").fill(FAULTY)
        page.get_by_role("button", name="Gem r\u00e6kkerne").click()
        expect(page.get_by_role("alert")).to_contain_text("Intet blev gemt")
        faulty = page.get_by_role("table", name="R\u00e6kker med fejl").get_by_role("row")
        expect(faulty.last).to_contain_text("Nogen Anden")
        typed = page.get_by_label("R\u00e6kker, kopieret fra et regneark")
        expect(typed).to_have_value(FAULTY)
        if scripts:
            look(page)
        typed.fill(FAULTY.replace("Nogen Anden", "Agent 1-2").replace("ferie", "utilg\u00e6ngelig"))
        page.get_by_role("button", name="Gem r\u00e6kkerne").click()
        expect(page.get_by_role("status")).to_contain_text("1 medarbejder")
        if scripts:
            look(page)
        assert is_quiet(noted, place)
