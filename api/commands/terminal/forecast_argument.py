"""Read a forecast for a command; every fault is printed and the command ends with status 2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.terminal.console import print_notices
from api.commands.terminal.options import help_text, speaker
from api.commands.terminal.plan_argument import faults_told
from wfm.message import Text
from wfm.plan import Plan

if TYPE_CHECKING:
    from wfm.demand.forecast import Forecast

FORECAST = Text("option.forecast", "Forecast folder, as forecast writes it.")
ForecastPath = Annotated[Path, typer.Argument(help=help_text(FORECAST()), show_default=False)]


def forecast_of(plan: Plan, path: Path, lang: str | None, *, as_json: bool) -> Forecast:
    """Read a forecast of a plan's opening hours, telling what was not used."""
    from wfm.demand.forecast_folder import read_forecast

    with faults_told(path, lang or plan.hotline.language, as_json=as_json):
        reading = read_forecast(path, plan.hotline, plan.hotline.service.interval_minutes)
    print_notices(reading.notices, speaker(lang, plan))
    return reading.forecast
