"""A verification is as good as its worst claim."""

from __future__ import annotations

from itertools import product

from wfm.message import Text
from wfm.verification import Claim, ClaimState, Verification

SAID = Text("test.said", "said")


def of(*states: ClaimState) -> Verification:
    return Verification(tuple(Claim("it", SAID(), state, SAID()) for state in states))


def test_one_false_claim_outweighs_all_others() -> None:
    for states in product(ClaimState, repeat=3):
        worst = of(*states).state
        assert worst is (
            ClaimState.FALSE
            if ClaimState.FALSE in states
            else ClaimState.OPEN
            if ClaimState.OPEN in states
            else ClaimState.CONFIRMED
        )


def test_claims_are_counted_by_what_came_of_them() -> None:
    found = of(ClaimState.OPEN, ClaimState.CONFIRMED, ClaimState.OPEN)
    assert [found.number(state) for state in ClaimState] == [1, 2, 0]


def test_where_nothing_is_claimed_nothing_is_false() -> None:
    assert of().state is ClaimState.CONFIRMED
