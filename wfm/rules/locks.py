"""locks: on a locked shift no municipality but the lock's sits, and the lock's agent sits on it.

Model: x[a, s] = 0 for agents a of other municipalities; x[a, s] = 1 for the lock's agent.
A lock on a municipality alone is satisfied by an empty shift, but two that name different
municipalities for one shift contradict each other whoever sits there.
"""

from __future__ import annotations

from collections.abc import Iterator

from wfm.finding import Finding, Level, Subject
from wfm.ids import MunicipalityCode, ShiftId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.roster import Roster

KEY = "locks"
LEVEL = Level.HARD

OTHER = Text(
    "locks.other", "{shift:shift} is locked to {municipality}, but agents of {municipalities:list} sit on it"
)
ABSENT = Text("locks.absent", "{shift:shift} is locked to {agent}, who does not sit on it")
CONTRADICTS = Text(
    "locks.contradicts", "{shift:shift} is locked to {municipality} and to {municipalities:list}"
)
LOCKED_TO = Text("locks.locked_to", "{shift:shift} is locked to {municipality} (row {row} of the locks)")
LOCKED_AGENT = Text("locks.locked_agent", "{shift:shift} is locked to {agent} (row {row} of the locks)")
LOCKED_BOTH = Text(
    "locks.locked_both", "{shift:shift} is locked to {municipality} and {agent} (row {row} of the locks)"
)


def measure(plan: Plan, roster: Roster) -> Iterator[Finding]:
    """Yield every lock that the roster does not keep: amount 1 for each half of it."""
    yield from _contradictions(plan)
    for index, lock in enumerate(plan.locks):
        sitting = roster.on(lock.shift)
        codes = dict.fromkeys(plan.agent[agent].municipality for agent in sitting)
        others = tuple(plan.municipality[code].name for code in codes if code != lock.municipality)
        if lock.municipality is not None and others:
            name = plan.municipality[lock.municipality].name
            message = OTHER(shift=lock.shift, municipality=name, municipalities=others)
            yield Finding(KEY, LEVEL, Subject.of_lock(index, lock), 1, message)
        if lock.agent is not None and lock.agent not in sitting:
            message = ABSENT(shift=lock.shift, agent=plan.labels[lock.agent])
            yield Finding(KEY, LEVEL, Subject.of_lock(index, lock), 1, message)


def _contradictions(plan: Plan) -> Iterator[Finding]:
    """Yield every lock that names another municipality than an earlier lock of the same shift."""
    named: dict[ShiftId, dict[MunicipalityCode, None]] = {}
    for index, lock in enumerate(plan.locks):
        if lock.municipality is None:
            continue
        others = [code for code in named.setdefault(lock.shift, {}) if code != lock.municipality]
        if others:
            names = tuple(plan.municipality[code].name for code in others)
            name = plan.municipality[lock.municipality].name
            message = CONTRADICTS(shift=lock.shift, municipality=name, municipalities=names)
            yield Finding(KEY, LEVEL, Subject.of_lock(index, lock), 1, message)
        named[lock.shift][lock.municipality] = None


def reason(plan: Plan, subject: Subject) -> Message:
    """Say what the lock demands and where it stands."""
    row = (subject.entry or 0) + 2
    if not subject.agent:
        name = plan.municipality[subject.municipality].name
        return LOCKED_TO(shift=subject.shift, municipality=name, row=row)
    agent = plan.labels[subject.agent]
    if not subject.municipality:
        return LOCKED_AGENT(shift=subject.shift, agent=agent, row=row)
    name = plan.municipality[subject.municipality].name
    return LOCKED_BOTH(shift=subject.shift, municipality=name, agent=agent, row=row)
