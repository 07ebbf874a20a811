"""Edits of a plan, one thing each: what a coordinator changes and wants answered at once.

They are changes as those of `wfm.change`, and can be made one after the other in any order. What names an
agent or a shift that is no longer there goes with it; all else is left to the checks of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from wfm.absence import Absence, without
from wfm.availability import Entry
from wfm.ids import MunicipalityCode, ShiftId
from wfm.lock import Demand, Lock
from wfm.plan import Plan


@dataclass(frozen=True)
class MarkAbsent:
    """An agent can't sit on some days."""

    absence: Absence
    kind = "mark_absent"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan in which the agent is unavailable."""
        return without(plan, [self.absence])


@dataclass(frozen=True)
class SetLock:
    """A shift is locked to a municipality, an agent or both."""

    lock: Lock
    kind = "set_lock"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with the lock after the others."""
        return replace(plan, locks=(*plan.locks, self.lock))


@dataclass(frozen=True)
class SetWeight:
    """A quality rule weighs otherwise; 0 turns it off."""

    rule: str
    weight: int
    kind = "set_weight"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with that weight."""
        weights = plan.hotline.weights
        changed = replace(weights, by_rule={**weights.by_rule, self.rule: self.weight})
        return replace(plan, hotline=replace(plan.hotline, weights=changed))


@dataclass(frozen=True)
class DropEntry:
    """An availability entry is taken away: a wish, or an absence."""

    entry: Entry
    kind = "drop_entry"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan without the first entry that says just this; all as it is where none does."""
        rows = list(plan.availability)
        if self.entry in rows:
            rows.remove(self.entry)
        return replace(plan, availability=tuple(rows))


@dataclass(frozen=True)
class RemoveAgents:
    """A municipality's agents are gone; it owes its seats all the same."""

    municipality: MunicipalityCode
    kind = "remove_agents"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan without them, and without rows that name them."""
        gone = {agent.id for agent in plan.agents if agent.municipality == self.municipality}
        return replace(
            plan,
            agents=tuple(agent for agent in plan.agents if agent.id not in gone),
            availability=tuple(entry for entry in plan.availability if entry.agent not in gone),
            locks=tuple(lock for lock in plan.locks if lock.agent not in gone),
            previous=tuple(row for row in plan.previous if row.agent not in gone),
        )


@dataclass(frozen=True)
class SetSeats:
    """A shift has another number of seats; 0 takes it away, and its locks with it."""

    shift: ShiftId
    seats: int
    kind = "set_seats"

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with a row of demand that says so.

        Raises
        ------
        KeyError
            Where the plan has no such shift.
        """
        shift = plan.shift[self.shift]
        pairing = next((row.pairing for row in plan.demand if row.shift == self.shift), None)
        row = Demand(shift.day, shift.start, self.seats, pairing)
        others = tuple(other for other in plan.demand if other.shift != self.shift)
        locks = plan.locks if self.seats else tuple(one for one in plan.locks if one.shift != self.shift)
        return replace(plan, demand=(*others, row), locks=locks)
