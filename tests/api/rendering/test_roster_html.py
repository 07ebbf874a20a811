from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from api.rendering.roster_html import roster_html
from tests.api.published.test_pages import Outline, words
from tests.api.showcase import LONG_NAME, client, showcase


@pytest.fixture(scope="module")
def text() -> str:
    return roster_html(showcase(language="en"))


def test_the_file_needs_nothing_else(text: str) -> None:
    outline = Outline(text)
    assert not outline.all("script") + outline.all("link") + outline.all("img") + outline.all("iframe")
    assert "url(" not in text
    assert "@import" not in text
    for anchor in outline.all("a"):
        assert (anchor["href"] or "").startswith("#")


def test_its_style_is_the_only_one_that_it_allows(text: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    fingerprint = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{fingerprint}'"
    allowed = [meta["content"] for meta in Outline(text).all("meta") if meta.get("http-equiv")]
    assert allowed == [policy]
    assert policy in client().get("/roster.html").headers["content-security-policy"]


def test_every_link_leads_to_a_place_in_the_file(text: str) -> None:
    outline = Outline(text)
    places = {attributes["id"] for _, attributes in outline.tags if "id" in attributes}
    assert {(anchor["href"] or "")[1:] for anchor in outline.all("a")} <= places


def test_weeks_are_grids_with_times_down_and_days_across(text: str) -> None:
    week = words(text.split('id="2027-W01"')[1].split("</section>")[0])
    assert "Monday 4 Jan" in week
    assert "08:00–11:00" in week
    assert "Aarhus Agent 1-1 Agent 1-2" in week
    assert "1 empty seat" in week
    assert "Closed" in week
    assert "unsocial" in week
    assert "locked" in week


def test_it_prints_on_a4_landscape_with_whole_weeks(text: str) -> None:
    style = text.split("<style>")[1]
    assert "size: A4 landscape" in style
    assert re.search(r"\.week \{[^}]*break-inside: avoid", style)
    assert "table-header-group" in style


def test_quotas_money_score_findings_and_origin_are_told(text: str) -> None:
    published = showcase(language="en")
    said = words(text)
    for part in ("Quotas and settlement", "In all", LONG_NAME, "Optimal: it is proven", "Settlement in DKK"):
        assert part in said
    assert "1 seat is empty on Tuesday 5 January 2027 at 11:00." in said
    assert published.report.plan_sha256 in said
    assert "Seed: 1" in said


def test_it_speaks_the_plans_language() -> None:
    assert '<html lang="da">' in roster_html(showcase())
    assert '<html lang="en">' in roster_html(showcase(language="en"))


def test_the_same_publication_gives_the_same_bytes(text: str) -> None:
    assert roster_html(showcase(language="en")) == text
