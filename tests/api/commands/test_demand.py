"""wfm demand and wfm risk: the sentence that stands first, files, JSON, both languages, faults told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.outputs.csv_tables import roster_csv
from tests.api.commands.running import spoil
from tests.api.commands.running import wfm as run
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan
from tests.wfm.demand.forecasts import forecast
from wfm.demand.forecast_folder import FORECAST_FILE, write_forecast
from wfm.tables.plan_writing import write_plan_folder

BUSY_THEN_QUIET = ([12.0] * 6 + [3.0] * 6) * 5


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    write_plan_folder(small_plan(), tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    write_forecast(tmp_path / "forecast", forecast(small_plan().hotline, BUSY_THEN_QUIET))
    return tmp_path / "forecast"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(roster_csv(publication_of(small_plan(), SMALL_ROSTER)))
    return path


def document(*arguments: str | Path) -> Any:
    ran = run(*arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_a_sentence_stands_first_and_the_files_are_written(plan: Path, calls: Path, tmp_path: Path) -> None:
    ran = run("demand", plan, calls, "--out", tmp_path / "out")
    assert ran.returncode == 0
    first, second, third, *_ = ran.stdout.splitlines()
    assert first.startswith("From Monday 4 January 2027 to Friday 8 January 2027 4")
    assert "the goals ask for 40 seats, and the plan has 20." in first
    assert second.startswith("About ")
    assert third == "10 shifts get more agents than in the plan, 0 fewer, 0 as many."
    assert "at least 80% answered within 20 seconds" in ran.stdout
    assert "Of all calls offered; on 80% of the forecast's paths." in ran.stdout
    assert "Monday    │     5 │     3 │" in ran.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"staffing.csv", "demand.csv"}
    assert len((tmp_path / "out" / "staffing.csv").read_text(encoding="utf-8").splitlines()) == 61


def test_it_speaks_danish(plan: Path, calls: Path, roster: Path, tmp_path: Path) -> None:
    told = run("demand", plan, calls, "--out", tmp_path / "out", "--lang", "da").stdout
    assert told.startswith("Fra mandag 4. januar 2027 til fredag 8. januar 2027 ventes 4")
    assert "målene kræver 40 pladser, og planen har 20." in told
    told = run("risk", plan, roster, calls, "--lang", "da").stdout
    assert "Mandag 4. januar 2027 kl. 08.00: med 2 medarbejdere går omkring" in told
    assert "én mere ville redde" in told


def test_seats_that_are_given_are_spread(plan: Path, calls: Path, tmp_path: Path) -> None:
    found = document("demand", plan, calls, "--out", tmp_path / "out", "--seats", "26")
    assert sum(one["agents"] for one in found["shifts"]) == found["seats"] == 26
    assert {one["agents"] for one in found["shifts"][1::2]} == {2}
    assert found["abandoned"] < found["abandoned_now"]
    refused = run("demand", plan, calls, "--out", tmp_path / "other", "--seats", "19")
    assert refused.returncode == 2
    assert "20" in refused.stderr
    assert not (tmp_path / "other").exists()


def test_each_shift_of_the_document_adds_up(plan: Path, calls: Path, tmp_path: Path) -> None:
    found = document("demand", plan, calls, "--out", tmp_path / "out")
    assert found["convention"] == "offered"
    assert found["seats"] == sum(one["agents"] for one in found["shifts"])
    assert found["calls"] == pytest.approx(sum(one["calls"] for one in found["shifts"]), abs=1e-2)
    assert {one["binding"] for one in found["shifts"]} == {"abandoned_share"}
    assert found["sentences"][0].startswith("From Monday")


def test_what_is_not_in_the_forecast_is_told(plan: Path, calls: Path, roster: Path, tmp_path: Path) -> None:
    lines = (calls / FORECAST_FILE).read_text(encoding="utf-8").splitlines()
    fewer = forecast(small_plan().hotline, BUSY_THEN_QUIET)
    write_forecast(
        calls, type(fewer)(fewer.intervals[:50], fewer.calls[:50], fewer.aht[:50], fewer.paths[:, :50])
    )
    assert len(lines) == 61
    ran = run("demand", plan, calls, "--out", tmp_path / "out")
    assert "2 shifts are not in the forecast, the first Friday 8 January 2027 at 08:00" in ran.stdout
    assert "2 shifts are not in the forecast" in run("risk", plan, roster, calls).stdout


def test_a_faulty_forecast_is_told_and_nothing_is_written(
    plan: Path, calls: Path, roster: Path, tmp_path: Path
) -> None:
    spoil(calls / FORECAST_FILE, "2027-01-04,08:00", "2027-01-09,08:00")
    for ran in (run("demand", plan, calls, "--out", tmp_path / "out"), run("risk", plan, roster, calls)):
        assert ran.returncode == 2
        assert "forecast.csv, row 2, column start: “2027-01-09 08:00”; expected: an interval of the plan" in (
            ran.stderr
        )
    assert not (tmp_path / "out").exists()


def test_settings_of_the_plan_count(plan: Path, calls: Path, tmp_path: Path) -> None:
    toml = plan / "hotline.toml"
    goals = '[service]\nabandoned_share = 0.3\nagents_max = 4\nagents_min = 1\nconvention = "answered"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + "\n" + goals, encoding="utf-8")
    found = document("demand", plan, calls, "--out", tmp_path / "out")
    assert {one["agents"] for one in found["shifts"]} == {2, 3}
    assert found["convention"] == "answered"
    assert "at most 30% abandoned. Of the calls answered" in found["sentences"][3]


def test_the_risk_of_each_shift_begins_with_its_sentence(plan: Path, calls: Path, roster: Path) -> None:
    found = document("risk", plan, roster, calls)
    full, _, short, empty, *_ = found["shifts"]
    assert full["sentence"].startswith("Monday 4 January 2027 at 08:00: with 2 agents about ")
    assert "one more would save" in full["sentence"]
    assert (full["agents"], short["agents"], empty["agents"]) == (2, 1, 0)
    assert full["abandoned"] < short["abandoned"]
    assert empty["abandoned"] == pytest.approx(empty["calls"], rel=0.1)  # on the paths, few here
    assert short["one_more"]["abandoned"] == pytest.approx(full["abandoned"], rel=0.2)
    assert full["saved"] == pytest.approx(full["abandoned"] - full["one_more"]["abandoned"], abs=2e-4)
    ran = run("risk", plan, roster, calls)
    assert ran.stdout.startswith("About ")
    assert "On 10 shifts the goals are met less surely than 80%." in ran.stdout
    assert "goals met" in ran.stdout


def test_nothing_tells_how_long_a_single_agent_takes(plan: Path, calls: Path, roster: Path) -> None:
    found = json.dumps(document("risk", plan, roster, calls))
    assert not any(agent.id in found or agent.name in found for agent in small_plan().agents)
