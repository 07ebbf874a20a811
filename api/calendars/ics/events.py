"""The calendar events of a roster, carried on from those that were published before.

What people subscribe to must not flicker: an event that says the same keeps SEQUENCE and DTSTAMP, one
that says something else rises by one, one that was taken away stays and says so. A plan has the word on
what it published itself: each event knows the periods whose plans hold it, so that quarters may be
published in any order. Nothing depends on the clock but the moment noted for a change, so that solving
again without a change changes no byte.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby

from api.calendars.ics.sentences import CANCELLED, Wording, Words
from api.calendars.ics.uid import agent_uid, hotline_uid, municipality_uid
from api.publication.publication import CalendarEvent
from api.texts.translator import translator
from wfm.beside import seats_beside
from wfm.calendar import Shift
from wfm.finding import NO_AGENT
from wfm.hotline import Hotline
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster

NO_MUNICIPALITY = MunicipalityCode("")
"""Whose event it is that stands in the whole hotline's calendar."""


def events_of(
    plan: Plan,
    roster: Roster,
    earlier: Iterable[CalendarEvent],
    now: datetime,
    *,
    whole: bool = False,
    published: Collection[date] = (),
) -> tuple[CalendarEvent, ...]:
    """Return the events of every agent and municipality, in order of start; no earlier one is left out.

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
    published
        First days of all plans that are published, this one's among them, where they are known: an event
        that does not know its period is of the last one that began before it. Else it is of this plan where
        it lies in its period.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    return carry_on(_fresh(plan, roster, moment, whole), plan.hotline, earlier, moment, published)


def carry_on(
    events: Iterable[CalendarEvent],
    hotline: Hotline,
    earlier: Iterable[CalendarEvent],
    moment: datetime,
    published: Collection[date] = (),
) -> tuple[CalendarEvent, ...]:
    """Return a plan's events as they go on from those published before; no earlier one is left out.

    Parameters
    ----------
    events
        The plan's, as if nothing had been published before.
    hotline
        Whose plan it is, with its period.
    earlier, published
        As in `events_of`.
    moment
        Noted for what changed: aware, in UTC, whole seconds.
    """
    known = _latest(earlier)
    fresh = {_key(event): event for event in events}
    found = [_continue(event, known.get(key)) for key, event in fresh.items()]
    found += [
        _cancel(event, hotline, moment) if _is_own(event, hotline, published) else event
        for key, event in known.items()
        if key not in fresh
    ]
    return in_order(found)


def in_order(events: Iterable[CalendarEvent]) -> tuple[CalendarEvent, ...]:
    """Return events in order of start."""
    return tuple(sorted(events, key=lambda event: (event.starts_at, event.uid)))


def _key(event: CalendarEvent) -> tuple[str, str, datetime]:
    """Return by what an event goes on: whose it is, and when it starts.

    Not by its UID, which begins with an id: by that somebody else may go by now.
    """
    return event.agent, "" if event.agent else event.municipality, event.starts_at


def _latest(events: Iterable[CalendarEvent]) -> Mapping[tuple[str, str, datetime], CalendarEvent]:
    """Return the events by whose they are; of two the one with the higher SEQUENCE."""
    found: dict[tuple[str, str, datetime], CalendarEvent] = {}
    for event in events:
        key = _key(event)
        if key not in found or found[key].sequence < event.sequence:
            found[key] = event
    return found


def _fresh(plan: Plan, roster: Roster, moment: datetime, whole: bool) -> Iterator[CalendarEvent]:
    """Yield the roster's events as if nothing had been published before."""
    wording, beside = Wording(plan, roster), seats_beside(plan, roster)
    hotline, period = plan.hotline.code, plan.hotline.period.first_day
    for shift in plan.shifts:
        sitting = dict.fromkeys(roster.on(shift.id))
        home = {agent: plan.agent[agent].municipality for agent in sitting}
        for agent, code in home.items():
            uid = agent_uid(hotline, agent, shift.starts_at)
            yield _event(uid, agent, code, shift, wording.of_agent(agent, shift), moment, period)
        for agent in beside.on(shift.id):
            uid, code = agent_uid(hotline, agent, shift.starts_at), plan.agent[agent].municipality
            yield _event(uid, agent, code, shift, wording.of_novice(agent, shift), moment, period)
        by_home = groupby(sorted(sitting, key=lambda a: (home[a], a)), key=home.__getitem__)
        own = {code: tuple(agents) for code, agents in by_home}
        for code, agents in own.items():
            uid = municipality_uid(hotline, code, shift.starts_at)
            words = wording.of_municipality(code, agents)
            yield _event(uid, NO_AGENT, code, shift, words, moment, period)
        if whole:
            uid = hotline_uid(hotline, shift.starts_at)
            words = wording.of_hotline(shift, own)
            yield _event(uid, NO_AGENT, NO_MUNICIPALITY, shift, words, moment, period)


def _event(
    uid: str,
    agent: AgentId,
    code: MunicipalityCode,
    shift: Shift,
    words: Words,
    moment: datetime,
    period: date,
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
        periods=(period,),
    )


def _continue(event: CalendarEvent, before: CalendarEvent | None) -> CalendarEvent:
    """Return the event as it goes on: as it was where it says the same, else one higher.

    It keeps its UID, also under another id.
    """
    if before is None:
        return event
    held = before.periods if not before.cancelled else ()
    event = replace(event, uid=before.uid, periods=tuple(sorted({*held, *event.periods})))
    same = replace(event, sequence=before.sequence, changed_at=before.changed_at)
    if same == before or (not held and replace(same, periods=()) == before):
        return before
    return _raise_sequence(event, before, event.changed_at)


def _is_own(event: CalendarEvent, hotline: Hotline, published: Collection[date]) -> bool:
    """Tell whether the plan has the word on an event that its roster does not hold."""
    period = hotline.period
    if event.periods:
        return period.first_day in event.periods
    day = event.starts_at.astimezone(hotline.zone).date()
    if published:
        return max((first for first in published if first <= day), default=None) == period.first_day
    return period.first_day <= day <= period.last_day


def _cancel(event: CalendarEvent, hotline: Hotline, moment: datetime) -> CalendarEvent:
    """Return an event that its plan no longer holds: cancelled, unless a plan of another period does."""
    if event.cancelled:
        return event
    others = tuple(period for period in event.periods if period != hotline.period.first_day)
    if others:
        return _raise_sequence(replace(event, periods=others), event, moment)
    summary = translator(hotline.language).say(CANCELLED(summary=event.summary))
    return _raise_sequence(replace(event, summary=summary, cancelled=True, periods=()), event, moment)


def _raise_sequence(event: CalendarEvent, before: CalendarEvent, moment: datetime) -> CalendarEvent:
    # A clock that was set back must not make a change look older than what it changes.
    return replace(event, sequence=before.sequence + 1, changed_at=max(moment, before.changed_at))
