"""The next quarter from the last: all are asked, two are late, workbooks have faults; the plan is whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.browser.asked_quarter import AskedQuarter, day_in, federation, shift_of
from tests.api.browser.conftest import running
from tests.api.browser.looking import NARROW, WIDE, is_quiet, look, looking
from tests.api.publishing.planned import NOW, planned
from wfm.ids import MunicipalityCode

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHORT = pytest.param((3, 8, 26, 1), id="3 leaders and 8 agents")
WHOLE = pytest.param((18, 80, 89, 3), id="18 leaders and 80 agents", marks=pytest.mark.prove)


@pytest.fixture
def quarter(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[AskedQuarter, list[str]]]:
    """Return a published quarter, and the municipalities whose workbooks come with faults."""
    towns, agents, days, faulty = request.param
    with planned(tmp_path, NOW) as world:
        plan = federation(towns, agents, days)
        yield AskedQuarter(world, plan), [str(town.code) for town in plan.municipalities][-faulty:]


def read_workbooks(quarter: AskedQuarter, page: Page, faulty: list[str], folder: Path) -> None:
    """Take all workbooks in: those with faults are told beside their rows, and stop no other."""
    plan = quarter.next_plan()
    day = day_in(plan, 4)
    for town in plan.municipalities:
        code = str(town.code)
        good = (f"M{code} 1", "utilgængelig", day, day, None, None, None, "ferie")
        good = (plan.agents_of[town.code][0].name, *good[1:])
        bad = ("Nogen Anden", "ferie?", day, day)
        rows: list[tuple[Any, ...]] = [good, bad] if code in faulty else [good]
        status, faults = quarter.merge(quarter.workbook(folder, code, *rows))
        assert status == (422 if code in faulty else 200), (code, faults)
        assert {fault["row"] for fault in faults} == ({3} if code in faulty else set())
    content = quarter.workbook(folder / "again", faulty[0], (*good[:1], "ferie?", day, day))
    page.goto(page.url.split("/plans/")[0] + f"/plans/{quarter.first}/tables/availability?lang=da")
    file = {"name": f"{faulty[0]}.xlsx", "mimeType": XLSX, "buffer": content}
    page.get_by_label("Eller en fil").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Se, hvad det ændrer").click()
    told = page.get_by_role("table", name="Rækker med fejl").get_by_role("row")
    expect(told).to_have_count(2)
    expect(told.last).to_contain_text("ferie?")
    look(page)
    for code in faulty:
        rows = [(plan.agents_of[MunicipalityCode(code)][0].name, "utilgængelig", day, day)]
        assert quarter.merge(quarter.workbook(folder / "right", code, *rows))[0] == 200


@pytest.mark.parametrize("quarter", [SHORT, WHOLE], indirect=True)
def test_everybody_answers_and_the_plan_is_complete(
    browser: Browser, quarter: tuple[AskedQuarter, list[str]], tmp_path: Path
) -> None:
    asked, faulty = quarter
    agents = [str(agent.id) for agent in asked.plan.agents]
    phone, *others, granted, rejected = agents
    last = (asked.world.now + timedelta(days=10)).date()
    with (
        running(asked.app) as address,
        looking(browser, WIDE, extra_http_headers={"x-caller": "coordinator"}) as (page, noted),
    ):
        page.set_default_timeout(20_000)
        page.goto(f"{address}/plans?lang=da")
        page.get_by_role("link", name="Planlæg den næste periode").click()
        look(page)
        page.get_by_role("button", name="Opret planen").click()
        page.get_by_role("link", name="Til dig").click()
        look(page)
        page.get_by_role("link", name="Spørg, hvornår folk kan tage vagter").click()
        page.get_by_label("Sidste dag at svare").fill(str(last))
        page.get_by_role("button", name="Spørg, og send mails").click()
        expect(page.get_by_role("status")).to_contain_text("får besked i en mail")
        look(page)
        assert len(asked.mailed()) == len(agents)

        read_workbooks(asked, page, faulty, tmp_path)
        answer_on_a_phone(browser, asked, address, phone)
        plan = asked.next_plan()
        for place, agent in enumerate(others):
            asked.answer(agent, **{shift_of(plan, place): "uwp"[place % 3]})
        lead_in_the_browser(browser, asked, address)
        for town in plan.municipalities[1:]:
            days = {"first": str(day_in(plan, 9)), "letter": "u", "all": "1"}
            where = f"{asked.board}/days"
            assert asked.send(f"leader {town.code}", where, f'action="{where}', **days) == 303

        page.goto(f"{address}{asked.board}?lang=da")
        expect(page.locator("p.lead")).to_contain_text(f"{len(agents) - 2} af {len(agents)} har svaret")
        page.get_by_role("button", name="Send en påmindelse til dem, der mangler").click()
        expect(page.get_by_role("status")).to_contain_text("2 til medarbejdere, 0 til ledere; 0 har")
        late = {asked.callers[f"agent {agent}"].id for agent in (granted, rejected)}  # type: ignore[union-attr]
        assert asked.mailed() == late

        asked.world.now = datetime.combine(last + timedelta(days=1), time(1), asked.plan.hotline.zone)
        for agent in (granted, rejected):
            asked.answer(agent, do="request", **{shift_of(plan, 2): "u"})
        page.goto(f"{address}{asked.board}?lang=da")
        look(page)
        page.get_by_role("button", name=f"Imødekom Agent {granted}").click()
        expect(page.get_by_role("button", name="Imødekom")).to_have_count(1)
        page.get_by_role("button", name=f"Afvis Agent {rejected}").click()
        expect(page.get_by_role("button", name="Afvis")).to_have_count(0)

        check = f"{address}/plans/{asked.first}/check?lang=da"
        page.goto(check)
        expect(page.get_by_role("heading", name="Svar, der mangler")).to_contain_text("1")
        look(page)
        asked.answer(rejected, who="coordinator")  # somebody called them: they always can
        page.goto(check)
        expect(page.get_by_text("Planen er i orden")).to_be_visible()
        expect(page.get_by_role("heading", name="Svar, der mangler")).to_have_count(0)
        assert is_quiet(noted, address)
    hold(asked, others, granted, rejected)


def answer_on_a_phone(browser: Browser, asked: AskedQuarter, address: str, agent: str) -> None:
    """Let an agent say on a phone that every Tuesday is impossible."""
    told = {"x-caller": f"agent {agent}"}
    with looking(browser, NARROW, extra_http_headers=told) as (page, noted):
        page.goto(f"{address}{asked.board}?lang=da")
        page.locator("details", has_text="Mange vagter på én gang").locator("summary").click()
        page.get_by_label("Dag", exact=True).select_option(label="tirsdag")
        page.get_by_role("button", name="Udfyld").click()
        page.get_by_role("button", name="Gem, jeg er færdig").click()
        expect(page.get_by_role("status")).to_contain_text("Tak")
        look(page, NARROW)
        assert is_quiet(noted, address)


def lead_in_the_browser(browser: Browser, asked: AskedQuarter, address: str) -> None:
    """Let the first leader say a staff day for all of theirs, and see nobody else's people."""
    plan = asked.next_plan()
    with looking(browser, WIDE, extra_http_headers={"x-caller": "leader 1"}) as (page, noted):
        page.goto(f"{address}{asked.board}?lang=da")
        page.locator("details", has_text="Dage for mange på én gang").locator("summary").click()
        page.get_by_label("Første dag").fill(str(day_in(plan, 9)))
        page.get_by_label("alle", exact=True).check()
        page.get_by_role("button", name="Gem dagene").click()
        expect(page.get_by_role("status")).to_contain_text("gemt", ignore_case=True)
        look(page)
        expect(page.get_by_text("Agent 2-1")).to_have_count(0)
        assert is_quiet(noted, address)


def hold(asked: AskedQuarter, others: list[str], granted: str, rejected: str) -> None:
    """Hold that what everybody said stands in the plan, and nothing else of the two who were late."""
    plan = asked.next_plan()
    staff_day = day_in(plan, 9)
    said = {str(agent.id): plan.entries_of.get(agent.id, ()) for agent in plan.agents}
    assert all(any(e.first_day <= staff_day <= e.last_day for e in own) for own in said.values())
    assert all(len(own) > 1 for agent, own in said.items() if agent in others)
    late = plan.shifts[2].day
    is_away = [any(e.first_day <= late <= e.last_day for e in said[agent]) for agent in (granted, rejected)]
    assert is_away == [True, False]
