"""Levels and rules of a design counted a second time, minute by minute, from its duties and the plan's rows.

Nothing of `wfm.design` that counts is called; where both agree, both halves would have to be wrong alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor

from wfm.availability import Entry
from wfm.design.duty import Duty
from wfm.design.plan import DesignPlan


def on_phones(duties: Iterable[Duty], day: date, minute: int) -> list[Duty]:
    """Return the duties that answer in that minute."""
    return [
        duty
        for duty in duties
        if duty.day == day
        and duty.span.start <= minute < duty.span.end
        and not (duty.lunch and duty.lunch.start <= minute < duty.lunch.end)
        and not (duty.block and duty.block.start <= minute < duty.block.end)
    ]


def open_minutes(plan: DesignPlan) -> Iterator[tuple[date, int]]:
    """Yield the start of every step; no test here has a holiday."""
    period = plan.hotline.period
    for number in range((period.last_day - period.first_day).days + 1):
        day = period.first_day + timedelta(days=number)
        for span in plan.hotline.opening_hours.get(day.weekday(), ()):
            for minute in range(span.start, span.end, plan.hotline.shift_minutes):
                yield day, minute


def needed(plan: DesignPlan, day: date, minute: int) -> int:
    rows = [
        row.agents
        for row in plan.need
        if row.day == day and row.start <= minute < row.start + plan.interval_minutes
    ]
    return rows[0] if rows else 0


def levels(plan: DesignPlan, duties: Iterable[Duty]) -> dict[str, int]:
    """Return the value of every level."""
    duties = list(duties)
    short = over = 0
    for day, minute in open_minutes(plan):
        apart = len(on_phones(duties, day, minute)) - needed(plan, day, minute)
        short += apart**2 if apart < 0 else 0
        over += apart**2 if apart > 0 else 0
    missing = 0
    for block in plan.blocks:
        key = (block.day, block.span, block.centre)
        same = [one for one in duties if (one.day, one.block, one.centre) == key]
        steps = (block.span.end - block.span.start) // plan.hotline.shift_minutes
        missing += max(0, block.agents - len(same)) * steps
    return {"shortage": short, "late_mail": overdue(plan, duties), "blocks": missing, "overstaffing": over}


def overdue(plan: DesignPlan, duties: list[Duty]) -> int:
    """Return the minutes of mail work overdue, summed over the ends of all steps; mail by mail."""
    within = plan.hotline.service.mail_within
    if within is None:
        return 0
    steps = list(open_minutes(plan))
    left = []
    for mail in plan.mail:
        can = [
            place for place, at in enumerate(steps) if at >= (mail.day, mail.start + plan.interval_minutes)
        ]
        last = can[: within * 60 // plan.hotline.shift_minutes]
        if len(last) == within * 60 // plan.hotline.shift_minutes:
            left.append([last[0], last[-1], mail.minutes])
    found = 0
    for place, (day, minute) in enumerate(steps):
        beyond = len(on_phones(duties, day, minute)) - needed(plan, day, minute)
        free = max(0, beyond) * plan.hotline.shift_minutes
        for pile in left:
            if pile[0] <= place:
                done = min(free, pile[2])
                free, pile[2] = free - done, pile[2] - done
        found += sum(minutes for _, due, minutes in left if due <= place)
    return found


def penalty_points(plan: DesignPlan, duties: Iterable[Duty]) -> dict[str, int]:
    """Return what wishes and late duties come to; every test's hotline is open from 8 to 16."""
    duties = list(duties)
    points = 0
    for duty in duties:
        points += any(
            entry.kind == "undesired" and entry.agent == duty.agent and _shared(entry, duty)
            for entry in plan.availability
        )
    for entry in plan.availability:
        if entry.kind != "preferred":
            continue
        start, end = max(entry.span.start, 8 * 60), min(entry.span.end, 16 * 60)

        def granted(first: int, last: int, start: int = start, end: int = end) -> bool:
            return (start <= first and last <= end) or (first <= start and end <= last)

        own = [one for one in duties if one.agent == entry.agent and _shared(entry, one)]
        possible = any(
            granted(shape.start, shape.end) and plan.fits(plan.agent[entry.agent], shape)
            for shape in plan.shapes_of.get(entry.first_day, ())
            if shape.start < entry.span.end and entry.span.start < shape.end
        )
        points += possible and not any(granted(one.span.start, one.span.end) for one in own)
    late = [duty.agent for duty in duties if duty.span.end == 16 * 60]
    days = sorted({day for day, _ in open_minutes(plan)})
    norms = {
        agent.id: floor(
            agent.weekly_minutes * Fraction(sum(any(_suits(plan, agent.id, day)) for day in days), 5)
            + Fraction(1, 2)
        )
        for agent in plan.agents
    }
    whole = sum(norms.values())
    beyond = 0
    for agent, norm in norms.items():
        fair = -(-len(late) * norm // whole) if whole else 0
        beyond += max(0, late.count(agent) - fair) ** 2
    return {"wishes": points, "late_duties": beyond}


def _shared(entry: Entry, duty: Duty) -> bool:
    days = entry.first_day <= duty.day <= entry.last_day and duty.day.weekday() in entry.days
    return days and entry.span.start < duty.span.end and duty.span.start < entry.span.end


def minutes(duty: Duty) -> int:
    lunch = duty.lunch.end - duty.lunch.start if duty.lunch and not duty.rule.lunch_paid else 0
    return duty.span.end - duty.span.start - lunch


def broken_rules(plan: DesignPlan, duties: Iterable[Duty]) -> set[str]:
    """Return the names of all rules that the duties break: those that may give way, those that never do."""
    duties = list(duties)
    found = {name for duty in duties for name in _shape_faults(plan, duty)}
    for agent in plan.agents:
        own = sorted((one for one in duties if one.agent == agent.id), key=lambda one: one.day)
        for first, second in pairwise(own):
            if first.day == second.day:
                found.add("one a day")
            end = datetime.combine(first.day, datetime.min.time()) + timedelta(minutes=first.span.end)
            start = datetime.combine(second.day, datetime.min.time()) + timedelta(minutes=second.span.start)
            if (start - end) < timedelta(minutes=plan.hotline.limits.rest):
                found.add("rest")
    found |= _hours(plan, duties)
    for competence in plan.hotline.competences:
        for day, minute in open_minutes(plan):
            there = [plan.agent[one.agent] for one in on_phones(duties, day, minute)]
            holders = sum(competence.code in agent.competences for agent in there)
            if needed(plan, day, minute) and holders < competence.min_agents:
                found.add("competence")
    return found


def _shape_faults(plan: DesignPlan, duty: Duty) -> Iterator[str]:
    grid, rule = plan.hotline.shift_minutes, duty.rule
    length = duty.span.end - duty.span.start
    opening = plan.hotline.opening_hours[duty.day.weekday()]
    if not any(span.start <= duty.span.start and duty.span.end <= span.end for span in opening):
        yield "opening hours"
    if rule not in plan.rules or not rule.start_from <= duty.span.start <= rule.start_to:
        yield "start"
    if not rule.min_minutes <= length <= rule.max_minutes or duty.span.start % grid or length % grid:
        yield "length"
    lunch, block = duty.lunch, duty.block
    if (lunch is None) != (rule.lunch_minutes == 0):
        yield "lunch"
    if lunch is not None and (
        lunch.end - lunch.start != rule.lunch_minutes
        or lunch.start < max(rule.lunch_from, duty.span.start + grid)
        or lunch.end > min(rule.lunch_to, duty.span.end - grid)
    ):
        yield "lunch window"
    if block is not None:
        wanted = sum(one.agents for one in plan.blocks if (one.day, one.span) == (duty.day, block))
        inside = duty.span.start <= block.start and block.end <= duty.span.end
        if not inside or not wanted or (lunch and lunch.start < block.end and block.start < lunch.end):
            yield "block"
    for entry in plan.availability:
        days = entry.first_day <= duty.day <= entry.last_day and duty.day.weekday() in entry.days
        shared = entry.span.start < duty.span.end and duty.span.start < entry.span.end
        if entry.agent == duty.agent and entry.kind == "unavailable" and days and shared:
            yield "availability"


def _hours(plan: DesignPlan, duties: list[Duty]) -> set[str]:
    """Hours of one week, as all plans here have: the days on which some duty of the rules suits the agent."""
    found, apart = set(), 0
    days = sorted({day for day, _ in open_minutes(plan)})
    for agent in plan.agents:
        there = sum(any(_suits(plan, agent.id, day)) for day in days)
        norm = floor(agent.weekly_minutes * Fraction(there, 5) + Fraction(1, 2))
        balance = agent.flex_balance - norm + sum(minutes(one) for one in duties if one.agent == agent.id)
        aim = agent.flex_balance - max(-60, min(60, agent.flex_balance))
        apart += balance - aim
        if abs(balance - aim) > 60:
            found.add("hours")
    if abs(apart) >= plan.hotline.shift_minutes:
        found.add("together")
    return found


def _suits(plan: DesignPlan, agent: str, day: date) -> Iterator[bool]:
    absent = [
        entry.span
        for entry in plan.availability
        if entry.kind == "unavailable" and entry.agent == agent and entry.first_day <= day <= entry.last_day
    ]
    for rule in plan.rules:
        for start in range(8 * 60, 16 * 60, plan.hotline.shift_minutes):
            end = start + -(-rule.min_minutes // plan.hotline.shift_minutes) * plan.hotline.shift_minutes
            late = max(start + plan.hotline.shift_minutes, rule.lunch_from) + rule.lunch_minutes
            fits = not rule.lunch_minutes or late <= min(rule.lunch_to, end - plan.hotline.shift_minutes)
            sound = rule.start_from <= start <= rule.start_to and end <= 16 * 60 and fits
            yield sound and not any(span.start < end and start < span.end for span in absent)
