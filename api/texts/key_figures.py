"""Key figures as people read them: their names, and numbers with their units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from api.texts.translator import Translator
from wfm.demand.key_figures import DECIMALS, KeyFigure, Unit
from wfm.message import Text
from wfm.plan import Plan
from wfm.rounding import half_up

NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "calls": Text("figure.calls", "Calls"),
        "answered": Text("figure.answered", "Calls answered"),
        "abandoned": Text("figure.abandoned", "Calls abandoned"),
        "intervals": Text("figure.intervals", "Intervals counted"),
        "service_level": Text("figure.service_level", "Service level"),
        "mean_wait": Text("figure.mean_wait", "Mean wait"),
        "abandoned_share": Text("figure.abandoned_share", "Share abandoned"),
        "handling_time": Text("figure.handling_time", "Handling time"),
        "occupancy": Text("figure.occupancy", "Occupancy"),
        "settled_share": Text("figure.settled_share", "Settled at once"),
        "cost_per_call": Text("figure.cost_per_call", "Cost per call"),
        "forecast_calls": Text("figure.forecast_calls", "Calls forecast"),
        "forecast_error": Text("figure.forecast_error", "Error of the forecast"),
        "calls_above_forecast": Text("figure.calls_above_forecast", "Calls above the forecast"),
        "hours_needed": Text("figure.hours_needed", "Agent hours needed"),
        "hours_staffed": Text("figure.hours_staffed", "Agent hours staffed"),
    }
)
SECONDS = Text("figure.seconds", "{number} s")
HOURS = Text("figure.hours", "{number} h")


def figure_name(key: str, speak: Translator) -> str:
    """Return the name of a figure."""
    return speak.say(NAMES[key]())


def figure_value(figure: KeyFigure, number: Fraction | None, speak: Translator, plan: Plan) -> str:
    """Write a number of a figure with its unit; a dash where there is none."""
    if number is None:
        return "\N{EN DASH}"
    if figure.unit is Unit.SHARE:
        return speak.percent(number, 1)
    rounded = half_up(number, DECIMALS[figure.unit])
    if figure.unit is Unit.MONEY:
        currency = plan.hotline.tariff.currency if plan.hotline.tariff else "DKK"
        return speak.money(Decimal(rounded), currency)
    written = speak.number(rounded, DECIMALS[figure.unit])
    units = {Unit.SECONDS: SECONDS, Unit.HOURS: HOURS}
    return speak.say(units[figure.unit](number=written)) if figure.unit in units else written
