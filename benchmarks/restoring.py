"""How long a store of years takes to back up, to restore and to be proven whole.

::

    python -m benchmarks.restoring [--instance quarter] [--quarters 20] [--versions 30] [--database URL]

Fills a store with quarters that follow each other, the roster of each in many versions, everybody with an
account and an address of their calendar; then runs the commands as an operator would. Prints
``name = value (target)``; exit status 1 where one is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

from api.plans.records.plans import import_plan, read_plan
from api.publication.unproven_report import unproven_report
from api.rosters.records.rosters import add_version
from api.store.engine import Database, open_engine, reading, writing
from api.store.migrate import upgrade
from api.upkeep.backup import Manifest, check_backup
from benchmarks.crowd import GREEDY_SECONDS, Crowd, edited, gathered
from benchmarks.plans import KINDS
from benchmarks.service.figures import Figure, none_of, told
from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from wfm.canonical import plan_sha256
from wfm.next_plan import next_plan
from wfm.roster import Roster

MOVES = 2
"""Shifts that each version gives to somebody else."""
CHANGED = frozenset({"audit_event", "audit_payload", "audit_head", "hotline", "login", "half_login", "link"})
"""Tables that restoring changes on purpose."""


def filled(database: Database, instance: str, quarters: int, versions: int, seed: int = 1) -> Crowd:
    """Fill an empty store; return the last quarter."""
    plan = KINDS[instance](seed)
    crowd = gathered(database, plan, len(plan.agents) + len(plan.municipalities) + 1, seed)
    _edit(crowd, versions - 1, seed)
    for quarter in range(1, quarters):
        crowd = _next(crowd, seed + quarter)
        _edit(crowd, versions - 1, seed + quarter)
    return crowd


def figures(database: Database, folder: Path, address: str) -> Iterator[Figure]:
    """Back the store up, restore it into an empty one and over itself; yield what came of it."""
    own = {"WFM_DATA_FOLDER": str(folder / "store"), "WFM_DATABASE_URL": address}
    empty = {"WFM_DATA_FOLDER": str(folder / "restored"), "WFM_DATABASE_URL": ""}
    first, second = folder / "first.backup", folder / "second.backup"
    yield _timed("backup", own, "backup", str(first))
    manifest = check_backup(first)
    yield Figure("rows", str(manifest.rows))
    yield Figure("backup, MB", f"{first.stat().st_size / 1e6:.0f}")
    yield _timed("restore into an empty store", empty, "restore", str(first))
    yield _timed("backup of what was restored", empty, "backup", str(second))
    yield none_of("tables that are others", len(_others(manifest, check_backup(second))))
    yield _timed("verify-audit of what was restored", empty, "verify-audit")
    yield _timed("restore over the store, with a backup of it before", own, "restore", str(first), "--force")
    yield _timed("verify-audit of that", own, "verify-audit")


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    asked = _options(arguments)
    with TemporaryDirectory(prefix="faellesvagt-restoring-") as place:
        folder = Path(place)
        (folder / "store").mkdir(mode=0o700)
        (folder / "restored").mkdir(mode=0o700)
        database = open_engine(asked.database or folder / "store")
        upgrade(database)
        began = time.monotonic()
        filled(database, asked.instance, asked.quarters, asked.versions)
        print(f"filling, seconds = {time.monotonic() - began:.0f}", flush=True)
        database.dispose()
        return told(tuple(figures(database, folder, asked.database)))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.restoring")
    parser.add_argument("--instance", choices=list(KINDS), default="quarter")
    parser.add_argument(
        "--quarters", type=int, default=20, help="five years, as long as working time is kept"
    )
    parser.add_argument("--versions", type=int, default=30, help="of each quarter's roster")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; SQLite if left out")
    return parser.parse_args(arguments)


def _edit(crowd: Crowd, versions: int, seed: int) -> None:
    """Add versions of a published roster, a few shifts changed in each, and publish the last."""
    newest = crowd.number
    for number in range(versions - 1):
        roster, _ = edited(crowd, MOVES, 1000 * seed + number)
        with writing(crowd.database) as connection:
            report = unproven_report(crowd.plan, roster, plan_sha256(crowd.plan))
            now = datetime.now(UTC)
            version = add_version(
                connection, crowd.revision, roster, report, author=None, at=now, expected=newest
            )
        newest, crowd.roster = version.number, roster
    if versions > 0:
        crowd.publish(edited(crowd, MOVES, 1000 * seed + versions)[0], newest)


def _next(crowd: Crowd, seed: int) -> Crowd:
    """Plan the next quarter; return it, its roster published."""
    plan = next_plan(crowd.plan, crowd.roster).plan
    with writing(crowd.database) as connection:
        revision = import_plan(connection, plan, author=None, at=datetime.now(UTC))
    with reading(crowd.database) as connection:
        known = read_plan(connection, revision)
    following = replace(crowd, plan=known, revision=revision, roster=Roster(), number=0)
    following.publish(greedy_roster(known, seed, Clock(GREEDY_SECONDS)))
    return following


def _timed(name: str, variables: Mapping[str, str], *command: str) -> Figure:
    """Run a command as an operator does; return the seconds that it took, by the clock and of processor."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WFM_")}
    wfm = str(Path(sys.executable).with_name("wfm"))
    began, busy = time.monotonic(), _processor()
    done = subprocess.run([wfm, *command], env={**clean, **variables}, capture_output=True, check=False)
    seconds, busy = time.monotonic() - began, _processor() - busy
    if done.returncode:
        return Figure(f"{name}, exit status", str(done.returncode), "0", met=False)
    return Figure(f"{name}, seconds", f"{seconds:.1f}, {busy:.1f} of processor")


def _processor() -> float:
    """Return the processor's seconds of commands that ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _others(one: Manifest, other: Manifest) -> list[str]:
    """Return tables that are not the same in two backups, but for those that are meant to differ."""
    return [name for name in one.tables if name not in CHANGED and one.tables[name] != other.tables[name]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
