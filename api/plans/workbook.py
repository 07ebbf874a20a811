"""A plan as the workbook that people fill in and send back: what the caller may not see is left out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from api.texts.translator import Translator
from wfm.hotline import Hotline
from wfm.next_period import next_period
from wfm.plan import Plan
from wfm.tables.template import example_hotline
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import Cells, plan_cells


def write_plan_workbook(plan: Plan, speak: Translator) -> bytes:
    """Return the workbook of a plan, with all its tables but the notes of absences."""
    cells: Mapping[str, Sequence[Cells]] = plan_cells(plan)
    unseen = [{**row, "note": None} for row in cells["availability"]]
    return plan_workbook(plan.hotline, {**cells, "availability": unseen}, speak.language, speak.say)


def write_empty_workbook(hotline: Hotline, speak: Translator) -> bytes:
    """Return the workbook of a plan of which only the hotline is known."""
    return plan_workbook(hotline, {}, speak.language, speak.say)


def hotline_to_come(latest: Hotline | None, today: date, language: str) -> Hotline:
    """Return a hotline as it is in the period after the latest plan; an example where there is none."""
    if latest is None:
        return example_hotline(today, language)
    closing = replace(latest.closing, closed=frozenset(), opened=frozenset())
    return replace(latest, period=next_period(latest.period), closing=closing)
