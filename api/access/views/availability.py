"""Absences and wishes: to whom an entry is shown, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from api.access.scope import Scope
from wfm.agent import Agent
from wfm.availability import Entry, EntryKind
from wfm.calendar import Shift
from wfm.ids import AgentId
from wfm.plan import Plan


def entry_shown(scope: Scope, entry: Entry, agent: Agent) -> Entry | None:
    """Return what of an agent's entry is shown; notes never leave the municipality.

    ``None`` where nothing is: that a partner is absent from a shared shift is told by `absent`.
    """
    if scope.everything or agent.municipality in scope.municipalities or agent.id in scope.agents:
        return entry
    return replace(entry, note="") if scope.hotline else None


def entries_shown(scope: Scope, plan: Plan) -> Iterator[Entry]:
    """Yield the entries of a plan that are shown, in order."""
    for entry in plan.availability:
        shown = entry_shown(scope, entry, plan.agent[entry.agent])
        if shown is not None:
            yield shown


def absent(plan: Plan, shift: Shift, shown_as: Mapping[AgentId, AgentId]) -> Iterator[Entry]:
    """Yield that somebody is unavailable on a shift: neither why, nor for how long.

    Parameters
    ----------
    plan
        The whole of it.
    shift
        A shift that the caller shares with them.
    shown_as
        Stand-in of each agent on the shift; those who are seen as they are have none.
    """
    for agent, stand_in in shown_as.items():
        if agent != stand_in and plan.unavailable(agent, shift):
            yield Entry(stand_in, EntryKind.UNAVAILABLE, shift.day, shift.day, span=shift.span)
