"""What an importer answers where it is not clear who an agent is, as options and parameters write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from wfm.errors import Fault, PlanError
from wfm.ids import AgentId
from wfm.message import Text

ALL = "all"
"""Says of everybody of whom there is a doubt what could be said of each."""

SAME, NEW, RENUMBERED = "same_person", "new_person", "renumbered"
"""What parameters of requests are called; options of commands have hyphens."""

PAIR = Text("persons.pair", "two ids, the one until now and the one from now on, such as {example}")
ONE_ANSWER = Text("persons.one_answer", "one answer for each agent")


@dataclass(frozen=True)
class PersonAnswers:
    """Who is who, as the importer says.

    Parameters
    ----------
    same, new
        Agents who are the person of that id in spite of other particulars, and those who are not.
    renumbered
        The id until now, by the id from now on.
    all_same, all_renumbered
        Whether that is so of everybody of whom there is such a doubt and no other answer.
    """

    same: frozenset[AgentId] = frozenset()
    new: frozenset[AgentId] = frozenset()
    renumbered: Mapping[AgentId, AgentId] = field(default_factory=lambda: MappingProxyType({}))
    all_same: bool = False
    all_renumbered: bool = False


NO_ANSWERS = PersonAnswers()


def read_answers(same: Iterable[str], new: Iterable[str], renumbered: Iterable[str]) -> PersonAnswers:
    """Return answers as they are written: ids, pairs such as ``751-01=751-09``, or ``all``.

    Raises
    ------
    PlanError
        Where a pair is none, or one agent has two answers.
    """
    kept, fresh, pairs = dict.fromkeys(same), dict.fromkeys(new), list(dict.fromkeys(renumbered))
    told = [_pair(text) for text in pairs if text != ALL]
    answered = Counter([*(one for one in kept if one != ALL), *fresh, *(later for _, later in told)])
    twice = [agent for agent, times in answered.items() if times > 1]
    if twice:
        raise PlanError(Fault("agents.csv", None, "agent", agent, ONE_ANSWER()) for agent in twice)
    return PersonAnswers(
        same=frozenset(AgentId(one) for one in kept if one != ALL),
        new=frozenset(map(AgentId, fresh)),
        renumbered={AgentId(later): AgentId(earlier) for earlier, later in told},
        all_same=ALL in kept,
        all_renumbered=ALL in pairs,
    )


def _pair(text: str) -> tuple[str, str]:
    earlier, mark, later = text.partition("=")
    if not (earlier and mark and later):
        raise PlanError([Fault("agents.csv", None, RENUMBERED, text, PAIR(example="751-01=751-09"))])
    return earlier, later
