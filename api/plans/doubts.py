"""Who somebody is, where that is not clear: what a page asks, what may be chosen, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.plans.identification import CHANGED, CHANGED_OR_RENUMBERED, RENUMBERED
from api.plans.person_answers import PersonAnswers, read_answers
from api.store.errors import DoubtfulPersonsError
from wfm.message import Message, Text

SAME = Text("doubt.same", "the same person as {before}")
MOVED = Text("doubt.moved", "{other}, who has the id {agent} from now on")
NEW = Text("doubt.new", "somebody new; role, account and calendars stay with whoever had the id")

FIELD = "person-"
"""Fields that say who an agent is: `same`, `new`, or `renumbered=` and the id until now."""
MOVED_FROM = "renumbered="


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
        Id, and the particulars that stand in the plan.
    choices
        What may be answered; none where no answer mends it.
    expected
        What is said of it then.
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


def person_answers_in(fields: Mapping[str, Sequence[str]]) -> PersonAnswers:
    """Return what a form answers.

    Raises
    ------
    PlanError
        Where an answer is none that a page offers.
    """
    said = {name.removeprefix(FIELD): values[0] for name, values in fields.items() if name.startswith(FIELD)}
    return read_answers(
        [agent for agent, value in said.items() if value == "same"],
        [agent for agent, value in said.items() if value == "new"],
        [
            f"{value.removeprefix(MOVED_FROM)}={agent}"
            for agent, value in said.items()
            if value.startswith(MOVED_FROM)
        ],
    )


def _choices(expected: Message) -> Iterator[DoubtChoice]:
    said, text = expected.params, expected.text
    if text in (CHANGED, CHANGED_OR_RENUMBERED):
        yield DoubtChoice("same", SAME(before=said["before"]))
    if text in (RENUMBERED, CHANGED_OR_RENUMBERED):
        other = said["before" if text is RENUMBERED else "other"]
        yield DoubtChoice(f"{MOVED_FROM}{said['old']}", MOVED(other=other, agent=said["agent"]))
    if text in (CHANGED, RENUMBERED, CHANGED_OR_RENUMBERED):
        yield DoubtChoice("new", NEW())
