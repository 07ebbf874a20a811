"""A relay that is killed, again and again and anywhere: every mail arrives, and copies are known as such."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.notices.records.mails import Outcome
from api.notices.relay import LEASE
from tests.api.notices.dying import NOTED, SENDING, SENT, Order, written
from tests.api.notices.post import outcomes, publish_twice
from tests.api.notices.server import MailServer
from tests.api.notices.test_relay import LATER, waiting_mail

ROOT = Path(__file__).parents[3]
KILLS, MANY = 12, 100
MOST = 0.15
"""Seconds within which a child is killed."""
Carry = Callable[[Order], bool]


@pytest.fixture(scope="module")
def carry() -> Iterator[Carry]:
    """Return what carries out an order in a process that may die, and tells whether it did."""
    command = [sys.executable, "-m", "tests.api.notices.dying"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        orders, ends = process.stdin, process.stdout

        def carry_out(order: Order) -> bool:
            orders.write(written(order))
            orders.flush()
            return bool(json.loads(ends.readline())["killed"])

        yield carry_out
        orders.close()


def order(place: str, office: MailServer, at: datetime, **more: str | float) -> Order:
    return Order(place, office.port, at.isoformat(), **more)  # type: ignore[arg-type]


def whole(engine: Engine, office: MailServer) -> list[str]:
    """Return what does not hold once all is sent."""
    found, came = outcomes(engine), office.numbers()
    said: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for taken in office.taken:
        said.setdefault(taken.number, set()).add((taken.receivers, taken.text))
    return [
        *(f"{mail} is {outcome}" for mail, outcome in found.items() if outcome != Outcome.SENT),
        *(f"{mail} never came" for mail in found if not came[mail]),
        *(f"{mail} is nobody's" for mail in came if mail not in found),
        *(f"{mail} says two things" for mail, contents in said.items() if len(contents) > 1),
    ]


@pytest.mark.parametrize(("when", "copies"), [(SENDING, 0), (SENT, 1), (NOTED, 1)])
def test_a_relay_dies_at_each_step(
    engine: Engine, place: str, office: MailServer, carry: Carry, when: str, copies: int
) -> None:
    """Noting dies with its transaction: what was written is not there."""
    publish_twice(engine)
    assert carry(order(place, office, LATER, when=when, count=3))
    assert len(office.taken) == 2 + copies
    assert not carry(order(place, office, LATER + LEASE - timedelta(seconds=1)))
    assert not carry(order(place, office, LATER + LEASE))
    assert whole(engine, office) == []
    assert sum(office.numbers().values()) == 6 + copies


@pytest.mark.parametrize("kills", [KILLS, pytest.param(MANY, marks=pytest.mark.prove)])
def test_a_relay_is_killed_again_and_again(
    engine: Engine, place: str, office: MailServer, carry: Carry, kills: int
) -> None:
    _, people = publish_twice(engine)
    chance, at, killed = random.Random(17), LATER, 0
    for _ in range(kills):
        for account in people.values():
            waiting_mail(engine, account.id)
        killed += carry(order(place, office, at, after=chance.uniform(0.005, MOST)))
        at += LEASE
    assert not carry(order(place, office, at))
    assert killed > kills / 4
    assert whole(engine, office) == []
    assert len(outcomes(engine)) == 6 + kills * len(people)


def test_a_relay_that_notes_before_it_sends_would_be_found(
    engine: Engine, place: str, office: MailServer, carry: Carry
) -> None:
    publish_twice(engine)
    assert carry(order(place, office, LATER, when=SENDING, count=3, careless=True))
    assert not carry(order(place, office, LATER + LEASE))
    assert [what.partition(" ")[2] for what in whole(engine, office)] == ["never came"]
