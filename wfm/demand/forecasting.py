"""A forecast of a plan's calls from a history: day totals, profile, paths, and how good that was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from wfm.calendar import Period
from wfm.demand.accuracy import Accuracy, measure_accuracy
from wfm.demand.counted_days import count_days
from wfm.demand.day_forecast import DayFacts, fit_forecast, tune_shrinkage
from wfm.demand.day_total import Shrinkage
from wfm.demand.expected_mail import expect_mail
from wfm.demand.forecast import Forecast
from wfm.demand.handling_time import USUAL_SECONDS, expect_handling
from wfm.demand.history import CallHistory
from wfm.demand.interval_shares import share_days
from wfm.demand.intervals import Interval, cut_period
from wfm.demand.paths import draw_paths
from wfm.demand.rolling_origins import choose_origins, forecast_past
from wfm.demand.special_days import mark_days
from wfm.demand.uncertainty import Uncertainty, measure_uncertainty
from wfm.errors import Fault, HistoryError
from wfm.hotline import Hotline
from wfm.message import Message, Text

LEAST_DAYS = 10
_TUNING_ORIGINS = 5
_LONG_AGO = 120

DAYS_NEEDED = Text("fault.days_needed", "at least {least} open days with calls counted; there are {n}")
INTERVALS_NEEDED = Text("fault.forecast_period", "a period in which the hotline is open at all")
NO_HANDLING = Text(
    "forecast.no_handling", "The history tells of no handling time; {seconds} seconds a call are assumed."
)
COUNTED_ALREADY = Text(
    "forecast.counted_already",
    "The history reaches into the period: {first:date} to {last:date} is known already.",
)
LONG_AGO = Text(
    "forecast.long_ago",
    "The history ends {days:number} days before the period; so far ahead a forecast is a guess.",
)
NO_PAST = Text(
    "forecast.no_past",
    "The history is too short to say how good the method was on it; usual errors are assumed.",
)
MAIL_UNUSED = Text(
    "forecast.mail_unused",
    "The history counts e-mail, but by the plan (mail_within) agents answer none; it is not used.",
)
MAIL_UNKNOWN = Text(
    "forecast.mail_unknown",
    "By the plan agents answer e-mail, but the history counts none; none is expected.",
)


@dataclass(frozen=True, eq=False)
class CallForecast:
    """A forecast and how it came about.

    Parameters
    ----------
    forecast
        Calls, handling times and paths of the period's intervals.
    origin
        The first day that was not known.
    accuracy
        How good the method was on the past; ``None`` where there is too little of it.
    uncertainty, shrinkage
        What the paths are drawn with, and what was fitted with.
    remarks
        What whoever uses it should know.
    """

    forecast: Forecast
    origin: date
    accuracy: Accuracy | None
    uncertainty: Uncertainty
    shrinkage: Shrinkage
    remarks: tuple[Message, ...] = ()


def forecast_calls(
    history: CallHistory,
    hotline: Hotline,
    minutes: int = 30,
    paths: int = 1000,
    seed: int = 1,
    until: date | None = None,
) -> CallForecast:
    """Forecast the calls of a plan's period.

    Parameters
    ----------
    history
        What was counted.
    hotline
        Whose period, opening hours and closed days count.
    minutes
        Length of an interval.
    paths, seed
        How many equally likely courses are drawn, and from what.
    until
        The first day that counts as not known yet; by default the day after the last one counted.

    Raises
    ------
    HistoryError
        Where there are too few days to say anything, or the period has no opening hours.
    """
    if until is not None:
        history = history.before(until)
    counted = count_days(history, hotline)
    intervals = cut_period(hotline, minutes)
    _refuse(len(counted.days), intervals)
    days = Period(counted.days[0], max(counted.days[-1], hotline.period.last_day))
    known = DayFacts(mark_days(history, hotline, days), history)
    origins = choose_origins(counted)
    shrinkage = tune_shrinkage(counted, known, origins[:_TUNING_ORIGINS])
    fitted = fit_forecast(counted, known, shrinkage)
    past = forecast_past(counted, known, origins, shrinkage)
    judged = (known.usual(counted.days) & (fitted.profile.known >= 0.5)).astype(float)
    uncertainty = measure_uncertainty(counted, fitted.profile, past, judged)
    shares = share_days(intervals, fitted.profile, counted.slot_minutes, hotline, minutes)
    totals = fitted.expect([one.day for one in shares])
    rates = [total * one.parts for total, one in zip(totals, shares, strict=True)]
    origin = until or counted.days[-1] + timedelta(days=1)
    drawn = draw_paths(
        [one.day for one in shares], origin, rates, [one.blocks for one in shares], uncertainty, paths, seed
    )
    aht, has_handling = expect_handling(history, intervals)
    forecast = Forecast(intervals, np.concatenate(rates), aht, drawn, expect_mail(history, hotline))
    accuracy = measure_accuracy(counted, fitted.profile, past, judged)
    remarks = (
        *_remarks(hotline, origin, accuracy, has_handling=has_handling),
        *_mail_remarks(history, hotline),
    )
    return CallForecast(forecast, origin, accuracy, uncertainty, shrinkage, remarks)


def _mail_remarks(history: CallHistory, hotline: Hotline) -> Iterator[Message]:
    """Yield what does not fit together of mail that was counted and agents who answer it."""
    answers = hotline.service.mail_within is not None
    if history.mail and not answers:
        yield MAIL_UNUSED()
    elif answers and not history.mail:
        yield MAIL_UNKNOWN()


def _refuse(days: int, intervals: tuple[Interval, ...]) -> None:
    if days < LEAST_DAYS:
        expected = DAYS_NEEDED(least=LEAST_DAYS, n=days)
        raise HistoryError([Fault("calls", None, "", "", expected)])
    if not intervals:
        raise HistoryError([Fault("hotline", None, "period", "", INTERVALS_NEEDED())])


def _remarks(
    hotline: Hotline, origin: date, accuracy: Accuracy | None, *, has_handling: bool
) -> Iterator[Message]:
    period = hotline.period
    if origin > period.first_day:
        last = min(period.last_day, origin - timedelta(days=1))
        yield COUNTED_ALREADY(first=period.first_day.isoformat(), last=last.isoformat())
    if (ahead := (period.first_day - origin).days) > _LONG_AGO:
        yield LONG_AGO(days=ahead)
    if accuracy is None:
        yield NO_PAST()
    if not has_handling:
        yield NO_HANDLING(seconds=str(int(USUAL_SECONDS)))
