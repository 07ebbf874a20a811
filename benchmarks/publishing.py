"""A nation's calendars are published, then a few shifts mended: how long, and how long in the transaction.

::

    python -m benchmarks.publishing [--database URL] [--instance agents_980] [--seed 1]

Whoever wants to write waits for as long as the transaction lasts. Prints ``name = value (target)``; exit
status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from api.plans.records.plans import import_plan, read_plan
from api.store.engine import Connection, Database, open_engine, reading, writing
from api.store.migrate import upgrade
from benchmarks.crowd import GREEDY_SECONDS, Crowd, edited
from benchmarks.plans import KINDS
from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from wfm.roster import Roster

MOST = 3.0
"""Seconds that a transaction may last."""
MOVES = 4
"""Shifts that an edit gives to somebody else."""


@dataclass
class Transactions:
    """Times how long transactions of a database last that write something."""

    database: Database
    longest: float = 0.0
    _began: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        event.listen(self.database, "begin", self._begin)
        event.listen(self.database, "commit", self._commit)

    def _begin(self, connection: Connection) -> None:
        self._began[id(connection)] = time.perf_counter()

    def _commit(self, connection: Connection) -> None:
        self.longest = max(self.longest, time.perf_counter() - self._began[id(connection)])


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    asked = _options(arguments)
    with TemporaryDirectory(prefix="faellesvagt-publishing-") as place, ExitStack() as stack:
        database = open_engine(asked.database or Path(place))
        stack.callback(database.dispose)
        upgrade(database)
        crowd = _imported(database, asked.instance, asked.seed)
        roster = greedy_roster(crowd.plan, asked.seed, Clock(GREEDY_SECONDS))
        longest = [_publish(crowd, "all", roster)]
        changed, agents = edited(crowd, MOVES, asked.seed)
        longest.append(_publish(crowd, f"{len(agents)} agents' shifts mended", changed))
    return int(max(longest) > MOST)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.publishing")
    parser.add_argument("--instance", choices=list(KINDS), default="agents_980")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; SQLite if left out")
    return parser.parse_args(arguments)


def _imported(database: Database, instance: str, seed: int) -> Crowd:
    with writing(database) as connection:
        plan = KINDS[instance](seed)
        revision = import_plan(connection, plan, author=None, at=datetime.now(UTC))
    with reading(database) as connection:
        return Crowd(database, read_plan(connection, revision), revision, Roster())


def _publish(crowd: Crowd, what: str, roster: Roster) -> float:
    """Publish a roster and print how long that took; return how long its transaction lasted."""
    transactions = Transactions(crowd.database)
    began = time.perf_counter()
    crowd.publish(roster)
    print(f"{what}: seconds = {time.perf_counter() - began:.1f}")
    print(f"{what}: seconds in the longest transaction = {transactions.longest:.2f} (at most {MOST:.0f})")
    return transactions.longest


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
