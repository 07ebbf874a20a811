"""duties.csv and coverage.csv, column for column as the contract has them."""

from __future__ import annotations

from collections.abc import Iterator

from wfm.calendar import Span, clock
from wfm.design.duty import Design, Duty
from wfm.design.measure import count_answering
from wfm.design.plan import DesignPlan
from wfm.tables.csv_writing import csv_text

DUTY_COLUMNS = ("date", "agent", "start", "end", "lunch_start", "lunch_end", "task")
COVERAGE_COLUMNS = ("date", "start", "need", "planned", "shortage")


def duties_csv(design: Design) -> bytes:
    """Return one row for each task of each duty; a lunch stands in the row in which it lies."""
    return csv_text(DUTY_COLUMNS, (row for duty in design.duties for row in duty_rows(duty))).encode()


def duty_rows(duty: Duty) -> Iterator[tuple[str, ...]]:
    """Yield the rows of one duty."""
    for start, end, task in duty.stretches():
        lunch = duty.lunch if duty.lunch is not None and duty.lunch.overlaps(Span(start, end)) else None
        eaten = ("", "") if lunch is None else (clock(lunch.start), clock(lunch.end))
        yield (duty.day.isoformat(), duty.agent, clock(start), clock(end), *eaten, task)


def coverage_csv(plan: DesignPlan, design: Design) -> bytes:
    """Return one row for each step of the opening hours: agents wanted, on the phones, and missing."""
    there = count_answering(plan, design.duties)
    rows = (
        (
            step.day.isoformat(),
            clock(step.start),
            plan.need_of(step),
            there[step.id],
            max(0, plan.need_of(step) - there[step.id]),
        )
        for step in plan.steps
    )
    return csv_text(COVERAGE_COLUMNS, rows).encode()
