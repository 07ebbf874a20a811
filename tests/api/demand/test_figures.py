"""A week's key figures in the service: page, JSON, CSV and PDF, for whoever sees figures."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from tests.api.demand.sent_calls import PLAN_DAY, counted, csv_of, send
from tests.api.demand.test_seats import have_forecast
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import LEADER, Planned, planned
from tests.api.worked.quarter import AGENT

BEFORE, AFTER = datetime(2027, 1, 1, 3, tzinfo=UTC), datetime(2027, 1, 10, 12, tzinfo=UTC)
WEEK = "/api/v1/hotlines/test/weeks/2027-W01/key-figures"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """Return a store with a forecast, a published roster, and the calls of its week counted afterwards."""
    with planned(tmp_path_factory.mktemp("figures"), BEFORE) as found:
        found.plan(small_plan())
        have_forecast(found, times=1)
        found.publish(found.version(SMALL_ROSTER, expected=0), expected=0)
        found.now = AFTER
        week = [one for one in counted(1, first=PLAN_DAY) if one.day <= PLAN_DAY + timedelta(days=6)]
        assert send(found, csv_of(week)).status_code == 200
        yield found


def test_a_week_is_held_against_what_had_been_forecast_before_it(service: Planned) -> None:
    told = service.client().get(WEEK, headers={"Accept-Language": "en"}).json()
    figures = {one["key"]: one for one in told["figures"]}
    assert figures["calls"]["value"] is not None
    assert figures["forecast_calls"]["value"] is not None
    assert figures["hours_needed"]["value"] is not None
    assert abs(float(figures["calls_above_forecast"]["value"])) < 0.5
    assert figures["service_level"] == {
        "key": "service_level",
        "value": None,  # it was not counted
        "goal": "0.8000",
        "met": None,
        "unit": "share",
        "convention": "offered; 20 s",
    }
    assert any("were forecast for the same intervals" in one for one in told["sentences"])


def test_csv_and_pdf_are_those_of_the_command(service: Planned) -> None:
    client = service.client()
    rows = list(csv.DictReader(StringIO(client.get(f"{WEEK}.csv").text)))
    told = {one["key"]: one["value"] or "" for one in client.get(WEEK).json()["figures"]}
    assert {row["key"]: row["value"] for row in rows} == told
    pdf = client.get(f"{WEEK}.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_the_page_says_what_every_figure_is_taken_of_and_draws_a_line(service: Planned) -> None:
    page = service.client().get("/calls/weeks?lang=en")
    assert page.status_code == 200
    assert "offered" in page.text
    assert "Erlang A in every interval" in page.text
    assert "Through the weeks" in page.text
    assert len(page.content) < 150_000
    assert service.client().get("/calls/weeks?week=2026-W50&lang=en").status_code == 200


@pytest.mark.parametrize("week", ["2026-W10", "2026-W54", "2026-50", "x"])
def test_a_week_that_was_not_counted_is_not_there(service: Planned, week: str) -> None:
    client = service.client()
    assert client.get(f"/api/v1/hotlines/test/weeks/{week}/key-figures").status_code == 404
    assert client.get(f"/calls/weeks?week={week}").status_code == 404


def test_leaders_see_figures_and_agents_do_not(service: Planned) -> None:
    before = service.caller
    service.caller = LEADER
    assert service.client().get(WEEK).status_code == 200
    service.caller = AGENT
    assert service.client().get(WEEK).status_code == 403
    assert service.client().get("/calls/weeks").status_code == 403
    service.caller = before


def test_no_figure_tells_of_a_single_agent(service: Planned) -> None:
    told = service.client().get(WEEK).text + service.client().get("/calls/weeks").text
    assert date(2027, 1, 4).isoformat()[:4] in told
    for name in ("Agent 1-1", "1-2", "2-1"):
        assert name not in told
