"""Score: four levels, costs per rule, findings; measured in plain Python, with no solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wfm.finding import SCORED, Finding, Level
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import ALL_RULES


@dataclass(frozen=True)
class RuleCost:
    """What a rule adds to its level: cost = weight × amount."""

    rule: str
    level: Level
    weight: int
    amount: int

    @property
    def cost(self) -> int:
        """What stands in the level's sum."""
        return self.weight * self.amount


@dataclass(frozen=True)
class Score:
    """How good a roster is.

    Parameters
    ----------
    rules
        Every rule that scores, in the contract's order.
    findings
        Every finding with an amount above 0, hard ones first.
    """

    rules: tuple[RuleCost, ...]
    findings: tuple[Finding, ...]

    def __getitem__(self, level: str) -> int:
        return sum(rule.cost for rule in self.rules if rule.level == level)

    @property
    def values(self) -> Mapping[Level, int]:
        """Value by level, best level first."""
        return MappingProxyType({level: self[level] for level in SCORED})

    @property
    def coverage(self) -> int:
        """Empty seats."""
        return self[Level.COVERAGE]

    @property
    def competence(self) -> int:
        """Holders missing."""
        return self[Level.COMPETENCE]

    @property
    def quota(self) -> int:
        """Squared deviations from the targets."""
        return self[Level.QUOTA]

    @property
    def quality(self) -> int:
        """Weighted sum of the quality rules."""
        return self[Level.QUALITY]

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """Findings of hard rules; empty for every roster of ours."""
        return tuple(finding for finding in self.findings if finding.level is Level.HARD)

    def __lt__(self, other: Score) -> bool:
        return tuple(self.values.values()) < tuple(other.values.values())


def measure(plan: Plan, roster: Roster) -> Score:
    """Measure a roster of a plan by every rule.

    Parameters
    ----------
    plan
        The question.
    roster
        Any roster of the plan's shifts and agents, also one that breaks hard rules.

    Returns
    -------
    Score
        Its four levels, and a finding for all that is not as it should be.
    """
    costs: list[RuleCost] = []
    findings: list[Finding] = []
    for rule in ALL_RULES:
        weight = plan.hotline.weights.of(rule.KEY) if rule.LEVEL is Level.QUALITY else 1
        found = tuple(rule.measure(plan, roster)) if weight else ()
        findings.extend(found)
        if rule.LEVEL is not Level.HARD:
            costs.append(RuleCost(rule.KEY, rule.LEVEL, weight, sum(finding.amount for finding in found)))
    return Score(tuple(costs), tuple(findings))
