from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.api.browser.looking import DESKTOP, IN_BOTH_LANGUAGES, PHONE, Look, looking, overflow, violations
from tests.api.showcase import PAGES

pytestmark = pytest.mark.browser

LIKE_ANOTHER = {
    "/?municipality=2",
    "/weeks/2027-W02?municipality=2",
    "/weeks/2027-W02",
    "/agents?municipality=1",
    "/agents/1-5",
}
"""Addresses of pages of which another is looked at."""

ALL = (*(page for page in PAGES if page not in LIKE_ANOTHER), "/roster.html")


LARGE = "/api/v1/docs"
"""By far the largest page."""


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=[pytest.mark.prove] if path == LARGE else []) for path in ALL]
)
@IN_BOTH_LANGUAGES
def test_a_page_is_accessible_quiet_at_home_and_fits_on_any_screen(
    browser: Browser, address: str, path: str, language: str, look: Look
) -> None:
    with looking(browser, DESKTOP) as (page, noted):
        page.goto(f"{address}{path}?lang={language}")
        look(page)
        expected = 1 if path == "/nowhere" else 0  # the browser itself remarks on the 404
        assert len(noted.complaints) == expected, noted.complaints
        assert noted.elsewhere(address) == []


def test_the_largest_page_is_accessible_on_a_phone_and_fits(browser: Browser, address: str) -> None:
    """In short; at every width, in the dark and for contrast it is looked at in the long form above."""
    with looking(browser, PHONE) as (page, _):
        page.goto(f"{address}{LARGE}?lang=da")
        assert violations(page, but=["color-contrast"]) == []
        assert overflow(page) <= 0
