"""Four quarters are played through in the service, and what it says of them is recomputed from what happened.

::

    python -m benchmarks.quarters [--plan sample_data/midtjylland] [--quarters 4] [--seconds 25] [--seed 1]

Each quarter: people say when they can, a roster is solved and published, some are away and others step in,
some swap, a few seats are worked otherwise, the quarter before is corrected once, the quarter is closed, and
the next is made from it. The first is solved with what the plan holds already. Prints
``name = value (target)``; exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from api.access.ids import HotlineCode
from api.plans.records.plans import import_plan
from api.store.engine import Database, open_engine, reading, writing
from api.store.migrate import upgrade
from api.upkeep.verify import verify_integrity
from benchmarks.played.account import Account
from benchmarks.played.player import Part, PlayedQuarter, QuarterPlayer
from benchmarks.played.theatre import Theatre
from benchmarks.service.figures import Figure, exactly, none_of, told
from tests.api.store.invariants import breaches
from wfm import load_plan
from wfm.ids import MunicipalityCode
from wfm.plan import Plan

BEFORE = timedelta(days=40)
"""So long before a quarter its plan is made."""
MOST_TOLD = 20
"""Faults that are told one by one."""


def play(database: Database, plan: Plan, part: Part, *, quarters: int, seed: int) -> tuple[Figure, ...]:
    """Play quarters from a plan on, in an empty store; return what was found."""
    period = plan.hotline.period
    began = datetime.combine(period.first_day, time(9), UTC) - BEFORE
    with writing(database) as connection:
        import_plan(connection, plan, author=None, at=began)
    theatre = Theatre(database, HotlineCode(plan.hotline.code), began)
    player, account = QuarterPlayer(theatre, Random(seed), part), Account(plan)
    day = period.first_day
    before: PlayedQuarter | None = None
    for number in range(quarters):
        lived = player.play(day, answers=number > 0)
        account.note(lived)
        corrections: dict[MunicipalityCode, Fraction] = {}
        if before is not None:
            was = account.due(before.day)
            player.correct(before)
            account.note(before)
            corrections = {code: now - was[code] for code, now in account.due(before.day).items()}
        _close(theatre, account, lived, corrections)
        print(f"  {day} is closed", file=sys.stderr, flush=True)
        before = lived
        if number + 1 < quarters:
            day = type(day).fromisoformat(
                theatre.send("POST", "/plans/next", {"from": day.isoformat()})["plan"]
            )
    return (*_of_all(database, account, part), *account.figures())


def _close(
    theatre: Theatre, account: Account, lived: PlayedQuarter, corrections: Mapping[MunicipalityCode, Fraction]
) -> None:
    theatre.until(theatre.now + timedelta(days=1))
    theatre.send("POST", f"/plans/{lived.day}/close")
    entries = theatre.get(f"/ledger?quarter={lived.day}")["entries"]
    account.close(lived, corrections, entries, theatre.get(f"/statements/{lived.day}"))


def _of_all(database: Database, account: Account, part: Part) -> Iterator[Figure]:
    quarters = len(account.lived)
    across = ("swaps between municipalities", part.across)
    for what, each in (("absences", part.absences), ("swaps", part.swaps), across):
        done = sum(lived.done[what] for lived in account.lived)
        yield exactly(f"{what} in {quarters} quarters", done, each * quarters)
    with reading(database) as connection:
        found = verify_integrity(connection)
        wrong = [*breaches(connection), *found.seals.broken, *found.broken_versions, *found.broken_calendars]
    for one in (*wrong, *(each for found in account.differs.values() for each in found))[:MOST_TOLD]:
        print(f"  {one}", file=sys.stderr)
    yield none_of("faults of the store", len(wrong))


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quarters", description=__doc__)
    parser.add_argument("--plan", type=Path, default=Path("sample_data/midtjylland"))
    parser.add_argument("--quarters", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=25, help="time limit of each search")
    parser.add_argument("--absences", type=int, default=10, help="in each quarter")
    parser.add_argument("--swaps", type=int, default=20, help="in each quarter")
    parser.add_argument("--across", type=int, default=4, help="swaps of these between two municipalities")
    parser.add_argument("--corrected", type=int, default=12, help="shifts of each quarter worked otherwise")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    part = Part(asked.seconds, asked.absences, asked.swaps, asked.corrected, asked.across)
    with TemporaryDirectory(prefix="faellesvagt-") as folder:
        database = open_engine(Path(folder))
        try:
            upgrade(database)
            return told(play(database, load_plan(asked.plan), part, quarters=asked.quarters, seed=asked.seed))
        finally:
            database.dispose()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
