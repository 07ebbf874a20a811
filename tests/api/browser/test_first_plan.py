"""From an empty service to a checked first plan: in Danish by mouse, and in English by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.accounts.offices import PASSWORD, Office
from tests.api.browser.conftest import running
from tests.api.browser.keyboard import press, write
from tests.api.browser.looking import NARROW, WIDE, is_quiet, look, looking
from tests.builders import agent, municipality
from wfm.plan import Plan
from wfm.tables.plan_opening import open_workbook
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import Cells, plan_cells

pytestmark = pytest.mark.browser

FIRST = "first@example.dk"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOWNS = "municipality;name;population;participation\n751;Aarhus;360000;staffing\n730;Randers;99000;staffing\n"
PEOPLE = "agent;name;municipality;competences\n" + "".join(
    f"{code}-0{n};{town} {n};{code};\n"
    for code, town in (("751", "Aarhus"), ("730", "Randers"))
    for n in (1, 2, 3)
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return a service to which nothing was ever brought."""
    database = open_engine(tmp_path)
    upgrade(database)
    yield Office(database)
    database.dispose()


def test_in_danish_by_mouse(browser: Browser, office: Office) -> None:
    first = office.first()
    with running(office.app) as address, looking(browser, WIDE) as (page, noted):
        page.set_default_timeout(8000)
        page.goto(f"{address}/links/{first}?lang=da")
        page.get_by_label("E-mail").fill(FIRST)
        page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
        page.get_by_label("Adgangskoden igen").fill(PASSWORD)
        page.get_by_role("button", name="Gem og log ind").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kom i gang")
        look(page, WIDE)
        page.get_by_role("link", name="Opret en hotline").click()
        look(page, WIDE)
        page.get_by_label("Navn").fill("Borgerlinjen")
        page.get_by_label("Kode").fill("bl")
        page.get_by_label("Onsdag").fill("otte til fire")
        page.get_by_role("button", name="Opret hotlinen", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Onsdag")
        expect(page.get_by_label("Navn")).to_have_value("Borgerlinjen")
        look(page, WIDE)
        page.get_by_label("Onsdag").fill("8-20")
        page.get_by_role("button", name="Opret hotlinen", exact=True).click()
        expect(page.locator("[aria-current=step] h2")).to_contain_text("Planlæg det første kvartal")
        look(page, WIDE)
        page.get_by_role("link", name="Invitér de andre").click()
        page.get_by_label("E-mail").fill("koordinator@example.dk")
        page.get_by_label("Rolle").first.select_option("coordinator")
        page.get_by_role("button", name="Invitér", exact=True).click()
        expect(page.locator(".secret")).to_contain_text("/links/")
        page.get_by_role("link", name="Vagtplan", exact=True).click()
        expect(page.get_by_role("heading", name="Invitér de andre")).to_contain_text("gjort")
        page.get_by_role("link", name="Planen som regneark").click()
        look(page, WIDE)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Hent regnearket").click()
        hotline = open_workbook("plan.xlsx", waiting.value.path().read_bytes()).hotline.hotline
        towns = (municipality("751", 360000), municipality("730", 99000))
        people = tuple(agent(f"{code}-0{n}", municipality=code) for code in ("751", "730") for n in (1, 2, 3))
        cells = plan_cells(Plan(hotline, towns, people))
        faulty: dict[str, list[Cells]] = {
            **cells,
            "agents": [{**row, "municipality": "999"} for row in cells["agents"]],
        }
        for sheets in (faulty, cells):
            content = plan_workbook(hotline, sheets, "da")
            page.get_by_label("En plan som regneark").set_input_files(
                {"name": "plan.xlsx", "mimeType": XLSX, "buffer": content}
            )
            page.get_by_role("button", name="Indlæs filen og kontrollér planen").click()
            if sheets is faulty:
                expect(page.get_by_role("alert")).to_contain_text("6 fejl; intet blev gemt")
                look(page, WIDE)
        expect(page.get_by_text("Planen er i orden")).to_be_visible()
        look(page, WIDE)
        page.get_by_role("link", name="Planer", exact=True).first.click()
        expect(
            page.get_by_role("link", name="Kontrollér planen, og lav så en vagtplan af den")
        ).to_be_visible()
        look(page, WIDE)
        assert is_quiet(noted, address)


def test_in_english_by_keyboard_alone(browser: Browser, office: Office) -> None:
    first = office.first()
    with running(office.app) as address, looking(browser, NARROW) as (page, noted):
        page.set_default_timeout(8000)
        page.goto(f"{address}/links/{first}?lang=en")
        write(page, "E-mail", FIRST)
        write(page, "Password", PASSWORD)
        write(page, "The password once more", PASSWORD)
        press(page, "Save and sign in")
        look(page, NARROW)
        press(page, "Make a hotline")
        write(page, "Name", "The citizens' line")
        write(page, "Code", "cl")
        press(page, "Make the hotline")
        expect(page.locator("[aria-current=step] h2")).to_contain_text("Plan the first quarter")
        look(page, NARROW)
        press(page, "Invite the others")
        write(page, "E-mail", "coordinator@example.dk")
        write(page, "Role", "Coordinator")
        press(page, "Invite")
        expect(page.locator(".secret")).to_contain_text("/links/")
        for table, rows in (("The municipalities", TOWNS), ("The agents", PEOPLE)):
            press(page, "Roster")
            press(page, table)
            write(page, "Rows, copied from a spreadsheet", rows)
            look(page, NARROW)
            press(page, "See what it changes")
            press(page, "Keep it")
        press(page, "Roster")
        expect(page.get_by_role("heading", name="Plan the first quarter")).to_contain_text("done")
        look(page, NARROW)
        press(page, "Check of the plan")
        expect(page.get_by_text("The plan is sound")).to_be_visible()
        look(page, NARROW)
        assert is_quiet(noted, address)
