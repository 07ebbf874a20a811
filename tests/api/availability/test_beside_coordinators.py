"""People answer while coordinators edit: at pages that is no conflict for other tables, else it is."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest

from api.access.permissions import Permission
from api.access.scope import scope_of
from api.access.viewer import Viewer
from api.plans.place import PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision, read_plan
from api.plans.service import revise
from api.plans.uploads.tables import json_rows, replace_table
from api.store.engine import reading
from api.store.errors import ConflictError
from api.store.idempotency import IdempotentRequest
from api.texts.translator import translator
from tests.api.availability.asked import AWAY, open_collection, say
from tests.api.filled_service import CALLERS, CODE, FIRST_DAY, NOW, Served
from wfm.plan import Plan

LOCK = {"date": "2027-01-05", "start": "08:00", "municipality": "1"}


def place_of(served: Served) -> PlanPlace:
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE)
        plan = find_plan(connection, hotline.id, date.fromisoformat(FIRST_DAY))
    caller = CALLERS["coordinator"]
    viewer = Viewer(caller, CODE, scope_of(caller, CODE))
    assert viewer.may(Permission.EDIT_PLAN)
    return PlanPlace(
        database=served.database,
        viewer=viewer,
        at=NOW,
        speak=translator("en"),
        hotline=hotline,
        plan=plan,
    )


def lock(served: Served, expected: int, key: str, *, over_answers: bool = True) -> Plan:
    """Lock a shift as a page does, and return the plan that comes of it."""
    request = IdempotentRequest("a" * 32, key, "POST", "/plans/x/tables/locks", "0" * 64)

    def make(plan: Plan) -> Plan:
        return replace_table(plan, "locks", json_rows("locks", [LOCK])).plan

    place = place_of(served)
    kept, _ = revise(place, request, expected, make, lambda plan: plan, over_answers=over_answers)
    with reading(served.database) as connection:
        return read_plan(connection, find_revision(connection, place.plan.id, kept.revision.number))


def test_answers_meanwhile_are_no_conflict_at_a_page_and_stay(served: Served) -> None:
    open_collection(served)
    assert say(served, "1-1", AWAY).status_code == 200
    assert say(served, "2-1", AWAY, caller="coordinator").status_code == 200
    with pytest.raises(ConflictError):
        lock(served, 1, "strict", over_answers=False)
    plan = lock(served, 1, "page")
    assert [one.municipality for one in plan.locks] == ["1"]
    assert {entry.agent for entry in plan.availability} == {"1-1", "2-1", "3-1"}
    assert lock(served, 1, "page") == plan  # the same form again changes nothing


def test_another_table_meanwhile_is_a_conflict_all_the_same(served: Served) -> None:
    open_collection(served)
    assert say(served, "1-1", AWAY).status_code == 200
    demand = {"rows": [{"date": "2027-01-05", "start": "11:00", "agents": 1}]}
    assert served.send("PUT", "tables/demand", demand, began=2).status_code == 200
    for expected in (1, 2):
        with pytest.raises(ConflictError):
            lock(served, expected, f"late-{expected}")
    assert lock(served, 3, "in time").locks


def test_a_page_s_change_and_many_answers_at_once_all_hold(served: Served) -> None:
    open_collection(served)
    told: list[int] = []

    def answer(agent: str) -> None:
        told.append(say(served, agent, AWAY, caller="coordinator", key=f"at-once-{agent}").status_code)

    threads = [Thread(target=answer, args=(agent,)) for agent in ("1-1", "1-2", "2-1")]
    for thread in threads:
        thread.start()
    plan = lock(served, 1, "page")
    for thread in threads:
        thread.join()
    assert told == [200, 200, 200]
    place = place_of(served)
    with reading(served.database) as connection:
        newest = read_plan(connection, find_revision(connection, place.plan.id))
    assert newest.locks == plan.locks != ()
    assert {entry.agent for entry in newest.availability} == {"1-1", "1-2", "2-1", "3-1"}
