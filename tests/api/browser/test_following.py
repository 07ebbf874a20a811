"""One's own shifts and calendars in a real browser, and the way from an invitation to a calendar program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.accounts.records import accounts, grants, links
from api.accounts.records.links import LinkKind
from api.accounts.records.members import members_of
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from api.store.tables import CALENDAR_ADDRESS
from tests.api.accounts.offices import BEGAN, PASSWORD, Office, publish_both
from tests.api.browser.conftest import running
from tests.api.browser.looking import DESKTOP, IN_BOTH_LANGUAGES, Look, looking, resize
from tests.api.calendars.programs import Khal
from wfm.ids import AgentId

pytestmark = pytest.mark.browser

AGENT, COORDINATOR = "vagt@example.dk", "koordinator@example.dk"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/calendars/[\w-]{43}\.ics")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    database = open_engine(tmp_path_factory.mktemp("office"))
    upgrade(database)
    publish_both(database)
    found = Office(database)
    found.account(AGENT, Role.AGENT, municipality="751", agent="751-1-x")
    found.account(COORDINATOR, Role.COORDINATOR)
    yield found
    database.dispose()


@pytest.fixture(scope="module")
def place(office: Office) -> Iterator[str]:
    with running(office.app) as address:
        yield address


def sign_in(page: Page, place: str, email: str) -> None:
    page.goto(f"{place}/sign-in?lang=da")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()


def subscribe(page: Page, name: str = "telefon") -> str:
    """Make an address; return it."""
    page.get_by_label("Navn").fill(name)
    page.get_by_role("button", name="Opret kalenderlink").click()
    shown = page.get_by_label("Kalenderlink", exact=True)
    expect(shown).to_have_value(ADDRESS)
    return shown.input_value()


@IN_BOTH_LANGUAGES
@pytest.mark.parametrize("email", [AGENT, COORDINATOR])
def test_the_page_is_accessible_quiet_and_fits_on_any_screen(
    browser: Browser, place: str, email: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        sign_in(page, place, email)
        page.goto(f"{place}/me?lang={language}")
        for made in (False, True):
            if made:
                resize(page, DESKTOP)
                page.locator("#name").fill("En meget lang telefon med et navn, der næppe kan være der")
                page.locator("form.side button").click()
            look(page)
        assert noted.complaints == []
        assert noted.elsewhere(place) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_address_is_made_and_revoked_with_a_script_or_without(
    browser: Browser, place: str, office: Office, scripts: bool
) -> None:
    name = f"enhed {scripts:d}"
    with looking(browser, java_script_enabled=scripts) as (page, _):
        sign_in(page, place, AGENT)
        expect(page.get_by_role("heading", name="Mine vagter", level=1)).to_be_visible()
        address = subscribe(page, name)
        expect(page.get_by_role("link", name="Abonnér", exact=True)).to_have_attribute(
            "href", address.replace("http://", "webcal://")
        )
        assert page.get_by_role("button", name="Kopiér").is_visible() is scripts
        assert page.request.get(address).status == 200
        page.get_by_role("link", name="Mine vagter").click()
        assert address not in page.content()
        page.get_by_role("button", name=f"Træk tilbage ({name})").click()
        expect(page.get_by_role("status")).to_contain_text("Linket er trukket tilbage")
        assert page.request.get(address).status == 404
    (row,) = (row for row in office.rows(CALENDAR_ADDRESS) if row["name"] == name)
    assert row["revoked_at"] == office.at


def test_from_an_invitation_to_a_calendar_program(
    browser: Browser, place: str, office: Office, tmp_path: Path
) -> None:
    with writing(office.database) as connection:
        members = members_of(connection, HotlineCode("here"))
        made = accounts.make(connection, "ny@example.dk", "da", by=None, at=BEGAN)
        person = members.person(AgentId("751-3-x"))
        given = {"hotline": members.id, "person": person, "by": None, "at": BEGAN}
        grants.give(connection, made.id, Role.AGENT, municipality="751", **given)  # type: ignore[arg-type]
        link = links.make(
            connection, LinkKind.INVITATION, made.id, by=None, at=BEGAN, lasts=timedelta(days=7)
        )
        secret = links.renew(connection, link, BEGAN)
    with looking(browser) as (page, noted):
        page.goto(f"{place}/links/{secret}")
        page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
        page.get_by_label("Adgangskoden igen").fill(PASSWORD)
        page.get_by_role("button", name="Gem og log ind").click()
        expect(page.get_by_role("heading", name="Mine vagter", level=1)).to_be_visible()
        assert noted.complaints == []
    with looking(browser) as (page, noted):  # another day, another browser
        sign_in(page, place, "ny@example.dk")
        page.get_by_role("link", name="Mine vagter").click()
        ahead = page.locator("tbody th").all_inner_texts()
        address = subscribe(page)
        assert noted.complaints == []
    assert ahead == ["Torsdag 7. jan.", "Tirsdag 12. jan.", "Onsdag 13. jan."]
    shown = Khal(tmp_path / "khal", address).poll()
    sits = {start: entry for start, entry in shown.items() if not entry.cancelled}
    assert list(sits) == ["2027-01-07 11:00", "2027-01-12 08:00", "2027-01-13 08:00"]
    assert {entry.title for entry in sits.values()} == {"Vagt: Test"}
    # What the program was shown was shown because the agent may see it: with the grant it goes.
    with writing(office.database) as connection:
        (held,) = grants.grants_of(connection, made.id)
        grants.withdraw(connection, held, by=None, at=BEGAN)
    assert httpx2.get(address).status_code == 404
