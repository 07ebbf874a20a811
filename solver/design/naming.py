"""Duties with names, from who works what; work elsewhere is told apart by its centre."""

from __future__ import annotations

from datetime import date

from ortools.sat.python.cp_model import CpSolver

from solver.design.names import Dealing
from wfm.calendar import Span
from wfm.design.duty import Duty
from wfm.design.plan import DesignPlan


def name_duties(dealing: Dealing, solver: CpSolver) -> tuple[Duty, ...]:
    """Return a solution's duties in order of day, start and agent."""
    held = sorted(
        (key for key, works in dealing.works.items() if solver.value(works)),
        key=lambda key: (key[1].shape.day, key[1].shape.start, key[0]),
    )
    open_places = _places(dealing.plan)
    found: list[Duty] = []
    for agent, one in held:
        shape = one.shape
        centre = open_places[shape.day, shape.block].pop() if shape.block is not None else ""
        found.append(
            Duty(
                agent=agent,
                day=shape.day,
                span=shape.span,
                lunch=one.lunch,
                rule=shape.rule,
                block=shape.block,
                centre=centre,
            )
        )
    return tuple(found)


def _places(plan: DesignPlan) -> dict[tuple[date, Span], list[str]]:
    """Return the centres that want somebody, one for each agent wanted, by day and span; the first last."""
    found: dict[tuple[date, Span], list[str]] = {}
    for block in reversed(plan.blocks):
        found.setdefault((block.day, block.span), []).extend([block.centre] * block.agents)
    return found
