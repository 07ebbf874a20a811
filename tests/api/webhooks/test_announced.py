"""Each of the four things that happen is told, in the transaction in which it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.plans.records.plans import find_revision
from api.runs.ending import end_run, outcome_without
from api.runs.kinds import RunState
from api.runs.preparation import prepare
from api.runs.records.leases import RunLease, claim
from api.store.engine import Database, open_engine, writing
from api.store.types import new_id
from tests.api.filled_service import NOW, Served
from tests.api.runs.made_runs import add_waiting_run
from tests.api.runs.reckoning import place_in
from tests.api.store.filled import add_plan, add_roster, publish_version
from tests.api.swaps.conftest import ROSTER, shared_plan
from tests.api.swaps.test_swaps import made_swap, step
from tests.api.webhooks.hooks import keep_webhook, told
from tests.api.worked.quarter import ask, worked_week
from wfm.hotline import Pairing, SwapApproval

HOOK = "https://hooks.example.dk/"


def happened(database: Database, event: str) -> list[Mapping[str, Any]]:
    """Return what is told of one kind of thing."""
    return [one["payload"] for one in told(database) if one["event"] == event]


def test_a_swap_that_is_done_is_told_and_that_it_was_published(place: str) -> None:
    database = open_engine(place)
    revision = add_plan(database, shared_plan(SwapApproval.NONE, Pairing.MIXED))
    served = Served(database)
    keep_webhook(database, HOOK, NOW)
    publish_version(database, add_roster(database, revision, ROSTER, expected=0), expected=0)
    where = {"hotline": "test", "plan": "2027-01-04"}
    assert happened(database, "roster.published") == [{**where, "version": 1}]
    swap = made_swap(served, agents=["1-3"])
    assert happened(database, "roster.swapped") == []
    assert step(served, "accept", swap, "agent 1-3").status_code == 200
    assert happened(database, "roster.swapped") == [{**where, "swap": swap, "version": 2}]
    assert happened(database, "roster.published")[1:] == [{**where, "version": 2}]
    database.dispose()


def test_a_run_that_has_ended_is_told_with_how(database: Database) -> None:
    keep_webhook(database, HOOK, NOW)
    with writing(database) as connection:
        revision = find_revision(connection, place_in(database).plan.id)
        run = add_waiting_run(connection, revision, NOW)
        taken = claim(connection, new_id(), NOW)
        assert taken is not None
        prepared, lease = prepare(connection, taken, 1000), RunLease(taken.id, taken.fence)
    outcome = outcome_without(prepared, prepared.job.start, 0.0)
    assert end_run(database, prepared, lease, RunState.CANCELLED, outcome, NOW + timedelta(seconds=1))
    assert happened(database, "run.finished") == [
        {"hotline": "test", "plan": "2027-01-04", "run": run, "state": "cancelled"}
    ]


def test_a_quarter_that_is_closed_is_told(tmp_path: Path) -> None:
    with worked_week(tmp_path) as week:
        keep_webhook(week.database, HOOK, NOW)
        assert ask(week, "POST", "/close").status_code == 200
        (payload,) = happened(week.database, "quarter.closed")
        assert (payload["plan"], payload["version"]) == ("2027-01-04", 1)
