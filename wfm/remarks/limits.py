"""Limits that limit nothing, or more than can be meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from wfm.message import Text
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark, short_number

NO_LIMIT = Text(
    "notice.no_limit",
    "at most the {most:number} shifts that somebody could have; {value:number} limits nothing and is hardly "
    "meant",
)
REST_TOO_LONG = Text(
    "notice.rest_too_long",
    "hours; {value:decimal} is hardly meant, more than {days:number} days between two shifts",
)
REST_IN_MINUTES = Text(
    "notice.rest_in_minutes",
    "hours; {value:decimal} is hardly meant, perhaps minutes, which would be {meant:decimal}",
)
HOLDERS_BEYOND_SEATS = Text(
    "notice.holders_beyond_seats",
    "at most the {seats:number} seats of a shift; {value:number} holders can't sit there",
)
WEEKDAYS = 7
_DAY = 24 * 60
_MOST_REST = 3 * _DAY
_MINUTES_OF_HOURS = range(4 * 60 * 60, 36 * 60 * 60 + 1)
"""A rest so long, in minutes, is between 4 and 36 hours if its hours are minutes."""


def limit_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield limits of the hotline and of agents that are hardly meant."""
    limits = plan.hotline.limits
    per_day = max(Counter(shift.day for shift in plan.shifts).values())
    if limits.shifts_per_day > max(per_day, 1):
        value = limits.shifts_per_day
        expected = NO_LIMIT(most=per_day, value=value)
        yield Remark("hotline", 0, "limits.shifts_per_day", str(value), expected)
    most = min(limits.shifts_per_day, per_day) * WEEKDAYS
    if limits.shifts_per_week > max(most, WEEKDAYS):
        value = limits.shifts_per_week
        yield Remark("hotline", 0, "limits.shifts_per_week", str(value), NO_LIMIT(most=most, value=value))
    for index, agent in enumerate(records.agents):
        own = agent.shifts_per_week
        if own is not None and own > max(most, WEEKDAYS):
            yield Remark("agents", index, "shifts_per_week", str(own), NO_LIMIT(most=most, value=own))
    yield from _rest(limits.rest)
    yield from _holders(plan)


def _rest(minutes: int) -> Iterator[Remark]:
    if minutes <= _MOST_REST:
        return
    value = short_number(Fraction(minutes, 60))
    if minutes in _MINUTES_OF_HOURS:
        expected = REST_IN_MINUTES(value=value, meant=short_number(Fraction(minutes, 60 * 60)))
    else:
        expected = REST_TOO_LONG(value=value, days=minutes // _DAY)
    yield Remark("hotline", 0, "limits.rest_hours", value, expected)


def _holders(plan: Plan) -> Iterator[Remark]:
    seats = max(shift.seats for shift in plan.shifts)
    for number, competence in enumerate(plan.hotline.competences):
        if (wanted := competence.min_agents) > seats:
            expected = HOLDERS_BEYOND_SEATS(seats=seats, value=wanted)
            yield Remark("hotline", number, "competences.min_agents", str(wanted), expected)
