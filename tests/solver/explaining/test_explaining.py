"""A planted impossibility is named, its facts are irreducible, and its mends do what they promise."""

from __future__ import annotations

import random

import pytest

import solver
from solver.explaining import force, reached
from solver.explaining.findings import explain_findings
from solver.params import Clock
from tests.solver.explaining.planted import KINDS, Planted
from wfm.explanation import Answer, Explanation
from wfm.finding import SCORED
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

TWENTY = [(kind, seed) for kind in KINDS for seed in (1, 2)]


def explained(plan: Plan) -> tuple[Roster, tuple[Explanation, ...]]:
    """Return a proven roster of a plan and its explanations before quality."""
    roster = solver.solve(plan, workers=1).roster
    assert roster is not None
    return roster, explain_findings(plan, roster, Clock(30))


def assert_irreducible(plan: Plan, one: Explanation) -> None:
    """Ask again with all the facts, and with each of them left out."""
    assert one.verified
    assert one.minimal
    for question in one.questions if len(one.questions) == 1 else ():
        assert force(plan, question, one.facts)
        for left_out in one.facts:
            others = tuple(fact for fact in one.facts if fact is not left_out)
            assert not force(plan, question, others), left_out


def assert_mends(plan: Plan, roster: Roster, one: Explanation) -> None:
    """Apply each mend, solve the changed plan anew, and measure."""
    now = measure(plan, roster)
    level = one.findings[0].level
    for mend in one.mends:
        changed = mend.apply(plan)
        promised = measure(changed, mend.outlook.roster)
        assert not promised.breaches
        assert promised.values == mend.outlook.values
        assert any(reached(promised, question) for question in one.questions)
        first = SCORED[: SCORED.index(level) + 1]
        anew = solver.solve(changed, workers=1)
        assert anew.score is not None
        assert [anew.score[one] for one in first] == [promised[one] for one in first]
        assert [promised[one] for one in first] < [now[one] for one in first]


@pytest.mark.parametrize(("kind", "seed"), TWENTY, ids=[f"{kind.__name__}-{seed}" for kind, seed in TWENTY])
def test_the_planted_fact_is_named_and_its_mends_do_what_they_promise(kind: object, seed: int) -> None:
    planted = kind(random.Random(seed))  # type: ignore[operator]
    assert isinstance(planted, Planted)
    roster, found = explained(planted.plan)
    score = measure(planted.plan, roster)
    assert score[planted.level] > 0
    told = [one for one in found if one.findings[0].level is planted.level]
    assert any(planted.names(fact.rule, fact.subject) for one in told for fact in one.facts), told
    for one in found:
        if one.answer is Answer.FORCED:
            assert_irreducible(planted.plan, one)
            assert_mends(planted.plan, roster, one)
    assert any(one.mends for one in told)
    findings = [finding for one in found for finding in one.findings]
    assert len(findings) == len(set(findings)) == sum(f.level in SCORED[:3] for f in score.findings)
