"""What explaining knows of each rule, a file each: its third half.

The tuples are written by hand, in the order in which reasons of several rules are told.
"""

from __future__ import annotations

from collections.abc import Mapping

from solver.explaining.quality_explanation import QualityExplanation
from solver.explaining.rule_explanation import RuleExplanation
from solver.explaining.rules.agent_balance import AgentBalanceExplanation
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
from solver.explaining.rules.unsocial_balance import UnsocialBalanceExplanation
from solver.explaining.rules.unsocial_share import UnsocialShareExplanation
from solver.explaining.rules.upkeep import UpkeepExplanation
from solver.explaining.rules.week_spread import WeekSpreadExplanation
from solver.explaining.rules.wishes import WishesExplanation

__all__ = ["COMPETENCE", "EXPLANATIONS", "QUALITY", "QualityExplanation", "RuleExplanation"]

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

QUALITY: Mapping[str, QualityExplanation] = {
    rule.key: rule
    for rule in (
        UnsocialShareExplanation(),
        AgentBalanceExplanation(),
        UnsocialBalanceExplanation(),
        UpkeepExplanation(),
        WeekSpreadExplanation(),
        WishesExplanation(),
    )
}
"""By the rule's key, those of quality: nothing forces what they ask for but facts of the hard rules."""
