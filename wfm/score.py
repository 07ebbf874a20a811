"""Score: a value per level, costs per rule, findings; measured in plain Python, with no solver.

There are four levels; where a roster is compared with a baseline, ``changes`` is one more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from wfm.baseline import Baseline, levels_of
from wfm.finding import SCORED, Finding, Level, Subject
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import ALL_RULES, ALWAYS_COUNTED, BASELINE_RULES


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
    levels
        The levels that it has, best first.
    forced
        Those of the hard findings that the frozen shifts of a baseline have by themselves: they are
        nobody's fault, so a roster with them can be kept.
    counted
        What rules found that are counted although they weigh nothing in the plan.
    """

    rules: tuple[RuleCost, ...]
    findings: tuple[Finding, ...]
    levels: tuple[Level, ...] = SCORED
    forced: tuple[Finding, ...] = ()
    counted: tuple[Finding, ...] = ()

    def __getitem__(self, level: str) -> int:
        return sum(rule.cost for rule in self.rules if rule.level == level)

    @property
    def values(self) -> Mapping[Level, int]:
        """Value by level, best level first."""
        return MappingProxyType({level: self[level] for level in self.levels})

    @property
    def coverage(self) -> int:
        """Empty seats."""
        return self[Level.COVERAGE]

    @property
    def competence(self) -> int:
        """Holders missing."""
        return self[Level.COMPETENCE]

    @property
    def changes(self) -> int:
        """Assignments of the baseline that are gone; 0 where there is no baseline."""
        return self[Level.CHANGES]

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
        """Findings of hard rules but the forced ones; empty for every roster of ours."""
        hard = (finding for finding in self.findings if finding.level is Level.HARD)
        return tuple(finding for finding in hard if finding not in self.forced)

    def __lt__(self, other: Score) -> bool:
        return tuple(self.values.values()) < tuple(other.values.values())


def measure(
    plan: Plan,
    roster: Roster,
    baseline: Baseline | None = None,
    *,
    only: Collection[Level] = tuple(Level),
    rules: Collection[str] | None = None,
) -> Score:
    """Measure a roster of a plan by every rule.

    Parameters
    ----------
    plan
        The question.
    roster
        Any roster of the plan's shifts and agents, also one that breaks hard rules.
    baseline
        What to stay close to, if anything.
    only
        Levels whose rules are asked; whoever wants to know the hard ones alone need not wait for all.
    rules
        Of these the rules that are asked; all where it is left out.

    Returns
    -------
    Score
        Its levels, and a finding for all that is not as it should be.
    """
    costs: list[RuleCost] = []
    findings: list[Finding] = []
    counted: list[Finding] = []
    for key, level, found_in in _measures(plan, baseline):
        if level not in only or (rules is not None and key not in rules):
            continue
        weight = plan.hotline.weights.of(key) if level is Level.QUALITY else 1
        found = tuple(found_in(roster)) if weight or key in ALWAYS_COUNTED else ()
        (findings if weight else counted).extend(found)
        if level is not Level.HARD:
            costs.append(
                RuleCost(
                    rule=key, level=level, weight=weight, amount=sum(finding.amount for finding in found)
                )
            )
    forced = () if baseline is None else _forced(plan, findings, baseline)
    return Score(
        rules=tuple(costs),
        findings=tuple(findings),
        levels=levels_of(baseline),
        forced=forced,
        counted=tuple(counted),
    )


Measure = Callable[[Roster], Iterable[Finding]]


def _measures(plan: Plan, baseline: Baseline | None) -> Iterator[tuple[str, Level, Measure]]:
    """Yield key, level and measure of every rule, hard ones first, then level by level."""
    found: list[tuple[str, Level, Measure]] = [
        (rule.KEY, rule.LEVEL, partial(rule.measure, plan)) for rule in ALL_RULES
    ]
    if baseline is not None:
        found += [
            (rule.KEY, rule.LEVEL, partial(rule.measure, plan, baseline=baseline)) for rule in BASELINE_RULES
        ]
    order = list(Level)
    yield from sorted(found, key=lambda rule: order.index(rule[1]))


def _forced(plan: Plan, findings: Iterable[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """Return the hard findings that the frozen shifts alone have as well, in no smaller amount.

    What a rule demands of a free shift is no matter of the frozen ones: an empty free shift breaks a
    lock, say, in a roster of frozen shifts alone. So of findings about a shift only those about a frozen
    one can be forced.
    """
    hard = tuple(finding for finding in findings if finding.level is Level.HARD)
    frozen = baseline.frozen_shifts(plan)
    if not hard or not frozen:
        return ()
    part = baseline.frozen_part(plan)
    alone = {
        _about(finding): finding.amount
        for _, level, found_in in _measures(plan, baseline)
        if level is Level.HARD
        for finding in found_in(part)
        if not finding.subject.shift or finding.subject.shift in frozen
    }
    return tuple(finding for finding in hard if finding.amount <= alone.get(_about(finding), 0))


def _about(finding: Finding) -> tuple[str, Subject, str]:
    return finding.rule, finding.subject, finding.message.key
