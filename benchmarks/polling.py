"""Thousands of calendar programs poll while a solve runs on every core.

::

    python -m benchmarks.polling [--subscribers 5000] [--rate 300] [--seconds 120] [--database URL] ...
    python -m benchmarks.polling --during publishing --no-solve      # or locked, or full
    python -m benchmarks.polling --during publishing --no-solve --postgresql    # started for it, and ended

The service runs as it does for a federation, in a process of its own, over a store in which every subscriber
has a secret address. Prints ``name = value (target)``; exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory

from api.configuration.settings import DATABASE_FILE
from api.store.engine import Database, open_engine, reading
from api.store.migrate import upgrade
from benchmarks import hindrances, polls
from benchmarks.crowd import Crowd, edited, gathered, moved_to_now
from benchmarks.machine import cores
from benchmarks.plans import KINDS
from tests.api.store.databases import postgresql_database, started_postgresql

P99 = 150.0  # milliseconds
HELD = 0.95
MOVES = 4
"""Shifts that an edit gives to somebody else."""
START_SECONDS, SOLVE_AHEAD = 60.0, 5.0
SOLVED = "nation"


@dataclass
class Writes:
    """Counts what is written into a database, by whoever."""

    database: Database
    file: Path | None
    many: int = 0

    def __post_init__(self) -> None:
        self._sqlite = None if self.file is None else connect(self.file)
        self._before = self._now()

    def close(self) -> None:
        """Look no longer."""
        if self._sqlite is not None:
            self._sqlite.close()

    def count(self) -> None:
        """Look whether anything was written since the last look."""
        now = self._now()
        self.many += now != self._before if self._sqlite is not None else now - self._before
        self._before = now

    def _now(self) -> int:
        if self._sqlite is not None:
            return int(self._sqlite.execute("PRAGMA data_version").fetchone()[0])
        with reading(self.database) as connection:
            told = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
            return int(connection.exec_driver_sql(told).scalar_one())


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    asked = _options(arguments)
    with TemporaryDirectory(prefix="faellesvagt-polling-") as place, ExitStack() as stack:
        folder = Path(place)
        if asked.postgresql:
            asked.database = stack.enter_context(_own_postgresql())
        database = open_engine(asked.database or folder)
        stack.callback(database.dispose)
        upgrade(database)
        crowd = gathered(
            database,
            moved_to_now(KINDS[asked.instance](asked.seed), datetime.now(UTC).date()),
            asked.subscribers,
            asked.seed,
        )
        token = hindrances.token_of(crowd)
        other = crowd.roster
        if asked.during == "publishing":
            other = hindrances.add_other_roster(crowd, asked.seed)
        writes = Writes(database, None if asked.database else folder / DATABASE_FILE)
        stack.callback(writes.close)
        port, service = stack.enter_context(serving(folder, asked.database))
        wrong = asyncio.run(polls.first(port, crowd.subscribers))
        if asked.solve:
            stack.enter_context(solving(asked.seconds))
        writes.count()
        writes.many = 0
        with hindrances.hinder(asked.during, crowd, port, service, token, other) as happened:
            figures = asyncio.run(
                polls.storm(
                    port,
                    crowd.subscribers,
                    rate=asked.rate,
                    seconds=asked.seconds,
                    held=HELD,
                    seed=asked.seed,
                    tick=writes.count if not asked.database else lambda: None,
                    moving=asked.during == "publishing",
                )
            )
        writes.count()
        if asked.during == "publishing":
            writes.many = 0  # what was published is no poll's doing
            wrong += asyncio.run(polls.first(port, crowd.subscribers))
        print(*happened.facts, sep="\n", end="\n" if happened.facts else "")
        missed, spurious = _after_an_edit(port, crowd, asked.seed)
        logged = _logged(folder / "log", crowd)
        peak = _peak(service)
    return _told(figures, wrong, writes.many, missed, spurious, logged, peak, asked.rate)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.polling")
    parser.add_argument("--instance", choices=list(KINDS), default="agents_980")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--subscribers", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=300, help="polls a second")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; SQLite if left out")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL, and end it afterwards")
    parser.add_argument("--during", choices=hindrances.NAMES, default="", help="what happens meanwhile")
    parser.add_argument("--no-solve", dest="solve", action="store_false", help="let the cores be idle")
    return parser.parse_args(arguments)


@contextmanager
def _own_postgresql() -> Iterator[str]:
    """Start a PostgreSQL that keeps what it says; yield the address of an empty database."""
    with started_postgresql() as server, postgresql_database(server.url) as url:
        yield url


@contextmanager
def serving(folder: Path, database: str) -> Iterator[tuple[int, int]]:
    """Run the service over a store; yield its port and process id."""
    with socket.socket() as probe:
        probe.bind((polls.HOST, 0))
        port = probe.getsockname()[1]
    own = {"WFM_DATA_FOLDER": str(folder), "WFM_DATABASE_URL": database, "WFM_PORT": str(port)}
    command = [str(Path(sys.executable).with_name("wfm")), "serve"]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env={**os.environ, **own}, stderr=log, stdout=log) as process,
    ):
        try:
            _wait(port)
            yield port, process.pid
        finally:
            process.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with closing(socket.create_connection((polls.HOST, port), timeout=1)):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@contextmanager
def solving(seconds: float) -> Iterator[None]:
    """Let a solve keep every core busy for so long."""
    command = [sys.executable, "-m", "benchmarks.one", SOLVED, "1", "ours", str(seconds + 60), str(cores())]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen([*command, f"{folder}/answer.json"], stdout=subprocess.DEVNULL) as process,
    ):
        try:
            time.sleep(SOLVE_AHEAD)
            yield
            if process.poll() is not None:
                raise RuntimeError("the solve ended before the polls did")
        finally:
            process.kill()


def _after_an_edit(port: int, crowd: Crowd, seed: int) -> tuple[int, int]:
    """Publish an edit; return how many agents' calendars should have changed and did not, and the reverse."""
    roster, whose = edited(crowd, MOVES, seed)
    crowd.publish(roster)
    people = [one for one in crowd.subscribers if one.agent is not None]
    told = {one.secret for one in asyncio.run(polls.changed(port, people))}
    meant = {one.secret for one in people if one.agent in whose}
    return len(meant - told), len(told - meant)


def _logged(log: Path, crowd: Crowd) -> int:
    """Return how many secrets stand in the service's log, by so much of them as would tell."""
    text = log.read_text(errors="replace")
    return sum(one.secret[:16] in text for one in crowd.subscribers)


def _peak(process: int) -> float:
    """Return the most memory that a process had so far, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def _told(
    figures: polls.Figures,
    wrong: list[str],
    writes: int,
    missed: int,
    spurious: int,
    logged: int,
    peak: float,
    rate: float,
) -> int:
    errors = [*wrong, *figures.errors]
    for error in sorted(set(errors)):
        print(f"error: {error} × {errors.count(error)}")
    polled = len(figures.latencies)
    print(f"polls = {polled}")
    print(f"polls a second = {polled / figures.seconds:.0f} ({rate:.0f})")
    print(f"unchanged = {figures.unchanged / max(1, polled):.1%} ({HELD:.0%})")
    print(f"errors = {len(errors)} (0)")
    for name, share in (("p50", 0.5), ("p90", 0.9)):
        print(f"{name} milliseconds = {figures.at(share):.0f}")
    print(f"p99 milliseconds = {figures.at(0.99):.0f} (at most {P99:.0f})")
    print(f"p99.9 milliseconds = {figures.at(0.999):.0f}")
    print(f"database writes by polls = {writes} (0)")
    print(f"calendars that an edit should have changed and did not = {missed} (0)")
    print(f"calendars of others that an edit changed = {spurious} (0)")
    print(f"secrets in the log = {logged} (0)")
    print(f"service, most memory = {peak:.0f} MB")
    return int(bool(errors or writes or missed or spurious or logged) or figures.at(0.99) > P99)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
