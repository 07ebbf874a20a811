"""Whatever is asked of swaps in whatever order: named transitions alone, and seats and ledger agree."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import pytest

from tests.api.filled_service import Served
from tests.api.swaps.test_swaps import MON8, made_swap, owed, seen, sitting, step

CALLER_OF = {"1-1": "agent", "1-2": "agent 1-2", "1-3": "agent 1-3", "2-2": "agent 2-2"}
"""Who may sit beside 2-1."""
STEPS = tuple(
    (what, who)
    for whats, callers in (
        (("accept", "accept", "decline", "withdraw"), tuple(CALLER_OF.values())),
        (("approve", "approve", "reject"), ("leader", "leader 2", "coordinator")),
    )
    for what in whats
    for who in callers
)
AFTER: Mapping[str, frozenset[str]] = {
    "proposed": frozenset({"proposed", "accepted", "declined", "withdrawn"}),
    "accepted": frozenset({"accepted", "done", "rejected", "withdrawn"}),
}
"""What may come of each state; of what is over nothing comes."""
MOST = 12


@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.prove)])
def test_only_named_transitions_happen_in_any_order(served: Served, rounds: int) -> None:
    random, giver, ended = Random(rounds), "1-1", set[str]()
    for _ in range(rounds):
        gives = {"agent": giver, "shift": MON8}
        swap, state, taker = made_swap(served, gives=gives, caller=CALLER_OF[giver]), "proposed", None
        before = owed(served)
        for what, who in random.sample(STEPS, MOST):
            answer = step(served, what, swap, who)
            now = seen(served, swap, "coordinator")
            if answer.status_code == 200:
                assert now["state"] in AFTER[state], (what, who)
            else:
                assert answer.status_code in (404, 409), answer.text
                assert now["state"] == state
            state, taker = now["state"], None if now["taker"] is None else now["taker"]["agent"]
        ended.add(state)
        sits = giver if state != "done" else str(taker)
        assert sitting(served, MON8) == sorted([sits, "2-1"])
        moved = Fraction((sits[0] == "2") - (giver[0] == "2"))
        after = owed(served)
        assert {code: after.get(code, 0) - before.get(code, 0) for code in "12"} == {"1": moved, "2": -moved}
        if state in AFTER:
            assert step(served, "withdraw", swap, CALLER_OF[giver]).status_code == 200
        giver = sits
    assert rounds < 100 or {"done", "rejected", "withdrawn"} <= ended
