"""What is said of calls and the agents that they need."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from api.texts.translator import Translator
from wfm.demand.intervals import Interval
from wfm.demand.staffing import AGENTS_MAX, AGENTS_MIN, MUCH_ABANDONED, Staffing
from wfm.hotline import Hotline
from wfm.message import Message, Plural, Text
from wfm.plan import Plan
from wfm.rounding import half_up
from wfm.service_target import Convention

NEEDED = Text(
    "demand.needed",
    "From {first:day} to {last:day} {calls:number} calls are expected; the goals ask for {seats:number} "
    "seats, and the plan has {now:number}.",
)
SPREAD = Text(
    "demand.spread",
    "From {first:day} to {last:day} {calls:number} calls are expected; {seats:number} seats are spread where "
    "they save most abandoned calls, and the plan has {now:number}.",
)
NO_SHIFT = Text("demand.no_shift", "The forecast covers no shift of the plan whole; nothing was counted.")
LOST = Text(
    "demand.lost",
    "About {lost:number} of the calls will then be abandoned; with the plan's seats it would be "
    "{before:number}.",
)
GOALS = Text("demand.goals", "Goals: {goals:list}. Of {convention}; on {confidence} of the forecast's paths.")
BINDS = Text("demand.binds", "What mostly decides is {goal}.")
MORE_FEWER = Text(
    "demand.more_fewer",
    "{more:number} shifts get more agents than in the plan, {fewer:number} fewer, {same:number} as many.",
)
LONG_CALLS = Plural(
    "demand.long_calls",
    "In {n:number} interval a call takes longer than a quarter of it: calls then wait over from the interval "
    "before, and the worst interval is some points worse than stands here.",
    "In {n:number} intervals a call takes longer than a quarter of it: calls then wait over from the "
    "interval before, and the worst interval is some points worse than stands here.",
)
MANY_ABANDON = Plural(
    "demand.many_abandon",
    "On {n:number} shift more than {limit} abandon in some interval, worst {when}, {share}: many call again, "
    "so calls will be more than the forecast says.",
    "On {n:number} shifts more than {limit} abandon in some interval, worst {when}, {share}: many call "
    "again, so calls will be more than the forecast says.",
)
NOT_COVERED = Plural(
    "demand.not_covered",
    "{n:number} shift is not in the forecast, {shift:shift}, and keeps its seats.",
    "{n:number} shifts are not in the forecast, the first {shift:shift}, and keep their seats.",
)
LEFT_OVER = Plural(
    "demand.left_over",
    "{n:number} seat is left over: every shift has agents_max.",
    "{n:number} seats are left over: every shift has agents_max.",
)
ANSWERED_GOAL = Text("goal.answered", "at least {share} answered within {seconds:number} seconds")
WAIT_GOAL = Text("goal.wait", "at most {seconds} seconds of waiting on average")
ABANDONED_GOAL = Text("goal.abandoned", "at most {share} abandoned")
BINDING = {
    "answered_share": Text("binding.answered", "the share answered in time"),
    "mean_wait": Text("binding.wait", "the mean wait"),
    "abandoned_share": Text("binding.abandoned", "the share abandoned"),
    AGENTS_MIN: Text("binding.agents_min", "the fewest agents that a shift may have"),
    AGENTS_MAX: Text("binding.agents_max", "the most agents that a shift may have"),
}
CONVENTIONS = {
    Convention.OFFERED: Text("convention.offered", "all calls offered"),
    Convention.EXCL_SHORT_ABANDONS: Text(
        "convention.excl_short", "all calls but those abandoned within the goal's seconds"
    ),
    Convention.ANSWERED: Text("convention.answered", "the calls answered (abandoned: of all)"),
}
INTERVAL = Text("demand.interval", "{day:day} at {start:time}")


def share_text(share: float | Fraction, speak: Translator) -> str:
    """Write a share in whole percent, or with a decimal where it is small."""
    exact = Fraction(share)
    return speak.percent(exact, 0 if exact >= Fraction(1, 10) or not exact else 1)


def calls_text(calls: float, speak: Translator) -> str:
    """Write a number of calls: whole, or with a decimal below ten."""
    return speak.number(half_up(Fraction(calls), 0 if calls >= 10 else 1))


def interval_text(interval: Interval) -> Message:
    """Name an interval by its day and start."""
    from wfm.calendar import clock

    return INTERVAL(day=interval.day.isoformat(), start=clock(interval.start))


def goals_of(hotline: Hotline, speak: Translator) -> Message:
    """Say which goals count, of which calls, and how sure."""
    target = hotline.service
    goals = []
    if target.answered_share is not None:
        share = share_text(target.answered_share, speak)
        goals.append(ANSWERED_GOAL(share=share, seconds=target.answer_within))
    if target.mean_wait is not None:
        goals.append(WAIT_GOAL(seconds=speak.number(target.mean_wait)))
    if target.abandoned_share is not None:
        goals.append(ABANDONED_GOAL(share=share_text(target.abandoned_share, speak)))
    return GOALS(
        goals=tuple(goals),
        convention=CONVENTIONS[target.convention](),
        confidence=share_text(target.confidence, speak),
    )


def seat_sentences(plan: Plan, found: Staffing, speak: Translator, *, given: bool) -> Iterator[Message]:
    """Yield what a period needs, the most important first.

    Parameters
    ----------
    plan, found
        The plan, and what its shifts need.
    speak
        Who writes figures.
    given
        Whether a number of seats was given and spread.
    """
    if not found.shifts:
        yield NO_SHIFT()
        return
    seats, now = (sum(numbers) for numbers in _seats(found))
    yield (SPREAD if given else NEEDED)(
        first=found.shifts[0].shift.day.isoformat(),
        last=found.shifts[-1].shift.day.isoformat(),
        calls=_rounded(sum(one.calls for one in found.shifts)),
        seats=seats,
        now=now,
    )
    yield LOST(
        lost=_rounded(sum(one.abandoned for one in found.shifts)),
        before=_rounded(sum(one.abandoned_now for one in found.shifts)),
    )
    changes = [one.agents - one.shift.seats for one in found.shifts]
    more, fewer = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    yield MORE_FEWER(more=more, fewer=fewer, same=len(changes) - more - fewer)
    yield goals_of(plan.hotline, speak)
    if found.binding and not given:
        yield BINDS(goal=BINDING[found.binding]())
    yield from _warnings(found, speak)


def _seats(found: Staffing) -> tuple[list[int], list[int]]:
    return [one.agents for one in found.shifts], [one.shift.seats for one in found.shifts]


def _warnings(found: Staffing, speak: Translator) -> Iterator[Message]:
    long_calls = sum(one.long_calls for one in found.shifts)
    if long_calls:
        yield LONG_CALLS(n=long_calls)
    many = [one for one in found.shifts if one.worst_share > MUCH_ABANDONED]
    if many:
        worst = max(many, key=lambda one: one.worst_share)
        yield MANY_ABANDON(
            n=len(many),
            limit=share_text(MUCH_ABANDONED, speak),
            when=interval_text(worst.worst),
            share=share_text(worst.worst_share, speak),
        )
    if found.without_forecast:
        yield NOT_COVERED(n=len(found.without_forecast), shift=found.without_forecast[0].id)
    if found.left_over:
        yield LEFT_OVER(n=found.left_over)


def _rounded(calls: float) -> int:
    return int(half_up(Fraction(Decimal(calls)), 0))
