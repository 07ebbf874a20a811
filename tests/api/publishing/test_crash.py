"""A publication that is killed before or after any of its SQL statements leaves nothing half."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.access.ids import PlanId
from api.publishing.records import find_published
from api.store.engine import reading
from tests.api.publications import SMALL_ROSTER
from tests.api.publishing.crashing import ANSWER, COMMIT, End, Order
from tests.api.store.filled import OTHER_ROSTER, add_plan, add_roster, plan_with_notes, publish_version
from tests.api.store.invariants import breaches

ROOT = Path(__file__).parents[3]
Carry = Callable[[Order], End]


@pytest.fixture(scope="module")
def carry() -> Iterator[Carry]:
    """Return what carries out an order in a process that may die."""
    command = [sys.executable, "-m", "tests.api.publishing.crashing"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        orders, ends = process.stdin, process.stdout

        def carry_out(order: Order) -> End:
            orders.write(json.dumps(asdict(order)) + "\n")
            orders.flush()
            return End(**json.loads(ends.readline()))

        yield carry_out
        orders.close()


def prepared(engine: Engine, place: str) -> Order:
    """Publish a first version; return the order to publish a second."""
    revision = add_plan(engine, plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    second = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    publish_version(engine, first, expected=0)
    return Order(place, second.plan, second.number, 1, "the-key")


def state(engine: Engine, plan: PlanId) -> tuple[int, list[str]]:
    """Return what is published, and what does not hold."""
    with reading(engine) as connection:
        return find_published(connection, plan).number, breaches(connection)


def moment(order: Order, when: str, statement: int = 0, commits_after: str = "") -> Order:
    """Return the order to die at a moment."""
    return Order(
        order.place, order.plan, order.number, order.expected, order.key, when, statement, commits_after
    )


@pytest.mark.parametrize("on_both_sides", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_a_crash_at_any_statement_leaves_nothing_half(
    engine: Engine, place: str, carry: Carry, on_both_sides: bool
) -> None:
    """After a statement is before the next: in short, only after the last are both sides looked at."""
    order = prepared(engine, place)
    statements = carry(moment(order, COMMIT)).statements
    assert statements > 15
    assert state(engine, order.plan) == (1, [])
    for statement in range(1, statements + 1):
        for when in ("before", "after") if on_both_sides or statement == statements else ("before",):
            assert carry(moment(order, when, statement)) == End(killed=True, told=False, statements=0)
            assert state(engine, order.plan) == (1, []), (when, statement)
    # The commit held, but nobody was told: what is asked again is answered, and done once.
    assert carry(moment(order, ANSWER)) == End(killed=True, told=False, statements=0)
    assert state(engine, order.plan) == (2, [])
    again = carry(order)
    assert (again.killed, again.told) == (False, True)
    assert again.statements < statements
    assert state(engine, order.plan) == (2, [])


def test_an_early_commit_would_be_found(engine: Engine, place: str, carry: Carry) -> None:
    order = prepared(engine, place)
    statements = carry(moment(order, COMMIT)).statements
    assert state(engine, order.plan) == (1, [])
    carry(moment(order, "before", statements, commits_after="UPDATE publication"))
    number, found = state(engine, order.plan)
    assert number == 2
    assert found != []
