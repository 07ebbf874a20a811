"""The calendar events of a roster, carried on from those that were published before.

What people subscribe to must not flicker: an event that says the same keeps SEQUENCE and DTSTAMP, one
that says something else rises by one, one that was taken away stays and says so. A plan's word covers
its own period and what comes after: earlier events of the days before (last quarter's) stand as they
are. Nothing depends on the clock but the moment noted for a change, so that solving again without a
change changes no byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from api.calendars.ics.sentences import CANCELLED, Wording, Words
from api.calendars.ics.uid import agent_uid, hotline_uid, municipality_uid
from api.publication.publication import CalendarEvent
from api.texts.translator import translator
from wfm.calendar import Shift, to_utc
from wfm.finding import NO_AGENT
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster

NO_MUNICIPALITY = MunicipalityCode("")
"""Whose event it is that stands in the whole hotline's calendar."""
KEPT = timedelta(days=90)
"""How long before the period's first day earlier events are kept."""
CANCELLED_KEPT = timedelta(days=30)
"""The same for cancelled ones, which have been seen by then."""


def events_of(
    plan: Plan,
    roster: Roster,
    earlier: Iterable[CalendarEvent],
    now: datetime,
    *,
    whole: bool = False,
    kept: bool = False,
) -> tuple[CalendarEvent, ...]:
    """Return the events of every agent and municipality, in order of start.

    Parameters
    ----------
    plan, roster
        What is published.
    earlier
        The events published before; none at first.
    now
        The moment noted for what changed; aware.
    whole
        Whether those of the whole hotline's calendar are returned too.
    kept
        Whether cancelled ones stay as long as any other, for somebody who drops them later.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    known = _latest(earlier)
    fresh = {event.uid: event for event in _fresh(plan, roster, moment, whole)}
    events = [_continue(event, known.get(event.uid)) for event in fresh.values()]
    events += [_cancel(event, plan, moment) for event in known.values() if event.uid not in fresh]
    return in_order(event for event in events if _is_kept(event, plan, kept))


def in_order(events: Iterable[CalendarEvent]) -> tuple[CalendarEvent, ...]:
    """Return events in order of start."""
    return tuple(sorted(events, key=lambda event: (event.starts_at, event.uid)))


def _latest(events: Iterable[CalendarEvent]) -> Mapping[str, CalendarEvent]:
    """Return the events by UID; of two the one with the higher SEQUENCE."""
    found: dict[str, CalendarEvent] = {}
    for event in events:
        if event.uid not in found or found[event.uid].sequence < event.sequence:
            found[event.uid] = event
    return found


def _fresh(plan: Plan, roster: Roster, moment: datetime, whole: bool) -> Iterator[CalendarEvent]:
    """Yield the roster's events as if nothing had been published before."""
    wording = Wording(plan, roster)
    hotline = plan.hotline.code
    for shift in plan.shifts:
        sitting = dict.fromkeys(roster.on(shift.id))
        home = {agent: plan.agent[agent].municipality for agent in sitting}
        for agent, code in home.items():
            uid = agent_uid(hotline, agent, shift.starts_at)
            yield _event(uid, agent, code, shift, wording.of_agent(agent, shift), moment)
        by_home = groupby(sorted(sitting, key=lambda a: (home[a], a)), key=home.__getitem__)
        own = {code: tuple(agents) for code, agents in by_home}
        for code, agents in own.items():
            uid = municipality_uid(hotline, code, shift.starts_at)
            words = wording.of_municipality(code, agents)
            yield _event(uid, NO_AGENT, code, shift, words, moment)
        if whole:
            uid = hotline_uid(hotline, shift.starts_at)
            yield _event(uid, NO_AGENT, NO_MUNICIPALITY, shift, wording.of_hotline(shift, own), moment)


def _event(
    uid: str, agent: AgentId, code: MunicipalityCode, shift: Shift, words: Words, moment: datetime
) -> CalendarEvent:
    return CalendarEvent(
        uid=uid,
        agent=agent,
        municipality=code,
        shift=shift.id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        summary=words.summary,
        location=words.location,
        description=words.description,
        sequence=0,
        changed_at=moment,
    )


def _continue(event: CalendarEvent, before: CalendarEvent | None) -> CalendarEvent:
    """Return the event as it goes on: as it was where it says the same, else one higher."""
    if before is None:
        return event
    if replace(event, sequence=before.sequence, changed_at=before.changed_at) == before:
        return before
    return _raise_sequence(event, before, event.changed_at)


def _cancel(event: CalendarEvent, plan: Plan, moment: datetime) -> CalendarEvent:
    """Return an event that the roster no longer holds: cancelled, unless it is history."""
    if event.cancelled or event.starts_at < _start_of(plan):
        return event
    summary = translator(plan.hotline.language).say(CANCELLED(summary=event.summary))
    return _raise_sequence(replace(event, summary=summary, cancelled=True), event, moment)


def _raise_sequence(event: CalendarEvent, before: CalendarEvent, moment: datetime) -> CalendarEvent:
    # A clock that was set back must not make a change look older than what it changes.
    return replace(event, sequence=before.sequence + 1, changed_at=max(moment, before.changed_at))


def _is_kept(event: CalendarEvent, plan: Plan, cancelled_too: bool) -> bool:
    sooner = event.cancelled and not cancelled_too
    return event.starts_at >= _start_of(plan) - (CANCELLED_KEPT if sooner else KEPT)


def _start_of(plan: Plan) -> datetime:
    return to_utc(plan.hotline.period.first_day, 0, plan.hotline.zone)
