"""wfm forecast: calls to come by interval, with the paths behind them, and how good that was on the past."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.terminal.console import console, print_json, table
from api.commands.terminal.history_argument import HistoryPath, history_of
from api.commands.terminal.options import AsJson, Language, OutPath, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import calls_plan_of, faults_told
from api.demand.forecast_document import EXPECTED, KNOWN_UNTIL
from api.texts.translator import Translator
from wfm.message import Text

if TYPE_CHECKING:
    from wfm.demand.accuracy import Accuracy
    from wfm.demand.forecasting import CallForecast

HELP = Text("forecast.help", "Forecast the calls of a plan's period from what a telephone system counted.")
PATHS = Text("option.paths", "Equally likely courses to draw.")
SEED = Text("option.forecast_seed", "What the courses are drawn from: the same seed draws the same.")
UNTIL = Text("option.until", "Use what was counted before this day only; by default everything.")
HOW_GOOD = Text(
    "forecast.how_good",
    "How good the method was on this history: {n:number} forecasts of four weeks, by what was known.",
)
WHAT = Text("forecast.what", "Mean error (WAPE)")
METHOD = Text("forecast.method", "this method")
PLAIN = Text("forecast.plain", "mean of the same weekday's last eight")
FLOOR = Text("forecast.floor", "chance alone")
SINGLE = Text("forecast.single", "intervals of {minutes} minutes")
DAYS = Text("forecast.days", "whole days")
COVERAGE = Text("forecast.coverage", "What came lay within")
OF_80 = Text("forecast.of_80", "the interval of 80 %")
OF_95 = Text("forecast.of_95", "the interval of 95 %")
BLOCKS = Text("forecast.blocks", "sums of three hours")
WRITTEN = Text("forecast.written", "Written to {path}: {files:list}.")

MOST_PATHS = 10_000


def forecast(
    history: HistoryPath,
    plan: PlanPath,
    out: OutPath,
    paths: Annotated[int, typer.Option("--paths", min=1, max=MOST_PATHS, help=help_text(PATHS()))] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0, help=help_text(SEED()))] = 1,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help=help_text(UNTIL()), show_default=False),
    ] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write the forecast's folder and say what it expects."""
    from api.outputs.forecast_chart import FILE, chart
    from wfm.demand.forecast_folder import FORECAST_FILE, write_forecast
    from wfm.demand.forecasting import forecast_calls
    from wfm.demand.path_file import PATHS_FILE
    from wfm.tables.file_writing import replace_files

    read = calls_plan_of(plan, lang, as_json=json).plan
    hotline, minutes = read.hotline, read.hotline.service.interval_minutes
    counted = history_of(history, read, lang, as_json=json)
    day = until.date() if until else None
    with faults_told(plan, lang or hotline.language, as_json=json):
        found = forecast_calls(counted, hotline, minutes, paths, seed, day)
    speak = speaker(lang, read)
    write_forecast(out, found.forecast)
    replace_files(out, {FILE: chart(read, counted, found, speak)})
    if json:
        print_json(_record(found, speak))
        return
    _print(found, minutes, speak)
    written = WRITTEN(path=str(out), files=(FORECAST_FILE, PATHS_FILE, FILE))
    console().print(speak.sentence(written), markup=False)


def _print(found: CallForecast, minutes: int, speak: Translator) -> None:
    from wfm.demand.forecast_totals import period_quantiles

    shown, made = console(), found.forecast
    low, high = period_quantiles(made, (0.1, 0.9))
    expected = EXPECTED(
        calls=round(float(made.calls.sum())),
        first=made.intervals[0].day.isoformat(),
        last=made.intervals[-1].day.isoformat(),
        low=low,
        high=high,
    )
    shown.print(speak.sentence(expected), style="bold", markup=False)
    shown.print(speak.sentence(KNOWN_UNTIL(origin=found.origin.isoformat())), markup=False)
    for remark in found.remarks:
        shown.print(speak.sentence(remark), style="yellow", markup=False)
    if found.accuracy is not None:
        _print_accuracy(found.accuracy, minutes, speak)


def _print_accuracy(accuracy: Accuracy, minutes: int, speak: Translator) -> None:
    def share(value: float) -> str:
        return speak.percent(Fraction(value).limit_denominator(10**6), 1)

    shown = console()
    shown.print(speak.sentence(HOW_GOOD(n=len(accuracy.origins))), markup=False)
    single = speak.say(SINGLE(minutes=str(minutes)))
    columns = [(speak.say(WHAT()), "left"), *((speak.say(one()), "right") for one in (METHOD, PLAIN, FLOOR))]
    rows = [
        [single, *map(share, (accuracy.intervals, accuracy.plain_intervals, accuracy.floor))],
        [speak.say(DAYS()), share(accuracy.days), share(accuracy.plain_days), "–"],
    ]
    shown.print(table(columns, rows))
    columns = [(speak.say(COVERAGE()), "left"), *((speak.say(one()), "right") for one in (OF_80, OF_95))]
    rows = [
        [single, share(accuracy.covered_80), share(accuracy.covered_95)],
        [speak.say(BLOCKS()), share(accuracy.blocks_80), share(accuracy.blocks_95)],
    ]
    shown.print(table(columns, rows))


def _record(found: CallForecast, speak: Translator) -> dict[str, Any]:
    from dataclasses import asdict

    from wfm.demand.forecast_totals import period_quantiles

    accuracy = found.accuracy
    made = found.forecast
    parts = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}
    return {
        "calls": round(float(made.calls.sum()), 4),
        **dict(zip(parts, period_quantiles(made, tuple(parts.values())), strict=True)),
        "intervals": len(made.intervals),
        "paths": len(made.paths),
        "origin": found.origin.isoformat(),
        "accuracy": None
        if accuracy is None
        else asdict(accuracy) | {"origins": [day.isoformat() for day in accuracy.origins]},
        "remarks": [{"key": one.key, "sentence": speak.sentence(one)} for one in found.remarks],
    }
