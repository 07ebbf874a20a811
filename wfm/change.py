"""Change: one thing that a plan could say otherwise, so that a roster can be better; data, and applied.

A change names the row that it replaces by what stands in it, so that several can be applied one after
the other in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from wfm.agent import Agent
from wfm.availability import Entry
from wfm.hotline import Pairing
from wfm.ids import AgentId, CompetenceCode, ShiftId
from wfm.lock import Demand, Lock
from wfm.plan import Plan

Row = TypeVar("Row")


class Change(Protocol):
    """What every change can do."""

    @property
    def kind(self) -> str:
        """Stable name of the kind of change."""
        ...

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with the change made; it may raise :class:`wfm.errors.PlanError`."""
        ...


@dataclass(frozen=True)
class LiftLock:
    """A lock is taken away."""

    lock: Lock
    kind = "lift_lock"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan without the lock."""
        return replace(plan, locks=_replaced(plan.locks, self.lock, ()))


@dataclass(frozen=True)
class ShortenEntry:
    """An availability entry no longer holds on some days.

    Parameters
    ----------
    entry
        As it stands in the plan.
    days
        Days taken out of it, at least one of those that it covers; without all of them it is gone.
    """

    entry: Entry
    days: tuple[date, ...]
    kind = "shorten_entry"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with what is left of the entry."""
        return replace(plan, availability=_replaced(plan.availability, self.entry, self.left))

    @property
    def left(self) -> tuple[Entry, ...]:
        """What is left of the entry: one for each run of days between those taken out, or none."""
        out = sorted(day for day in self.days if self.entry.first_day <= day <= self.entry.last_day)
        one = timedelta(days=1)
        firsts = (self.entry.first_day, *(day + one for day in out))
        lasts = (*(day - one for day in out), self.entry.last_day)
        runs = zip(firsts, lasts, strict=True)
        return tuple(
            replace(self.entry, first_day=first, last_day=last)
            for first, last in runs
            if any(
                (first + number * one).weekday() in self.entry.days
                for number in range((last - first).days + 1)
            )
        )


@dataclass(frozen=True)
class Train:
    """An agent is trained in a competence."""

    agent: AgentId
    competence: CompetenceCode
    kind = "train"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan in which the agent holds the competence."""
        held = plan.agent[self.agent].competences | {self.competence}
        return _with_agent(plan, replace(plan.agent[self.agent], competences=held))


@dataclass(frozen=True)
class RaiseLimit:
    """An agent may sit on more shifts of a week; `limit` is the new limit."""

    agent: AgentId
    limit: int
    kind = "raise_limit"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with that limit for the agent."""
        return _with_agent(plan, replace(plan.agent[self.agent], shifts_per_week=self.limit))


@dataclass(frozen=True)
class ExtendEmployment:
    """An agent is employed from an earlier or to a later day; ``None`` leaves that end as it is."""

    agent: AgentId
    first_day: date | None = None
    last_day: date | None = None
    kind = "extend_employment"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with the longer employment."""
        agent = plan.agent[self.agent]
        first, last = self.first_day or agent.first_day, self.last_day or agent.last_day
        return _with_agent(plan, replace(agent, first_day=first, last_day=last))


@dataclass(frozen=True)
class AllowMixed:
    """Agents of several municipalities may share a shift."""

    shift: ShiftId
    kind = "allow_mixed"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with a row of demand that says so."""
        shift = plan.shift[self.shift]
        row = Demand(shift.day, shift.start, shift.seats, Pairing.MIXED)
        others = tuple(other for other in plan.demand if other.shift != self.shift)
        return replace(plan, demand=(*others, row))


@dataclass(frozen=True)
class AddAgent:
    """A municipality has one agent more."""

    agent: Agent
    kind = "add_agent"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with the agent."""
        return replace(plan, agents=(*plan.agents, self.agent))


def apply_changes(changes: Iterable[Change], plan: Plan) -> Plan:
    """Return a plan with some changes made, one after the other."""
    for change in changes:
        plan = change.apply(plan)
    return plan


def _with_agent(plan: Plan, agent: Agent) -> Plan:
    return replace(plan, agents=tuple(agent if one.id == agent.id else one for one in plan.agents))


def _replaced(rows: tuple[Row, ...], row: Row, by: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows with the first that equals `row` replaced; all as they are where none does."""
    if row not in rows:
        return rows
    place = rows.index(row)
    return (*rows[:place], *by, *rows[place + 1 :])
