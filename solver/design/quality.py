"""What a deal costs people: wishes and late duties beyond the fair part, as terms of the names' model."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python.cp_model import LinearExpr

from solver.design.names import Dealing
from wfm.design.quality import find_wishes, grants, is_late, late_shares, touches


def quality_cost(dealing: Dealing) -> LinearExpr | int:
    """Return the penalty points of a deal, with what they need added to its model.

    Late duties are counted as designed, dealt or not: the fair part is the same whoever works them.
    """
    terms = [*_against_wishes(dealing), *_not_granted(dealing), *_beyond_share(dealing)]
    return LinearExpr.sum(terms) if terms else 0


def _against_wishes(dealing: Dealing) -> Iterator[LinearExpr]:
    undesired, _ = find_wishes(dealing.plan)
    for (agent, one), works in dealing.works.items():
        if any(entry.agent == agent and touches(entry, one.shape) for entry in undesired):
            yield 1 * works


def _not_granted(dealing: Dealing) -> Iterator[LinearExpr]:
    _, preferred = find_wishes(dealing.plan)
    for entry in preferred:
        granting = [
            works
            for (agent, one), works in dealing.works.items()
            if agent == entry.agent and grants(dealing.plan, entry, one.shape)
        ]
        missed = dealing.model.new_bool_var("")
        dealing.model.add(LinearExpr.sum(granting) + missed >= 1)
        yield 1 * missed


def _beyond_share(dealing: Dealing) -> Iterator[LinearExpr]:
    plan = dealing.plan
    shares = late_shares(plan, sum(many for one, many in dealing.placed.items() if is_late(plan, one.shape)))
    for agent in plan.agents:
        late = [
            works
            for (own, one), works in dealing.works.items()
            if own == agent.id and is_late(plan, one.shape)
        ]
        days = len({one.shape.day for (own, one) in dealing.works if own == agent.id})
        units = [dealing.model.new_bool_var("") for _ in range(max(0, days - shares[agent.id]))]
        if late and units:
            dealing.model.add(LinearExpr.sum(late) - LinearExpr.sum(units) <= shares[agent.id])
            yield from ((2 * number + 1) * unit for number, unit in enumerate(units))
