"""How the duties of a design fall to people: wishes, and late duties in proportion to the contracts.

Both are counted from the duties alone, and neither moves a level: a duty of another person counts the same on
the phones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from wfm.availability import Entry, EntryKind
from wfm.calendar import Span
from wfm.design.duty import Duty
from wfm.design.hours import week_hours
from wfm.design.plan import DesignPlan
from wfm.design.shapes import Shape
from wfm.ids import AgentId

WISHES, LATE_DUTIES = "wishes", "late_duties"
QUALITY = (WISHES, LATE_DUTIES)
"""What counts, in the order in which it is shown; both weigh the same."""


def is_late(plan: DesignPlan, one: Duty | Shape) -> bool:
    """Tell whether a duty lasts until the hotline closes that day."""
    return one.span.end == plan.steps_of[one.day][-1].end


def late_shares(plan: DesignPlan, late: int) -> Mapping[AgentId, int]:
    """Return how many of all late duties each agent may have before it is more than a fair part.

    Parameters
    ----------
    plan
        The question.
    late
        Late duties of the whole period.

    Returns
    -------
    Mapping
        ``late`` × the agent's contract minutes of the period ÷ those of all, rounded up: with nobody above
        it, no part-time agent works late as often as a full-time one only because duties are counted.
    """
    norms = {agent.id: sum(one.norm for one in week_hours(plan, agent)) for agent in plan.agents}
    whole = sum(norms.values())
    return {agent: ceil(Fraction(late * norm, whole)) if whole else 0 for agent, norm in norms.items()}


def find_wishes(plan: DesignPlan) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the entries of undesired time, and those of preferred time that some duty could grant."""
    undesired = tuple(one for one in plan.availability if one.kind is EntryKind.UNDESIRED)
    preferred = tuple(
        one
        for one in plan.availability
        if one.kind is EntryKind.PREFERRED
        and any(
            grants(plan, one, shape) and plan.fits(plan.agent[one.agent], shape)
            for shapes in plan.shapes_of.values()
            for shape in shapes
        )
    )
    return undesired, preferred


def touches(entry: Entry, one: Duty | Shape) -> bool:
    """Tell whether a duty shares a minute with an entry."""
    days = entry.first_day <= one.day <= entry.last_day and one.day.weekday() in entry.days
    return days and entry.span.overlaps(one.span)


def grants(plan: DesignPlan, entry: Entry, one: Duty | Shape) -> bool:
    """Tell whether a duty is what an entry of preferred time asks for.

    It is where the duty lies in the time asked for, or works all of that time that the hotline is open: who
    would like to work from 16 to 18 has been given it by a duty until closing, not by one until 16:30.
    """
    if not touches(entry, one):
        return False
    steps = plan.steps_of[one.day]
    asked = Span(max(entry.span.start, steps[0].start), min(entry.span.end, steps[-1].end))
    inside = asked.start <= one.span.start and one.span.end <= asked.end
    return inside or (one.span.start <= asked.start and asked.end <= one.span.end)


def measure_quality(plan: DesignPlan, duties: Sequence[Duty]) -> Mapping[str, int]:
    """Return the penalty points of each part of the quality.

    `wishes`: 1 for each duty that touches undesired time of its agent, however many entries, and 1 for each
    entry of preferred time that a duty could grant and none does. `late_duties`: Σ over agents of (late
    duties beyond the fair part)².
    """
    undesired, preferred = find_wishes(plan)
    own: dict[AgentId, list[Duty]] = {}
    for duty in duties:
        own.setdefault(duty.agent, []).append(duty)
    against = {
        (duty.agent, duty.day)
        for entry in undesired
        for duty in own.get(entry.agent, ())
        if touches(entry, duty)
    }
    missed = [one for one in preferred if not any(grants(plan, one, d) for d in own.get(one.agent, ()))]
    return {WISHES: len(against) + len(missed), LATE_DUTIES: _beyond(plan, duties)}


def _beyond(plan: DesignPlan, duties: Iterable[Duty]) -> int:
    late = Counter(duty.agent for duty in duties if is_late(plan, duty))
    shares = late_shares(plan, late.total())
    return sum(max(0, many - shares[agent]) ** 2 for agent, many in late.items())
