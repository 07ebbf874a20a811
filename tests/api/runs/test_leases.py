"""A run is one worker's at a time: whoever has lost it writes nothing; with one key it is started once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from api.access.ids import AccountId, RunId
from api.plans.records.plans import Revision, find_revision
from api.runs import service
from api.runs.kinds import RunOrder, RunState
from api.runs.records.leases import (
    RunLease,
    Signal,
    claim,
    end,
    give_back,
    is_work_waiting,
    look,
    report,
)
from api.runs.records.runs import events_after, find_run, place_of
from api.runs.service import cancel_run, start_run
from api.store.engine import open_engine, reading, writing
from api.store.errors import ConflictError, TooManyError
from api.store.idempotency import IdempotentRequest
from api.store.tables import RUN
from api.store.types import new_id
from tests.api.filled_service import NOW, Served
from tests.api.publications import small_plan
from tests.api.runs.made_runs import add_waiting_run
from tests.api.runs.reckoning import ask, place_in, run_in
from tests.api.store.filled import add_plan


@pytest.fixture
def database(served: Served) -> Engine:
    return served.database


def revision(database: Engine) -> Revision:
    with reading(database) as connection:
        return find_revision(connection, place_in(database).plan.id)


def waiting(database: Engine) -> RunId:
    newest = revision(database)
    with writing(database) as connection:
        return add_waiting_run(connection, newest, NOW)


def take(database: Engine) -> RunLease | None:
    """Take a run as a worker of one's own."""
    with writing(database) as connection:
        found = claim(connection, new_id(), NOW)
    return None if found is None else RunLease(found.id, found.fence)


def lose(database: Engine, run: RunId) -> None:
    """Let the lease of a run be over."""
    with writing(database) as connection:
        connection.execute(update(RUN).where(RUN.c.id == run).values(lease=RUN.c.lease - 3600))


def test_whoever_lost_a_run_writes_nothing_of_it(database: Engine) -> None:
    run = waiting(database)
    first = take(database)
    assert first is not None
    assert take(database) is None
    with writing(database) as connection:
        assert report(connection, first, {"n": 1}, {"2027-01-04T08:00": ["a" * 32]})
    lose(database, run)
    with reading(database) as connection:
        assert is_work_waiting(connection)
    second = take(database)
    assert second == RunLease(run, first.fence + 1)
    before = run_in(database, run)
    attempts: tuple[Callable[[Connection], bool], ...] = (
        lambda connection: report(connection, first, {"n": 2}, {}),
        lambda connection: give_back(connection, first, counted=True),
        lambda connection: end(connection, first, RunState.DONE, NOW),
    )
    for attempt in attempts:
        with writing(database) as connection:
            assert not attempt(connection)
    with reading(database) as connection:
        assert look(connection, first) is Signal.LOST
        assert look(connection, second) is Signal.GO_ON
        assert [event.told for event in events_after(connection, run, 0, 9)] == [{"n": 1}]
    assert run_in(database, run) == before
    assert (before.attempts, before.best) == (2, {"2027-01-04T08:00": ["a" * 32]})


def test_a_lease_that_is_late_is_renewed_by_whoever_has_it_still(database: Engine) -> None:
    run = waiting(database)
    mine = take(database)
    assert mine is not None
    lose(database, run)
    with writing(database) as connection:
        assert claim(connection, new_id(), NOW, held=[run]) is None
        assert report(connection, mine)
    assert take(database) is None


def test_what_is_given_back_is_taken_again_and_counted_or_not(database: Engine) -> None:
    run = waiting(database)
    for counted, attempts in ((True, 1), (False, 1), (True, 2)):
        mine = take(database)
        assert mine is not None
        with writing(database) as connection:
            assert give_back(connection, mine, counted=counted)
        assert run_in(database, run).attempts == attempts


def test_runs_are_taken_in_turn_and_each_by_one(database: Engine) -> None:
    runs = [waiting(database) for _ in range(6)]
    with reading(database) as connection:
        places = [place_of(connection, find_run(connection, run)) for run in runs]
    assert sorted(place for place in places if place) == [1, 2, 3, 4, 5, 6]
    gate = Barrier(6)

    def one(_: int) -> RunLease | None:
        gate.wait()
        return take(database)

    with ThreadPoolExecutor(6) as pool:
        taken = [lease.run for lease in pool.map(one, range(6)) if lease is not None]
    assert len(taken) == len(set(taken))
    while (lease := take(database)) is not None:  # where two looked at the same, one came away with nothing
        taken.append(lease.run)
    assert sorted(taken) == sorted(runs)


def test_hotlines_take_turns_however_many_runs_one_asks_for(database: Engine) -> None:
    first = revision(database)
    other = add_plan(database, small_plan(code="other"))
    with writing(database) as connection:
        many = [add_waiting_run(connection, first, NOW + timedelta(seconds=n)) for n in range(4)]
        few = [add_waiting_run(connection, other, NOW + timedelta(hours=1 + n)) for n in range(2)]
    expected = [many[0], few[0], many[1], few[1], many[2], many[3]]
    with reading(database) as connection:
        found = {run: place_of(connection, find_run(connection, run)) for run in expected}
    assert [found[run] for run in expected] in ([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 5, 6])
    taken = []
    for n in range(6):
        with writing(database) as connection:
            one = claim(connection, new_id(), NOW + timedelta(days=1, seconds=n))
        assert one is not None
        taken.append(one.id)
    assert set(taken) == set(expected)
    assert [run in many for run in taken[:4]] in ([True, False] * 2, [False, True] * 2)


def test_what_was_begun_goes_on_before_what_was_not(database: Engine) -> None:
    begun = waiting(database)
    lease = take(database)
    assert lease is not None
    with writing(database) as connection:
        assert give_back(connection, lease, counted=True)
        connection.execute(update(RUN).where(RUN.c.id == begun).values(created_at=NOW + timedelta(days=9)))
    waiting(database)
    again = take(database)
    assert again is not None
    assert again.run == begun


def test_eight_starts_with_one_key_are_one_run(database: Engine) -> None:
    place, gate = place_in(database), Barrier(8)
    request = IdempotentRequest("a" * 32, "one", "POST", "/runs", "0" * 64)

    def start(_: int) -> RunId:
        gate.wait()
        return start_run(place, request, RunOrder(), expected=place.plan.revision)

    with ThreadPoolExecutor(8) as pool:
        started = set(pool.map(start, range(8)))
    assert len(started) == 1
    with reading(database) as connection:
        states = connection.execute(select(RUN.c.state, func.count()).group_by(RUN.c.state)).all()
    assert sorted(map(tuple, states)) == [("done", 1), ("queued", 1)]  # one was there before


def test_a_run_that_waits_ends_at_once_and_one_that_is_over_stays(database: Engine) -> None:
    run, place = ask(database), place_in(database)
    assert cancel_run(place, run).state is RunState.CANCELLED
    assert cancel_run(place, run) == run_in(database, run)
    with reading(database) as connection:
        assert not is_work_waiting(connection)


def test_a_stale_revision_and_a_full_queue_are_refused(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_in(database)
    request = IdempotentRequest(AccountId("a" * 32), "stale", "POST", "/runs", "0" * 64)
    with pytest.raises(ConflictError):
        start_run(place, request, RunOrder(), expected=place.plan.revision + 1)
    monkeypatch.setattr(service, "MOST_WAITING", 1)
    ask(database)
    with pytest.raises(TooManyError):
        ask(database)


def test_two_servers_with_one_key_are_one_run(filled_place: str) -> None:
    with ExitStack() as stack:
        both = [open_engine(filled_place) for _ in range(2)]
        for one in both:
            stack.callback(one.dispose)
        request = IdempotentRequest("a" * 32, "two", "POST", "/runs", "0" * 64)
        places = [place_in(one) for one in both]

        def start(number: int) -> RunId:
            place = places[number % 2]
            return start_run(place, request, RunOrder(), expected=place.plan.revision)

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(start, range(8)))) == 1
