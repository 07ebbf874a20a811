"""participation: an agent's municipality only finances, or a novice sits beside; one fact for all shifts."""

from __future__ import annotations

from solver.explaining.rule_explanation import RuleExplanation


class ParticipationExplanation(RuleExplanation):
    """An agent of a financing municipality is not assigned, nor is a novice."""

    key = "participation"
    stubbornness = 2
    is_one_for_agent = True
