"""While something is worked out something else happens: what is done then holds with what is so by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.access.ids import AbsenceId, SeatOfferId
from api.amendments import service
from api.calendars.feed_writing import write_texts
from api.publishing.records import find_published
from api.replacements import answers
from api.replacements.absences import ShownAbsence, report_absence, withdraw_report
from api.replacements.kinds import AskState, OfferState
from api.replacements.records.rules import find_rule
from api.rosters.editing.moves import Move
from api.rosters.records.rosters import find_version
from api.rosters.service import change_version
from api.store.engine import reading
from api.store.errors import ClosedError
from api.store.tables import ABSENCE
from api.swaps import service as swaps
from api.swaps.proposal import SwapProposal, propose
from api.swaps.service import SwapRequest
from api.worked.closing import close_quarter
from tests.api.amendments.agreement import Watch
from tests.api.amendments.test_races import THU8, TUE8, accept, offer, put
from tests.api.amendments.week import AT_ONCE, SITTING, Week
from tests.api.store.filled import add_roster, publish_version
from wfm.ids import AgentId, ShiftId
from wfm.roster import Roster

WED11 = ShiftId("2027-01-06T11:00")
"""On which 1-1 and 1-2 sit."""


@pytest.fixture
def week(engine: Engine) -> Week:
    """Return the week."""
    return Week(engine)


@pytest.fixture
def watch(week: Week) -> Watch:
    """Return who looks whether all agrees."""
    return Watch(week)


Meanwhile = Callable[[Callable[[], Any]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Return how to let something happen once, between what is read next for a change and what is written."""

    def happens(what: Callable[[], Any]) -> None:
        waits = [what]

        def write(*args: Any, **more: Any) -> Any:
            if waits:
                waits.pop()()
            return write_texts(*args, **more)

        monkeypatch.setattr(service, "write_texts", write)

    return happens


def away(week: Week, agent: str, shift: ShiftId) -> ShownAbsence:
    """Report that somebody is away on the day of a shift."""
    day = week.published().plan.shift[shift].day
    who = f"leader {agent[0]}"
    return report_absence(week.place(who), week.request(who), AgentId(agent), day, day, AT_ONCE)


def mistake(week: Week, absence: AbsenceId) -> ShownAbsence:
    """Take a report back."""
    return withdraw_report(week.place("coordinator"), week.request("coordinator"), absence, AT_ONCE)


def publish_move(week: Week, move: Move) -> None:
    """Let a coordinator change the newest version, and publish that."""
    with reading(week.engine) as connection:
        newest = find_version(connection, week.plan).number
        now = find_published(connection, week.plan).number
    place, asked = week.place("coordinator"), week.request("coordinator")
    made = change_version(place, asked, newest, [move], expected=newest, note="")
    put(week, "coordinator", made.number, now)


def test_whoever_is_away_by_then_takes_no_seat(week: Week, watch: Watch, meanwhile: Meanwhile) -> None:
    made = offer(week, THU8, "1-1")
    meanwhile(lambda: away(week, "1-1", THU8))
    with pytest.raises(ClosedError, match="away"):
        accept(week, made, "1-1")()
    assert week.roster.on(THU8) == ()
    watch.look()


def test_whoever_is_away_by_then_takes_no_swap(week: Week, watch: Watch, meanwhile: Meanwhile) -> None:
    wanted = SwapProposal(AgentId("1-2"), TUE8, agents=["1-1"])
    made = propose(week.place("two"), week.request("two"), wanted).swap.id
    meanwhile(lambda: away(week, "1-1", TUE8))
    with pytest.raises(ClosedError, match="away"):
        swaps.accept(SwapRequest(week.place("one"), week.request("one"), made, AT_ONCE))
    assert week.roster.on(TUE8) == (AgentId("1-2"),)
    watch.look()


@pytest.mark.parametrize("first", [True, False])
def test_of_two_absences_of_a_day_the_last_one_gives_the_seat_back(
    week: Week, watch: Watch, meanwhile: Meanwhile, first: bool
) -> None:
    once, again = away(week, "1-2", TUE8), []

    def report() -> None:
        again.append(away(week, "1-2", TUE8))

    if first:
        report()
    else:
        meanwhile(report)
    mistake(week, once.absence.id)
    assert week.roster.on(TUE8) == ()
    watch.look()
    mistake(week, again[0].absence.id)
    assert week.roster.on(TUE8) == (AgentId("1-2"),)


def test_a_report_that_is_a_mistake_by_then_vacates_nothing(week: Week, meanwhile: Meanwhile) -> None:
    before = week.roster

    def withdraw() -> None:
        with reading(week.engine) as connection:
            mistake(week, AbsenceId(connection.execute(select(ABSENCE.c.id)).scalar_one()))

    meanwhile(withdraw)
    away(week, "1-2", TUE8)
    assert week.roster == before


def whole_shift(week: Week) -> SeatOfferId:
    """Offer the whole of Wednesday's shift, on which one stays."""
    away(week, "1-2", WED11)
    return offer(week, WED11, "2-1", "2-2")


def at_the_rule(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Any]) -> None:
    """Let something happen once, after somebody who accepts has read the offer."""
    waits = [what]

    def find(*args: Any) -> Any:
        if waits:
            waits.pop()()
        return find_rule(*args)

    monkeypatch.setattr(answers, "find_rule", find)


def test_a_whole_shift_changes_hands_though_all_accept_at_once(
    week: Week, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = whole_shift(week)
    at_the_rule(monkeypatch, accept(week, made, "2-2"))
    assert accept(week, made, "2-1")().state is OfferState.ACCEPTED
    assert week.roster.on(WED11) == (AgentId("2-1"), AgentId("2-2"))
    watch.look()


def test_a_whole_shift_stays_where_one_has_said_no_by_then(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = whole_shift(week)
    accept(week, made, "2-1")()
    place, asked = week.place("coordinator"), week.request("coordinator")
    at_the_rule(monkeypatch, lambda: answers.decline(place, asked, made, agent=AgentId("2-1")))
    shown = accept(week, made, "2-2")()
    assert shown.state is OfferState.OPEN
    assert sorted(ask.state for ask in shown.offer.asks) == [AskState.ACCEPTED, AskState.DECLINED]
    assert week.roster.on(WED11) == (AgentId("1-1"),)


def test_nobody_loses_a_whole_shift_that_is_full_by_then(week: Week) -> None:
    made = whole_shift(week)
    accept(week, made, "2-1")()
    publish_move(week, Move(WED11, None, AgentId("1-2")))
    with pytest.raises(ClosedError, match="taken"):
        accept(week, made, "2-2")()
    assert week.roster.on(WED11) == (AgentId("1-1"), AgentId("1-2"))


def test_a_quarter_is_closed_as_it_is_published_by_then(week: Week, watch: Watch) -> None:
    week.wait(hours=24 * 8)
    place, asked = week.place("coordinator"), week.request("coordinator")
    sits = Roster({shift: on for shift, on in SITTING.agents_on.items() if shift != TUE8})
    publish_version(week.engine, add_roster(week.engine, week.revision, sits, expected=1), expected=1)
    close_quarter(place, asked)
    watch.look()
