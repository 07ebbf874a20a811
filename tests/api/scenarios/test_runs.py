"""A scenario solved as a run: its figures are kept with it, and no draft comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from api.access.ids import RunId, ScenarioId
from api.runs.kinds import RunKind, RunOrder, RunState
from tests.api.filled_service import Served
from tests.api.published.test_pages import words
from tests.api.revisions.browsing import fields_of, page, send
from tests.api.runs.reckoning import reckon, run_in, work
from tests.api.scenarios.test_routes import ABSENT, keep

ORDER = RunOrder(kind=RunKind.SCENARIO, time_limit=20, workers=1)
ON_A_FILE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""Where it does not hang on which database it is."""


def solved(served: Served, scenario: str) -> Any:
    return served.get(f"scenarios/{scenario}").json()["scenario"]["solved"]


@ON_A_FILE
def test_its_figures_are_kept_with_it_and_the_plan_and_versions_stay(served: Served) -> None:
    kept = keep(served, name="KANARIE", join=["671:KANARIE-by:21846:4"], set=["shifts.agents=2"]).json()
    before = [served.get(what).text for what in ("versions", "revisions", "tables/agents")]
    run, result = reckon(served.database, ORDER, scenario=ScenarioId(kept["id"]))
    assert (run.state, result.version) == (RunState.DONE, None)
    assert "KANARIE" not in repr(run.asked)
    found = solved(served, kept["id"])
    assert (found["run"], found["revision"], found["status"]) == (run.id, 1, result.status)
    assert found["score"] == result.score
    assert [served.get(what).text for what in ("versions", "revisions", "tables/agents")] == before
    shown = words(page(served, f"scenarios/{kept['id']}").text)
    assert "Is there anybody to staff it?" in shown
    assert "Searched for on the plan's revision 1." in shown
    told = served.get(f"runs/{run.id}").json()
    assert (told["kind"], told["version"], told["settings"]["scenario"]) == ("scenario", None, kept["id"])
    assert "its figures are kept with the scenario" in words(page(served, f"runs/{run.id}").text)


@ON_A_FILE
def test_seats_that_nobody_can_take_are_proven_to_stay_empty(served: Served) -> None:
    kept = keep(served, join=["671:Struer:21846"], set=["shifts.agents=9"]).json()
    reckon(served.database, ORDER, scenario=ScenarioId(kept["id"]))
    coverage = solved(served, kept["id"])["score"]["coverage"]
    assert coverage["value"] == coverage["bound"] > 0
    assert "stay empty in every roster" in words(page(served, f"scenarios/{kept['id']}").text)


@ON_A_FILE
def test_what_is_changed_meanwhile_is_not_what_was_solved(served: Served) -> None:
    kept = keep(served).json()

    def change(_: object) -> None:
        changed = {"name": "Other", "set": ["shifts.agents=3"]}
        assert served.send("PUT", f"scenarios/{kept['id']}", changed, began=1).status_code == 200

    reckon(served.database, ORDER, scenario=ScenarioId(kept["id"]), meanwhile=change)
    assert solved(served, kept["id"]) is None


@ON_A_FILE
def test_it_is_asked_for_from_its_page(served: Served) -> None:
    kept = keep(served).json()
    fields = fields_of(page(served, f"scenarios/{kept['id']}"), "runs")
    assert "runs" not in page(served, f"scenarios/{kept['id']}", "leader").text
    started = send(served, "runs", fields | {"time_limit": ["15"]})
    assert started.status_code == 303
    run = RunId(started.headers["location"].partition("?")[0].rpartition("/")[2])
    assert run_in(served.database, run).kind is RunKind.SCENARIO
    work(served.database, run)
    assert solved(served, kept["id"])["run"] == run


@ON_A_FILE
def test_what_is_no_order_is_refused_with_its_place(served: Served) -> None:
    mine = keep(served, "leader").json()["id"]
    other = keep(served).json()["id"]
    for order, column in (
        ({"kind": "scenario"}, "scenario"),
        ({"kind": "scenario", "scenario": ABSENT}, "scenario"),
        ({"kind": "scenario", "scenario": mine}, "scenario"),
        ({"kind": "scenario", "scenario": other, "from": 1}, "from"),
        ({"kind": "scenario", "scenario": other, "version": 1}, "version"),
        ({"kind": "solve", "scenario": other}, "scenario"),
    ):
        refused = served.send("POST", "runs", order, began=1)
        assert refused.status_code == 422, order
        assert column in {one["column"] for one in refused.json()["faults"]}
    started = {"kind": "scenario", "scenario": other}
    assert served.send("POST", "runs", started, caller="leader", began=1).status_code == 403
