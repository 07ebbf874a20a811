"""A store in which runs are asked for and reckoned: of a tiny plan, and of one that takes its time."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random
from threading import Event
from typing import Any

from sqlalchemy import Engine

from api.access.callers import AccountHolder
from api.access.ids import RunId
from api.access.scope import scope_of
from api.access.viewer import Viewer
from api.plans.place import PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.runs.child import answer
from api.runs.ending import end_run, outcome_of
from api.runs.kinds import RunOrder, RunState
from api.runs.preparation import Preparation, prepare
from api.runs.records.leases import RunLease, claim
from api.runs.records.runs import RunFacts, RunResult, find_result, find_run
from api.runs.service import start_run
from api.runs.worker import RunWorker
from api.store.engine import reading, writing
from api.store.idempotency import IdempotentRequest
from api.store.types import new_id
from api.texts.translator import translator
from tests.api.filled_service import CALLERS, CODE, FIRST_DAY, NOW
from tests.api.publications import small_plan
from tests.api.store.filled import add_plan
from tests.builders import MONDAY, agent, competence, entry, hotline, lock, plan
from wfm.hotline import Pairing
from wfm.plan import Plan
from wfm.serialization import pack

PATIENCE = 60.0
"""Seconds; nothing here should take long, but the machine may be busy."""
_keys = count()


def place_in(database: Engine) -> PlanPlace:
    """Return where a coordinator works."""
    caller = CALLERS["coordinator"]
    assert isinstance(caller, AccountHolder)
    with reading(database) as connection:
        hotline = find_hotline(connection, CODE)
        plan = find_plan(connection, hotline.id, date.fromisoformat(FIRST_DAY))
    return PlanPlace(
        database=database,
        viewer=Viewer(caller, CODE, scope_of(caller, CODE)),
        at=NOW,
        speak=translator("en"),
        hotline=hotline,
        plan=plan,
    )


def ask(database: Engine, order: RunOrder | None = None, **changes: Any) -> RunId:
    """Put a run into the queue."""
    asked = replace(order or RunOrder(time_limit=5, workers=1), **changes)
    place = place_in(database)
    request = IdempotentRequest("a" * 32, f"run-{next(_keys)}", "POST", "/runs", "0" * 64)
    return start_run(place, request, asked, expected=place.plan.revision)


def run_in(database: Engine, run: RunId) -> RunFacts:
    """Return a run as it stands."""
    with reading(database) as connection:
        return find_run(connection, run)


def result_in(database: Engine, run: RunId) -> RunResult:
    """Return what came of a run."""
    with reading(database) as connection:
        found = find_result(connection, run)
    assert found is not None
    return found


def until(ready: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
    """Wait for something to happen; return how many seconds that took."""
    began = time.monotonic()
    while not ready():
        assert time.monotonic() - began < patience, f"waited in vain: {what}"
        time.sleep(0.02)
    return time.monotonic() - began


def wait_for(database: Engine, run: RunId, *states: RunState) -> RunFacts:
    """Wait until a run is in one of some states; over, where none is named."""

    def there() -> bool:
        state = run_in(database, run).state
        return state in states if states else state.is_over

    until(there, f"{run} to be {states or 'over'}")
    return run_in(database, run)


def reckon(
    database: Engine,
    order: RunOrder | None = None,
    *,
    meanwhile: Callable[[Preparation], None] = lambda _: None,
    **changes: Any,
) -> tuple[RunFacts, RunResult]:
    """Ask for a run and reckon it here, without a process of its own; return what became of it.

    Something may happen to the store before it ends.
    """
    return work(database, ask(database, order, **changes), meanwhile)


def work(
    database: Engine, run: RunId, meanwhile: Callable[[Preparation], None] = lambda _: None
) -> tuple[RunFacts, RunResult]:
    """Reckon the only run that waits; return what became of it."""
    with writing(database) as connection:
        taken = claim(connection, new_id(), NOW)
    assert taken is not None
    assert taken.id == run
    with reading(database) as connection:
        prepared = prepare(connection, taken, 4000)
    job = pickle.loads(pack(prepared.job))
    outcome = outcome_of(prepared, answer(job, Event(), lambda told: None))
    meanwhile(prepared)
    assert end_run(database, prepared, RunLease(run, taken.fence), RunState.DONE, outcome, NOW)
    return run_in(database, run), result_in(database, run)


def contradict(database: Engine) -> None:
    """Let the plan of a filled store hold two locks that contradict each other."""
    locks = (lock("2027-01-04T08:00", municipality="1"), lock("2027-01-04T08:00", agent="2-1"))
    add_plan(database, replace(small_plan(), locks=locks), expected=place_in(database).plan.revision)


def hire(database: Engine) -> None:
    """Let so many more work for a municipality of a filled store that there is a choice."""
    new = (agent(f"1-{number}") for number in range(3, 9))
    held = replace(small_plan(), agents=(*small_plan().agents, *new))
    add_plan(database, held, expected=place_in(database).plan.revision)


def long_plan(days: int = 120) -> Plan:
    """Return a plan that has a roster at once, and is not solved within a minute or more."""
    chance = Random(1)
    homes = [f"{town}-{number}" for town in range(1, 6) for number in range(1, 6)]
    kinds = ("undesired", "unavailable", "preferred")
    entries = [
        entry(name, chance.choice(kinds), MONDAY + timedelta(days=day))
        for name in homes
        for day in range(days)
        if chance.random() < 0.6
    ]
    people = [agent(name, competences=[code for code in "abc" if chance.random() < 0.3]) for name in homes]
    line = hotline(
        days=days,
        agents=3,
        hours="08:00-20:00",
        pairing=Pairing.MIXED,
        competences=tuple(map(competence, "abc")),
    )
    towns = {str(town): 100 + 37 * town for town in range(1, 6)}
    return plan(towns, people, hotline=line, availability=entries)


@contextmanager
def worker_on(database: Engine, **options: Any) -> Iterator[RunWorker]:
    """Let a worker work."""
    worker = RunWorker(database, lambda: NOW, **options)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
