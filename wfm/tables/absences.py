"""Absences as they are told on a command line: ``AGENT:FIRST:LAST``, or ``AGENT:DAY``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wfm.absence import Absence
from wfm.design.plan import DesignPlan
from wfm.errors import Fault, InputError
from wfm.ids import AgentId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_AGENT, ORDERED
from wfm.tables.cells import UnreadableCellError, read_date

SOURCE = "--absent"
SHAPE = Text("fault.absence", "AGENT:FIRST:LAST, such as {example}")
IN_PERIOD = Text("fault.in_period", "days of the period, {first:date} to {last:date}")


def read_absences(plan: Plan | DesignPlan, texts: Iterable[str]) -> tuple[Absence, ...]:
    """Read absences of a plan's agents.

    Raises
    ------
    InputError
        With every text that has another shape, names an unknown agent or no day of the period, or whose
        days are no dates or in the wrong order.
    """
    found: list[Absence] = []
    faults: list[Fault] = []
    for text in texts:
        absence, wrong = _read(plan, text)
        faults += [Fault(SOURCE, None, "", text, expected) for expected in wrong]
        found += [] if absence is None else [absence]
    if faults:
        raise InputError(faults)
    return tuple(found)


def read_agents(plan: Plan, texts: Iterable[str], source: str) -> tuple[AgentId, ...]:
    """Read agents of a plan as they are named on a command line; who is named twice counts once.

    Raises
    ------
    InputError
        With every text that is no agent of the plan.
    """
    named = tuple(dict.fromkeys(text.strip() for text in texts))
    faults = [Fault(source, None, "", text, KNOWN_AGENT()) for text in named if text not in plan.agent]
    if faults:
        raise InputError(faults)
    return tuple(map(AgentId, named))


def _read(plan: Plan | DesignPlan, text: str) -> tuple[Absence | None, Sequence[Message]]:
    agent, days = _split(plan, text)
    if not days:
        first = plan.hotline.period.first_day.isoformat()
        return None, [SHAPE(example=f"{plan.agents[0].id if plan.agents else 'A'}:{first}:{first}")]
    wrong: list[Message] = [] if agent in plan.agent else [KNOWN_AGENT()]
    dates: list[date] = []
    for day in days:
        try:
            dates.append(read_date(day))
        except UnreadableCellError as unreadable:
            wrong.append(unreadable.expected)
    if len(dates) == len(days):
        wrong += _misplaced(plan, dates[0], dates[-1])
    return (None, wrong) if wrong else (Absence(AgentId(agent), dates[0], dates[-1]), ())


def _split(plan: Plan | DesignPlan, text: str) -> tuple[str, Sequence[str]]:
    """Split at the last colons; an id may hold some itself."""
    parts = [part.strip() for part in text.split(":")]
    number = 1 if len(parts) == 2 or ":".join(parts[:-1]) in plan.agent else 2
    return ":".join(parts[:-number]), parts[-number:] if len(parts) > number else ()


def _misplaced(plan: Plan | DesignPlan, first: date, last: date) -> Iterator[Message]:
    period = plan.hotline.period
    if last < first:
        yield ORDERED(first=first.isoformat())
    elif last < period.first_day or period.last_day < first:
        yield IN_PERIOD(first=period.first_day.isoformat(), last=period.last_day.isoformat())
