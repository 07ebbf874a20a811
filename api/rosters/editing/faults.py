"""What is wrong with changes by hand, all of it at once: what they name is not there, or they contradict.

A fault's row is the number of the change, from 1; its column is the part of the change that is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from api.rosters.editing.moves import HandChange, Locking, Move, Unlocking
from wfm.errors import Fault, InputError
from wfm.ids import AgentId
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.plan_checks import KNOWN_AGENT, KNOWN_MUNICIPALITY, LOCKS_SOMEONE, NAMES_A_SHIFT
from wfm.roster import Assignment, Roster

PLACE = "changes"
"""What stands for the file in a fault."""

SITS_THERE = Text("change.sits_there", "an agent who sits on that shift")
LEAVES_ONCE = Text("change.leaves_once", "a seat that no other of the changes gives away")
NOT_THERE_YET = Text("change.not_there_yet", "an agent who does not sit on that shift already")
JOINS_ONCE = Text("change.joins_once", "an agent whom no other of the changes puts on that shift")
MOVES_SOMEONE = Text("change.moves_someone", "somebody who leaves or another one who joins")
HAS_LOCK = Text("change.has_lock", "a lock that the plan has")
LACKS_LOCK = Text("change.lacks_lock", "a lock that the plan does not have yet")


class ChangeError(InputError):
    """Changes by hand are faulty and none of them was made."""


def faults_of(plan: Plan, roster: Roster, changes: Sequence[HandChange]) -> tuple[Fault, ...]:
    """Return every fault of some changes that are to be made together, in their order."""
    found: list[Fault] = []
    seen: Counter[HandChange | tuple[str, Assignment]] = Counter()
    for number, change in enumerate(changes, start=1):
        told = (
            _check_move(plan, roster, change, seen)
            if isinstance(change, Move)
            else _check_lock(plan, change, seen)
        )
        found.extend(Fault(PLACE, number, column, value, expected) for column, value, expected in told)
    return tuple(found)


Seen = Counter[HandChange | tuple[str, Assignment]]
Told = Iterator[tuple[str, str, Message]]


def _check_move(plan: Plan, roster: Roster, move: Move, seen: Seen) -> Told:
    if move.shift not in plan.shift:
        yield "shift", move.shift, NAMES_A_SHIFT()
    if move.leaves == move.joins:
        yield "joins", move.joins or "", MOVES_SOMEONE()
        return
    if move.leaves is not None:
        yield from _check_leaving(plan, roster, move, move.leaves, seen)
    if move.joins is not None:
        yield from _check_joining(plan, roster, move, move.joins, seen)


def _check_leaving(plan: Plan, roster: Roster, move: Move, agent: AgentId, seen: Seen) -> Told:
    seats = roster.on(move.shift).count(agent)
    seen["leaves", (agent, move.shift)] += 1
    if agent not in plan.agent:
        yield "leaves", agent, KNOWN_AGENT()
    elif move.shift in plan.shift and not seats:
        yield "leaves", agent, SITS_THERE()
    elif move.shift in plan.shift and seen["leaves", (agent, move.shift)] > seats:
        yield "leaves", agent, LEAVES_ONCE()


def _check_joining(plan: Plan, roster: Roster, move: Move, agent: AgentId, seen: Seen) -> Told:
    seen["joins", (agent, move.shift)] += 1
    if agent not in plan.agent:
        yield "joins", agent, KNOWN_AGENT()
    elif agent in roster.on(move.shift):
        yield "joins", agent, NOT_THERE_YET()
    elif seen["joins", (agent, move.shift)] > 1:
        yield "joins", agent, JOINS_ONCE()


def _check_lock(plan: Plan, change: Locking | Unlocking, seen: Seen) -> Told:
    seen[change] += 1
    sound = True
    for column, value, expected in _check_names(plan, change):
        sound = False
        yield column, value, expected
    if not sound:
        return
    there = change.lock in plan.locks
    if isinstance(change, Locking) and (there or seen[change] > 1):
        yield "shift", change.shift, LACKS_LOCK()
    if isinstance(change, Unlocking) and (not there or seen[change] > 1):
        yield "shift", change.shift, HAS_LOCK()


def _check_names(plan: Plan, change: Locking | Unlocking) -> Told:
    if change.shift not in plan.shift:
        yield "shift", change.shift, NAMES_A_SHIFT()
    if change.municipality is None and change.agent is None:
        yield "municipality", "", LOCKS_SOMEONE()
    if change.municipality is not None and change.municipality not in plan.municipality:
        yield "municipality", change.municipality, KNOWN_MUNICIPALITY()
    if change.agent is not None and change.agent not in plan.agent:
        yield "agent", change.agent, KNOWN_AGENT()
