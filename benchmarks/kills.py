"""kill -9 of the service at random moments of what changes something; what was lost is counted.

::

    python -m benchmarks.kills [--kills 200] [--seed 1] [--databases sqlite] [--planning | --living]

Of importing, changing and publishing; with ``--planning`` of saving tables, answering availability and
opening collections; with ``--living`` of absences, offers, swaps and closes.

Each time a request is sent, the service is killed while it is at work, at a random moment or, every fourth
time, as soon as the effect can be seen in the store; it is started again, and asked the same once more,
with the same Idempotency-Key, as a client would. Then the store is held against what was
acknowledged. A killed process is not a machine without power: there the databases' own settings count.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import httpx2

from api.store.engine import Database, open_engine, reading
from benchmarks.service.figures import Figure, exactly, none_of, told
from benchmarks.service.running import Service, service
from benchmarks.service.story import STEPS, Story, begin_story
from benchmarks.service.whole import differences, faults, is_known
from benchmarks.service.world import (
    ANSWER,
    CHANGE,
    COLLECT,
    IMPORT,
    PUBLISH,
    TABLE,
    Hotline,
    Wanted,
    client,
    fill,
)
from tests.api.store.databases import postgresql_database, started_postgresql

ACTIONS = (IMPORT, CHANGE, PUBLISH)
PLANNING = (TABLE, ANSWER, COLLECT)
WHOLE_EVERY = 25
"""Kills between two looks at everything; what was acknowledged is looked at after each."""
RECENT = 5
"""Requests of a kind by which it is known how long one takes; the shortest counts."""
AT_COMMIT_EVERY = 4
"""Of so many kills one is just after a commit, before anybody is told: the moment hardest to hit."""
OFTEN = 0.95
"""Share of the kills that shall hit a request at work."""


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    in_flight: int = 0
    held_unanswered: int = 0
    answered_before: int = 0
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    by_action: dict[str, int] = field(default_factory=dict)

    def figures(self, database: str, wanted: int) -> list[Figure]:
        """Return the figures of so many kills."""
        share = self.in_flight / self.kills
        actions = ", ".join(f"{number} {action}" for action, number in sorted(self.by_action.items()))
        return [
            exactly(f"{database}: kills", self.kills, wanted),
            Figure(f"{database}: killed while at", actions),
            Figure(
                f"{database}: kills with a request at work",
                f"{share:.0%}",
                f"at least {OFTEN:.0%}",
                share >= OFTEN,
            ),
            Figure(f"{database}: effects that held although nobody was told", str(self.held_unanswered)),
            none_of(f"{database}: acknowledged and lost", len(self.lost)),
            none_of(f"{database}: repeated and not answered", len(self.refused)),
            none_of(f"{database}: half or doubled", len(self.faults)),
        ]


class Killer:
    """Sends requests, kills the service, and counts."""

    def __init__(
        self,
        running: Service,
        database: Database,
        hotline: Hotline | Story,
        seed: int,
        actions: Sequence[str] = ACTIONS,
        keys: int = 0,
    ) -> None:
        self.actions = actions
        self.running, self.database, self.hotline = running, database, hotline
        self.chance = random.Random(seed)
        self.seconds: dict[str, deque[float]] = {action: deque(maxlen=RECENT) for action in actions}
        self.tally, self.keys = Tally(), keys

    def warm_up(self) -> None:
        """See how long each kind of request takes."""
        for action in self.actions:
            for _ in range(RECENT):
                self._timed(self.hotline.wanted(action))

    def kill_once(self, action: str) -> None:
        """Kill the service while it is at a request, and look at what is left."""
        wanted = self.hotline.wanted(action)
        first: list[httpx2.Response] = []
        sender = Thread(target=self._try, args=(wanted, first))
        sender.start()
        if (self.tally.kills + 1) % AT_COMMIT_EVERY:
            time.sleep(self.chance.uniform(0, min(self.seconds[wanted.action])))
        else:
            self._wait_for_commit(wanted, sender)
        at_work = sender.is_alive()
        self.running.kill()
        sender.join()
        tally = self.tally
        tally.kills += 1
        tally.in_flight += at_work
        tally.by_action[wanted.action] = tally.by_action.get(wanted.action, 0) + 1
        with reading(self.database) as connection:
            held = is_known(connection, wanted.key)
        tally.held_unanswered += held and not first
        if first and not held:
            tally.lost.append(f"{wanted.action} was answered {first[0].status_code} and is not there")
        self.running.start()
        number = self._answered(wanted)
        if first and number != self.hotline.number_in(wanted, first[0]):
            tally.lost.append(f"{wanted.action} was answered otherwise the second time")
        with reading(self.database) as connection:
            tally.faults += differences(connection, [self.hotline], self.keys)
        self.database.dispose()

    def look_at_all(self) -> None:
        """Look at every invariant."""
        with reading(self.database) as connection:
            self.tally.faults += faults(connection, [self.hotline], self.keys)
        self.database.dispose()

    def _wait_for_commit(self, wanted: Wanted, sender: Thread) -> None:
        """Wait until a request's effect can be seen, or it is answered."""
        seen = False
        while sender.is_alive() and not seen:
            with reading(self.database) as connection:
                seen = is_known(connection, wanted.key)

    def _try(self, wanted: Wanted, answers: list[httpx2.Response]) -> None:
        began = time.monotonic()
        try:
            with client(self.running.url) as asking:
                answer = wanted.send(asking, self.hotline.token)
        except httpx2.TransportError:
            return
        if answer.is_success:
            answers.append(answer)
            self.seconds[wanted.action].append(time.monotonic() - began)

    def _timed(self, wanted: Wanted) -> None:
        """Ask with nobody killed, and note how long that takes."""
        began = time.monotonic()
        self._answered(wanted)
        self.seconds[wanted.action].append(time.monotonic() - began)

    def _answered(self, wanted: Wanted) -> int:
        """Ask; return the number that is answered, and note it."""
        with client(self.running.url) as asking:
            answer = wanted.send(asking, self.hotline.token)
        if not answer.is_success:
            self.tally.refused.append(f"{wanted.action}: {answer.status_code} {answer.text[:200]}")
            return 0
        number = self.hotline.number_in(wanted, answer)
        self.hotline.note(wanted, number)
        self.keys += self.hotline.keys_of(wanted.action)
        return number


def kill(
    place: str,
    folder: Path,
    kills: int,
    seed: int,
    careless: str = "",
    actions: Sequence[str] | None = None,
) -> Tally:
    """Kill the service of an empty store so often; return what came of it."""
    actions = ACTIONS if actions is None else actions
    database = open_engine(place)
    hotline: Hotline | Story
    if actions == STEPS:
        quarters = RECENT + kills // len(STEPS) + 1
        hotline, keys = begin_story(database, quarters), quarters + 1  # each was published once
    else:
        (hotline,), keys = fill(database, ("proof",)), 0
    database.dispose()
    with service(place, folder, careless) as running:
        running.start()
        killer = Killer(running, database, hotline, seed, actions, keys)
        killer.warm_up()
        for number in range(1, kills + 1):
            killer.kill_once(actions[number % len(actions)])
            if number % WHOLE_EVERY == 0:
                killer.look_at_all()
                print(f"  {number} kills, {running.starts} starts", file=sys.stderr, flush=True)
        killer.look_at_all()
    return killer.tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="on each database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--planning", action="store_true", help="while a plan is edited and people answer")
    what.add_argument(
        "--living", action="store_true", help="while shifts change hands and quarters are closed"
    )
    asked = parser.parse_args(arguments)
    status = 0
    for name in asked.databases:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="faellesvagt-")))
            place = str(folder)
            if name == "postgresql":
                server = stack.enter_context(started_postgresql())
                place = stack.enter_context(postgresql_database(server.url))
            actions = PLANNING if asked.planning else STEPS if asked.living else ACTIONS
            tally = kill(place, folder, asked.kills, asked.seed, actions=actions)
        status |= told(tally.figures(name, asked.kills))
        for fault in (*tally.lost, *tally.refused, *tally.faults)[:20]:
            print(f"  {fault}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
