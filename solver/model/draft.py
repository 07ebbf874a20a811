"""Draft: a plan as a CP-SAT model; rules add constraints to it and penalties.

It is the only thing in this room that changes, and it dies after the solve. Labels are rules and
subjects, never text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isqrt

from ortools.sat.python import cp_model

from solver.model.expressions import Amount, distance, square, total
from solver.model.frozen import loosen
from solver.model.team_columns import Candidates
from solver.model.variables import Variables
from wfm.baseline import Baseline
from wfm.finding import Level, Subject
from wfm.plan import Plan
from wfm.quota import Band
from wfm.roster import Assignment

Constraint = cp_model.BoundedLinearExpression | bool
"""An inequality, or its truth where it is known beforehand."""


@dataclass(frozen=True)
class Term:
    """A penalty: weight × amount counts at its level.

    Parameters
    ----------
    level, rule, subject
        As in the finding that measures the same.
    amount
        Linear, at least 0. It may lie above the true amount in a solution in which its level is
        not minimised, never below.
    weight
        Above 0.
    """

    level: Level
    rule: str
    subject: Subject
    amount: Amount
    weight: int


class Draft(Variables):
    """A plan's variables, what is required of them and what is penalised.

    Parameters
    ----------
    plan, pairs, guarded, kept, candidates, baseline
        See :class:`solver.model.variables.Variables`.
    held
        Levels that a requirement will hold at a value: their distances need not reach farther.

    Attributes
    ----------
    terms
        Penalties so far.
    guards
        By rule and subject, where `guarded`.
    origins
        By number of a constraint, the hard rule and the subject for which it binds.
    """

    def __init__(
        self,
        plan: Plan,
        pairs: Iterable[Assignment] | None = None,
        *,
        guarded: bool = False,
        kept: Iterable[Assignment] = (),
        candidates: Candidates | None = None,
        baseline: Baseline | None = None,
        held: Mapping[Level, int] | None = None,
    ) -> None:
        super().__init__(plan, pairs, guarded=guarded, kept=kept, candidates=candidates, baseline=baseline)
        self.terms: list[Term] = []
        self.guards: dict[tuple[str, Subject], cp_model.IntVar] = {}
        self.origins: dict[int, tuple[str, Subject]] = {}
        self._held = dict(held or {})

    def limit_of(self, level: Level) -> int | None:
        """Return the value at which a requirement will hold a level, if one will."""
        return self._held.get(level)

    # --- what is required and penalised --------------------------------------------------------

    def require(self, constraint: Constraint, rule: str, subject: Subject) -> None:
        """Add a constraint of a hard rule that binds for one subject.

        What is only about frozen shifts is left out, and what the frozen shifts break by themselves is
        loosened just as far: a breach of theirs is nobody's fault, but nobody may add to it.
        """
        if self.frozen and not isinstance(constraint, bool):
            if subject.shift in self.frozen and not any(var.index in self._free for var in constraint.vars):
                return
            constraint = loosen(constraint, self._ones)
        elif subject.shift in self.frozen:
            return
        self.hold(constraint, rule, subject)

    def hold(self, constraint: Constraint, rule: str, subject: Subject) -> None:
        """Add a constraint of a hard rule as it stands, also where it is about a frozen shift."""
        posted = self.model.add(constraint)
        self.origins[posted.index] = rule, subject
        if self._guarded:
            label = (rule, subject)
            if label not in self.guards:
                self.guards[label] = self.model.new_bool_var("")
            posted.only_enforce_if(self.guards[label])

    def penalize(self, level: Level, rule: str, subject: Subject, amount: Amount) -> None:
        """Count an amount at a level, with the rule's weight of the plan (1 outside ``quality``)."""
        weight = self.plan.hotline.weights.of(rule) if level is Level.QUALITY else 1
        self.terms.append(Term(level=level, rule=rule, subject=subject, amount=amount, weight=weight))

    def value(self, level: Level) -> Amount:
        """Return a level's value as an expression: the sum of its penalties."""
        return total([term.weight * term.amount for term in self.terms if term.level is level])

    # --- amounts -------------------------------------------------------------------------------

    def excess(self, amount: Amount, most: int) -> Amount:
        """Return a variable that is at least max(0, amount), `amount` being at most `most`."""
        if most <= 0 or isinstance(amount, int):
            return max(0, amount) if isinstance(amount, int) else 0
        over = self.model.new_int_var(0, most, "")
        self.model.add(over >= amount)
        return over

    def distance(self, amount: Amount, band: Band, most: int) -> Amount:
        """Return how far an amount from 0 to `most` lies outside a band."""
        return distance(self.model, amount, band, most, max(band.outside(0), band.outside(most)))

    def distance_squared(self, level: Level, amount: Amount, band: Band, most: int) -> Amount:
        """Return the square of how far an amount from 0 to `most` lies outside a band, for a level."""
        farthest = max(band.outside(0), band.outside(most))
        if level in self._held:
            farthest = min(farthest, isqrt(max(0, self._held[level])))
        return square(self.model, distance(self.model, amount, band, most, farthest), farthest)
