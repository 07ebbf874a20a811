"""What a week came to, in sentences: the first thing that a reader meets."""

from __future__ import annotations

from collections.abc import Iterator

from api.texts.key_figures import NAMES, figure_value
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.demand.key_figures import week_days
from wfm.demand.week_review import SeatChange, WeekReview
from wfm.message import Message, Plural, Text
from wfm.plan import Plan

CAME = Text(
    "week.came",
    "{calls:number} calls came from {first:day} to {last:day}, in {n:number} intervals that were counted.",
)
ALL_MET = Text("week.all_met", "Every goal of which enough was counted was met: {goals:list}.")
MISSED = Text("week.missed", "Not met: {goals:list}.")
A_GOAL = Text("week.a_goal", "{figure} ({value}; goal {goal})")
NO_GOALS = Text("week.no_goals", "No goal could be held against the week: what it needs was not counted.")
MORE_CAME = Text(
    "week.more_came", "{expected:number} calls were forecast for the same intervals; {share} more came."
)
FEWER_CAME = Text(
    "week.fewer_came", "{expected:number} calls were forecast for the same intervals; {share} fewer came."
)
NEEDED = Text("week.needed", "The calls that came asked for {needed} of agents by the goals.")
NEEDED_BESIDE = Text(
    "week.needed_beside",
    "The calls that came asked for {needed} of agents by the goals; {staffed} were staffed.",
)
NO_FORECAST = Text(
    "kpi.no_forecast", "The forecast tells nothing of this week, so nothing is held against it."
)
CHANGES = Plural(
    "kpi.changes",
    "{n:number} further seat would save most calls after this week:",
    "{n:number} further seats would save most calls after this week:",
)
NO_CHANGES = Text("kpi.no_changes", "After this week no shift would save half a call by a further seat.")
CHANGE = Text(
    "kpi.change",
    "{day:day} at {start:time}: {agents} agents instead of {before}; about {saved:decimal} of {lost:decimal} "
    "lost calls would be saved.",
)


def conclusions(plan: Plan, found: WeekReview, speak: Translator) -> Iterator[Message]:
    """Yield what the week came to: calls, goals, forecast, need, and what is proposed."""
    first, *_, last = week_days(found.week)
    yield CAME(
        calls=round(found.figure("calls").value or 0),
        first=first.isoformat(),
        last=last.isoformat(),
        n=found.intervals,
    )
    yield _goals(plan, found, speak)
    yield _forecast(found, speak)
    needed, staffed = found.figure("hours_needed"), found.figure("hours_staffed")
    if needed.value is not None:
        hours = figure_value(needed, needed.value, speak, plan)
        if staffed.value is None:
            yield NEEDED(needed=hours)
        else:
            yield NEEDED_BESIDE(needed=hours, staffed=figure_value(staffed, staffed.value, speak, plan))


def _goals(plan: Plan, found: WeekReview, speak: Translator) -> Message:
    held = [one for one in found.figures if one.is_met is not None]
    if not held:
        return NO_GOALS()
    missed = [one for one in held if not one.is_met]
    goals = tuple(
        A_GOAL(
            figure=NAMES[one.key](),
            value=figure_value(one, one.value, speak, plan),
            goal=figure_value(one, one.goal, speak, plan),
        )
        for one in missed or held
    )
    return MISSED(goals=goals) if missed else ALL_MET(goals=goals)


def _forecast(found: WeekReview, speak: Translator) -> Message:
    expected, more = found.figure("forecast_calls").value, found.figure("calls_above_forecast").value
    if expected is None or more is None:
        return NO_FORECAST()
    said = MORE_CAME if more >= 0 else FEWER_CAME
    return said(expected=round(expected), share=speak.percent(abs(more), 1))


def proposal(changes: tuple[SeatChange, ...]) -> Message:
    """Say how many changes are proposed."""
    return CHANGES(n=len(changes)) if changes else NO_CHANGES()


def change(one: SeatChange) -> Message:
    """Say one change with what it saves."""
    return CHANGE(
        day=one.shift.day.isoformat(),
        start=clock(one.shift.start),
        agents=str(one.agents),
        before=str(one.before),
        saved=f"{one.saved:.1f}",
        lost=f"{one.lost:.1f}",
    )
