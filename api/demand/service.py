"""Calls of a hotline: taken in day by day, looked at, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.access.ids import HotlineId
from api.demand.records.calls import (
    drop_days,
    interval_minutes,
    keep_calendar,
    keep_calls,
    list_days,
    read_calls,
    read_number,
)
from api.demand.records.entered import FigureEntry, enter_figures, list_entries
from api.demand.uploads import SentCalls
from api.plans.place import HotlinePlace
from api.plans.records.facts import list_plans
from api.plans.records.plans import find_revision, read_plan
from api.plans.service import recall_answer
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ClashError
from api.store.idempotency import IdempotentRequest, once
from wfm.calendar import Period
from wfm.demand.history import CallHistory, Population, SpecialDay
from wfm.demand.history_notices import count_open_intervals
from wfm.demand.history_reading import history_of
from wfm.demand.key_figures import intervals_of
from wfm.errors import Fault, HistoryError
from wfm.hotline import Hotline
from wfm.message import Text

NO_PLAN = Text("calls.no_plan", "the hotline has no plan yet, so its opening hours are not known")
SAME_LENGTH = Text(
    "calls.same_length", "intervals of {minutes} minutes, as those that are stored; take those away first"
)
IN_ORDER = Text("calls.in_order", "a day not before the first")
NONE_THERE = Text("calls.none_there", "days of which calls are stored")


@dataclass(frozen=True)
class TakenCalls:
    """What was taken in.

    Parameters
    ----------
    days, replaced, calls
        How many days, how many of them in the place of what was stored, and calls offered on them.
    number
        Of the state of the hotline's calls.
    entered
        Figures of weeks and quarters that came along.
    notices
        What is hardly meant; none where the request came again.
    """

    days: int
    replaced: int
    calls: int
    number: int
    entered: int = 0
    notices: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class StoredDay:
    """A day: calls offered, intervals counted in the opening hours, and how many there should be."""

    day: date
    calls: int
    counted: int
    expected: int

    @property
    def missing(self) -> int:
        """Intervals of the opening hours that were not counted."""
        return max(0, self.expected - self.counted)


@dataclass(frozen=True)
class CallsOverview:
    """What is stored of a hotline's calls.

    Parameters
    ----------
    minutes
        Length of an interval; ``None`` where nothing is stored.
    days
        Every day from the first to the last stored on which the hotline is open or anything was counted.
    special_days, served
        What is known besides.
    entered
        Figures of weeks and quarters, all that were ever entered, the newest first.
    number
        Of this state.
    """

    minutes: int | None
    days: tuple[StoredDay, ...]
    special_days: tuple[SpecialDay, ...]
    served: tuple[Population, ...]
    number: int
    entered: tuple[FigureEntry, ...] = ()

    @property
    def calls(self) -> int:
        """Calls offered in all."""
        return sum(one.calls for one in self.days)

    @property
    def gaps(self) -> tuple[StoredDay, ...]:
        """Days of which intervals are missing, the latest first."""
        return tuple(one for one in reversed(self.days) if one.missing)


def find_known_hotline(connection: Connection, place: HotlinePlace) -> Hotline | None:
    """Return the hotline as its newest plan has it; nothing where it has none."""
    for plan in list_plans(connection, place.hotline.id, before=None, most=1, drafts=True):
        return read_plan(connection, find_revision(connection, plan.id)).hotline
    return None


def read_overview(place: HotlinePlace) -> CallsOverview:
    """Return what is stored of a hotline's calls."""
    with reading(place.database) as connection:
        history = read_calls(connection, place.hotline.id)
        number = read_number(connection, place.hotline.id)
        hotline = find_known_hotline(connection, place)
        entered = list_entries(connection, place.hotline.id)
    if history is None:
        return CallsOverview(None, (), (), (), number, entered)
    days = tuple(_days(history, hotline))
    return CallsOverview(
        history.interval_minutes, days, history.special_days, history.served, number, entered
    )


def _days(history: CallHistory, hotline: Hotline | None) -> list[StoredDay]:
    first, last = history.first_day, history.last_day
    found: list[StoredDay] = []
    if first is None or last is None:
        return found
    period = Period(first, last)
    closed = frozenset[date]() if hotline is None else hotline.closing.days(period)
    for day in period.days():
        some = history.by_day.get(day, ())
        expected = 0
        if hotline is not None and day not in closed:
            expected = count_open_intervals(day, history.interval_minutes, hotline)
        counted = 0 if hotline is None else len(intervals_of(history, hotline, [day]))
        if some or expected:
            found.append(StoredDay(day, sum(one.offered for one in some), counted, expected))
    return found


def take_calls(place: HotlinePlace, request: IdempotentRequest, sent: SentCalls) -> TakenCalls:
    """Store what was sent: each day in the place of what was stored of it, special days in that of all.

    Raises
    ------
    ClashError
        Where the hotline has no plan yet.
    HistoryError
        With every fault found; then nothing is stored.
    """
    said = recall_answer(place, request)
    if said is not None:
        return _taken(said)
    with reading(place.database) as connection:
        hotline = find_known_hotline(connection, place)
    if hotline is None:
        raise ClashError(NO_PLAN())
    tables = sent.open()
    beside = {"special_days", "served", "entered"} & tables.read
    reading_ = history_of(tables, hotline, hotline.service.interval_minutes, needs_calls=not beside)

    def effect(connection: Connection) -> Mapping[str, Any]:
        hotline_id = place.hotline.id
        history = _in_stored_length(connection, hotline_id, reading_.history)
        days = sorted({*history.by_day, *(one.day for one in history.mail)})
        before = set(list_days(connection, hotline_id, days[0], days[-1])) if days else set()
        keep_calls(connection, hotline_id, history, place.at)
        number = keep_calendar(
            connection,
            hotline_id,
            place.at,
            special_days=history.special_days if "special_days" in beside else None,
            served=history.served if "served" in beside else None,
        )
        enter_figures(
            connection, hotline_id, history.entered, number=number, author=place.author, at=place.at
        )
        told = {
            "days": len(days),
            "replaced": len(before & set(days)),
            "calls": history.calls,
            "entered": len(history.entered),
        }
        span = {"first_day": days[0].isoformat(), "last_day": days[-1].isoformat()} if days else {}
        audit.record(
            connection,
            actor=place.author,
            action="calls.store",
            about=hotline_id,
            at=place.at,
            payload={**told, **span},
        )
        return {**told, "number": number}

    done = once(place.database, request, place.at, effect, place.hotline.id)
    return _taken(done, reading_.notices)


def _taken(told: Mapping[str, Any], notices: tuple[Fault, ...] = ()) -> TakenCalls:
    return TakenCalls(
        days=told["days"],
        replaced=told["replaced"],
        calls=told["calls"],
        number=told["number"],
        entered=told.get("entered", 0),  # requests of earlier days told of none
        notices=notices,
    )


def _in_stored_length(connection: Connection, hotline: HotlineId, sent: CallHistory) -> CallHistory:
    """Return what was sent as it may lie beside what is stored: all calls are of intervals of one length.

    Looked at where nobody else stores any, else two that come at once would each find none.

    Raises
    ------
    HistoryError
        Where its calls are counted by intervals of another length.
    """
    stored = interval_minutes(connection, hotline)
    if stored in (None, sent.interval_minutes):
        return sent
    if sent.intervals:
        expected = SAME_LENGTH(minutes=str(stored))
        raise HistoryError([Fault("calls", None, "start", str(sent.interval_minutes), expected)])
    return replace(sent, interval_minutes=stored)  # mail alone has no length of its own


def remove_calls(place: HotlinePlace, request: IdempotentRequest, first: date, last: date) -> int:
    """Take away what was counted from one day to another, both included; return how many days that were.

    Raises
    ------
    HistoryError
        Where the days are not in order, or nothing is stored of them.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        days = list_days(connection, place.hotline.id, first, last)
        if not days:
            raise HistoryError([Fault("calls", None, "first_day", first.isoformat(), NONE_THERE())])
        drop_days(connection, place.hotline.id, days)
        keep_calendar(connection, place.hotline.id, place.at)
        payload = {"days": len(days), "first_day": days[0].isoformat(), "last_day": days[-1].isoformat()}
        audit.record(
            connection,
            actor=place.author,
            action="calls.remove",
            about=place.hotline.id,
            at=place.at,
            payload=payload,
        )
        return {"days": len(days)}

    if last < first:
        raise HistoryError([Fault("calls", None, "last_day", last.isoformat(), IN_ORDER())])
    return int(once(place.database, request, place.at, effect, place.hotline.id)["days"])
