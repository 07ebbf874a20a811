"""A scenario as an edit of a plan: so it is looked at, kept, undone and told of as every edit is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.plans.edits import EditBase
from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.plan import Plan
from wfm.scenario.edits import EditedPlan, ScenarioEdits, apply_edits
from wfm.tables.plan_reading import PlanReading

JOIN, LEAVE, SET = "join", "leave", "set"
"""Lists of a scenario's edits, and files of their faults."""
MOST_JOINING = 1000
"""Agents of all municipalities that join."""
MOST_SHIFTS = 10_000
"""Shifts of a scenario: of years by the minute every reader would wait for a quarter of a minute."""
FEWER = Text("scenario.fewer_agents", "at most {most:number} agents of all who join together")


@dataclass(frozen=True)
class ScenarioEdit:
    """Who joins, who leaves, and what is set otherwise, all at once."""

    edits: ScenarioEdits

    def apply(self, base: EditBase) -> PlanReading:
        """Return the plan with it.

        Raises
        ------
        PlanError
            With every fault found.
        """
        return PlanReading(edit_plan(base.plan, self.edits).plan)


def edit_plan(plan: Plan, edits: ScenarioEdits) -> EditedPlan:
    """Return a plan with a scenario's edits in it.

    Raises
    ------
    PlanError
        With every fault found, each with the list in which it stands.
    """
    if sum(map(_agents_of, edits.joins)) > MOST_JOINING:
        raise PlanError([Fault(JOIN, None, "agents", "", FEWER(most=MOST_JOINING))])
    try:
        return apply_edits(plan, edits, most_shifts=MOST_SHIFTS)
    except PlanError as error:
        found = [replace(fault, file=fault.file.removeprefix("--")) for fault in error.faults]
        raise PlanError(found) from error


def _agents_of(join: str) -> int:
    """Return how many agents one who joins brings; what is no number is told of elsewhere."""
    number = join.rpartition(":")[2].strip()
    plain = number.isascii() and number.isdecimal() and len(number) < 9
    return int(number) if plain and join.count(":") == 3 else 0
