"""The board of people in a real browser: readable on any screen, by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.access.roles import Role
from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests.api.accounts.offices import PASSWORD, Office, publish_both
from tests.api.browser.conftest import running
from tests.api.browser.looking import DESKTOP, PHONE, SMALLEST, looking, overflow, resize, violations
from tests.api.people.staffed import address
from tests.api.people.test_people import ADMIN, BOARD, EMAILS

pytestmark = pytest.mark.browser


@pytest.fixture
def office_there(tmp_path: Path) -> Iterator[Office]:
    database = open_engine(tmp_path)
    upgrade(database)
    publish_both(database)
    office = Office(database)
    office.account(ADMIN, Role.ADMINISTRATOR)
    address(office, EMAILS)
    yield office
    database.dispose()


@pytest.mark.parametrize("language", ["da", "en"])
def test_everybody_is_looked_at_and_invited(browser: Browser, office_there: Office, language: str) -> None:
    with (
        running(office_there.app) as service,
        looking(browser, DESKTOP, java_script_enabled=language == "da") as (page, noted),
    ):
        office_there.account(ADMIN, Role.COORDINATOR)
        page.goto(f"{service}/sign-in?lang={language}")
        page.locator("#email").fill(ADMIN)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        form = f"{BOARD}/employment?agent=751-1-x&"
        for path in (f"{BOARD}?", f"{BOARD}/invite?", f"{BOARD}/leaders?", form):
            page.goto(f"{service}{path}lang={language}")
            if language == "da":
                assert violations(page) == []
                page.emulate_media(color_scheme="dark")
                assert violations(page, "color-contrast") == []
                page.emulate_media(color_scheme="light")
            for width in (PHONE, SMALLEST, DESKTOP):
                resize(page, width)
                assert overflow(page) <= 0
        page.goto(f"{service}{BOARD}/leaders?lang={language}")
        page.locator("#pasted").fill("751; leder@example.dk\n730; ingen")
        page.locator("button[value=look]").press("Enter")
        page.wait_for_selector("button[value=invite]")
        if language == "da":
            assert violations(page) == []
        resize(page, SMALLEST)
        assert overflow(page) <= 0
        page.locator("button[value=invite]").press("Enter")
        page.wait_for_url(re.compile(r"done=1"))
        page.goto(f"{service}{BOARD}/invite?lang={language}")
        page.locator("form.card button").press("Enter")
        page.wait_for_url(re.compile(r"done=2"))
        assert "2" in page.get_by_role("status").first.inner_text()
        assert noted.complaints == []
        assert noted.elsewhere(service) == []
