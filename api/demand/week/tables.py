"""A week's key figures as tables: for programs as CSV, for people in their language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from api.texts.key_figures import convention_text, figure_name, figure_value
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.demand.week_review import SeatChange, WeekReview
from wfm.message import Text
from wfm.plan import Plan
from wfm.rounding import half_up
from wfm.tables.csv_writing import csv_text

FIGURE = Text("kpi.figure", "Figure")
VALUE = Text("kpi.value", "Value")
GOAL = Text("kpi.goal", "Goal")
MET = Text("kpi.met", "Met")
CONVENTION = Text("kpi.convention", "Taken of")
YES = Text("kpi.yes", "yes")
NO = Text("kpi.no", "no")
DAY = Text("kpi.day", "Day")
CALLS = Text("kpi.calls", "Calls")
FORECAST_CALLS = Text("kpi.forecast_calls", "Forecast")
HOURS_NEEDED = Text("kpi.hours_needed", "Hours needed")
HOURS_STAFFED = Text("kpi.hours_staffed", "Hours staffed")
SHIFT = Text("kpi.shift", "Shift")
AGENTS_NOW = Text("kpi.agents_now", "Agents now")
AGENTS_PROPOSED = Text("kpi.agents_proposed", "Proposed")
LOST_NOW = Text("kpi.lost_now", "Calls lost now")
SAVED = Text("kpi.saved", "Saved")
FIGURE_HEADS = (FIGURE, VALUE, GOAL, MET, CONVENTION)
DAY_HEADS = (DAY, CALLS, FORECAST_CALLS, HOURS_NEEDED, HOURS_STAFFED)
CHANGE_HEADS = (SHIFT, AGENTS_NOW, AGENTS_PROPOSED, LOST_NOW, SAVED)
DASH = "\N{EN DASH}"


def kpi_csv(found: WeekReview) -> bytes:
    """Return ``kpi.csv``: a figure a row, empty where nothing that it needs was counted."""
    rows = [(one.key, one.write(one.value), one.write(one.goal), one.convention) for one in found.figures]
    return csv_text(("key", "value", "goal", "convention"), rows).encode()


def changes_csv(changes: Sequence[SeatChange]) -> bytes:
    """Return the changes; the first three columns are those of ``demand.csv``."""
    rows = [
        (one.shift.day.isoformat(), clock(one.shift.start), one.agents, one.before, f"{one.saved:.2f}")
        for one in changes
    ]
    return csv_text(("date", "start", "agents", "before", "calls_saved"), rows).encode()


def figure_rows(plan: Plan, found: WeekReview, speak: Translator) -> list[list[str]]:
    """Return every figure with its goal, whether that was met, and what it is taken of."""
    met = {True: speak.say(YES()), False: speak.say(NO()), None: ""}
    return [
        [
            figure_name(one.key, speak),
            figure_value(one, one.value, speak, plan),
            "" if one.goal is None else figure_value(one, one.goal, speak, plan),
            met[one.is_met],
            convention_text(one, speak, plan),
        ]
        for one in found.figures
    ]


def day_rows(found: WeekReview, speak: Translator) -> list[list[str]]:
    """Return each day's calls beside those forecast, and hours needed beside those staffed."""

    def number(value: Fraction | None, decimals: int) -> str:
        return DASH if value is None else speak.number(half_up(value, decimals), decimals)

    return [
        [
            f"{speak.weekday(one.day)} {speak.short_date(one.day)}",
            speak.number(one.calls),
            number(one.forecast, 0),
            number(one.needed, 1),
            number(one.staffed, 1),
        ]
        for one in found.days
    ]


def change_rows(changes: Sequence[SeatChange], speak: Translator) -> list[list[str]]:
    """Return each proposed change with what it saves."""
    return [
        [
            speak.shift(one.shift.id),
            str(one.before),
            str(one.agents),
            speak.number(Decimal(f"{one.lost:.1f}"), 1),
            speak.number(Decimal(f"{one.saved:.1f}"), 1),
        ]
        for one in changes
    ]
