"""Thirteen weeks answered: on a phone in under sixty taps, by a calendar, without a script, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from api.availability.records.collections import Collection, keep_collection
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from tests import builders
from tests.api.browser.conftest import running
from tests.api.browser.keyboard import press, reach, write
from tests.api.browser.looking import PHONE, WIDE, is_quiet, looking, overflow, violations
from tests.api.filled_service import NOW, Served
from tests.api.store.filled import add_plan

pytestmark = pytest.mark.browser

OWN = "/plans/2027-01-04/availability/1-1?hotline=test&lang=da"
MOST_TAPS = 60


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service whose people are asked about thirteen weeks of twenty shifts."""
    database = open_engine(tmp_path_factory.mktemp("asked"))
    upgrade(database)
    line = builders.hotline(days=91, hours="08:00-20:00")
    towns = (builders.municipality("1", 100), builders.municipality("2", 50))
    revision = add_plan(database, builders.plan(towns, ("1-1", "1-2", "2-1"), hotline=line))
    with writing(database) as connection:
        told = {"opens": NOW, "closes": NOW + timedelta(days=9), "author": None, "at": NOW}
        keep_collection(connection, Collection(revision.plan, 1, note="", **told))  # type: ignore[arg-type]
    with running(Served(database).app) as address:
        yield address
    database.dispose()


class Thumb:
    """Somebody who answers on a phone, and how often they tapped; a choice takes two taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        self.taps += 1

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=value)
        self.taps += 2

    def pattern(self, **chosen: str) -> None:
        """Fill a pattern in: by label what is chosen."""
        details = self.page.locator("details", has_text="Mange vagter på én gang")
        if not details.evaluate("element => element.open"):
            details.locator("summary").click()
            self.taps += 1
        for label, value in chosen.items():
            self.choose(label, value)
        self.tap("Udfyld")

    def said(self) -> list[str]:
        return [
            str(one)
            for one in self.page.locator(".thumb select").evaluate_all("all => all.map(s => s.value)")
        ]


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
def test_thirteen_weeks_in_under_sixty_taps(browser: Browser, place: str, scripts: bool) -> None:
    options = {"extra_http_headers": {"x-caller": "agent"}, "java_script_enabled": scripts}
    with looking(browser, PHONE, **options) as (page, _):
        page.goto(place + OWN)
        thumb = Thumb(page)
        thumb.pattern(**{"Dag": "tirsdag", "Vagt fra kl.": "17.00", "Uger": "lige uger", "Jeg": "kan ikke"})
        thumb.pattern(**{"Dag": "fredag", "Jeg": "kan ikke"})
        thumb.pattern(**{"Dag": "mandag", "Vagt fra kl.": "08.00", "Jeg": "vil gerne"})
        for day in ("1", "2", "3", "4"):
            name = f"c:2027-02-{14 + int(day)}T08:00"
            page.locator(f'select[name="{name}"]').select_option("u")
            thumb.taps += 2
        thumb.tap("Gem, jeg er færdig")
        expect(page.get_by_role("status")).to_contain_text("Tak")
        assert thumb.taps < MOST_TAPS
        found = thumb.said()  # a Monday of the four is one that was wished for
        assert (len(found), found.count("u"), found.count("p")) == (13 * 20, 6 + 13 * 4 + 4, 12)
        if scripts:
            assert violations(page) == []
            assert not overflow(page)


def test_a_calendar_marks_what_is_busy(browser: Browser, place: str) -> None:
    event = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:hemmeligt\r\nDTSTART;TZID=Europe/Copenhagen:20270106T090000\r\n"
    rule = "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=13\r\nEND:VEVENT\r\n"
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}{rule}END:VCALENDAR\r\n".encode()
    with looking(browser, PHONE, extra_http_headers={"x-caller": "agent"}) as (page, _):
        page.goto(place + OWN)
        page.locator("details", has_text="Fra en kalender").locator("summary").click()
        file = {"name": "a.ics", "mimeType": "text/calendar", "buffer": content}
        page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="Markér optagne vagter").click()
        expect(page.get_by_role("status")).to_contain_text("Gemt")
        assert Thumb(page).said().count("u") == 13
        assert "hemmeligt" not in page.content()


def test_thirteen_weeks_in_english_by_keyboard_alone(browser: Browser, place: str) -> None:
    with looking(browser, WIDE, extra_http_headers={"x-caller": "agent"}) as (page, noted):
        page.set_default_timeout(8000)
        page.goto(f"{place}/plans/2027-01-04/availability?hotline=test&lang=en")
        for chosen in (("Day", "Tuesday"), ("Shift from", "17")), (("Day", "Friday"), ("I", "rather")):
            if not page.locator("details").first.evaluate("element => element.open"):
                reach(page, "Many shifts at once")
                page.keyboard.press("Enter")
            for label, typed in chosen:
                write(page, label, typed)
            press(page, "Fill in")
        write(page, "22 Jan 08:00", "gladly")  # one shift, otherwise than the pattern
        page.keyboard.press("Shift+Tab")
        press(page, "Save, I am done")
        expect(page.get_by_role("status")).to_contain_text("Thank you")
        found = Thumb(page).said()
        assert (len(found), found.count("u"), found.count("w"), found.count("p")) == (13 * 20, 13, 51, 1)
        assert violations(page) == []
        assert is_quiet(noted, place)
