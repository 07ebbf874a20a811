"""Two coordinators who publish at once: exactly one wins, each time; in the long form a hundred times."""

from __future__ import annotations

import re
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, event

from api.access.ids import AccountId
from api.publishing.records import find_published
from api.rosters.records.rosters import Version
from api.store.engine import reading
from api.store.errors import ConflictError
from tests import builders
from tests.api.store.filled import AUTHOR, OTHER, add_plan, add_roster, publish_version
from tests.api.store.invariants import breaches

ROUNDS, MANY = 20, 100
ROSTERS = (
    builders.roster({"2027-01-04T08:00": ("1-1", "1-2")}),
    builders.roster({"2027-01-05T08:00": ("1-1", "1-2")}),
)


def race(
    engine: Engine, contenders: tuple[Version, Version], expected: int
) -> list[int | ConflictError | None]:
    """Let two publish at once; return the number that each published, or why not."""
    ends: list[int | ConflictError | None] = [None, None]
    barrier = Barrier(2)

    def run(place: int, author: AccountId) -> None:
        barrier.wait()
        try:
            receipt = publish_version(engine, contenders[place], expected=expected, author=author)
            ends[place] = receipt.number
        except ConflictError as conflict:
            ends[place] = conflict

    threads = [Thread(target=run, args=each) for each in enumerate((AUTHOR, OTHER))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(MANY, marks=pytest.mark.prove)])
def test_exactly_one_of_two_wins_and_the_other_is_told_who(engine: Engine, rounds: int) -> None:
    revision = add_plan(engine, builders.plan())
    expected = 0
    for made in range(0, 2 * rounds, 2):
        one, other = (
            add_roster(engine, revision, ROSTERS[number % 2], expected=number) for number in (made, made + 1)
        )
        ends = race(engine, (one, other), expected)
        (winner,) = (end for end in ends if isinstance(end, int))
        (loser,) = (end for end in ends if isinstance(end, ConflictError))
        assert (loser.expected, loser.number) == (expected, winner)
        assert loser.by == (AUTHOR, OTHER)[ends.index(winner)]
        with reading(engine) as connection:
            assert find_published(connection, revision.plan).number == winner
        expected = winner
    with reading(engine) as connection:
        assert breaches(connection) == []


def test_without_the_expected_number_both_would_win(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is looked at again in the transaction, before the pointer is moved, is a guard of its own.
    for module in ("service", "preparing"):
        monkeypatch.setattr(f"api.publishing.{module}.refuse_stale", lambda *_: None)
    monkeypatch.setattr("api.publishing.service.is_newest", lambda *_: True)

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def unguard(*told: object) -> tuple[object, object]:
        statement, parameters = str(told[2]), told[3]
        if statement.startswith("UPDATE publication"):
            statement = re.sub(r"(publication\.number = \S+)", r"(\1 OR 1 = 1)", statement)
        return statement, parameters

    revision = add_plan(engine, builders.plan())
    one, other = (add_roster(engine, revision, ROSTERS[number], expected=number) for number in (0, 1))
    ends = race(engine, (one, other), 0)
    assert sorted(ends) == [1, 2]  # type: ignore[type-var]
