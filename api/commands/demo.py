"""wfm demo: solve the sample quarter of Den Digitale Hotline and show what came of it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from api.commands.serve import PORT, SAMPLE, default_out, look_for_ports, sample_plan
from api.commands.solve import Seed, TimeLimit, Workers, solve_into, tell
from api.commands.terminal.console import console
from api.commands.terminal.options import OUT, Language, help_text, speaker
from api.commands.terminal.plan_argument import plan_of
from api.configuration.settings import read_settings
from wfm.message import Text
from wfm.plan import Plan
from wfm.result import Result

HELP = Text("demo.help", "Solve the sample quarter (at most a minute) and show what came of it.")
BEGINS = Text(
    "demo.begins", "Planning {name}: {shifts:number} shifts, {seats:number} seats, {agents:number} agents …"
)
LOOK = Text("demo.look", "Look at it:")
PAGE = Text("demo.page", "the roster as a page to read and print")
WORKBOOK = Text("demo.workbook", "the roster as a spreadsheet")
FEEDS = Text("demo.feeds", "{calendars:number} calendars, one for each agent and municipality")
SERVES = Text(
    "option.demo_serve",
    "Open a federation of three quarters in the browser, on this machine, and choose who to be in it.",
)
SOLVING = Text("demo.solving", "Solving the quarter from {first:date} …")
MOST_FOR_A_QUARTER = 15.0
"""Seconds: what is looked at here need not be proven to be the best."""
SERVICE = Text("demo.service", "the web service, then http://127.0.0.1:8000")


def demo(
    out: Annotated[Path | None, typer.Option("--out", help=help_text(OUT()), show_default=False)] = None,
    time_limit: TimeLimit = 45,
    workers: Workers = None,
    seed: Seed = 1,
    serves: Annotated[bool, typer.Option("--serve", help=help_text(SERVES()), show_default=False)] = False,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help=help_text(PORT()), show_default=False)
    ] = None,
    lang: Language = None,
) -> None:
    """Solve the sample plan, print its quota table and where everything is; or open a federation to try."""
    if serves:
        _serve(time_limit, workers, seed, port, lang)
        return
    began = time.monotonic()
    path = sample_plan(SAMPLE)
    folder = out or default_out(path)
    read = plan_of(path, lang, as_json=False)
    speak, shown = speaker(lang, read), console()
    begins = BEGINS(
        name=read.hotline.name, shifts=len(read.shifts), seats=read.seats, agents=len(read.staffing_agents)
    )
    shown.print(speak.sentence(begins), markup=False)
    result = solve_into(read, folder, speak, began, time_limit=time_limit, workers=workers, seed=seed)
    tell(read, result, folder, speak)
    calendars = len(list((folder / "feeds").glob("*.ics")))
    shown.print()
    shown.print(speak.sentence(LOOK()), style="bold")
    for place, what in (
        (str(folder / "roster.html"), PAGE()),
        (str(folder / "roster.xlsx"), WORKBOOK()),
        (str(folder / "feeds"), FEEDS(calendars=calendars)),
        (f'{_command()} serve --plan "{_near(path)}" --out "{folder}"', SERVICE()),
    ):
        shown.print(f"  {place}\n      {speak.say(what)}", markup=False)


def _serve(time_limit: float, workers: int | None, seed: int, port: int | None, lang: str | None) -> None:
    """Open a federation to try in the browser, on this machine only."""
    import solver
    from api.commands.terminal.web_service import serve_demonstration

    sample = plan_of(sample_plan(SAMPLE), lang, as_json=False)
    speak, settings = speaker(lang, sample), read_settings() if port is None else read_settings(port=port)
    look_for_ports(settings, speak)
    told = console(stderr=True)

    def solve(plan: Plan) -> Result:
        first = plan.hotline.period.first_day.isoformat()
        told.print(speak.sentence(SOLVING(first=first)), markup=False)
        return solver.solve(plan, time_limit=min(time_limit, MOST_FOR_A_QUARTER), workers=workers, seed=seed)

    serve_demonstration(sample, settings, speak, solve)


def _command() -> str:
    """Return how the user calls us: the project's run script says so, else we are installed."""
    return os.environ.get("WFM_COMMAND", "wfm")


def _near(path: Path) -> Path:
    """Return a path as seen from here, where it lies beneath."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
