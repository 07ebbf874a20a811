"""The forms that start runs: what was typed, what is wrong with it, and the order that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from api.access.ids import PersonId, ScenarioId, VersionNumber
from api.runs.kinds import RunKind, RunOrder
from wfm.absence import Absence
from wfm.errors import Fault
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Message, Text
from wfm.tables.naming import plain

LIMITS: Mapping[str, Text] = {
    "15": Text("run.limit.15", "15 seconds"),
    "60": Text("run.limit.60", "1 minute"),
    "300": Text("run.limit.300", "5 minutes"),
    "900": Text("run.limit.900", "15 minutes"),
    "3600": Text("run.limit.3600", "1 hour"),
}
MOST_NOTE = 2000
OF_THE_LIST = Text("run.of_the_list", "one of the list")
A_DATE = Text("run.a_date", "a date")
A_TIME = Text("run.a_time", "a time such as 08:00")
TOGETHER = Text("run.together", "agent, day and start together, an agent alone, or none of them")
EACH_LINE = Text("run.each_line", "an agent, a first and a last day on each line, or nothing on it")
SHORTER = Text("run.shorter", "at most {most:number} characters")

_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9]")
_FIELDS = {
    "from": "start",
    "shift": "day",
    **dict.fromkeys(("absences", "absences.agent", "absences.first_day", "absences.last_day"), "absent"),
}
"""Where a fault of the order is shown, if not at the field of the same name."""


class TypedOrder(NamedTuple):
    """What was typed into a form."""

    kind: str = "solve"
    time_limit: str = "60"
    start: str = ""
    freeze_before: str = ""
    note: str = ""
    version: str = ""
    agent: str = ""
    day: str = ""
    time: str = ""
    rule: str = ""
    municipality: str = ""
    scenario: str = ""
    absent: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """Who can't come, as far as anything was typed."""
        return tuple(line for line in zip(self.absent, self.first, self.last, strict=False) if any(line))

    @property
    def order(self) -> RunOrder:
        """The order, where `form_faults` finds nothing."""
        return RunOrder(
            kind=RunKind(self.kind),
            time_limit=float(self.time_limit),
            start=_version(self.start),
            freeze_before=_day(self.freeze_before),
            note=plain(self.note),
            version=_version(self.version),
            agent=AgentId(self.agent) if self.agent else None,
            shift=ShiftId(f"{self.day}T{self.time}") if self.day else None,
            rule=self.rule or None,
            municipality=MunicipalityCode(self.municipality) if self.municipality else None,
            scenario=ScenarioId(self.scenario) if self.scenario else None,
            absences=tuple(
                Absence(AgentId(agent), date.fromisoformat(first), date.fromisoformat(last))
                for agent, first, last in self.lines
            ),
            prefer=tuple(AgentId(agent) for agent in self.prefer if agent),
        )


def repair_again(asked: Mapping[str, Any], person_of: Mapping[AgentId, PersonId]) -> TypedOrder:
    """Return the form of a repair as it was sent, under the ids that agents have now.

    Parameters
    ----------
    asked
        What the run was asked for.
    person_of
        Random ids of the plan's agents.
    """
    agent_of: dict[str, str] = {person: agent for agent, person in person_of.items()}
    lines = [one for one in asked.get("absences", ()) if one["person"] in agent_of]
    return TypedOrder(
        kind=RunKind.REPAIR,
        start=str(asked.get("start") or ""),
        freeze_before=asked.get("freeze_before") or "",
        absent=tuple(agent_of[one["person"]] for one in lines),
        first=tuple(one["first_day"] for one in lines),
        last=tuple(one["last_day"] for one in lines),
        prefer=tuple(agent_of[person] for person in asked.get("prefer", ()) if person in agent_of),
    )


def form_faults(typed: TypedOrder) -> Mapping[str, Message]:
    """Return what was typed that is not of the form it should be, by field."""
    named, at = (typed.agent, typed.day, typed.time), (typed.day, typed.time)
    wrong = {
        "time_limit": (typed.time_limit not in LIMITS, OF_THE_LIST()),
        "start": (_is_odd(typed.start, _version), OF_THE_LIST()),
        "version": (_is_odd(typed.version, _version), OF_THE_LIST()),
        "freeze_before": (_is_odd(typed.freeze_before, _day), A_DATE()),
        "day": (_is_odd(typed.day, _day), A_DATE()),
        "time": (_is_odd(typed.time, _TIME.fullmatch), A_TIME()),
        "agent": (any(at) and not all(named), TOGETHER()),
        "absent": (any(map(_is_odd_line, typed.lines)), EACH_LINE()),
        "note": (len(typed.note) > MOST_NOTE, SHORTER(most=MOST_NOTE)),
    }
    return {field: message for field, (is_wrong, message) in wrong.items() if is_wrong}


def order_faults(faults: Iterable[Fault]) -> Mapping[str, Message]:
    """Return what is wrong with an order, by the field that says it."""
    return {_FIELDS.get(one.column, one.column): one.expected for one in faults}


def _is_odd(text: str, read: Callable[[str], object]) -> bool:
    """Tell whether something was typed that can't be read."""
    return bool(text) and read(text) is None


def _is_odd_line(line: tuple[str, str, str]) -> bool:
    agent, first, last = line
    return not agent or _day(first) is None or _day(last) is None


def _version(text: str) -> VersionNumber | None:
    sound = text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0
    return VersionNumber(int(text)) if sound else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
