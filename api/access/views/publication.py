"""View: what of a publication a caller sees, as a publication of its own.

Pages, JSON and calendars are made from a view and never learn of more, so none of them can forget
whom it speaks to. Whoever is not seen is replaced by a stand-in; figures that were counted with
everybody (quotas, fair loads) are carried over as they were counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from api.access.scope import Scope
from api.access.views.availability import absent, entries_shown
from api.access.views.report import report_told
from api.access.views.stand_ins import StandIns
from api.publication.publication import CalendarEvent, Publication, VisiblePart
from wfm.agent import Agent
from wfm.ids import AgentId, ShiftId
from wfm.lock import Lock, Previous
from wfm.plan import Plan
from wfm.roster import Roster


def view(publication: Publication, scope: Scope) -> Publication:
    """Return what a scope sees of a publication.

    Parameters
    ----------
    publication
        The whole of it.
    scope
        How far the caller sees in its hotline.
    """
    if scope.everything:
        return publication
    if scope.hotline:
        entries = tuple(entries_shown(scope, publication.plan))
        plan = replace(publication.plan, availability=entries)
        return replace(publication, plan=plan, visible_beside=publication.beside)
    return _part(publication, scope)


def _part(publication: Publication, scope: Scope) -> Publication:
    people = frozenset(agent.id for agent in publication.plan.agents if is_seen(scope, agent))
    told_of = people if scope.agent_calendar is None else frozenset[AgentId]()
    shared = frozenset(
        shift
        for agent in scope.agents
        for sitting in (publication.roster, publication.beside)
        for shift in sitting.of_agent(agent)
    )
    shifts = frozenset(s.id for s in publication.plan.shifts) if scope.figures else shared
    stand_ins = StandIns(publication, people, shared)
    roster = Roster({shift: _shown(publication, stand_ins, shift) for shift in shifts})
    beside = Roster({shift: tuple(stand_ins.beside(shift)) for shift in shifts})
    return Publication(
        plan=_plan(publication.plan, scope, people, shifts, stand_ins),
        roster=roster,
        report=report_told(publication.report, publication.plan, scope, told_of, shifts),
        events=tuple(event for event in publication.events if _follows(publication, scope, event)),
        visible_part=VisiblePart(
            people=people,
            shifts=shifts,
            municipalities=scope.municipalities,
            quota_table=publication.quota_table if scope.figures else (),
            bands={agent: band for agent, band in publication.bands.items() if agent in people},
            ceilings={agent: most for agent, most in publication.ceilings.items() if agent in people},
            carry_overs={agent: own for agent, own in publication.carry_overs.items() if agent in told_of},
            fair_loads={agent: own for agent, own in publication.fair_loads.items() if agent in told_of},
        ),
        visible_beside=beside,
    )


def is_seen(scope: Scope, agent: Agent) -> bool:
    """Tell whether an agent is seen as one is: by the own municipality's leader, and by the agent."""
    mine = agent.id in scope.agents or agent.id == scope.agent_calendar
    return scope.whole or mine or agent.municipality in scope.municipalities


def _shown(publication: Publication, stand_ins: StandIns, shift: ShiftId) -> tuple[AgentId, ...]:
    return tuple(stand_ins.on(shift)[agent] for agent in publication.roster.on(shift))


def _plan(
    plan: Plan, scope: Scope, people: frozenset[AgentId], shifts: frozenset[ShiftId], stand_ins: StandIns
) -> Plan:
    shared = (shift for shift in plan.shifts if shift.id in stand_ins.shared)
    absences = (entry for shift in shared for entry in absent(plan, shift, stand_ins.on(shift.id)))
    towns = plan.municipalities
    if not scope.figures:
        towns = tuple(replace(town, carry_over=Fraction(0), min_shifts=0) for town in towns)
    known = tuple(_contact(scope, agent) for agent in plan.agents if agent.id in people)
    return replace(
        plan,
        municipalities=towns,
        agents=known + stand_ins.agents,
        availability=(*entries_shown(scope, plan), *absences),
        locks=tuple(dict.fromkeys(_locks(plan, shifts, stand_ins))),
        previous=tuple(_previous(plan, scope)),
    )


def _contact(scope: Scope, agent: Agent) -> Agent:
    """Return an agent; where only a calendar was asked for, without contact, `person` and balances."""
    if scope.agent_calendar is None:
        return agent
    nothing = Fraction(0)
    return replace(agent, email="", phone="", person="", carry_over=nothing, unsocial_carry_over=nothing)


def _locks(plan: Plan, shifts: frozenset[ShiftId], stand_ins: StandIns) -> Iterator[Lock]:
    """Yield the locks of shifts that are seen; of whoever is not seen and does not sit there, none."""
    for lock in plan.locks:
        if lock.shift not in shifts:
            continue
        agent = lock.agent
        if agent is not None and agent not in stand_ins.people:
            agent = stand_ins.on(lock.shift).get(agent)
        if agent is not None or lock.municipality is not None:
            yield replace(lock, agent=agent)


def _previous(plan: Plan, scope: Scope) -> Iterator[Previous]:
    """Yield where those who are seen sat before the period; a calendar does not tell it."""
    if scope.agent_calendar is None:
        yield from (row for row in plan.previous if is_seen(scope, plan.agent[row.agent]))


def _follows(publication: Publication, scope: Scope, event: CalendarEvent) -> bool:
    """Tell whether an event is of a calendar that is seen; those of agents who left are their employer's."""
    if not event.agent:
        return event.municipality in scope.municipalities | {scope.municipality_calendar}
    agent = publication.plan.agent.get(event.agent)
    if agent is not None:
        return is_seen(scope, agent)
    mine = event.agent in scope.agents or event.agent == scope.agent_calendar
    return mine or event.municipality in scope.municipalities
