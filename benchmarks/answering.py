"""What it costs the server that people say when they can sit: pages, a changed cell, JSON.

::

    python -m benchmarks.answering [--agents 200] [--municipalities 36] [--seed 1] [--times 15]

Fills a store with a generated quarter, opens a collection and asks in this process, so that neither network
nor browser counts. Milliseconds are of the processor, the median of several times after a first one; each
change is another one, so that each makes a revision. Prints a table and ``name = value (target)``; exit
status 1 where one is missed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from fastapi.testclient import TestClient
from httpx2 import Response

from api.availability.records.collections import Collection, keep_collection
from api.plans.records.plans import import_plan
from api.serving.server import settle_memory
from api.store.engine import Database, open_engine, writing
from api.store.migrate import upgrade
from benchmarks.drawing import Size, drawn, numbered
from benchmarks.pages import BYTES, callers, opened
from benchmarks.plans import QUARTER
from benchmarks.service.figures import Figure, told
from wfm.plan import Plan

MILLISECONDS = 150.0
EXPECTED = re.compile(r'name="expected" value="([^"]*)"')
GOOD = (200, 303)


@dataclass(frozen=True)
class Step:
    """A request that is measured.

    Parameters
    ----------
    name
        What it is.
    prepare
        Makes the request ready, unmeasured; returns what sends it.
    """

    name: str
    prepare: Callable[[], Callable[[], Response]]


@dataclass(frozen=True)
class Cost:
    """What a request costs: bytes of its answer, and milliseconds of the processor."""

    name: str
    size: int
    milliseconds: float


def main(arguments: Sequence[str]) -> int:
    """Print the table and the figures; return 1 where one misses its target."""
    asked = _options(arguments)
    size = Size(QUARTER, asked.agents, populations=numbered(asked.seed, asked.municipalities))
    plan = drawn(asked.seed, size)
    with TemporaryDirectory(prefix="faellesvagt-answering-") as place:
        database = open_engine(Path(place))
        upgrade(database)
        _collect(database, plan)
        settle_memory()
        cells = cycle((f"c:{shift.id}", letter) for letter in "pw" for shift in plan.shifts)
        steps = [*_steps(database, plan, "agent", cells), *_steps(database, plan, "leader", cells)]
        steps += _boards(database, plan)
        costs = [_cost(step, asked.times) for step in steps]
        database.dispose()
    return _told(costs)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.answering")
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--municipalities", type=int, default=36)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=15)
    return parser.parse_args(arguments)


def _collect(database: Database, plan: Plan) -> None:
    """Keep a plan and ask its people until tomorrow."""
    now = datetime.now(UTC)
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=None, at=now)
        day = timedelta(days=1)
        asked = Collection(revision.plan, 1, opens=now - day, closes=now + day, note="", author=None, at=now)
        keep_collection(connection, asked)


def _steps(database: Database, plan: Plan, role: str, cells: Iterator[tuple[str, str]]) -> list[Step]:
    """Return what one answer takes: its page, a changed cell, and the same as JSON."""
    client = opened(database, callers(plan)[role])
    client.follow_redirects = False
    first_day = plan.hotline.period.first_day
    home = max(plan.agents_of, key=lambda known: len(plan.agents_of[known]))
    agent = plan.agents_of[home][0].id
    page = f"/plans/{first_day}/availability/{agent}"
    document = f"/api/v1/hotlines/{plan.hotline.code}/plans/{first_day}/availability/{agent}"
    days = cycle(first_day + timedelta(days=n) for n in range(60))

    def change() -> Callable[[], Response]:
        found = EXPECTED.search(client.get(page).text)
        assert found is not None
        name, letter = next(cells)
        fields = {"expected": found[1], "key": uuid4().hex, "do": "save", name: letter}
        return lambda: client.post(page, data=fields)

    def say() -> Callable[[], Response]:
        day = next(days).isoformat()
        told = {"entries": [{"kind": "unavailable", "first_day": day, "last_day": day}]}
        headers = {"if-match": client.get(document).headers["etag"], "idempotency-key": uuid4().hex}
        return lambda: client.put(document, json=told, headers=headers)

    return [
        Step(f"the {role}'s page of an answer", lambda: lambda: client.get(page)),
        Step(f"a changed cell, {role}", change),
        Step(f"JSON, {role}", lambda: lambda: client.get(document)),
        Step(f"JSON of another answer, {role}", say),
    ]


def _boards(database: Database, plan: Plan) -> list[Step]:
    """Return the boards, and days that a leader says for all at once."""
    clients = {role: opened(database, callers(plan)[role]) for role in ("leader", "coordinator")}
    board = f"/plans/{plan.hotline.period.first_day}/availability"
    days = cycle(sorted({shift.day for shift in plan.shifts}))
    leader = clients["leader"]
    leader.follow_redirects = False

    def staff_day() -> Callable[[], Response]:
        fields = {"key": uuid4().hex, "first": str(next(days)), "letter": "u", "all": "1"}
        return lambda: leader.post(f"{board}/days", data=fields)

    def shown(client: TestClient) -> Callable[[], Callable[[], Response]]:
        return lambda: lambda: client.get(board)

    boards = [Step(f"the {role}'s board", shown(client)) for role, client in clients.items()]
    return [*boards, Step("a staff day for all, leader", staff_day)]


def _cost(step: Step, times: int) -> Cost:
    spent, size = [], 0
    for _ in range(times + 1):
        send = step.prepare()
        began = time.process_time()
        answer = send()
        spent.append(1000 * (time.process_time() - began))
        assert answer.status_code in GOOD, answer.text
        size = max(size, len(answer.content))
    return Cost(step.name, size, median(spent[1:]))


def _told(costs: Sequence[Cost]) -> int:
    print("| request | bytes | ms |", "|---|---|---|", sep="\n")
    for one in costs:
        print(f"| {one.name} | {one.size:,} | {one.milliseconds:.0f} |")
    largest = max(one.size for one in costs)
    bytes_met = largest <= BYTES
    figures = [Figure("largest answer", f"{largest:,} bytes", f"at most {BYTES:,}", bytes_met)]
    for one in costs:
        met = one.milliseconds <= MILLISECONDS
        figures.append(Figure(one.name, f"{one.milliseconds:.0f} ms", f"at most {MILLISECONDS:.0f}", met))
    return told(figures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
