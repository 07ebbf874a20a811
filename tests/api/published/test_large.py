"""A hotline of 36 municipalities and 400 agents: no page is longer than a browser likes."""

from __future__ import annotations

import re
from html import unescape
from itertools import cycle

import pytest

from api.published.pages import AGENTS_AT_ONCE, FINDINGS_AT_ONCE
from benchmarks.drawing import Size, drawn, numbered
from tests.api.one_thread import TestClient
from tests.api.publications import publication_of
from tests.api.showcase import client
from wfm.plan import Plan
from wfm.roster import Roster

BYTES = 150_000
AGENTS, MUNICIPALITIES, WEEKS = 400, 36, 18


def rotated(plan: Plan) -> Roster:
    """Return a roster in which the municipalities take turns, and in each its agents."""
    turns = {code: cycle(agents) for code, agents in plan.agents_of.items()}
    towns = cycle(plan.agents_of)
    seats = ((shift, next(towns)) for shift in plan.shifts)
    return Roster.of((next(turns[code]).id, shift.id) for shift, code in seats for _ in range(shift.seats))


@pytest.fixture(scope="module")
def large() -> TestClient:
    plan = drawn(1, Size(WEEKS, AGENTS, populations=numbered(1, MUNICIPALITIES)))
    return client(publication_of(plan, rotated(plan)))


def links(text: str, pattern: str) -> list[str]:
    """Return the addresses that a page leads to, as far as they match."""
    return [unescape(href) for href in re.findall(r'href="([^"#]*)', text) if re.fullmatch(pattern, href)]


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_page_is_longer_than_150_kilobytes(large: TestClient, language: str) -> None:
    rules = links(large.get("/findings").text, r"/findings/\w+")
    pages = ["/", "/weeks/2026-W02", "/agents", "/agents?sheet=3", "/findings", "/municipalities"]
    sizes = {
        page: len(large.get(page, params={"lang": language} | _asked(page)).content)
        for page in (*pages, "/municipalities/1", "/findings?week=2026-W05", *rules)
    }
    assert {"/findings/upkeep", "/findings/week_spread"} <= set(rules)
    assert max(sizes.values()) <= BYTES, sizes


def _asked(page: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in page.partition("?")[2].split("&") if pair)


def test_every_agent_stands_on_one_sheet(large: TestClient) -> None:
    found = []
    for number in range(1, -(-AGENTS // AGENTS_AT_ONCE) + 1):
        found += links(large.get(f"/agents?sheet={number}").text, r"/agents/[^?]+")
    assert len(found) == len(set(found)) == AGENTS
    assert links(large.get("/agents?sheet=99").text, r"/agents/[^?]+") == found[-AGENTS_AT_ONCE:]


def test_agents_are_found_by_name_id_and_municipality(large: TestClient) -> None:
    assert links(large.get("/agents", params={"words": "1-3"}).text, r"/agents/1-3[^?]*")
    of_one = large.get("/agents", params={"municipality": "1", "words": "3"}).text
    assert {href.split("-")[0] for href in links(of_one, r"/agents/[^?]+")} == {"/agents/1"}
    assert "No agent fits." in large.get("/agents?words=nobody&lang=en").text


def test_every_finding_stands_on_one_sheet_of_its_rule(large: TestClient) -> None:
    text = large.get("/findings/upkeep?lang=en").text
    many = int(re.search(r'class="count">([\d,.]+)<', text)[1].replace(",", ""))  # type: ignore[index]
    sheets = [
        large.get(f"/findings/upkeep?sheet={n}").text for n in range(1, -(-many // FINDINGS_AT_ONCE) + 1)
    ]
    assert sum(len(re.findall(r"<li>\d+ \d+ ", page)) for page in sheets) == many > FINDINGS_AT_ONCE
    narrowed = large.get("/findings/upkeep?municipality=1").text
    assert set(re.findall(r"<li>(\d+) \d+ ", narrowed)) == {"1"}
    assert large.get("/findings/nothing").status_code == 404


def test_a_long_period_is_shown_month_by_month_and_every_week_is_in_one(large: TestClient) -> None:
    months = links(large.get("/").text, r"/\?month=[\d-]+")
    assert [href[-7:] for href in months] == [f"2026-0{n}" for n in range(1, 8)][: len(months)]
    weeks = {week for month in months for week in links(large.get(month).text, r"/weeks/[\dW-]+")}
    assert len(weeks) == WEEKS
    assert large.get("/?month=2031-01").status_code == 404
