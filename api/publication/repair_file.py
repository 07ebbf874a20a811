"""What a repair did, as ``repair.json`` holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wfm.absence import Absence
from wfm.baseline import Baseline
from wfm.calendar import clock
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.preference import Preference
from wfm.replacements import vacancies
from wfm.result import Result
from wfm.roster_changes import TeamChange, roster_changes
from wfm.vacancy import Option, Vacancy

REPAIR_FILE = "repair.json"


@dataclass(frozen=True)
class Repair:
    """What a repair did.

    Parameters
    ----------
    absences
        Why it was needed.
    vacancies
        What had to be left, and who could take it.
    changes
        Every shift on which others sit than before.
    preferences
        Who was preferred, and what came of it.
    """

    absences: tuple[Absence, ...]
    vacancies: tuple[Vacancy, ...]
    changes: tuple[TeamChange, ...]
    preferences: tuple[Preference, ...] = ()


def compare_repair(
    plan: Plan,
    baseline: Baseline,
    result: Result,
    absences: Sequence[Absence],
    preferences: Sequence[Preference] = (),
) -> Repair:
    """Compare a mended roster with the one before; `plan` is the one with the absences."""
    if result.roster is None:
        return Repair(tuple(absences), (), ())
    preferred = [preference.agent for preference in preferences]
    return Repair(
        tuple(absences),
        tuple(vacancies(plan, baseline, result.roster, preferred)),
        roster_changes(plan, baseline.roster, result.roster),
        tuple(preferences),
    )


def availability_row(absence: Absence) -> str:
    """Return the row that says the same in ``availability.csv``."""
    return f"{absence.agent},unavailable,{absence.first_day},{absence.last_day},,,,"


def read_absences_of_repair(folder: Path) -> tuple[Absence, ...]:
    """Return the absences for which the roster of a folder was mended; none where there are none."""
    try:
        told = json.loads((folder / REPAIR_FILE).read_bytes())["absences"]
        return tuple(
            Absence(
                AgentId(str(one["agent"])), *(date.fromisoformat(one[d]) for d in ("first_day", "last_day"))
            )
            for one in told
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def repair_record(plan: Plan, found: Repair) -> dict[str, Any]:
    """Return the document that ``repair.json`` holds."""
    return {
        "absences": [
            {
                "agent": absence.agent,
                "first_day": absence.first_day.isoformat(),
                "last_day": absence.last_day.isoformat(),
                "availability_row": availability_row(absence),
            }
            for absence in found.absences
        ],
        "preferred": [_preference(plan, preference) for preference in found.preferences],
        "vacancies": [_vacancy(plan, vacancy) for vacancy in found.vacancies],
        "changes": changes_record(plan, found.changes),
    }


def changes_record(plan: Plan, changes: Iterable[TeamChange]) -> list[dict[str, Any]]:
    """Return every shift on which others sit than before."""
    return [
        {**_shift(plan, change.shift), "left": list(change.left), "joined": list(change.joined)}
        for change in changes
    ]


def _preference(plan: Plan, preference: Preference) -> dict[str, Any]:
    return {
        "agent": preference.agent,
        "shifts": [_shift(plan, shift) for shift in preference.shifts],
        "refused": [{**_shift(plan, shift), "rule": rule} for shift, rule in preference.refused.items()],
    }


def _vacancy(plan: Plan, vacancy: Vacancy) -> dict[str, Any]:
    return {
        **_shift(plan, vacancy.shift),
        "agents": list(vacancy.agents),
        "options": [_option(plan, option) for option in vacancy.options],
        "refused": {rule: list(agents) for rule, agents in vacancy.refused.items()},
        "unmeasured": vacancy.unmeasured,
    }


def _option(plan: Plan, option: Option) -> dict[str, Any]:
    return {
        "joins": list(option.joins),
        "leaves": list(option.leaves),
        "municipality": _home(plan, option.joins),
        "chosen": option.chosen,
        "score": {level.value: change for level, change in option.levels.items()},
        "rules": dict(option.rules),
    }


def _home(plan: Plan, agents: Iterable[AgentId]) -> str | None:
    """Return the municipality that agents come from, where it is one."""
    homes = {plan.agent[agent].municipality for agent in agents}
    return next(iter(homes)) if len(homes) == 1 else None


def _shift(plan: Plan, shift: ShiftId) -> Mapping[str, str]:
    found = plan.shift[shift]
    return {"date": found.day.isoformat(), "start": clock(found.start), "end": clock(found.end)}
