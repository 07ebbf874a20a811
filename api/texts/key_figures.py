"""Key figures as people read them: their names, and numbers with their units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from api.texts.demand import CONVENTIONS
from api.texts.translator import Translator
from wfm.demand.key_figures import DECIMALS, KeyFigure, Unit
from wfm.entered_figures import EnteredFigure, EnteredKind
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.rounding import half_up
from wfm.service_target import Convention

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
        "mail_received": Text("figure.mail_received", "E-mails received"),
        "mail_answered": Text("figure.mail_answered", "E-mails answered"),
        "mail_in_time": Text("figure.mail_in_time", "E-mails answered in time"),
        "mail_handling": Text("figure.mail_handling", "Work on an e-mail"),
        "satisfaction": Text("figure.satisfaction", "Satisfied callers"),
        "staff_turnover": Text("figure.staff_turnover", "Staff turnover"),
    }
)
TAKEN_OF: Mapping[str, Text] = MappingProxyType(
    {
        "calls": Text("taken_of.calls", "all calls offered"),
        "answered": Text("taken_of.answered", "calls that an agent answered"),
        "abandoned": Text("taken_of.abandoned", "calls given up before an answer"),
        "intervals": Text("taken_of.intervals", "intervals of the week in the history"),
        "service_level": Text("taken_of.service_level", "{convention}; answered within {seconds:number} s"),
        "mean_wait": Text("taken_of.mean_wait", "calls answered"),
        "abandoned_share": Text("taken_of.abandoned_share", "{convention}"),
        "handling_time": Text("taken_of.handling_time", "calls answered; talk and work afterwards"),
        "occupancy": Text("taken_of.occupancy", "talk and work afterwards, over staffed time"),
        "settled_share": Text("taken_of.settled_share", "calls answered"),
        "cost_per_call": Text(
            "taken_of.cost_per_call", "staffed hours and the week's fixed cost, over calls answered"
        ),
        "forecast_calls": Text("taken_of.forecast_calls", "intervals both counted and forecast"),
        "forecast_error": Text("taken_of.forecast_error", "WAPE of the intervals"),
        "calls_above_forecast": Text("taken_of.above_forecast", "calls offered over calls forecast, less 1"),
        "hours_needed": Text("taken_of.hours_needed", "Erlang A in every interval, for the calls that came"),
        "hours_staffed": Text("taken_of.hours_staffed", "agents as they were counted"),
        "mail_received": Text("taken_of.mail_received", "all e-mails of the week, day and night"),
        "mail_answered": Text("taken_of.mail_answered", "e-mails that an agent answered"),
        "mail_in_time": Text(
            "taken_of.mail_in_time", "e-mails answered; within {hours:number} hours of opening time"
        ),
        "mail_handling": Text("taken_of.mail_handling", "e-mails answered"),
        "satisfaction": Text("taken_of.satisfaction", "callers asked who were satisfied"),
        "staff_turnover": Text("taken_of.staff_turnover", "agents who left, of those there on average"),
    }
)
"""What a figure is taken of, in words; ``kpi.csv`` has the convention's short name."""
ENTERED_WEEK = Text(
    "taken_of.entered_week", "{convention}; entered for {week:week}: {count:number} of {whole:number}"
)
ENTERED_QUARTER = Text(
    "taken_of.entered_quarter",
    "{convention}; entered for quarter {quarter} of {year}: {count:number} of {whole:number}",
)
NOT_ENTERED = Text("taken_of.not_entered", "{convention}; not entered")
SECONDS = Text("figure.seconds", "{number} s")
HOURS = Text("figure.hours", "{number} h")


def figure_name(key: str, speak: Translator) -> str:
    """Return the name of a figure."""
    return speak.say(NAMES[key]())


def convention_text(figure: KeyFigure, speak: Translator, plan: Plan) -> str:
    """Say in words of what a figure is taken."""
    target = plan.hotline.service
    convention = target.convention
    if (
        figure.key == "abandoned_share" and convention is Convention.ANSWERED
    ):  # it is of all calls all the same
        convention = Convention.OFFERED
    named = CONVENTIONS[convention]()
    if figure.key == "service_level":
        return speak.say(TAKEN_OF[figure.key](convention=named, seconds=target.answer_within))
    if figure.key == "abandoned_share":
        return speak.say(TAKEN_OF[figure.key](convention=named))
    if figure.key == "mail_in_time":
        return speak.say(TAKEN_OF[figure.key](hours=target.mail_within or 0))
    if figure.key in set(EnteredKind):
        return speak.say(_key_entered(figure))
    return speak.say(TAKEN_OF[figure.key]())


def _key_entered(figure: KeyFigure) -> Message:
    kind = EnteredKind(figure.key)
    if figure.parts is None:
        return NOT_ENTERED(convention=TAKEN_OF[kind]())
    return entry_text(EnteredFigure(kind, *figure.parts))


def entry_text(one: EnteredFigure) -> Message:
    """Say of what a figure that was entered is taken, and for when."""
    said: dict[str, Message | int] = {
        "convention": TAKEN_OF[one.kind](),
        "count": one.part,
        "whole": one.whole,
    }
    if "W" in one.period:
        return ENTERED_WEEK(week=one.period, **said)
    year, quarter = one.period.split("-Q")
    return ENTERED_QUARTER(year=year, quarter=quarter, **said)


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
