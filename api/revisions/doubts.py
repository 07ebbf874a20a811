"""Who somebody is, where that is not clear: what a page asks, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.plans.identification import CHANGED, CHANGED_OR_RENUMBERED, RENUMBERED
from api.store.errors import DoubtfulPersonsError
from wfm.message import Message, Text

SAME = Text("doubt.same", "the same person as {before}")
MOVED = Text("doubt.moved", "{other}, who has the id {agent} from now on")
NEW = Text("doubt.new", "somebody new; role, account and calendars stay with whoever had the id")


@dataclass(frozen=True)
class DoubtChoice:
    """One of the answers: the value of its field, and what it says."""

    value: str
    says: Message


@dataclass(frozen=True)
class Doubt:
    """An agent of whom it is not clear who it is.

    Parameters
    ----------
    agent, told
        Id, and the particulars that are in the plan now.
    choices
        What may be answered; of what no answer mends there are none.
    expected
        What is said of it where there are none.
    """

    agent: str
    told: str
    choices: tuple[DoubtChoice, ...]
    expected: Message


def doubts_of(error: DoubtfulPersonsError) -> tuple[Doubt, ...]:
    """Return what is to be asked."""
    return tuple(
        Doubt(
            agent=str(fault.expected.params.get("agent", fault.value)),
            told=fault.value,
            choices=tuple(_choices(fault.expected)),
            expected=fault.expected,
        )
        for fault in error.faults
    )


def _choices(expected: Message) -> Iterator[DoubtChoice]:
    said, text = expected.params, expected.text
    if text in (CHANGED, CHANGED_OR_RENUMBERED):
        yield DoubtChoice("same", SAME(before=said["before"]))
    if text in (RENUMBERED, CHANGED_OR_RENUMBERED):
        other = said["before" if text is RENUMBERED else "other"]
        yield DoubtChoice(f"renumbered={said['old']}", MOVED(other=other, agent=said["agent"]))
    if text in (CHANGED, RENUMBERED, CHANGED_OR_RENUMBERED):
        yield DoubtChoice("new", NEW())
