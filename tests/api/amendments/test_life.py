"""Four people do at random all that can be done to a week: everything agrees after every step."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from api.ledger.records import add_entries
from tests.api.amendments.life import Life
from tests.api.amendments.week import Week
from wfm.hotline import Pairing, SwapApproval

EPISODES = 25
STEPS, NOTICED = 80, 4
"""How long each is, and the seed of one in which all of this happens."""


def _post_nothing(connection: Any, hotline: Any, entries: Any, **told: Any) -> Any:
    return add_entries(connection, hotline, (), **told)


GUARDS: dict[str, tuple[str, Any, str]] = {
    "calendars": ("api.publishing.supersede.write_feeds", lambda *_: frozenset(), "calendar of"),
    "ledger": ("api.ledger.posting.add_entries", _post_nothing, "ledger"),
    "rules": (
        "api.amendments.moved.Trials.find_breaches",
        lambda *_: (),
        "shifts_per_day of what is published",
    ),
}
"""What is left out, and by what that is noticed."""


def live(engine: Engine, seed: int, steps: int) -> None:
    """Let a week be lived."""
    pairing = list(Pairing)[seed % 2]
    life = Life(Week(engine, pairing, list(SwapApproval)[seed % 3]), Random(seed))
    life.play(steps)


@pytest.mark.parametrize(
    ("seed", "steps"),
    [(0, 8), (1, 60), *(pytest.param(2 + each, STEPS, marks=pytest.mark.prove) for each in range(EPISODES))],
)
def test_everything_agrees_after_every_step(engine: Engine, seed: int, steps: int) -> None:
    live(engine, seed, steps)


@pytest.mark.parametrize("left_out", ["calendars", "ledger", pytest.param("rules", marks=pytest.mark.prove)])
def test_without_a_guard_something_does_not_agree(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    guard, without, notices = GUARDS[left_out]
    life = Life(Week(engine, approval=SwapApproval.LEADER), Random(NOTICED))
    monkeypatch.setattr(guard, without)
    with pytest.raises(AssertionError, match=notices):
        life.play(STEPS)
