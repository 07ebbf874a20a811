"""Two do at once what only one can have: there is exactly one effect, whoever was faster."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.ids import HotlineCode, SeatOfferId, VersionNumber
from api.ledger.kinds import LedgerKind
from api.ledger.records import list_entries
from api.publishing.records import find_published
from api.publishing.service import publish
from api.replacements import answers, offers
from api.replacements.absences import report_absence, withdraw_report
from api.rosters.editing.moves import Move
from api.rosters.records.rosters import find_version
from api.rosters.service import change_version
from api.store.engine import reading
from api.store.errors import ClosedError, ConflictError
from api.swaps import service as swaps
from api.swaps.kinds import SwapState
from api.swaps.proposal import SwapProposal, propose
from api.swaps.service import SwapRequest
from api.worked.closing import close_quarter
from tests.api.amendments.agreement import Watch
from tests.api.amendments.week import AT_ONCE, Week
from wfm.hotline import SwapApproval
from wfm.ids import AgentId, ShiftId

ROUNDS = pytest.mark.parametrize("rounds", [2, pytest.param(200, marks=pytest.mark.prove)])
TUE8, THU8 = ShiftId("2027-01-05T08:00"), ShiftId("2027-01-07T08:00")
"""On which 1-2 sits alone, and nobody."""
COORDINATORS = ("coordinator", "other coordinator")
TUESDAY = {"1-2", "2-1", "2-2"}
"""Who can sit there."""


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Do things at once; return what came of each: what it answered, or why it was refused."""
    gate = Barrier(len(calls))

    def do(call: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return call()
        except (ClosedError, ConflictError) as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(do, calls))


def refused(found: list[Any]) -> int:
    """Count what was refused."""
    return sum(isinstance(one, Exception) for one in found)


def sitter(week: Week) -> str:
    """Return who sits on Tuesday."""
    (agent,) = week.roster.on(TUE8)
    return str(agent)


def offer(week: Week, shift: ShiftId, *agents: str, leaves: str | None = None) -> SeatOfferId:
    """Offer a seat for an hour."""
    made = offers.make_offer(
        week.place("coordinator"),
        week.request("coordinator"),
        shift=shift,
        leaves=None if leaves is None else AgentId(leaves),
        agents=tuple(map(AgentId, agents)),
        expires_at=week.now + timedelta(hours=1),
    )
    return made.offer.id


def accept(week: Week, made: SeatOfferId, agent: str) -> Callable[[], Any]:
    """Return how somebody accepts; who asks and by which request is settled before."""
    place, asked = week.place("coordinator"), week.request("coordinator")
    return lambda: answers.accept(place, asked, made, AT_ONCE, agent=AgentId(agent))


def give_up(week: Week) -> None:
    """Let a coordinator take 1-1 from Thursday's shift."""
    with reading(week.engine) as connection:
        newest = find_version(connection, week.plan).number
        now = find_published(connection, week.plan).number
    place, move = week.place("coordinator"), Move(THU8, AgentId("1-1"))
    asked = week.request("coordinator")
    made = change_version(place, asked, newest, [move], expected=newest, note="")
    put(week, "coordinator", made.number, now)


def put(week: Week, who: str, number: VersionNumber, expected: VersionNumber) -> None:
    """Publish a version."""
    publish(
        week.engine,
        week.plan,
        number,
        expected=expected,
        author=week.place(who).author,
        at=week.now,
        request=week.request(who),
        agreed=AT_ONCE,
        accept_short_notice=True,
    )


@ROUNDS
def test_two_accept_one_offer(engine: Engine, rounds: int) -> None:
    week = Week(engine)
    watch = Watch(week)
    for _ in range(rounds):
        others = sorted(TUESDAY - {sitter(week)})
        made = offer(week, TUE8, *others, leaves=sitter(week))
        found = at_once(*(accept(week, made, agent) for agent in others))
        assert refused(found) == 1
        assert sitter(week) == others[isinstance(found[0], Exception)]
        watch.look()


@ROUNDS
def test_one_accepts_what_is_withdrawn(engine: Engine, rounds: int) -> None:
    week = Week(engine)
    watch = Watch(week)
    for _ in range(rounds):
        before = sitter(week)
        other = min(TUESDAY - {before})
        made = offer(week, TUE8, other, leaves=before)
        place, asked = week.place("coordinator"), week.request("coordinator")

        def withdraw(place: Any = place, asked: Any = asked, made: SeatOfferId = made) -> Any:
            return offers.withdraw_offer(place, asked, made)

        found = at_once(accept(week, made, other), withdraw)
        assert refused(found) == 1
        assert sitter(week) == (before if isinstance(found[0], Exception) else other)
        watch.look()


@ROUNDS
def test_two_coordinators_put_two_people_on_one_seat(engine: Engine, rounds: int) -> None:
    week = Week(engine)
    watch = Watch(week)
    for _ in range(rounds):
        before = sitter(week)
        others = sorted(TUESDAY - {before})
        with reading(engine) as connection:
            newest = find_version(connection, week.plan).number
            now = find_published(connection, week.plan).number

        def change(agent: str, before: str = before, newest: VersionNumber = newest) -> Any:
            move = Move(TUE8, AgentId(before), AgentId(agent))
            place, asked = week.place("coordinator"), week.request("coordinator")
            return change_version(place, asked, newest, [move], expected=newest, note="")

        changed = at_once(*(lambda agent=agent: change(agent) for agent in others))
        assert refused(changed) == 1
        (made,) = (one for one in changed if not isinstance(one, Exception))
        twice = at_once(
            *(lambda who=who, made=made, now=now: put(week, who, made.number, now) for who in COORDINATORS)
        )
        assert refused(twice) == 1
        assert sitter(week) == others[isinstance(changed[0], Exception)]
        watch.look()


@ROUNDS
def test_two_approve_one_swap(engine: Engine, rounds: int) -> None:
    week = Week(engine, approval=SwapApproval.COORDINATOR)
    watch, people = Watch(week), {"1-1": "one", "1-2": "two"}
    for _ in range(rounds):
        before = sitter(week)
        (other,) = people.keys() - {before}
        giver, taker = people[before], people[other]
        wanted = SwapProposal(AgentId(before), TUE8, agents=[other])
        made = propose(week.place(giver), week.request(giver), wanted).swap.id

        def asked(who: str, made: Any = made) -> SwapRequest:
            return SwapRequest(week.place(who), week.request(who), made, AT_ONCE)

        assert swaps.accept(asked(taker)).state is SwapState.ACCEPTED
        steps = [
            (swaps.approve, asked("coordinator")),
            (swaps.approve, asked("other coordinator")),
            (swaps.withdraw, asked(giver)),
        ]
        found = at_once(*(lambda step=step, by=by: step(by) for step, by in steps))
        assert refused(found) == 2
        withdrawn = isinstance(found[0], Exception) and isinstance(found[1], Exception)
        assert sitter(week) == (before if withdrawn else other)
        watch.look()


@ROUNDS
def test_two_close_one_quarter(engine: Engine, rounds: int) -> None:
    for number in range(rounds):
        week = Week(engine, code=HotlineCode(f"test-{number}"))
        week.wait(hours=24 * 8)
        closers = [(week.place(who), week.request(who)) for who in COORDINATORS]
        assert refused(at_once(*(lambda of=of: close_quarter(*of) for of in closers))) == 1
        with reading(engine) as connection:
            entries = list_entries(connection, closers[0][0].hotline.id)
        assert [one.kind for one in entries].count(LedgerKind.CARRY_OVER) == 3


@ROUNDS
def test_one_accepts_a_seat_and_is_away_that_day(engine: Engine, rounds: int) -> None:
    week = Week(engine)
    watch, day = Watch(week), week.published().plan.shift[THU8].day
    for _ in range(rounds):
        made = offer(week, THU8, "1-1")
        place, asked = week.place("leader 1"), week.request("leader 1")

        def report(place: Any = place, asked: Any = asked) -> Any:
            return report_absence(place, asked, AgentId("1-1"), day, day, AT_ONCE)

        shown, said = at_once(report, accept(week, made, "1-1"))
        assert week.roster.on(THU8) == ()
        watch.look()
        # Whoever accepted first had the seat and lost it; whoever was away first was refused.
        assert len(shown.absence.seats) == (0 if isinstance(said, Exception) else 1)
        withdraw_report(place, week.request("leader 1"), shown.absence.id, AT_ONCE)
        if isinstance(said, Exception):
            offers.withdraw_offer(week.place("coordinator"), week.request("coordinator"), made)
        else:
            give_up(week)
