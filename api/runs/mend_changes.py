"""Changes of a plan as explanations tell them, read back against the rows that a plan has now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wfm.availability import ALL_DAYS, WHOLE_DAY, Entry, EntryKind
from wfm.calendar import Span, clock
from wfm.change import (
    AllowMixed,
    Change,
    ExtendEmployment,
    LiftLock,
    RaiseLimit,
    ShortenEntry,
    Train,
)
from wfm.errors import Fault, InputError
from wfm.ids import AgentId, CompetenceCode, ShiftId
from wfm.lock import Lock
from wfm.message import Message, Text
from wfm.plan import Plan

GONE = Text("mend.gone", "a mend whose rows are in the plan still; they were changed meanwhile")
AgentNow = Callable[[str], AgentId]
"""Which id an agent has now, by the one they had then."""


def can_be_made(told: Mapping[str, Any]) -> bool:
    """Tell whether a plan can hold a change as it is told: who an agent more would be, nobody knows."""
    return told["change"] in _READERS


def mend_fault(number: int, expected: Message) -> Fault:
    """Return what is wrong with the mend that is asked for."""
    return Fault("", None, "mend", str(number), expected)


def read_change(told: Mapping[str, Any], plan: Plan, agent_now: AgentNow, number: int) -> Change:
    """Return a change of a plan, by the rows that it has now.

    Raises
    ------
    InputError
        Where the plan has no such rows.
    """
    found = _READERS[told["change"]](told, plan, agent_now)
    if found is None:
        raise InputError([mend_fault(number, GONE())])
    return found


Reader = Callable[[Mapping[str, Any], Plan, AgentNow], Change | None]


def _lift(told: Mapping[str, Any], plan: Plan, agent_now: AgentNow) -> Change | None:
    agent = None if told["agent"] is None else agent_now(told["agent"])

    def is_it(lock: Lock) -> bool:
        when = (str(lock.day), clock(lock.start)) == (told["date"], told["start"])
        return when and (lock.municipality, lock.agent) == (told["municipality"], agent)

    return next((LiftLock(lock) for lock in plan.locks if is_it(lock)), None)


def _shorten(told: Mapping[str, Any], plan: Plan, agent_now: AgentNow) -> Change | None:
    without = tuple(map(date.fromisoformat, told["without"]))
    start, end = told.get("minutes", (WHOLE_DAY.start, WHOLE_DAY.end))
    wanted = (
        agent_now(told["agent"]),
        date.fromisoformat(told["first_day"]),
        date.fromisoformat(told["last_day"]),
        frozenset(told.get("days", ALL_DAYS)),
        Span(start, end),
    )

    def is_it(entry: Entry) -> bool:
        held = (entry.agent, entry.first_day, entry.last_day, entry.days, entry.span)
        return entry.kind is EntryKind.UNAVAILABLE and held == wanted

    return next((ShortenEntry(entry, without) for entry in plan.availability if is_it(entry)), None)


def _train(told: Mapping[str, Any], plan: Plan, agent_now: AgentNow) -> Change | None:
    agent, code = agent_now(told["agent"]), CompetenceCode(told["competence"])
    known = agent in plan.agent and code in {one.code for one in plan.hotline.competences}
    return Train(agent, code) if known else None


def _raise(told: Mapping[str, Any], plan: Plan, agent_now: AgentNow) -> Change | None:
    agent = agent_now(told["agent"])
    return RaiseLimit(agent, int(told["limit"])) if agent in plan.agent else None


def _extend(told: Mapping[str, Any], plan: Plan, agent_now: AgentNow) -> Change | None:
    agent = agent_now(told["agent"])
    first, last = (
        date.fromisoformat(told[name]) if told.get(name) else None for name in ("first_day", "last_day")
    )
    return ExtendEmployment(agent, first, last) if agent in plan.agent else None


def _mix(told: Mapping[str, Any], plan: Plan, _agent_now: AgentNow) -> Change | None:
    shift = ShiftId(told["shift"])
    return AllowMixed(shift) if shift in plan.shift else None


_READERS: Mapping[str, Reader] = {
    "lift_lock": _lift,
    "shorten_entry": _shorten,
    "train": _train,
    "raise_limit": _raise,
    "extend_employment": _extend,
    "allow_mixed": _mix,
}
