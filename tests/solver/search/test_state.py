"""Where a search stands: which proof of a bound is kept, and what a solve tells of it."""

from __future__ import annotations

from fractions import Fraction

import solver
from solver.params import Clock
from solver.search.state import SearchState
from tests.builders import hotline, plan
from wfm.finding import SCORED, Level
from wfm.proof import COUNTING, ZERO, Proof, ProofMethod
from wfm.roster import Roster

CP_SAT = Proof(ProofMethod.CP_SAT, "CP-SAT", workers=2)
MIP = Proof(ProofMethod.MIP, "HiGHS", Fraction(1, 1000000), 1)
LEVEL = Level.QUALITY


def state() -> SearchState:
    return SearchState(plan(), Roster(), Clock(1))


def test_at_first_every_bound_is_0_because_nothing_lies_below() -> None:
    assert dict(state().proofs) == dict.fromkeys(SCORED, ZERO)


def test_a_higher_bound_brings_its_proof() -> None:
    now = state()
    now.prove(LEVEL, 3, COUNTING)
    now.prove(LEVEL, 4, MIP)
    now.prove(LEVEL, 2, CP_SAT)
    assert (now.bounds[LEVEL], now.proofs[LEVEL]) == (4, MIP)


def test_of_two_proofs_of_the_same_bound_the_one_that_asks_for_less_trust_is_kept() -> None:
    now = state()
    for proof in (MIP, CP_SAT, MIP):
        now.prove(LEVEL, 3, proof)
    assert now.proofs[LEVEL] == CP_SAT
    now.prove(LEVEL, 0, MIP)
    assert now.proofs[LEVEL] == CP_SAT


def test_a_solve_tells_how_each_bound_was_proven() -> None:
    question = plan({"1": 3, "2": 2}, ["1-1", "1-2", "2-1"], hotline=hotline(days=3))
    result = solver.solve(question, workers=1)
    assert result.score is not None
    assert set(result.proofs) == set(SCORED)
    for level in SCORED:
        if not result.bounds[level]:
            assert result.proofs[level] == ZERO
    assert {result.proofs[level].method for level in SCORED if result.bounds[level]} >= {ProofMethod.CP_SAT}


def test_what_counting_proves_is_told_so() -> None:
    result = solver.solve(plan(agents=["1-1"], hotline=hotline(days=2)), time_limit=0, workers=1)
    assert result.bounds[Level.COVERAGE] == 4
    assert result.proofs[Level.COVERAGE] == COUNTING
