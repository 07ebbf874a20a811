"""What explaining knows of each rule, a file each: the third half of a hard rule.

The tuple is written by hand, in the order in which reasons of several rules are told.
"""

from __future__ import annotations

from collections.abc import Mapping

from solver.explaining.rule_explanation import RuleExplanation
from solver.explaining.rules.availability import AvailabilityExplanation
from solver.explaining.rules.competence import CompetenceExplanation
from solver.explaining.rules.employment import EmploymentExplanation
from solver.explaining.rules.locks import LocksExplanation
from solver.explaining.rules.pairing import PairingExplanation
from solver.explaining.rules.participation import ParticipationExplanation
from solver.explaining.rules.rest import RestExplanation
from solver.explaining.rules.seats import SeatsExplanation
from solver.explaining.rules.shifts_per_day import ShiftsPerDayExplanation
from solver.explaining.rules.shifts_per_week import ShiftsPerWeekExplanation

__all__ = ["COMPETENCE", "EXPLANATIONS", "RuleExplanation"]

COMPETENCE = CompetenceExplanation()
"""The one fact behind which no hard rule stands."""

EXPLANATIONS: Mapping[str, RuleExplanation] = {
    rule.key: rule
    for rule in (
        SeatsExplanation(),
        ParticipationExplanation(),
        AvailabilityExplanation(),
        EmploymentExplanation(),
        COMPETENCE,
        ShiftsPerWeekExplanation(),
        ShiftsPerDayExplanation(),
        RestExplanation(),
        LocksExplanation(),
        PairingExplanation(),
    )
}
"""By the rule's key, in the order of telling."""
