"""wfm demand: how many agents each shift needs by a forecast, or where a given number of seats helps most."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.terminal.console import print_json
from api.commands.terminal.forecast_argument import ForecastPath, forecast_of
from api.commands.terminal.options import AsJson, Language, OutPath, PlanPath, help_text, speaker
from api.commands.terminal.plan_argument import calls_plan_of
from wfm.message import Text

HELP = Text("demand.help", "Count the agents that each shift needs by a forecast.")
SEATS = Text(
    "option.seats",
    "Spread so many seats over the period's shifts where they save most abandoned calls, instead of giving "
    "each what it needs.",
)
TOO_FEW = Text(
    "demand.too_few_seats",
    "{seats:number} seats are too few: agents_min on each shift are {least:number}",
)

NO_SEATS = Text("demand.no_seats", "nothing: where shifts are designed there are no seats to spread")


def demand(
    plan: PlanPath,
    forecast: ForecastPath,
    out: OutPath,
    seats: Annotated[
        int | None, typer.Option("--seats", min=0, help=help_text(SEATS()), show_default=False)
    ] = None,
    json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write staffing.csv and demand.csv; say in a sentence what the period needs."""
    reading = calls_plan_of(plan, lang, as_json=json)
    read = reading.plan
    calls = forecast_of(read, forecast, lang, as_json=json)
    from api.commands.terminal.staffing_view import needs_record, show_need, show_staffing
    from wfm.demand.staffing import TooFewSeatsError, plan_seats
    from wfm.demand.staffing_files import write_need, write_staffing

    speak = speaker(lang, read)
    if reading.is_designed and seats is not None:
        raise typer.BadParameter(speak.sentence(NO_SEATS()), param_hint="--seats")
    try:
        found = plan_seats(read, calls, seats)
    except TooFewSeatsError as error:
        raise typer.BadParameter(speak.sentence(TOO_FEW(seats=seats or 0, least=error.least))) from error
    if reading.is_designed:
        write_need(found, calls.mail, out)
    else:
        write_staffing(read, found, out)
    if json:
        print_json(needs_record(read, found, speak, given=seats is not None))
        return
    if reading.is_designed:
        show_need(found, calls, speak, out)
        return
    show_staffing(read, found, speak, out, given=seats is not None)
