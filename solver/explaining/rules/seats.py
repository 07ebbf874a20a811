"""seats: nobody can do anything about how many there are; asked is only whether one assignment fits."""

from __future__ import annotations

from solver.explaining.rule_explanation import RuleExplanation
from wfm.explanation import Question, QuestionScope


class SeatsExplanation(RuleExplanation):
    """A shift has no more seats."""

    key = "seats"
    stubbornness = 5

    def is_lifted_for(self, question: Question) -> bool:
        """Tell whether a single assignment is asked about."""
        return question.scope is QuestionScope.ASSIGNMENT
