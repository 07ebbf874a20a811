"""What explaining knows of each rule, a file each: the third half of a hard rule.

The tuple is written by hand, in the order in which reasons of several rules are told.
"""

from __future__ import annotations

from collections.abc import Mapping

from solver.explaining.rule_explanation import RuleExplanation
from solver.explaining.rules.availability import Availability
from solver.explaining.rules.competence import Competence
from solver.explaining.rules.employment import Employment
from solver.explaining.rules.locks import Locks
from solver.explaining.rules.pairing import Pairing
from solver.explaining.rules.participation import Participation
from solver.explaining.rules.rest import Rest
from solver.explaining.rules.seats import Seats
from solver.explaining.rules.shifts_per_day import ShiftsPerDay
from solver.explaining.rules.shifts_per_week import ShiftsPerWeek

__all__ = ["COMPETENCE", "EXPLANATIONS", "RuleExplanation"]

COMPETENCE = Competence()
"""The one fact behind which no hard rule stands."""

EXPLANATIONS: Mapping[str, RuleExplanation] = {
    rule.key: rule
    for rule in (
        Seats(),
        Participation(),
        Availability(),
        Employment(),
        COMPETENCE,
        ShiftsPerWeek(),
        ShiftsPerDay(),
        Rest(),
        Locks(),
        Pairing(),
    )
}
"""By the rule's key, in the order of telling."""
