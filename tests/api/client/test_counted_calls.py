"""The client's calls of a hotline against the service: sent by a telephone system, looked at, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from api.access.roles import Role
from api.client import Problem, Service
from api.client.demand import CallsClient
from tests.api.client.listening import listening, service, token_for
from tests.api.demand.sent_calls import PLAN_DAY, counted, csv_of
from tests.api.filled_service import CODE
from tests.api.web.json.fuzzing import filled_store

DAY = date(2026, 12, 21)


@pytest.fixture
def reached() -> Iterator[tuple[CallsClient, CallsClient]]:
    """Yield the calls of a hotline as a coordinator and as a leader reach them."""
    database = filled_store()
    coordinator = token_for(database, Role.COORDINATOR)
    leader = token_for(database, Role.LEADER, "leader@example.dk")
    with listening(service(database)) as base:
        coordinators, leaders = (
            Service(base, token).hotline(CODE).counted() for token in (coordinator, leader)
        )
        kept = coordinators.stored()
        assert kept.first_day is not None
        assert kept.last_day is not None
        coordinators.remove(kept.first_day, kept.last_day)
        yield coordinators, leaders
    database.dispose()


def test_a_day_is_sent_read_back_sent_again_and_taken_away(reached: tuple[CallsClient, CallsClient]) -> None:
    calls, leaders = reached
    assert (calls.stored().interval_minutes, calls.stored().days) == (None, ())
    intervals = [one for one in counted(2) if one.day < PLAN_DAY]
    sent = calls.send(csv_of(intervals))
    total = sum(one.offered for one in intervals)
    assert (sent.days, sent.replaced, sent.calls) == (len({one.day for one in intervals}), 0, total)
    found = leaders.stored()
    assert (found.interval_minutes, found.first_day, found.calls) == (30, DAY, total)
    assert found.days[0].missing == 0
    assert sum(day.calls for day in found.days) == total

    row = {"date": DAY.isoformat(), "start": "08:00", "offered": 3}
    special = {"date": "2027-02-01", "kind": "campaign", "name": "letters", "factor": "1.5"}
    again = calls.send({"calls": [row], "special_days": [special]}, key="one-day")
    assert (again.days, again.replaced, again.calls) == (1, 1, 3)
    assert calls.send({"calls": [row], "special_days": [special]}, key="one-day").calls == 3
    found = calls.stored()
    assert (found.days[0].calls, found.days[0].intervals) == (3, 1)
    assert found.days[0].missing > 0
    assert [day["name"] for day in found.special_days] == ["letters"]

    assert calls.remove(DAY, DAY) == 1
    assert calls.stored().days[0].date > DAY


def test_faults_are_told_and_a_leader_changes_nothing(reached: tuple[CallsClient, CallsClient]) -> None:
    calls, leaders = reached
    with pytest.raises(Problem) as faulty:
        calls.send(b"date;start;offered\n2026-12-21;08:00;many\n2026-12-21;25:00;1\n")
    assert {(fault.row, fault.column) for fault in faulty.value.details.faults} == {
        (2, "offered"),
        (3, "start"),
    }
    with pytest.raises(Problem) as nothing:
        calls.remove(DAY, DAY)
    assert nothing.value.status == 422
    for refused in (
        lambda: leaders.send({"calls": [{"date": "2026-12-21", "start": "08:00", "offered": 3}]}),
        lambda: leaders.remove(DAY, DAY),
    ):
        with pytest.raises(Problem) as told:
            refused()
        assert told.value.status == 403
    assert calls.stored().days == ()
