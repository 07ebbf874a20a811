"""The third half of a rule: what explaining needs to know of it; a rule's own file says what is different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from wfm.change import Change
from wfm.explanation import Question
from wfm.finding import Subject
from wfm.ids import ShiftId
from wfm.message import Message
from wfm.plan import Plan
from wfm.rules import HARD_RULES

Changes = tuple[Change, ...]
"""Changes of a plan that are tried together."""


class RuleExplanation:
    """What is usual.

    Attributes
    ----------
    key
        The rule's.
    stubbornness
        Where several reasons would do, those of the most stubborn rules are left out first: nobody can do
        much about them. 0 for what can be mended.
    is_one_for_agent
        Whether all its requirements for an agent are one fact: the agent's limit.
    is_one_everywhere
        Whether its facts are one reason, whichever subject they are about.
    """

    key: ClassVar[str]
    stubbornness: ClassVar[int] = 0
    is_one_for_agent: ClassVar[bool] = False
    is_one_everywhere: ClassVar[bool] = False

    def is_lifted_for(self, question: Question) -> bool:
        """Tell whether its requirements are facts of a question: somebody might lift them for it."""
        return True

    def facts(self, plan: Plan, subject: Subject) -> Iterator[Subject]:
        """Yield the subjects of the facts from which a requirement follows."""
        yield Subject(agent=subject.agent) if self.is_one_for_agent else subject

    def sentence(self, plan: Plan, subject: Subject) -> Message:
        """Return one fact as a sentence."""
        rule = next(one for one in HARD_RULES if self.key == one.KEY)
        return rule.reason(plan, subject)

    def kinship(self, plan: Plan, subject: Subject) -> object:
        """Return what facts have in common that one sentence can tell."""
        return None

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message | None:
        """Return several facts of one kin as a sentence; ``None`` where they are told one by one."""
        return None

    def groups(self, plan: Plan, subjects: Iterable[Subject]) -> Iterator[tuple[Message, list[Subject]]]:
        """Yield facts by the sentences that tell them."""
        kin: dict[object, list[Subject]] = {}
        for subject in subjects:
            kin.setdefault(self.kinship(plan, subject), []).append(subject)
        yield from self.sentences(plan, list(kin.values()))

    def sentences(self, plan: Plan, kin: Sequence[list[Subject]]) -> Iterator[tuple[Message, list[Subject]]]:
        """Yield facts that stand together already by the sentences that tell them."""
        for group in kin:
            together = self.sentence_of_some(plan, group) if len(group) > 1 else None
            if together is not None:
                yield together, group
            else:
                yield from ((self.sentence(plan, subject), [subject]) for subject in group)

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield changes that would lift a fact: for some shifts, or wherever it binds."""
        yield from ()
