"""Shifts are handed over and exchanged: who may, who must say yes, and that each is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from api.ledger.records import list_entries
from api.plans.records.facts import find_hotline, find_plan
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import reading
from api.store.tables import OUTBOX
from tests.api.filled_service import CODE, FIRST_DAY, NOW, ROOT, Served
from tests.api.store.invariants import breaches
from wfm.hotline import Pairing, SwapApproval
from wfm.ids import ShiftId

HERE = f"{ROOT}/{CODE}"
MON8, TUE8, WED11 = "2027-01-04T08:00", "2027-01-05T08:00", "2027-01-06T11:00"
ALONE = pytest.mark.parametrize("approval", [SwapApproval.NONE])


def put_forward(served: Served, caller: str = "agent", **document: Any) -> Response:
    gives = document.pop("gives", {"agent": "1-1", "shift": MON8})
    return served.send("POST", f"{HERE}/swaps", {"gives": gives, **document}, caller=caller)


def made_swap(served: Served, **document: Any) -> str:
    answer = put_forward(served, **document)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def step(served: Served, what: str, swap: str, caller: str, **more: Any) -> Response:
    return served.send("POST", f"{HERE}/swaps/{swap}/{what}", caller=caller, **more)


def state_after(served: Served, what: str, swap: str, caller: str) -> str:
    answer = step(served, what, swap, caller)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["state"])


def kind_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["type"]).rpartition("/")[2].rpartition("-")[2]


def seen(served: Served, swap: str, caller: str) -> dict[str, Any]:
    answer = served.get(f"{HERE}/swaps/{swap}", caller)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def sitting(served: Served, shift: str) -> list[str]:
    with reading(served.database) as connection:
        assert breaches(connection) == []
        plan = find_plan(connection, find_hotline(connection, CODE).id, date.fromisoformat(FIRST_DAY))
        roster = read_version(connection, find_version(connection, plan.id, plan.published)).roster
    return list(roster.on(ShiftId(shift)))


def owed(served: Served) -> dict[str, Fraction]:
    with reading(served.database) as connection:
        entries = list_entries(connection, find_hotline(connection, CODE).id)
    found: dict[str, Fraction] = {}
    for one in entries:
        if one.kind == "swap" and one.seats is not None:
            found[one.municipality] = found.get(one.municipality, Fraction(0)) + one.seats
    return found


def told(served: Served) -> list[str]:
    with reading(served.database) as connection:
        rows = connection.execute(select(OUTBOX).where(OUTBOX.c.kind == "swap").order_by(OUTBOX.c.created_at))
        return [row.payload["state"] for row in rows]


def test_a_shift_goes_to_another_municipality_when_both_leaders_said_yes(served: Served) -> None:
    swap = made_swap(served, agents=None)
    before = seen(served, swap, "agent 2-2")
    assert (before["state"], before["gives"]["name"]) == ("proposed", None)
    assert before["actions"] == ["accept", "decline"]
    assert [one["agent"] for one in before["agents"]] == ["2-2"]
    mine = seen(served, swap, "agent")
    asked = {(one["name"], one["agent"], one["municipality"]) for one in mine["agents"]}
    assert asked == {("Agent 1-2", None, "1"), ("Agent 1-3", None, "1"), (None, None, "2")}
    assert served.get(f"{HERE}/swaps/{swap}", "leader 2").status_code == 404
    assert state_after(served, "accept", swap, "agent 2-2") == "accepted"
    assert seen(served, swap, "agent 2-2")["gives"]["name"] == "Agent 1-1"
    assert seen(served, swap, "agent")["taker"]["name"] == "Agent 2-2"
    assert seen(served, swap, "agent 1-3")["taker"]["name"] is None
    assert sitting(served, MON8) == ["1-1", "2-1"]
    assert state_after(served, "approve", swap, "leader 2") == "accepted"
    assert kind_of(step(served, "approve", swap, "leader 2")) == (409, "closed")
    assert seen(served, swap, "leader")["effect"]["breaks"] == []
    assert state_after(served, "approve", swap, "leader") == "done"
    assert sitting(served, MON8) == ["2-1", "2-2"]
    assert owed(served) == {"1": 1, "2": -1}
    assert told(served) == ["proposed", "accepted", "done"]
    assert seen(served, swap, "agent")["version"] == 2


@ALONE
def test_two_shifts_are_exchanged_at_once_where_nobody_else_is_asked(served: Served) -> None:
    found = served.get(f"{HERE}/swaps/options?agent=1-1&shift={MON8}&municipality=2", "agent").json()
    (offered,) = (one for one in found["exchanges"] if one["takes"] == TUE8)
    assert (offered["name"], offered["municipality"]) == (None, "2")
    assert {one["name"] for one in found["takers"]} == {"Agent 1-2", "Agent 1-3", None}
    reference = offered["reference"]
    swap = made_swap(served, takes={"agent": reference, "shift": TUE8})
    assert seen(served, swap, "agent")["takes"]["name"] is None
    assert state_after(served, "accept", swap, "agent 2-2") == "done"
    assert (sitting(served, MON8), sitting(served, TUE8)) == (["2-1", "2-2"], ["1-1", "1-2"])
    assert owed(served) == {}


@pytest.mark.parametrize("approval", [SwapApproval.COORDINATOR])
def test_a_coordinator_alone_says_yes_where_the_hotline_says_so(served: Served) -> None:
    swap = made_swap(served, agents=["1-3"])
    assert kind_of(step(served, "approve", swap, "coordinator")) == (409, "closed")
    assert state_after(served, "accept", swap, "agent 1-3") == "accepted"
    assert step(served, "approve", swap, "leader").status_code == 404
    assert step(served, "approve", swap, "agent").status_code == 403
    assert state_after(served, "approve", swap, "coordinator") == "done"
    assert sitting(served, MON8) == ["1-3", "2-1"]


def test_it_ends_by_no_by_time_and_by_taking_it_back(served: Served) -> None:
    swap = made_swap(served, agents=["1-2", "1-3"])
    assert state_after(served, "decline", swap, "agent 1-3") == "proposed"
    assert state_after(served, "decline", swap, "agent 1-2") == "declined"
    assert kind_of(step(served, "withdraw", swap, "agent")) == (409, "closed")
    swap = made_swap(served, agents=["1-3"])
    assert state_after(served, "accept", swap, "agent 1-3") == "accepted"
    assert kind_of(step(served, "decline", swap, "agent 1-3")) == (409, "closed")
    assert state_after(served, "reject", swap, "leader") == "rejected"
    swap = made_swap(served, agents=["1-3"])
    assert step(served, "withdraw", swap, "agent 1-3").status_code == 404
    assert state_after(served, "accept", swap, "agent 1-3") == "accepted"
    assert state_after(served, "withdraw", swap, "agent") == "withdrawn"
    until = NOW + timedelta(hours=1)
    swap = made_swap(served, agents=["1-3"], expires_at=until.isoformat())
    served.now[0] = until - timedelta(seconds=1)
    assert seen(served, swap, "agent 1-3")["state"] == "proposed"
    served.now[0] = until
    assert seen(served, swap, "agent 1-3")["state"] == "expired"
    assert kind_of(step(served, "accept", swap, "agent 1-3")) == (409, "closed")
    assert sitting(served, MON8) == ["1-1", "2-1"]


def test_what_can_not_be_is_refused_with_every_fault(served: Served) -> None:
    before = served.digest()
    assert put_forward(served, "agent 1-2").status_code == 404
    assert put_forward(served, "coordinator").status_code == 404
    assert put_forward(served, "administrator").status_code == 403
    assert put_forward(served, gives={"agent": "1-1", "shift": "2027-06-01T08:00"}).status_code == 404

    def faults(**document: Any) -> list[str]:
        answer = put_forward(served, **document)
        assert answer.status_code == 422, answer.text
        return [one["column"] for one in answer.json()["faults"]]

    late = "2027-01-04T08:00:01Z"
    assert faults(gives={"agent": "1-1", "shift": TUE8}) == ["gives"]
    assert faults(agents=["1-3", "1-3"]) == ["agents"]
    assert faults(agents=["2-2", "1-1"], expires_at=late) == ["expires_at", "agents", "agents"]
    assert faults(takes={"agent": "1-2", "shift": MON8}) == ["takes"]
    assert faults(takes={"agent": "1-2", "shift": WED11}) == ["takes"]  # there they sit together
    assert faults(takes={"agent": "1-2", "shift": TUE8}, agents=["1-3"]) == ["agents"]
    assert served.digest() == before
    made_swap(served, agents=["1-3"])
    assert faults(agents=["1-2"]) == ["gives"]


@ALONE
@pytest.mark.parametrize("pairing", [Pairing.SAME_MUNICIPALITY])
def test_where_one_municipality_staffs_a_shift_it_stays_there(served: Served) -> None:
    gives = {"agent": "1-1", "shift": WED11}
    found = served.get(f"{HERE}/swaps/options?agent=1-1&shift={WED11}&municipality=2", "agent").json()
    assert {one["municipality"] for one in found["takers"]} == {"1"}
    assert found["exchanges"] == []
    swap = made_swap(served, gives=gives, agents=None)
    assert state_after(served, "accept", swap, "agent 1-3") == "done"
    assert sitting(served, WED11) == ["1-2", "1-3"]


@ALONE
def test_an_answer_names_the_state_that_it_is_about_and_counts_once(served: Served) -> None:
    swap = made_swap(served, agents=["1-3", "1-2"])
    assert step(served, "accept", swap, "agent 1-3", began=7).status_code == 412
    assert step(served, "decline", swap, "agent 1-3", began=7).status_code == 412
    done = step(served, "accept", swap, "agent 1-3", began=1, key="mine")
    assert (done.status_code, done.headers["etag"]) == (200, '"2"')
    again = step(served, "accept", swap, "agent 1-3", began=1, key="mine")
    assert (again.status_code, again.json()["version"]) == (200, done.json()["version"])
    assert kind_of(step(served, "accept", swap, "agent 1-2")) == (409, "closed")


@ALONE
def test_rules_and_seats_are_looked_at_again_when_somebody_says_yes(served: Served) -> None:
    first = made_swap(served, agents=["1-3"])
    second = made_swap(served, gives={"agent": "2-1", "shift": MON8}, caller="agent 2-1")
    away = {"agent": "1-3", "first_day": "2027-01-04", "last_day": "2027-01-04"}
    assert served.send("POST", f"{HERE}/absences", away, caller="agent 1-3").status_code == 201
    assert kind_of(step(served, "accept", first, "agent 1-3")) == (409, "closed")
    away["agent"] = "2-1"
    assert served.send("POST", f"{HERE}/absences", away, caller="agent 2-1").status_code == 201
    assert kind_of(step(served, "accept", second, "agent 2-2")) == (409, "closed")
    assert sitting(served, MON8) == ["1-1"]


@ALONE
@pytest.mark.parametrize("rounds", [2, pytest.param(200, marks=pytest.mark.prove)])
def test_of_two_who_accept_at_once_one_takes_the_shift(served: Served, rounds: int) -> None:
    giver, shift = "1-1", {"shift": MON8}
    for _ in range(rounds):
        others = sorted({"1-1", "1-2", "1-3"} - {giver})
        caller = "agent" if giver == "1-1" else f"agent {giver}"
        swap = made_swap(served, gives={"agent": giver, **shift}, agents=others, caller=caller)

        def accept(agent: str, swap: str = swap) -> int:
            return step(served, "accept", swap, "agent" if agent == "1-1" else f"agent {agent}").status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(accept, others)) == [200, 409]
        (giver,) = {"1-1", "1-2", "1-3"} & set(sitting(served, MON8))
        assert giver in others


@pytest.mark.parametrize("rounds", [1, pytest.param(200, marks=pytest.mark.prove)])
def test_a_yes_and_a_withdrawal_at_once_have_one_effect(served: Served, rounds: int) -> None:
    gives, takes = ("1-1", "agent"), ("1-3", "agent 1-3")
    for _ in range(rounds):
        given = {"agent": gives[0], "shift": MON8}
        swap = made_swap(served, caller=gives[1], gives=given, agents=[takes[0]])
        state_after(served, "accept", swap, takes[1])
        steps = (("approve", "leader"), ("approve", "coordinator"), ("withdraw", gives[1]))
        with ThreadPoolExecutor(3) as pool:
            found = [pool.submit(step, served, what, swap, caller) for what, caller in steps]
        assert sorted(one.result().status_code for one in found) == [200, 409, 409]
        if seen(served, swap, "leader")["state"] == "done":
            gives, takes = takes, gives
        assert sitting(served, MON8) == [gives[0], "2-1"]
