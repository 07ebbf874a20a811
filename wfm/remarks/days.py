"""Closed and reopened days, unsocial spans, rows of the weeks before: those that count for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from wfm.calendar import Period, clock
from wfm.message import Text
from wfm.next_plan import weeks_seen_since
from wfm.plan import Plan
from wfm.plan_checks import Records
from wfm.remarks.remark import Remark, with_guess

OUTSIDE = Text(
    "notice.closed_outside",
    "days in the period, {first:date} to {last:date}; elsewhere they count for nothing",
)
STAYS_CLOSED = Text("notice.stays_closed", "days on which the hotline would be open; these stay closed")
NO_UNSOCIAL = Text("notice.no_unsocial", "a span in which a shift starts; this one counts for nothing")
TOO_EARLY = Text(
    "notice.too_early", "a day in the weeks before the period, from {since:date}; this row counts for nothing"
)


def holiday_remarks(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield what is to be told of days that the settings name, and of days before the period."""
    hotline, period = plan.hotline, plan.hotline.period
    open_days = {shift.day for shift in hotline.opening_shifts()}
    for key, days in (("closed", hotline.closing.closed), ("open", hotline.closing.opened)):
        outside = sorted(day for day in days if not period.first_day <= day <= period.last_day)
        if outside:
            expected = OUTSIDE(first=period.first_day.isoformat(), last=period.last_day.isoformat())
            told = with_guess(expected, outside[0], period) if len(outside) == 1 else expected
            yield Remark("hotline", 0, f"holidays.{key}", _listed(outside), told)
    inside = {day for day in hotline.closing.opened if period.first_day <= day <= period.last_day}
    if inside - open_days:
        yield Remark("hotline", 0, "holidays.open", _listed(inside - open_days), STAYS_CLOSED())
    yield from _unsocial(plan)
    yield from _too_early(plan, records)


def _listed(days: Collection[date]) -> str:
    return ", ".join(day.isoformat() for day in sorted(days))


def _unsocial(plan: Plan) -> Iterator[Remark]:
    for span in plan.hotline.unsocial:
        if not any(span.covers(shift.day, shift.start) for shift in plan.shifts):
            value = f"{clock(span.span.start)}-{clock(span.span.end)}"
            yield Remark("hotline", 0, "unsocial", value, NO_UNSOCIAL())


def _too_early(plan: Plan, records: Records) -> Iterator[Remark]:
    """Yield rows from before what `wfm next` would hand on; nothing of this period looks so far back."""
    period = plan.hotline.period
    since = weeks_seen_since(plan.hotline.limits, period)
    for index, row in enumerate(records.previous):
        if row.day < since:
            expected = TOO_EARLY(since=since.isoformat())
            eve = period.first_day - timedelta(days=1)
            meant = with_guess(expected, row.day, Period(since, eve))
            yield Remark("previous", index, "date", row.day.isoformat(), meant)
