"""A forecast as it is stored beside a plan: packed, how good the method was, risks, what shifts need.

Made in a run's process, since numpy and the reckoning are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from api.texts.translator import LANGUAGES, Translator, translator
from wfm.message import Text
from wfm.plan import Plan

if TYPE_CHECKING:
    from wfm.demand.forecast import Forecast
    from wfm.demand.forecasting import CallForecast
    from wfm.demand.history import CallHistory
    from wfm.demand.staffing import Staffing

DECIMALS = 3
EXPECTED = Text(
    "forecast.expected",
    "{calls:number} calls are expected from {first:date} to {last:date}; on eight courses of ten between "
    "{low:number} and {high:number}.",
)
KNOWN_UNTIL = Text("forecast.known_until", "Known is what was counted before {origin:date}.")
HOW_GOOD = Text(
    "forecast.how_good_was",
    "On this history's own past the method missed a day's calls by {days} on average, where the mean of the "
    "same weekday's last eight missed by {plain}; what came lay within the range of eight courses of ten "
    "{covered} of the time ({n:number} forecasts of four weeks, WAPE).",
)


@dataclass(frozen=True)
class ForecastDocument:
    """What is stored of a forecast.

    Parameters
    ----------
    content
        Calls, handling times and paths, packed.
    origin
        The first day that was not known.
    told
        Figures, and sentences by language.
    risks
        By shift: expected calls, and by number of agents the calls lost and how likely the goals are met.
    needs
        What each shift needs, as `needs_document` has it.
    """

    content: bytes
    origin: date
    told: Mapping[str, Any]
    risks: Mapping[str, Any]
    needs: Mapping[str, Any]


def make_forecast(plan: Plan, history: CallHistory, paths: int, seed: int) -> ForecastDocument:
    """Forecast the calls of a plan's period, and count what they mean for its shifts.

    Raises
    ------
    HistoryError
        Where there are too few days to say anything, or the period has no opening hours.
    """
    from wfm.demand.forecast_packing import pack_forecast
    from wfm.demand.forecasting import forecast_calls

    minutes = plan.hotline.service.interval_minutes
    found = forecast_calls(history, plan.hotline, minutes, paths, seed)
    return ForecastDocument(
        content=pack_forecast(found.forecast),
        origin=found.origin,
        told=_told(found),
        risks=risks_document(plan, found.forecast),
        needs=make_needs(plan, found.forecast, None),
    )


def risks_document(plan: Plan, forecast: Forecast) -> dict[str, Any]:
    """Return the risk of each shift by its number of agents, and of them of novices."""
    from wfm.demand.risk_table import risk_table

    return {
        shift: {
            "calls": round(row.calls, DECIMALS),
            "lost": [round(one.abandoned, DECIMALS) for one in row.by_agents],
            "met": [round(one.met, DECIMALS) for one in row.by_agents],
            "novices": [
                {
                    "lost": [round(one.abandoned, DECIMALS) for one in some],
                    "met": [round(one.met, DECIMALS) for one in some],
                }
                for some in row.by_novices
            ],
        }
        for shift, row in risk_table(plan, forecast).items()
    }


def make_needs(plan: Plan, forecast: Forecast, seats: int | None) -> dict[str, Any]:
    """Return what each shift of a plan needs by a forecast, or gets of a given number of seats.

    Raises
    ------
    TooFewSeatsError
        Where the given number is less than the fewest that the shifts may have.
    """
    from wfm.demand.staffing import plan_seats

    return needs_document(plan, plan_seats(plan, forecast, seats), seats)


def needs_document(plan: Plan, found: Staffing, seats: int | None) -> dict[str, Any]:
    """Return what was counted: sentences by language, figures by shift."""
    from api.texts.demand import seat_sentences
    from api.texts.mail import mail_sentences

    def sentences(speak: Translator) -> list[str]:
        said = (
            *seat_sentences(plan, found, speak, given=seats is not None),
            *mail_sentences(plan, found.mail, speak, found.mail_now),
        )
        return [speak.sentence(one) for one in said]

    return {
        "given": seats,
        "sentences": {language: sentences(translator(language)) for language in LANGUAGES},
        "shifts": [
            {
                "shift": one.shift.id,
                "need": one.need,
                "agents": one.agents,
                "calls": round(one.calls, DECIMALS),
                "lost": round(one.abandoned, DECIMALS),
            }
            for one in found.shifts
        ],
    }


def _told(found: CallForecast) -> dict[str, Any]:
    from wfm.demand.forecast_totals import period_quantiles

    low, high = period_quantiles(found.forecast, (0.1, 0.9))
    calls = float(found.forecast.calls.sum())
    accuracy = found.accuracy
    figures = None
    if accuracy is not None:
        figures = asdict(accuracy) | {"origins": [day.isoformat() for day in accuracy.origins]}

    def sentences(speak: Translator) -> list[str]:
        first, last = found.forecast.intervals[0].day, found.forecast.intervals[-1].day
        said = [
            EXPECTED(calls=round(calls), first=first.isoformat(), last=last.isoformat(), low=low, high=high),
            KNOWN_UNTIL(origin=found.origin.isoformat()),
            *found.remarks,
        ]
        if accuracy is not None:
            shares = {
                "days": _percent(accuracy.days, speak),
                "plain": _percent(accuracy.plain_days, speak),
                "covered": _percent(accuracy.covered_80, speak),
            }
            said.append(HOW_GOOD(n=len(accuracy.origins), **shares))
        return [speak.sentence(one) for one in said]

    return {
        "calls": round(calls, DECIMALS),
        "p10": int(low),
        "p90": int(high),
        "accuracy": figures,
        "sentences": {language: sentences(translator(language)) for language in LANGUAGES},
    }


def _percent(value: float, speak: Translator) -> str:
    return speak.percent(Fraction(value).limit_denominator(10**6), 1)
