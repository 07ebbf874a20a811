"""pairing: a shift is one municipality's; one reason, whichever shifts it binds on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.explaining.rule_explanation import Changes, RuleExplanation
from wfm.change import AllowMixed
from wfm.explanation import Question, QuestionScope
from wfm.finding import Level, Subject
from wfm.ids import ShiftId
from wfm.message import Message, Plural
from wfm.plan import Plan

SOME_ALONE = Plural(
    "fact.some_alone",
    "all agents of a shift must come from one municipality; that goes for {n:number} shift",
    "all agents of a shift must come from one municipality; that goes for {n:number} shifts",
)


class PairingExplanation(RuleExplanation):
    """All agents of a shift come from one municipality."""

    key = "pairing"
    is_one_everywhere = True

    def is_lifted_for(self, question: Question) -> bool:
        """Tell whether no quota is asked about or held: those count shifts, which are one municipality's."""
        return question.scope is QuestionScope.ASSIGNMENT or question.level not in (
            Level.QUOTA,
            Level.QUALITY,
        )

    def sentence_of_some(self, plan: Plan, subjects: Sequence[Subject]) -> Message:
        """Say for how many shifts it goes."""
        return SOME_ALONE(n=len(subjects))

    def mends(self, plan: Plan, subject: Subject, shifts: Sequence[ShiftId]) -> Iterator[Changes]:
        """Yield this shift mixed; or all in question."""
        yield (AllowMixed(subject.shift),)
        if len(shifts) > 1:
            yield tuple(AllowMixed(shift) for shift in shifts)
