"""A leader at a phone's width answers owe, cost, fair and when, and takes the council's document along."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.api.browser.conftest import running
from tests.api.browser.looking import NARROW, look, looking
from tests.api.publishing.planned import LEADER
from tests.api.worked.quarter import worked_week

pytestmark = pytest.mark.browser

WHERE = "hotline=test"


def test_a_leader_answers_owe_cost_fair_when_and_takes_the_document_along(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        worked_week(tmp_path) as week,
        running(week.app()) as service,
        looking(browser, NARROW) as (page, noted),
    ):
        week.caller = LEADER
        page.goto(f"{service}/municipalities/1?{WHERE}&lang=da")
        page.get_by_role("link", name="Årsoverblik").click()
        text = page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
        assert "M1 har 0,33 plads til gode" in text
        assert "M1 skal have 4.076,68 kr." in text
        page.get_by_text("Kvartalets mål").click()
        assert "gjort hel efter den aftalte metode" in page.inner_text("main")
        page.get_by_text("Godskrevet for arbejdede timer").click()
        assert "15 timer × 272 DKK" in page.inner_text("main")
        look(page, NARROW)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Til byrådet (PDF)").click()
        content = Path(waiting.value.path()).read_bytes()
        assert "M1: Hvad vi skylder" in PdfReader(BytesIO(content)).pages[0].extract_text()
        page.get_by_role("link", name="Opgørelse", exact=True).click()
        look(page, NARROW)
        page.get_by_role("link", name="M1", exact=True).click()
        page.goto(f"{service}/statements/2027-01-04?{WHERE}&lang=da")
        look(page, NARROW)
        assert noted.complaints == []
        assert noted.elsewhere(service) == []
