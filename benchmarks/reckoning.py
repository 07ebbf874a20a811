"""Runs whose process, service or worker is killed or frozen, over and over; what was wrong is counted.

::

    python -m benchmarks.reckoning [--kills 100] [--services 100] [--cancels 200] [--starts 200] [--frozen 20]
                                   [--seed 1] [--databases sqlite postgresql]

`wfm serve` works at a plan that takes its time, and a coordinator follows the run over connections that
break. At a random moment the process that reckons is killed (`--kills`), the service is killed and started
again (`--services`), the run is ended by hand (`--cancels`), the same start is sent twice at once
(`--starts`), or the service that works at it is stopped with SIGSTOP, while another is there, and goes on
later (`--frozen`). Within ten seconds the run is to go on under the next number or be over, and within two
where it is ended by hand; no process may be left, no event lost or doubled, no result be a second one. Prints
``name = value (target)``; exit status 1 where one is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from secrets import token_hex
from tempfile import TemporaryDirectory

from api.access.ids import RunId
from api.runs.kinds import RunState
from api.store.engine import open_engine
from benchmarks.service.figures import Figure, exactly, none_of, told
from benchmarks.service.reckoner import Reckoner, children, fill, is_gone
from benchmarks.service.running import service
from tests.api.store.databases import postgresql_database, started_postgresql

AGAIN, ENDED = 10.0, 2.0
"""Seconds until a run goes on or is over, and until one that is cancelled is over."""
EACH = 3
"""Times that a run is cut off, the last of which ends it."""


@dataclass
class Tally:
    """What came of it."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    left: int = 0
    doubled: int = 0
    odd: list[str] = field(default_factory=list)

    def note(self, what: str, seconds: float) -> None:
        """Note how long something took."""
        self.seconds.setdefault(what, []).append(seconds)

    def figures(self, database: str, wanted: dict[str, int], faults: Sequence[str]) -> Iterator[Figure]:
        """Yield the figures of one database."""
        for what, many in wanted.items():
            times = self.seconds.get(what, [])
            yield exactly(f"{database}: {what}", len(times), many)
            limit = ENDED if what == "cancels" else AGAIN
            if times and what != "double starts":
                most = max(times)
                name = f"{database}: {what}, seconds until the run goes on or is over, most"
                yield Figure(name, f"{most:.1f}", f"at most {limit:g}", most <= limit)
        yield none_of(f"{database}: processes left behind", self.left)
        yield none_of(f"{database}: starts that were two runs", self.doubled)
        yield none_of(f"{database}: runs that ended otherwise than they had to", len(self.odd))
        yield none_of(f"{database}: events or results lost or doubled", len(faults))


class Rounds:
    """Does what it is told to runs.

    Parameters
    ----------
    reckoner
        Who starts them.
    """

    def __init__(self, reckoner: Reckoner) -> None:
        self.reckoner, self.tally, self.waited = reckoner, Tally(), 0.0

    def kill_processes(self, many: int) -> None:
        """Kill the process that reckons."""
        self._cut_off("kills of a process", many, lambda run, fence: self._kill_process(run, fence))

    def kill_services(self, many: int) -> None:
        """Kill the service, and start it again."""
        self._cut_off("kills of the service", many, lambda run, fence: self._kill_service(run, fence))

    def cancel(self, many: int) -> None:
        """End runs by hand."""
        for _ in range(many):
            run = self.reckoner.start()
            _, process = self.reckoner.process_of(run, 1)
            self.tally.note("cancels", self.reckoner.cancel(run))
            self._expect(run, RunState.CANCELLED)
            self._is_left(process)

    def start_twice(self, many: int) -> None:
        """Send one start twice at once."""
        with ThreadPoolExecutor(2) as pool:
            for _ in range(many):
                key, before, began = token_hex(16), self.reckoner.count(), time.monotonic()
                first, second = pool.map(self.reckoner.start, (key, key))
                self.tally.note("double starts", time.monotonic() - began)
                self.tally.doubled += first != second or self.reckoner.count() != before + 1
                self.reckoner.cancel(first)
                self._expect(first, RunState.CANCELLED)

    def freeze(self, many: int) -> None:
        """Freeze who works at a run until another has taken it, and let it go on."""
        for _ in range(many):
            run = self.reckoner.start()
            working, process = self.reckoner.process_of(run, 1)
            before, began = self.reckoner.facts(run).fence, time.monotonic()
            working.frozen = True
            os.kill(working.pid, signal.SIGSTOP)
            self.reckoner.until(lambda: self.reckoner.facts(run).fence > before)  # noqa: B023
            self.tally.note("frozen workers", time.monotonic() - began)
            os.kill(working.pid, signal.SIGCONT)
            working.frozen = False
            self._is_left(process)
            if self.reckoner.facts(run).fence != before + 1:
                self.tally.odd.append(f"{run} was taken more than once")
            self.reckoner.cancel(run)
            self._expect(run, RunState.CANCELLED)

    def _cut_off(self, what: str, many: int, cut: Callable[[RunId, int], None]) -> None:
        done = 0
        while done < many:
            run, times = self.reckoner.start(), min(EACH, many - done)
            for fence in range(1, times + 1):
                began = time.monotonic()
                cut(run, fence)
                last = fence == EACH
                self.reckoner.until(lambda: self._goes_on(run, fence, last))  # noqa: B023
                self.tally.note(what, time.monotonic() - began - self.waited)
                done += 1
            if times < EACH:
                self.reckoner.cancel(run)
            self._expect(run, RunState.INTERRUPTED if times == EACH else RunState.CANCELLED)

    def _goes_on(self, run: RunId, fence: int, last: bool) -> bool:
        """Tell whether a run is over, or goes on, where this was not the last time that it could."""
        facts = self.reckoner.facts(run)
        again = facts.fence > fence and facts.state is RunState.RUNNING
        return facts.state.is_over or (again and not last)

    def _kill_process(self, run: RunId, fence: int) -> None:
        began = time.monotonic()
        _, process = self.reckoner.process_of(run, fence)
        self.waited = time.monotonic() - began
        os.kill(process, signal.SIGKILL)

    def _kill_service(self, run: RunId, fence: int) -> None:
        began = time.monotonic()
        working, process = self.reckoner.process_of(run, fence)
        self.waited = time.monotonic() - began
        working.kill()
        self._is_left(process)
        working.start()

    def _is_left(self, process: int) -> None:
        """Count a process that is there for too long."""
        until = time.monotonic() + AGAIN
        while not is_gone(process) and time.monotonic() < until:
            time.sleep(0.02)
        self.tally.left += not is_gone(process)

    def _expect(self, run: RunId, state: RunState) -> None:
        found = self.reckoner.facts(run).state
        if found is not state:
            self.tally.odd.append(f"{run} is {found.value}, not {state.value}")
        self.reckoner.look(run)


def reckon(
    place: str, folder: Path, wanted: dict[str, int], seed: int, careless: str = ""
) -> tuple[Tally, list[str]]:
    """Do so much to runs of an empty store; return what came of it, and what was lost or doubled."""
    database = open_engine(place)
    with ExitStack() as stack:
        stack.callback(database.dispose)
        token = fill(database)
        reckoner = Reckoner(database, [], token, Random(seed))
        stack.callback(reckoner.leave)
        first = stack.enter_context(service(place, folder, careless))
        first.start()
        reckoner.services.append(first)
        rounds = Rounds(reckoner)
        for what, do in (
            ("kills of a process", rounds.kill_processes),
            ("kills of the service", rounds.kill_services),
            ("cancels", rounds.cancel),
            ("double starts", rounds.start_twice),
        ):
            do(wanted.get(what, 0))
            print(f"  {what} done", file=sys.stderr, flush=True)
        if wanted.get("frozen workers"):
            other = folder / "other"
            other.mkdir()
            reckoner.services.append(stack.enter_context(service(place, other, careless)))
            reckoner.services[1].start()
            rounds.freeze(wanted["frozen workers"])
        rounds.tally.left += sum(1 for one in reckoner.services for _ in children(one.pid))
        for fault in (*reckoner.faults, *rounds.tally.odd)[:20]:
            print(f"  {fault}", file=sys.stderr)
        return rounds.tally, reckoner.faults


def main(arguments: Sequence[str]) -> int:
    """Do it on each database, and print the figures."""
    parser = argparse.ArgumentParser("python -m benchmarks.reckoning")
    for name, many in (("kills", 100), ("services", 100), ("cancels", 200), ("starts", 200), ("frozen", 20)):
        parser.add_argument(f"--{name}", type=int, default=many)
    parser.add_argument("--seed", type=int, default=1)
    both = ("sqlite", "postgresql")
    parser.add_argument("--databases", nargs="+", choices=both, default=both)
    asked, status = parser.parse_args(arguments), 0
    wanted = {
        "kills of a process": asked.kills,
        "kills of the service": asked.services,
        "cancels": asked.cancels,
        "double starts": asked.starts,
        "frozen workers": asked.frozen,
    }
    for name in asked.databases:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="faellesvagt-")))
            place = str(folder)
            if name == "postgresql":
                server = stack.enter_context(started_postgresql())
                place = stack.enter_context(postgresql_database(server.url))
            tally, faults = reckon(place, folder, wanted, asked.seed)
        status |= told(tuple(tally.figures(name, wanted, faults)))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
