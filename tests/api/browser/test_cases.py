"""A steering group's business case is entered, split by two keys and printed; a source's is opened."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.api.browser.looking import WIDE, is_quiet, look, looking
from tests.api.cases.files.test_case_pdf import root_of

pytestmark = pytest.mark.browser


def type_item(page: Page, row: int, kind: str, name: str, *amounts: str) -> None:
    """Fill a row of items."""
    page.get_by_label(f"Række {row}: Slags").select_option(kind)
    page.get_by_label(f"Række {row}: Post").fill(name)
    for year, amount in enumerate(amounts, start=2027):
        page.get_by_label(f"Række {row}: {year}").fill(amount)


def test_a_steering_groups_case_is_entered_split_by_two_keys_and_printed(
    browser: Browser, service: str
) -> None:
    """In Danish, each page on a desktop and on a phone."""
    with looking(browser, WIDE) as (page, noted):
        page.goto(f"{service}/plans?lang=da")
        page.get_by_role("link", name="Business cases").click()
        look(page)
        page.get_by_role("link", name="En ny business case").click()
        page.get_by_label("Navn", exact=True).fill("Fælles telefonlinje")
        page.get_by_label("Kalkulationsrente om året").fill("4 %")
        type_item(page, 1, "cost", "Telefonsystem", "900.000", "100.000", "100.000")
        type_item(page, 2, "gain", "Færre kald", "200.000", "600.000", "600.000")
        page.get_by_role("button", name="Indsæt hotlinens kommuner").click()
        page.get_by_role("button", name="Prøv det").click()
        assert "Tilbagebetalt i 2029, efter 2,4 år." in page.locator("#outcome").inner_text()
        look(page)
        page.get_by_role("button", name="Gem", exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text() == "Fælles telefonlinje"
        page.get_by_label("Indbyggere: Første").fill("100")
        page.get_by_label("Pladser: Anden").fill("60")
        page.get_by_label("Lige dele: Anden").fill("40")
        page.get_by_role("button", name="Fordel", exact=True).click()
        parts = page.locator("#partners")
        assert "300.000,00" in parts.inner_text()
        assert "Pladser (60 %) og lige dele (40 %)" in " ".join(parts.inner_text().split())
        look(page)
        with page.expect_download() as coming:
            page.get_by_role("link", name="Udskriv (PDF)").click()
        told = PdfReader(BytesIO(Path(coming.value.path()).read_bytes()))
        text = " ".join("".join(one.extract_text() for one in told.pages).split())
        assert "pladser (60 %) og lige dele (40 %)" in text
        assert root_of(told)["/MarkInfo"]["/Marked"]
        page.goto(f"{service}/cases?lang=da")
        page.get_by_role("button", name="Københavns Styrket Borgerkontakt").click()
        assert "24 trykte tal" in page.locator("#checks").inner_text()
        look(page)
        assert is_quiet(noted, service)
