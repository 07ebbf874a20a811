"""Proofs: facts that fit the method, and the order of trust."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wfm.proof import COUNTING, ZERO, Proof, ProofMethod

MIP = Proof(ProofMethod.MIP, "HiGHS", Fraction(1, 1000000), 1)


@pytest.mark.parametrize("method", [method for method in ProofMethod if method is not ProofMethod.MIP])
def test_only_a_mixed_integer_solver_s_bound_has_a_tolerance(method: ProofMethod) -> None:
    with pytest.raises(ValueError, match="tolerance"):
        Proof(method, tolerance=Fraction(1, 2))
    assert Proof(method).tolerance is None


@pytest.mark.parametrize("tolerance", [None, Fraction(0), Fraction(1), Fraction(-1, 2)])
def test_a_tolerance_lies_between_0_and_1(tolerance: Fraction | None) -> None:
    with pytest.raises(ValueError, match="tolerance"):
        Proof(ProofMethod.MIP, "HiGHS", tolerance)


def test_every_method_has_a_sentence_of_its_own() -> None:
    said = {str((MIP if method is ProofMethod.MIP else Proof(method)).message) for method in ProofMethod}
    assert len(said) == len(ProofMethod)


def test_a_tolerance_is_told() -> None:
    assert str(MIP.message) == "proven by HiGHS with decimals, rounded up with a tolerance of 1/1000000"


def test_what_can_be_checked_by_hand_asks_less_trust_than_a_search() -> None:
    assert COUNTING.asks_less_trust_than(MIP)
    assert not MIP.asks_less_trust_than(COUNTING)
    assert ZERO.asks_less_trust_than(COUNTING)
    assert not COUNTING.asks_less_trust_than(COUNTING)
