"""PostgreSQL crashed under load, and two coordinators who publish at once: what was lost, and who won.

::

    python -m benchmarks.restarts [--restarts 10] [--rounds 200] [--seconds 8]

Under load, coordinators change and publish, each their own hotline's plan, and readers look; PostgreSQL is
stopped with ``immediate``, which is a crash, and started again. Whoever is answered 503 waits as long as
Retry-After says and asks the same once more, with the same Idempotency-Key. Then two coordinators of one
hotline publish different versions at the same moment, on both databases.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Event, Thread

import httpx2

from api.store.engine import open_engine, reading
from benchmarks.service.figures import Figure, exactly, none_of, told
from benchmarks.service.running import Service, service
from benchmarks.service.whole import faults
from benchmarks.service.world import CHANGE, PUBLISH, Hotline, client, fill
from tests.api.store.databases import Postgresql, postgresql_database, started_postgresql

READERS = 4
PAUSE = 0.05
"""Seconds between two looks of one reader."""
UNAVAILABLE, STALE = 503, 412


@dataclass
class Load:
    """What was answered while PostgreSQL crashed.

    Parameters
    ----------
    answers
        How often each status.
    odd
        Answers that are none of those allowed: success, or 503 with Retry-After.
    acknowledged
        Requests that changed something.
    recovered
        Seconds from the moment when PostgreSQL accepted again until the service did.
    """

    answers: Counter[int] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    acknowledged: int = 0
    recovered: list[float] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def note(self, answer: httpx2.Response) -> bool:
        """Count an answer; wait where it says so. Tell whether it is a success."""
        self.answers[answer.status_code] += 1
        if answer.status_code == UNAVAILABLE and answer.headers.get("retry-after", "").isdecimal():
            time.sleep(min(int(answer.headers["retry-after"]), 2))
        elif not answer.is_success:
            self.odd.append(f"{answer.request.method} {answer.request.url.path}: {answer.status_code}")
        return answer.is_success


def write(running: Service, hotline: Hotline, load: Load) -> None:
    """Change and publish, over and over; what is not acknowledged is asked again until it is."""
    turn = 0
    with client(running.url) as asking:
        while not load.ended.is_set():
            turn += 1
            wanted = hotline.wanted((CHANGE, PUBLISH)[turn % 2])
            answer = wanted.send(asking, hotline.token)
            while not load.note(answer):
                if answer.status_code != UNAVAILABLE:
                    return
                answer = wanted.send(asking, hotline.token)
            hotline.note(wanted, hotline.number_in(wanted, answer))
            load.acknowledged += 1


def read(running: Service, hotline: Hotline, load: Load) -> None:
    """Look at plans and rosters, over and over."""
    paths = (hotline.address, f"{hotline.address}/versions", "/api/v1/hotlines", f"/?hotline={hotline.code}")
    with client(running.url) as asking:
        turn = 0
        while not load.ended.is_set():
            turn += 1
            headers = {"authorization": f"Bearer {hotline.token}"}
            load.note(asking.get(paths[turn % len(paths)], headers=headers))
            time.sleep(PAUSE)


def crash(server: Postgresql, running: Service, load: Load, restarts: int, seconds: float) -> None:
    """Crash PostgreSQL so often, and note how long the service takes to work again."""
    for _ in range(restarts):
        time.sleep(seconds)
        server.crash()
        accepts = time.monotonic()
        while not running.is_ready():
            time.sleep(0.05)
        load.recovered.append(time.monotonic() - accepts)
    time.sleep(seconds)
    load.ended.set()


def _publish(running: Service, hotline: Hotline, load: Load) -> None:
    """Publish a first version, so that there is something to look at."""
    wanted = hotline.wanted(PUBLISH)
    with client(running.url) as asking:
        answer = wanted.send(asking, hotline.token)
    hotline.note(wanted, hotline.number_in(wanted, answer))
    load.acknowledged += 1


def restarts(
    server: Postgresql, folder: Path, number: int, seconds: float, careless: str = ""
) -> list[Figure]:
    """Crash PostgreSQL under load; return what came of it."""
    with postgresql_database(server.url) as place:
        database = open_engine(place)
        hotlines = fill(database, ("one", "other"))
        database.dispose()
        load = Load()
        with service(place, folder, careless) as running:
            running.start()
            for hotline in hotlines:
                _publish(running, hotline, load)
            jobs = [Thread(target=write, args=(running, hotline, load)) for hotline in hotlines]
            jobs += [Thread(target=read, args=(running, hotlines[n % 2], load)) for n in range(READERS)]
            for job in jobs:
                job.start()
            try:
                crash(server, running, load, number, seconds)
            finally:
                load.ended.set()
                for job in jobs:
                    job.join()
            with reading(database) as connection:
                wrong = faults(connection, hotlines, load.acknowledged)
            database.dispose()
    for line in (*load.odd, *wrong)[:20]:
        print(f"  {line}", file=sys.stderr)
    answers = ", ".join(f"{status}: {times}" for status, times in sorted(load.answers.items()))
    return [
        exactly("postgresql: crashes under load", len(load.recovered), number),
        Figure("postgresql: answers by status", answers),
        Figure(
            "postgresql: writes acknowledged", str(load.acknowledged), "at least 1", load.acknowledged > 0
        ),
        none_of("postgresql: answers but success or 503 with Retry-After", len(load.odd)),
        none_of("postgresql: writes lost, half or doubled", len(wrong)),
        Figure("postgresql: longest until the service worked again", f"{max(load.recovered):.2f} s"),
    ]


def race(running: Service, pair: tuple[Hotline, Hotline]) -> list[int]:
    """Let two coordinators publish two new versions at once; return the statuses that they were answered."""
    one, other = pair
    with client(running.url) as asking:
        for _ in pair:
            wanted = one.wanted(CHANGE)
            one.note(wanted, one.number_in(wanted, wanted.send(asking, one.token)))
    barrier = Barrier(2)
    answers: dict[int, httpx2.Response] = {}

    def publish(place: int, token: str) -> None:
        wanted = one.wanted(PUBLISH, number=one.version - place)
        with client(running.url) as asking:
            asking.get("/healthz")  # the connection stands before the race begins
            barrier.wait()
            answers[place] = wanted.send(asking, token)

    jobs = [Thread(target=publish, args=each) for each in ((0, one.token), (1, other.token))]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    won = [place for place, answer in answers.items() if answer.is_success]
    if won:
        one.published = max(int(answers[place].json()["number"]) for place in won)
    return sorted(answer.status_code for answer in answers.values())


def races(name: str, place: str, folder: Path, rounds: int, careless: str = "") -> list[Figure]:
    """Let two publish at once, so often; return who won."""
    database = open_engine(place)
    one, other = fill(database, ("proof",), coordinators=2)
    database.dispose()
    ends: Counter[tuple[int, ...]] = Counter()
    with service(place, folder, careless) as running:
        running.start()
        for _ in range(rounds):
            ends[tuple(race(running, (one, other)))] += 1
        with reading(database) as connection:
            wrong = faults(connection, [one], 3 * ends[200, STALE])
        database.dispose()
    for line in wrong[:20]:
        print(f"  {line}", file=sys.stderr)
    said = ", ".join(f"{' and '.join(map(str, end))}: {times}" for end, times in sorted(ends.items()))
    return [
        Figure(f"{name}: answers to two who publish at once", said),
        exactly(f"{name}: rounds in which exactly one won, the other got 412", ends[200, STALE], rounds),
        none_of(f"{name}: half or doubled", len(wrong)),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Crash and race, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.restarts", description=__doc__)
    parser.add_argument("--restarts", type=int, default=10)
    parser.add_argument(
        "--rounds", type=int, default=200, help="of two who publish at once, on each database"
    )
    parser.add_argument("--seconds", type=float, default=8, help="of load between two crashes")
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        server = stack.enter_context(started_postgresql())

        def folder() -> Path:
            return Path(stack.enter_context(TemporaryDirectory(prefix="faellesvagt-")))

        status = told(restarts(server, folder(), asked.restarts, asked.seconds)) if asked.restarts else 0
        if asked.rounds:
            with postgresql_database(server.url) as place:
                status |= told(races("postgresql", place, folder(), asked.rounds))
            own = folder()
            status |= told(races("sqlite", str(own), own, asked.rounds))
    return status


if __name__ == "__main__":
    sys.exit(main())
