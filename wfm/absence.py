"""Absence: an agent who can't sit on some days, and the plan in which that is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from wfm.availability import Entry, EntryKind
from wfm.design.plan import DesignPlan
from wfm.ids import AgentId
from wfm.plan import Plan

AnyPlan = TypeVar("AnyPlan", Plan, DesignPlan)


@dataclass(frozen=True)
class Absence:
    """An agent who can't sit on some days, both inclusive."""

    agent: AgentId
    first_day: date
    last_day: date

    @property
    def entry(self) -> Entry:
        """The row of the availability table that says the same."""
        return Entry(
            agent=self.agent, kind=EntryKind.UNAVAILABLE, first_day=self.first_day, last_day=self.last_day
        )


def without(plan: AnyPlan, absences: Iterable[Absence]) -> AnyPlan:
    """Return the plan in which these agents are unavailable on these days."""
    return replace(plan, availability=(*plan.availability, *(absence.entry for absence in absences)))
