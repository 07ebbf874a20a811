from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.access.scope import Scope
from api.access.views.publication import view
from api.publication.unproven_report import carry_report
from tests import builders
from tests.api.one_thread import TestClient
from tests.api.publications import NOW, publication_of
from tests.api.publishing.planned import planned
from tests.api.showcase import CANARIES, FEEDS, FILES, JSON, LONG_NAME, PAGES, client, showcase, showcase_plan
from tests.builders import roster
from wfm.baseline import Baseline
from wfm.hotline import Pairing
from wfm.ids import MunicipalityCode
from wfm.roster import Roster
from wfm.score import measure


@pytest.fixture(scope="module")
def danish() -> TestClient:
    return client()


@pytest.fixture(scope="module")
def english() -> TestClient:
    return client(showcase(language="en"))


class Outline(HTMLParser):
    """What a page is made of, as far as everybody's tools rely on it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def words(text: str) -> str:
    """Return what a page says, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_has_the_frame_that_helps_find_the_way(
    danish: TestClient, address: str, language: str
) -> None:
    outline = Outline(danish.get(address, params={"lang": language}).text)
    assert outline.all("html") == [{"lang": language}]
    assert len(outline.all("h1")) == len(outline.all("main")) == len(outline.all("title")) == 1
    assert outline.all("a")[0] == {"class": "skip", "href": "#content"}
    for nav in outline.all("nav"):
        assert nav.get("aria-label")
    assert all(th.get("scope") for th in outline.all("th"))
    assert len(outline.all("caption")) == len(outline.all("table"))


@pytest.mark.parametrize("address", [*PAGES, "/roster.html"])
def test_no_page_needs_anything_from_elsewhere(danish: TestClient, address: str) -> None:
    for tag, attributes in Outline(danish.get(address).text).tags:
        for name in ("src", "srcset", "action", "data", "poster"):
            assert not (attributes.get(name) or "").startswith(("http", "//")), (tag, attributes)
        if tag == "link":
            assert (attributes["href"] or "").startswith("/static/")
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes), "a script in an attribute"


@pytest.mark.parametrize("address", PAGES)
def test_the_language_is_kept_in_every_link_of_ours(danish: TestClient, address: str) -> None:
    text = danish.get(address, params={"lang": "en"}).text
    kept = ("?lang=en", "#", "/feeds/", "/static/", "/api/v1/openapi.json", "webcal:", "https:")
    for anchor in Outline(text).all("a"):
        href = anchor["href"] or ""
        switch = anchor.get("hreflang") == "da"
        assert switch or any(part in href for part in kept), href
        assert not (switch and "lang=" in href), "the default language needs no name"


def test_the_language_switch_stays_on_the_page(danish: TestClient) -> None:
    text = danish.get("/weeks/2027-W02?municipality=2").text
    assert 'href="/weeks/2027-W02?lang=en&amp;municipality=2"' in text
    assert 'href="/weeks/2027-W02?municipality=2"' in text


def test_a_language_that_is_not_spoken_counts_as_none(danish: TestClient) -> None:
    assert '<html lang="da">' in danish.get("/?lang=fr").text


@pytest.mark.parametrize("address", [*PAGES, *JSON, *FEEDS, *FILES])
def test_notes_and_ways_to_reach_people_are_nowhere(danish: TestClient, address: str) -> None:
    content = danish.get(address).text
    assert not [canary for canary in CANARIES.values() if canary in content]


def test_the_overview_tells_the_municipality_of_every_shift(english: TestClient) -> None:
    said = words(english.get("/").text)
    assert said.count("08:00 Aarhus") == 3
    assert "Closed" in said
    assert LONG_NAME in said
    assert "19 of 36 seats on 18 shifts are filled" in said


def test_the_overview_reads_in_the_order_of_its_readers_questions() -> None:
    said = client(showcase(language="en"), now=lambda: datetime(2027, 1, 5, 9, tzinfo=UTC)).get("/").text
    asked = ("This week: week 1", "Today", "Is anything missing?", "What has changed?", "How good is it?")
    places = [said.index(one) for one in (*asked, "The municipality of each shift, week by week")]
    assert places == sorted(places)
    assert said.count('aria-current="date"') == 1
    assert "<details" in said[places[3] : places[4]], "how good it is unfolds"


def test_every_figure_of_a_municipality_unfolds_and_so_does_what_is_fair(english: TestClient) -> None:
    said = english.get("/municipalities/1").text
    summaries = re.findall(r"<summary>(.*?)</summary>", said, re.DOTALL)
    labels = [words(one).split(":")[0] for one in summaries]
    for label in ("Share", "Entitlement", "Target", "Carried forward", "Price", "Credit", "Net"):
        assert label in labels
    assert said.count("Part of the municipality's") == said.count('class="fair"') == 5
    lead = english.get("/agents/1-1").text
    assert lead.index("Shifts of") < lead.index("Fair load"), "shifts first"


def test_the_overview_can_be_narrowed_to_a_municipality(english: TestClient) -> None:
    said = words(english.get("/?municipality=2").text)
    assert "08:00 Aarhus" not in said
    assert said.count(f"08:00 {LONG_NAME}") == 2
    assert f"Shifts of {LONG_NAME}" in said


def test_who_is_unknown_cannot_be_narrowed_to(english: TestClient) -> None:
    for page in ("/", "/weeks/2027-W01", "/agents"):
        assert english.get(f"{page}?municipality=9").status_code == 404


def test_a_week_tells_who_sits_when_and_what_is_the_matter(english: TestClient) -> None:
    text = english.get("/weeks/2027-W01").text
    assert 'href="/agents/1-1"' in text
    assert f"Kept for {LONG_NAME}" not in text
    said = words(text)
    assert "1 empty seat" in said
    assert "2 empty seats" in said
    assert "Findings about this week" in said


def test_weeks_lead_to_each_other(english: TestClient) -> None:
    first, second = (english.get(f"/weeks/2027-W0{n}").text for n in (1, 2))
    assert 'rel="next" href="/weeks/2027-W02"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="/weeks/2027-W01"' in second
    assert 'rel="next"' not in second
    assert 'href="/weeks/2027-W02" aria-current="page"' in second


@pytest.mark.parametrize("week", ["2027-W03", "2026-W53", "2027-W1", "1", "2027-w01"])
def test_other_weeks_are_not_here(english: TestClient, week: str) -> None:
    assert english.get(f"/weeks/{week}").status_code == 404


def test_without_a_name_the_first_week_is_meant(english: TestClient) -> None:
    answer = english.get("/weeks?lang=da")
    assert (answer.status_code, answer.headers["location"]) == (307, "/weeks/2027-W01?lang=da")


def test_a_municipality_follows_its_figures_and_its_money(english: TestClient) -> None:
    said = words(english.get("/municipalities/1").text)
    assert "Aarhus still owes 1.5 seats (about 4.5 hours) and has DKK10,584.09 to come." in said
    assert "300 ÷ 400 = 75.0000%" in said
    assert "300 ÷ 400 × 36 = 27.0000" in said
    assert "27.0000 + 0.2500 = 27.2500" in said
    assert "webcal://127.0.0.1/feeds/municipality-1.ics" in english.get("/municipalities/1").text


def test_one_that_only_finances_pays_and_no_more(english: TestClient) -> None:
    said = words(english.get("/municipalities/3").text)
    assert "M3 staffs no shifts and has DKK3.99 to pay." in said
    assert "finances, staffs nothing" in said
    assert "the municipality has this to pay" in said
    assert "Agents and their loads" not in said


def test_without_a_settlement_no_money_is_spoken_of() -> None:
    service = client(showcase(tariff=None, language="en"))
    assert "Settlement" not in service.get("/municipalities").text
    assert "Money" not in words(service.get("/municipalities/1").text)
    assert "Settlement" not in words(service.get("/roster.html").text).replace("Quotas and settlement", "")


def test_an_agent_sees_shifts_company_and_calendar(english: TestClient) -> None:
    text = english.get("/agents/1-1").text
    said = words(text)
    assert "Monday 4 Jan" in said
    assert 'href="/agents/1-2"' in text
    assert 'href="webcal://127.0.0.1/feeds/1-1.ics"' in text
    assert '<svg viewBox="0 0' in text


def test_an_agent_without_a_shift_is_told_so(english: TestClient) -> None:
    assert "No shifts in this period." in words(english.get("/agents/1-5").text)


def test_agents_can_be_narrowed_to_a_municipality(english: TestClient) -> None:
    assert "3 agents" in words(english.get("/agents?municipality=2").text)
    assert "9 agents" in words(english.get("/agents").text)


def test_findings_are_sentences_under_their_rule(english: TestClient) -> None:
    text = english.get("/findings").text
    assert 'id="coverage"' in text
    assert "1 seat is empty on Tuesday 5 January 2027 at 11:00." in words(text)


def test_a_roster_without_a_remark_says_so() -> None:
    plan = builders.plan(hotline=builders.hotline(days=1, hours="08:00-11:00", language="en"))
    flawless = publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-1", "1-2")}))
    assert "No findings" in client(flawless).get("/findings").text
    assert "No findings" in client(flawless).get("/roster.html").text


def test_where_all_is_proven_the_page_says_that_no_roster_is_better(english: TestClient) -> None:
    said = words(english.get("/").text)
    assert "Optimal: it is proven that no roster" in said
    assert said.count("cannot be lower (proven)") == 4


def test_several_municipalities_on_a_shift_are_all_named() -> None:
    plan = builders.plan(
        {"1": 100, "2": 100}, ("1-1", "2-1"), hotline=builders.hotline(pairing=Pairing.MIXED, language="en")
    )
    service = client(publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-1", "2-1")})))
    assert "08:00 M1 , M2" in words(service.get("/").text)
    assert "All 20 seats of the period" in words(service.get("/municipalities").text)


def test_a_roster_in_which_nobody_sits_can_be_shown() -> None:
    service = client(publication_of(showcase_plan(), Roster()))
    assert [service.get(page).status_code for page in PAGES[:-1]] == [200] * (len(PAGES) - 1)


def test_a_shift_kept_for_somebody_says_for_whom_while_it_is_empty() -> None:
    service = client(publication_of(showcase_plan(language="en"), Roster()))
    assert f"Kept for {LONG_NAME}" in words(service.get("/weeks/2027-W01").text)
    assert f"Kept for {LONG_NAME}" in words(service.get("/roster.html").text)


def test_who_sees_nothing_of_a_rule_is_told_that_it_is_about_others() -> None:
    """Its amount is everybody's figure; the sentences are only for whom they concern."""
    seen = view(showcase(), Scope(municipalities=frozenset({MunicipalityCode("2")})))
    told = {finding.rule for finding in seen.score.findings}
    silent = [rule.rule for rule in seen.score.rules if rule.amount and rule.rule not in told]
    text = words(client(seen).get("/findings?lang=en").text)
    assert text.count("None of it concerns people of your municipality.") == len(silent) > 0
    assert "No findings" not in text


def test_after_a_change_by_hand_no_search_is_told_of_the_roster(english: TestClient) -> None:
    told = showcase(language="en")
    before = Baseline(roster({"2027-01-04T08:00": ("1-1", "1-2")}))
    report = replace(told.report, score=measure(told.plan, told.roster, before), baseline=before)
    mended = replace(told, report=replace(report, bounds=dict.fromkeys(report.score.values, 0)))  # type: ignore[union-attr]
    changed = replace(mended, report=carry_report(mended.report, told.plan, told.roster))
    found, by_hand = client(mended), client(changed)
    assert "Changed assignments" in words(found.get("/").text)
    assert "Changed assignments" not in words(by_hand.get("/").text)
    assert "1.3 seconds, 2 workers" in words(found.get("/about").text)
    said = words(by_hand.get("/about").text)
    assert "seconds" not in said
    assert "hand, not by a search" in said


def test_the_sum_of_citizens_is_that_of_whom_the_shares_are(english: TestClient) -> None:
    foot = words(english.get("/municipalities").text.split("<tfoot>")[1].split("</tfoot>")[0])
    assert "In all 400 450 with those that only finance 100.00%" in foot


def test_the_page_for_programs_is_there_before_anything_is_published(tmp_path: Path) -> None:
    with planned(tmp_path, NOW) as empty:
        assert empty.client().get("/api/v1/docs?lang=en").status_code == 200
