"""A forecast in the service, what shifts need by it, and seats taken over into the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response

from api.access.ids import RunId
from api.demand.records.forecasts import find_forecast, read_paths
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from tests.api.demand.sent_calls import counted, csv_of, send
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import COORDINATOR, LEADER, Planned, planned
from tests.api.runs.reckoning import work
from tests.api.worked.quarter import AGENT
from wfm.demand.risk import roster_risk
from wfm.ids import AgentId
from wfm.service_target import ServiceTarget

NOW = datetime(2027, 1, 1, 3, tzinfo=UTC)
PLAN = "/api/v1/hotlines/test/plans/2027-01-04"


def ask(service: Planned, path: str, body: Any, *, tag: int) -> Response:
    headers = {"Idempotency-Key": uuid4().hex, "If-Match": f'"{tag}"'}
    return service.client().post(f"{PLAN}{path}", json=body, headers=headers)


def have_forecast(service: Planned, *, weeks: int = 6, times: int = 3) -> None:
    """Store calls, several times as many as made, and have them forecast."""
    busy = [one._replace(offered=one.offered * times, answered=one.offered * times) for one in counted(weeks)]
    assert send(service, csv_of(busy)).status_code == 200
    started = ask(service, "/runs", {"kind": "forecast", "paths": 50}, tag=1)
    assert started.status_code == 201, started.text
    run, _ = work(service.database, RunId(started.json()["id"]))
    assert run.state == "done"


@pytest.fixture(scope="module")
def forecast_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """Return a store with a plan and a forecast of its calls."""
    with planned(tmp_path_factory.mktemp("forecast"), NOW) as found:
        found.plan(small_plan())
        have_forecast(found)
        yield found


def test_without_calls_nothing_is_forecast_and_that_is_told(tmp_path: Path) -> None:
    with planned(tmp_path, NOW) as service:
        service.plan(small_plan())
        page = service.client().get("/plans/2027-01-04/demand?lang=en").text
        assert "Nothing is forecast" in page
        assert "No calls are stored yet" in page
        assert "Forecast the calls" not in page
        refused = ask(service, "/runs", {"kind": "forecast"}, tag=1)
        assert (refused.status_code, refused.json()["faults"][0]["column"]) == (422, "kind")
        assert ask(service, "/runs", {"kind": "demand"}, tag=1).status_code == 422
        assert ask(service, "/demand", {}, tag=1).status_code == 409


def test_what_is_stored_is_what_was_reckoned(forecast_store: Planned) -> None:
    told = forecast_store.client().get(f"{PLAN}/demand").json()
    with reading(forecast_store.database) as connection:
        revision = find_revision(connection, forecast_store.revision.plan)
        plan = read_plan(connection, revision)
        stored = find_forecast(connection, revision.plan)
        assert stored is not None
        forecast = read_paths(connection, stored.id, plan.hotline)
    assert forecast.paths.shape == (50, len(forecast.intervals))
    assert told["calls"] == pytest.approx(float(forecast.calls.sum()), abs=0.1)
    for one in roster_risk(plan, SMALL_ROSTER, forecast).shifts:
        row = stored.risks[one.shift.id]
        assert row["calls"] == pytest.approx(one.calls, abs=0.002)
        assert row["lost"][one.agents] == pytest.approx(one.now.abandoned, abs=0.002)
        assert row["lost"][one.agents + 1] == pytest.approx(one.one_more.abandoned, abs=0.002)
        assert row["met"][one.agents] == pytest.approx(one.now.met, abs=0.002)
        assert row["lost"] == sorted(row["lost"], reverse=True)


def test_at_most_five_proposals_those_that_save_most_first(forecast_store: Planned) -> None:
    told = forecast_store.client().get(f"{PLAN}/demand", headers={"Accept-Language": "en"}).json()
    saved = [one["saved"] for one in told["proposals"]]
    assert 0 < len(saved) <= 5
    assert saved == sorted(saved, reverse=True)
    assert all(one >= 0.5 for one in saved)
    assert "one more would save" in told["proposals"][0]["sentence"]
    assert any("calls are expected" in one for one in told["sentences"])


def test_a_proposal_and_then_all_are_taken_over_as_revisions(tmp_path: Path) -> None:
    with planned(tmp_path, NOW) as service:
        service.plan(small_plan())
        have_forecast(service)
        client = service.client()
        first = client.get(f"{PLAN}/demand").json()["proposals"][0]
        body = {"one_more_on": [first["shift"]]}
        taken = ask(service, "/demand", body, tag=1)
        assert taken.json() == {"revision": 2, "shifts": 1}
        assert ask(service, "/demand", body, tag=1).status_code == 412
        assert ask(service, "/demand", {"one_more_on": ["2020-01-01T08:00"]}, tag=2).status_code == 404
        rows = client.get(f"{PLAN}/tables/demand").json()["rows"]
        assert (rows[0]["date"], rows[0]["agents"]) == (first["shift"][:10], str(first["agents_now"] + 1))
        page = client.get("/plans/2027-01-04/demand?lang=en")
        assert "into the plan" in page.text
        assert len(page.content) < 150_000
        form = {"key": uuid4().hex, "expected": "2"}
        all_taken = client.post("/plans/2027-01-04/demand?lang=en", data=form, follow_redirects=True)
        assert all_taken.status_code == 200, all_taken.text
        assert client.get(f"{PLAN}/demand").json()["needed"] == []
        form = {"key": uuid4().hex, "expected": "3"}
        assert client.post("/plans/2027-01-04/demand", data=form).status_code == 409
        counted_again = ask(service, "/runs", {"kind": "demand", "seats": 5}, tag=3)
        assert counted_again.status_code == 422  # fewer than two agents on each shift
        counted_again = ask(service, "/runs", {"kind": "demand", "seats": 40}, tag=3)
        work(service.database, RunId(counted_again.json()["id"]))
        needed = client.get(f"{PLAN}/demand").json()
        assert any("40 seats" in one or "40 pladser" in one for one in needed["sentences"])


def test_a_draft_and_a_published_week_say_what_their_shifts_risk(forecast_store: Planned) -> None:
    client, version = forecast_store.client(), forecast_store.version(SMALL_ROSTER, expected=0)
    desk = client.get("/plans/2027-01-04/versions/1/desk?lang=en")
    assert "calls will be lost on the" in desk.text
    assert len(desk.content) < 150_000
    forecast_store.publish(version, expected=0)
    forecast_store.caller = LEADER
    week = client.get("/weeks/2027-W01?lang=en&plan=2027-01-04")
    assert week.status_code == 200
    assert "one more would save" in week.text
    forecast_store.caller = AGENT
    assert "calls will be lost" not in client.get("/weeks/2027-W01?lang=en").text
    forecast_store.caller = COORDINATOR


def test_novices_count_apart_on_the_pages_where_the_hotline_says_so(tmp_path: Path) -> None:
    plan = small_plan(service=ServiceTarget(novice_factor=Fraction(2)))
    new = replace(plan.agent[AgentId("1-2")], first_day=date(2026, 12, 7))
    plan = replace(plan, agents=tuple(new if one.id == new.id else one for one in plan.agents))
    with planned(tmp_path, NOW) as service:
        service.plan(plan)
        have_forecast(service)
        version, client = service.version(SMALL_ROSTER, expected=0), service.client()
        with reading(service.database) as connection:
            stored = find_forecast(connection, service.revision.plan)
            assert stored is not None
            forecast = read_paths(connection, stored.id, plan.hotline)
        first = roster_risk(plan, SMALL_ROSTER, forecast).shifts[0]
        alike = stored.risks[first.shift.id]["lost"][2]
        assert first.now.abandoned > alike + 0.5
        said = f"Lost</span> {first.now.abandoned:.1f}</td>"
        assert said in client.get("/plans/2027-01-04/versions/1/desk?lang=en").text
        service.publish(version, expected=0)
        service.caller = LEADER
        assert said in client.get("/weeks/2027-W01?lang=en&plan=2027-01-04").text
