"""How long the agents needed take to count: ``python -m benchmarks.demand [--folder DIR]``.

Prints processor seconds of 100,000 requirements under three goals, and seconds and the most memory of ``wfm
demand`` and of ``wfm risk`` as processes of their own on a year of half-hours with 1,000 paths.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks.plans import quarter
from wfm.calendar import Closing, Period, Span
from wfm.demand.forecast import Forecast
from wfm.demand.forecast_folder import write_forecast
from wfm.demand.intervals import cut_period
from wfm.demand.requirement import find_requirement
from wfm.hotline import Hotline
from wfm.plan import Plan
from wfm.service_target import ServiceTarget
from wfm.tables.plan_writing import write_plan_folder

REQUIREMENTS, PATHS = 100_000, 1000
OPENINGS = {"weekdays 08-20": (range(5), Span(480, 1200)), "day and night": (range(7), Span(0, 1440))}


def requirements() -> None:
    """Print how long requirements take: up to 20 calls in half an hour, three goals."""
    chance = np.random.default_rng(1)
    calls, aht = chance.random(REQUIREMENTS) * 20, 200 + chance.random(REQUIREMENTS) * 200
    for name, away in (("everybody there", Fraction(0)), ("4 % away", Fraction(1, 25))):
        begun = process_time()
        find_requirement(calls, 1800, aht, ServiceTarget(shrinkage_unplanned=away))
        print(f"{REQUIREMENTS} requirements, {name}: {process_time() - begun:.1f} s of a processor")


def year(plan: Plan, weekdays: Sequence[int], span: Span) -> Plan:
    """Return the plan open all year at these hours."""
    hotline: Hotline = replace(
        plan.hotline,
        period=Period(date(2027, 1, 1), date(2027, 12, 31)),
        opening_hours={day: (span,) for day in weekdays},
        closing=Closing(),
    )
    return Plan(hotline, plan.municipalities, plan.agents)


def forecast(hotline: Hotline) -> Forecast:
    """Return a forecast of busy and quiet days whose handling time differs from interval to interval."""
    intervals = cut_period(hotline, hotline.service.interval_minutes)
    chance = np.random.default_rng(1)
    mean = 3 + 4 * chance.random(len(intervals))
    days = {day: number for number, day in enumerate(dict.fromkeys(one.day for one in intervals))}
    factor = chance.gamma(50, 1 / 50, size=(PATHS, len(days)))[:, [days[one.day] for one in intervals]]
    aht = np.round(250 + 100 * chance.random(len(intervals)), 1)
    return Forecast(intervals, mean, aht, chance.poisson(mean * factor))


def measure(*arguments: str | Path) -> str:
    """Run a command in a process of its own; return its processor and wall seconds and most memory."""
    script = (
        "import sys, time; from api.cli import main\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code, ended.code\n"
        "from benchmarks.memory import MB, own_peak\n"
        "print(time.process_time(), own_peak() / MB, file=sys.stderr)"
    )
    begun = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    processor, megabytes = map(float, done.stderr.split()[-2:])
    return f"{processor:.1f} s of a processor, {perf_counter() - begun:.1f} s, {megabytes:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where plans and forecasts are kept; else nowhere")
    asked = parser.parse_args()
    requirements()
    with tempfile.TemporaryDirectory() as kept:
        for number, (name, (weekdays, span)) in enumerate(OPENINGS.items()):
            place = (asked.folder or Path(kept)) / str(number)
            plan = year(quarter(1), weekdays, span)
            write_plan_folder(plan, place / "plan")
            made = forecast(plan.hotline)
            write_forecast(place / "forecast", made)
            (place / "roster.csv").write_text("date,start,end,municipality,agent\n", encoding="utf-8")
            told = f"{name}, {len(made.intervals)} half-hours, {PATHS} paths"
            of = (place / "plan", place / "forecast")
            seats = ("--seats", str(3 * len(plan.shifts)))
            print(f"wfm demand, {told}: {measure('demand', *of, '--out', place / 'out')}")
            print(f"wfm demand --seats, {told}: {measure('demand', *of, '--out', place / 'out', *seats)}")
            print(f"wfm risk, {told}: {measure('risk', of[0], place / 'roster.csv', of[1])}", flush=True)


if __name__ == "__main__":
    main()
