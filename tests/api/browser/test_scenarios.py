"""A coordinator tries what would be otherwise, keeps two scenarios, compares them and adopts one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.api.browser.looking import WIDE, is_quiet, look, looking

pytestmark = pytest.mark.browser


def keep(page: Page, name: str) -> None:
    """Keep what stands in the form under a name."""
    page.get_by_label("Navn", exact=True).last.fill(name)
    page.get_by_role("button", name="Gem", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == name


def test_two_scenarios_are_compared_and_one_adopted(browser: Browser, service: str) -> None:
    """In Danish, each page on a desktop and on a phone."""
    with looking(browser, WIDE) as (page, noted):
        page.goto(f"{service}/plans?lang=da")
        page.get_by_role("link", name="Scenarier").first.click()
        look(page)
        page.get_by_role("link", name="Prøv noget andet").click()
        look(page)
        page.get_by_label("Kode").first.fill("671")
        page.get_by_label("Navn", exact=True).first.fill("Struer")
        page.get_by_label("Indbyggere").first.fill("21.846")
        page.get_by_label("Medarbejdere").first.fill("4")
        page.get_by_role("button", name="Prøv det").click()
        assert page.get_by_role("heading", name="Hvad der kommer ud af det").is_visible()
        look(page)
        keep(page, "Med Struer")
        look(page)
        page.get_by_role("link", name="Et nyt magen til").click()
        page.get_by_label("Pladser på en vagt").fill("3")
        keep(page, "Struer og tre pladser")
        page.get_by_role("link", name="Sammenlign med andre").click()
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="Sammenlign").click()
        assert page.get_by_role("heading", name="Side om side").is_visible()
        look(page)
        page.get_by_role("link", name="Med Struer").click()
        page.get_by_role("button", name="Se, hvad det ændrer").click()
        look(page)
        page.get_by_role("button", name="Gem", exact=True).click()
        assert "Gemt som revision 2" in page.get_by_role("status").inner_text()
        assert is_quiet(noted, service)
