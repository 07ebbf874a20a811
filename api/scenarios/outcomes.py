"""What came of scenarios a moment ago: pages that hold several side by side ask for the same figures again.

Figures follow from a plan's revision, which never changes, and from edits. Names of people can change, so
what is kept names nobody.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

from api.plans.scenario_edit import edit_plan
from api.scenarios.place import ScenarioBase
from wfm.errors import Fault, PlanError
from wfm.message import Message
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits
from wfm.scenario.figures import ScenarioFigures, find_figures

MOST = 32
"""Outcomes that are kept: what a few people look at, not what there is."""
AS_IT_IS = ScenarioEdits()


@dataclass(frozen=True)
class EditsOutcome:
    """What comes of a scenario.

    Parameters
    ----------
    edits
        What is otherwise.
    figures
        Everybody's, through the quarters; ``None`` where the plan can't be so.
    notices
        What the plan no longer holds then.
    faults
        Why it can't.
    """

    edits: ScenarioEdits
    figures: ScenarioFigures | None
    notices: tuple[Message, ...] = ()
    faults: tuple[Fault, ...] = ()


_Key = tuple[str, ScenarioEdits, int]
_kept: OrderedDict[_Key, EditsOutcome] = OrderedDict()
_lock = Lock()


def figures_before(base: ScenarioBase, quarters: int) -> ScenarioFigures:
    """Return the figures of the plan as it is."""
    found = find_outcome(base, AS_IT_IS, quarters).figures
    assert found is not None  # a plan that is there can be as it is
    return found


def find_outcome(base: ScenarioBase, edits: ScenarioEdits, quarters: int) -> EditsOutcome:
    """Return what comes of edits, which names nobody; where they don't fit the plan, why not."""
    key = (base.revision.sha256, edits, quarters)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = try_edits(_without_names(base.plan), edits, quarters)
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def try_edits(plan: Plan, edits: ScenarioEdits, quarters: int) -> EditsOutcome:
    """Return what comes of edits; where they don't fit the plan, why not."""
    try:
        edited = edit_plan(plan, edits)
    except PlanError as error:
        return EditsOutcome(edits, None, faults=tuple(error.faults))
    return EditsOutcome(edits, find_figures(edited.plan, quarters), edited.notices)


def _without_names(plan: Plan) -> Plan:
    people = tuple(replace(one, name=one.id, email="", phone="") for one in plan.agents)
    return replace(plan, agents=people)
