"""Signing in and all that follows from it, as somebody does it with a browser, and how the pages look."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, links, offers
from api.accounts.records.links import LinkKind
from api.accounts.records.members import members_of
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from tests.api.accounts.offices import BEGAN, PASSWORD, Office, publish_both
from tests.api.browser.conftest import running
from tests.api.browser.looking import (
    DESKTOP,
    IN_BOTH_LANGUAGES,
    PHONE,
    Look,
    looking,
    overflow,
    resize,
    violations,
)

pytestmark = pytest.mark.browser

ADMIN = "administrator@example.dk"
LONG = "leder.for.hele.kommunen@digitaliseringsafdelingen.example.dk"
OPEN = ("/sign-in", "/reset", "/links/{invitation}", "/links/{offer}", "/links/nothing")
"""Pages of whoever is not signed in."""
PAGES = (
    *OPEN,
    "/account",
    "/account/second-step",
    "/account/notices",
    "/administration?hotline=here",
    "/administration?hotline=here&words=e&account={account}",
)
LINKS: dict[str, str] = {}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return an office with an administrator and somebody of every role."""
    folder = tmp_path_factory.mktemp("office")
    database = open_engine(folder)
    upgrade(database)
    publish_both(database)
    found = Office(database)
    account = found.account(ADMIN, Role.ADMINISTRATOR, hotline=None)
    found.account(ADMIN, Role.COORDINATOR)
    found.account("koordinator@example.dk", Role.COORDINATOR)
    LINKS["account"] = found.account(LONG, Role.LEADER, municipality="751").id
    found.account("vagt@example.dk", Role.AGENT, agent="751-1-x")
    with writing(database) as connection:
        access_tokens.make(connection, account.id, "Lønsystemet", at=BEGAN, lasts=timedelta(days=365))
        made = accounts.make(connection, "inviteret@example.dk", "da", by=None, at=BEGAN)
        link = links.make(
            connection, LinkKind.INVITATION, made.id, by=None, at=BEGAN, lasts=timedelta(days=7)
        )
        LINKS["invitation"] = links.renew(connection, link, BEGAN)
        hotline = members_of(connection, HotlineCode("here")).id
        for email in (ADMIN, "tilbudt@example.dk"):
            offer = offers.make(
                connection, hotline, email, "da", by=account.id, at=BEGAN, lasts=timedelta(days=7)
            )
            told = {"municipality": "751", "person": None, "by": account.id, "at": BEGAN}
            offers.add_role(connection, offer, Role.LEADER, **told)  # type: ignore[arg-type]
            LINKS["offer"] = offers.renew(connection, offer, BEGAN, handed=True)
    yield found
    database.dispose()


@pytest.fixture(scope="module")
def place(office: Office) -> Iterator[str]:
    with running(office.app) as address:
        yield address


def sign_in(page: Page, place: str, email: str = ADMIN) -> None:
    page.goto(f"{place}/sign-in?lang=da")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()


def kept(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for pictures, to look at."""
    folder = os.environ.get("WFM_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@IN_BOTH_LANGUAGES
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_quiet_and_fits_on_any_screen(
    browser: Browser, place: str, path: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        if path not in OPEN:
            sign_in(page, place)
        where = path.format(**LINKS)
        page.goto(f"{place}{where}{'&' if '?' in where else '?'}lang={language}")
        name = re.sub(r"\W+", "-", f"{path}-{language}").strip("-")
        look(page)
        kept(page, f"{name}-{DESKTOP}")
        page.emulate_media(color_scheme="dark")
        kept(page, f"{name}-dark")
        page.emulate_media(color_scheme="light")
        resize(page, PHONE)
        kept(page, f"{name}-{PHONE}")
        assert len(noted.complaints) == (path == "/links/nothing"), noted.complaints
        assert noted.elsewhere(place) == []


def test_what_went_wrong_has_the_focus_and_the_field_comes_next(browser: Browser, place: str) -> None:
    with looking(browser, java_script_enabled=False) as (page, _):
        page.goto(f"{place}/sign-in?lang=da")
        page.get_by_label("E-mail").fill(ADMIN)
        page.get_by_label("Adgangskode").fill("forkert adgangskode")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_label("E-mail")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_invited_takes_the_account_up_and_sees_their_week(
    browser: Browser, place: str, scripts: bool
) -> None:
    """The whole way by forms, which need no script."""
    email = f"ny{scripts:d}@example.dk"
    with looking(browser, java_script_enabled=scripts) as (page, _):
        page.goto(f"{place}/administration?hotline=here&lang=da")
        expect(page).to_have_url(re.compile("/sign-in"))
        page.get_by_label("E-mail").fill(ADMIN)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("heading", name="Hotlinens konti")).to_be_visible()
        page.get_by_label("E-mail").fill(email)
        page.locator("#role-new").select_option("agent")
        page.locator("#person-new").fill("name-kanarie-751-2-y")
        page.get_by_role("button", name="Invitér").click()
        first = page.locator(".secret").inner_text()
        page.get_by_role("button", name=f"Lav et nyt link til invitationen ({email})").click()
        address = page.locator(".secret").inner_text()
        assert first != address
        kept(page, "link-shown")
    with looking(browser, java_script_enabled=scripts) as (page, _):
        page.goto(address)
        page.get_by_label("Adgangskode", exact=True).fill("kort")
        page.get_by_label("Adgangskoden igen").fill("kort")
        if scripts:
            page.locator("form.card").evaluate("form => form.noValidate = true")
            page.get_by_role("button", name="Accepter og log ind").click()
            expect(page.get_by_role("alert")).to_contain_text("mindst 12 tegn")
            kept(page, "link-refused")
        page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
        page.get_by_label("Adgangskoden igen").fill(PASSWORD)
        page.get_by_role("button", name="Accepter og log ind").click()
        expect(page.get_by_role("heading", name="Mine vagter", level=1)).to_be_visible()
        page.goto(f"{place}/weeks/2027-W01")
        expect(page.locator("main")).to_contain_text("name-kanarie-751-2-y")
        page.get_by_role("link", name="Min konto").click()
        page.get_by_role("button", name="Log ud").click()
        expect(page).to_have_url(re.compile("/sign-in$"))
        page.goto(f"{place}/weeks/2027-W01")
        expect(page).to_have_url(re.compile("/sign-in"))


def test_a_wrong_password_is_said_and_what_was_typed_stays(browser: Browser, place: str) -> None:
    with looking(browser) as (page, _):
        page.goto(f"{place}/sign-in")
        page.get_by_label("E-mail").fill("koordinator@example.dk")
        page.get_by_label("Adgangskode").fill("forkert")
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("alert")).to_contain_text("ikke rigtig")
        expect(page.get_by_label("E-mail")).to_have_value("koordinator@example.dk")
        assert violations(page) == []
        kept(page, "sign-in-wrong")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_code_is_turned_on_asked_for_and_turned_off(
    browser: Browser, place: str, office: Office, scripts: bool
) -> None:
    """The whole way by forms, each page of it accessible."""

    def sound(page: Page, name: str) -> None:
        if scripts:
            kept(page, f"code-{name}")
            assert violations(page) == []
            page.emulate_media(color_scheme="dark")
            assert violations(page, "color-contrast") == []
            page.emulate_media(color_scheme="light")
            resize(page, PHONE)
            assert overflow(page) <= 0
            kept(page, f"code-{name}-{PHONE}")
            resize(page, DESKTOP)

    email = f"kode{scripts:d}@example.dk"
    office.account(email, Role.COORDINATOR)
    with looking(browser, DESKTOP, java_script_enabled=scripts) as (page, noted):
        sign_in(page, place, email)
        page.goto(f"{place}/account")
        page.get_by_role("link", name="Slå totrinsbekræftelse til").click()
        page.get_by_label("Din adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Sæt den op").click()
        sound(page, "set-up")
        app = TOTP(page.locator(".secret").inner_text().replace("-", ""))
        page.get_by_label("Engangskode", exact=True).fill(app.at(office.at))
        page.get_by_role("button", name="Slå totrinsbekræftelse til").click()
        recovery = page.locator(".secret li").all_inner_texts()
        assert len(recovery) == 10
        sound(page, "recovery")
        page.goto(f"{place}/account")
        page.get_by_role("button", name="Log ud").first.click()
        sign_in(page, place, email)
        expect(page.get_by_role("heading", name="Engangskode")).to_be_visible()
        sound(page, "asked")
        page.get_by_label("Engangskode", exact=True).fill("000000")
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("alert")).to_contain_text("ikke rigtig")
        page.get_by_label("Engangskode", exact=True).fill(recovery[0])
        page.get_by_role("button", name="Log ind").click()
        page.goto(f"{place}/account/second-step")
        expect(page.locator("main")).to_contain_text("9 gendannelseskoder")
        sound(page, "on")
        page.locator("#password-off").fill(PASSWORD)
        page.locator("#code-off").fill(recovery[1])
        page.get_by_role("button", name="Slå totrinsbekræftelse fra").click()
        expect(page.get_by_role("status")).to_contain_text("Den er slået fra")
        assert noted.elsewhere(place) == []


def test_a_token_is_made_and_shown_once(browser: Browser, place: str) -> None:
    with looking(browser) as (page, _):
        sign_in(page, place, "koordinator@example.dk")
        page.goto(f"{place}/account")
        page.get_by_label("Hvad nøglen skal bruges til").fill("Bagvagtens regneark")
        page.get_by_role("button", name="Opret en adgangsnøgle").click()
        assert re.fullmatch(r"wfm_[\w-]{43}", page.locator(".secret").inner_text())
        assert violations(page) == []
        kept(page, "token")
        page.goto(f"{place}/account")
        expect(page.locator(".secret")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("Bagvagtens regneark")


def test_who_is_signed_out_in_mid_form_comes_back_to_what_was_typed(
    browser: Browser, office: Office, place: str
) -> None:
    began = office.at
    with looking(browser) as (page, _):
        sign_in(page, place)
        page.goto(f"{place}/administration?hotline=here&lang=da")
        page.get_by_label("E-mail").fill("halvvejs@example.dk")
        page.locator("#role-new").select_option("coordinator")
        office.later(days=40)
        try:
            page.get_by_role("button", name="Invitér").click()
            expect(page.get_by_text("Det, du skrev, er gemt i denne fane")).to_be_visible()
            kept(page, "interrupted")
            page.get_by_role("link", name="Log ind og kom tilbage").click()
            assert "halvvejs" not in page.url
            page.get_by_label("E-mail").fill(ADMIN)
            page.get_by_label("Adgangskode").fill(PASSWORD)
            page.get_by_role("button", name="Log ind").click()
            expect(page).to_have_url(re.compile("/administration"))
            expect(page.get_by_label("E-mail")).to_have_value("halvvejs@example.dk")
            expect(page.locator("#role-new")).to_have_value("coordinator")
            kept(page, "filled-again")
            page.get_by_role("button", name="Invitér").click()
            expect(page.locator(".secret")).to_be_visible()
            page.goto(f"{place}/administration?hotline=here")
            expect(page.get_by_label("E-mail")).to_have_value("")
        finally:
            office.at = began


def test_what_one_person_typed_is_not_shown_to_the_next(browser: Browser, office: Office, place: str) -> None:
    with looking(browser) as (page, _):
        sign_in(page, place, "koordinator@example.dk")
        page.goto(f"{place}/me?hotline=here&lang=da")
        page.get_by_label("Navn", exact=True).fill("min telefon")
        page.context.clear_cookies()
        page.get_by_role("button", name="Opret kalenderlink").click()
        page.get_by_role("link", name="Log ind og kom tilbage").click()
        page.get_by_label("E-mail").fill("vagt@example.dk")
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        expect(page).to_have_url(re.compile("/me"))
        expect(page.get_by_label("Navn", exact=True)).to_have_value("")
        assert page.evaluate("sessionStorage.getItem('typed')") is None


def test_who_is_about_to_be_signed_out_for_standing_idle_is_told_and_stays(
    browser: Browser, office: Office, place: str
) -> None:
    began = office.at
    try:
        with looking(browser) as (page, _):
            page.clock.install()
            sign_in(page, place)
            page.goto(f"{place}/account?lang=da")
            told = page.get_by_role("alertdialog")
            office.later(minutes=50)
            page.clock.fast_forward("50:00")
            expect(told).to_have_count(0)
            page.clock.fast_forward("02:00")
            expect(told).to_be_visible()
            assert violations(page) == []
            kept(page, "idle")
            stay = page.get_by_role("button", name="Forbliv logget ind")
            expect(stay).to_be_focused()
            stay.click()
            expect(told).to_have_count(0)
            office.later(minutes=50)
            page.goto(f"{place}/account?lang=da")
            expect(page.get_by_role("heading", level=1)).to_have_text("Min konto")
    finally:
        office.at = began
