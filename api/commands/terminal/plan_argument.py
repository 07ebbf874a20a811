"""Read a plan or roster for a command; every fault is printed and the command ends with status 2."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.commands.terminal.console import print_faults, print_notices
from api.commands.terminal.options import speaker
from wfm.errors import InputError
from wfm.plan import Plan
from wfm.roster import Roster

if TYPE_CHECKING:
    from wfm.tables.calls_plan import CallsPlanReading
    from wfm.tables.plan_reading import PlanReading

FAULTY = 2


@contextmanager
def faults_told(path: Path, language: str | None, *, as_json: bool) -> Iterator[None]:
    """Turn faulty input into its list of faults and exit status 2."""
    try:
        yield
    except InputError as error:
        print_faults(error.faults, speaker(language or _language_of(path)), as_json=as_json)
        raise typer.Exit(FAULTY) from None


def load_plan(path: Path, language: str | None, *, as_json: bool) -> PlanReading:
    """Read a plan, and what was ignored or mended."""
    from wfm.tables.plan_reading import read_plan

    with faults_told(path, language, as_json=as_json):
        return read_plan(path)


def calls_plan_of(path: Path, language: str | None, *, as_json: bool) -> CallsPlanReading:
    """Read a plan of either kind for what only needs its opening hours and goals, telling its notices."""
    from wfm.tables.calls_plan import read_calls_plan

    with faults_told(path, language, as_json=as_json):
        reading = read_calls_plan(path)
    print_notices(reading.notices, speaker(language, reading.plan))
    return reading


def plan_of(path: Path, language: str | None, *, as_json: bool) -> Plan:
    """Read a plan, telling on standard error what was ignored or mended."""
    reading = load_plan(path, language, as_json=as_json)
    print_notices(reading.notices, speaker(language, reading.plan))
    return reading.plan


def roster_of(plan: Plan, path: Path, language: str | None, *, as_json: bool) -> Roster:
    """Read a roster of a plan, telling what was ignored or mended."""
    from wfm.tables.roster_reading import read_roster

    with faults_told(path, language or plan.hotline.language, as_json=as_json):
        reading = read_roster(plan, path)
    print_notices(reading.notices, speaker(language, plan))
    return reading.roster


def _language_of(path: Path) -> str | None:
    """Return the language of a plan too faulty to be read, where that much can be seen."""
    try:
        with (path / "hotline.toml").open("rb") as stream:
            language = tomllib.load(stream).get("language")
    except (OSError, ValueError):
        return None
    return language if isinstance(language, str) else None
