"""A coordinator who starts runs of a plan that takes its time, follows their events and ends them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from secrets import token_hex
from threading import Event, Thread
from typing import Any

import httpx2
from sqlalchemy import func, select

from api.access.ids import RunId
from api.access.roles import Role
from api.accounts.records import access_tokens, accounts, grants
from api.plans.records.plans import import_plan
from api.runs.kinds import RunState
from api.runs.records.runs import RunFacts, events_after, find_run
from api.store.engine import Database, reading, writing
from api.store.migrate import upgrade
from api.store.tables import RUN, RUN_RESULT
from benchmarks.service.running import PATIENCE, Service
from benchmarks.service.world import client
from tests.api.runs.reckoning import long_plan

CODE = "reckoning"
PARTS = 7
"""Events after which a follower hangs up now and then, and comes back."""


@dataclass
class Follower:
    """Follows the events of a run, over broken connections, and notes the number of each.

    Parameters
    ----------
    address, token
        Returns where the run is answered for now; and who asks.
    """

    address: Callable[[], str]
    token: str
    ids: list[int] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._thread = Thread(target=self._follow, daemon=True)
        self._thread.start()

    def wait(self) -> list[int]:
        """Return the numbers of all events, once the last has come."""
        self.ended.wait(PATIENCE)
        return self.ids

    def leave(self) -> None:
        """Follow no longer; for when nobody answers any more, or soon will not."""
        self.ended.set()
        self._thread.join()

    def _follow(self) -> None:
        until = time.monotonic() + 2 * PATIENCE
        while not self.ended.is_set() and time.monotonic() < until:
            try:
                self._listen()
            except httpx2.TransportError:
                time.sleep(0.1)

    def _listen(self) -> None:
        headers = {"authorization": f"Bearer {self.token}"}
        if self.ids:
            headers["last-event-id"] = str(self.ids[-1])
        with (
            client("") as asking,
            asking.stream("GET", self.address(), headers=headers) as answer,
        ):
            if answer.status_code != httpx2.codes.OK:
                time.sleep(0.2)
                return
            block: dict[str, str] = {}
            for line in answer.iter_lines():
                if line:
                    name, _, value = line.partition(": ")
                    block[name] = value
                    continue
                if "event" in block:
                    self.ids.append(int(block["id"]))
                    if block["event"] == "end":
                        self.ended.set()
                        return
                    if len(self.ids) % PARTS == 0:  # hang up, and come back
                        return
                block = {}


@dataclass
class Reckoner:
    """A coordinator, and the services that may reckon.

    Parameters
    ----------
    database, services, token, dice
        The store, who works on it, who asks, and by what chance.
    """

    database: Database
    services: list[Service]
    token: str
    dice: Random
    faults: list[str] = field(default_factory=list)
    followers: dict[RunId, Follower] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where runs lie."""
        return f"/api/v1/hotlines/{CODE}/plans/{long_plan().hotline.period.first_day}/runs"

    def start(self, key: str | None = None) -> RunId:
        """Start a run, and follow it."""
        answer = self.send(self.path, {"kind": "solve", "time_limit": 600, "workers": 1}, key, "1")
        run = RunId(answer["id"])
        if run not in self.followers:
            self.followers[run] = Follower(lambda: f"{self._url()}{self.path}/{run}/events", self.token)
        return run

    def cancel(self, run: RunId) -> float:
        """End a run by hand; return how many seconds that took."""
        began = time.monotonic()
        self.send(f"{self.path}/{run}/cancel", {})
        self.until(lambda: self.facts(run).state.is_over)
        return time.monotonic() - began

    def send(self, path: str, told: Any, key: str | None = None, tag: str = "") -> Any:
        """Send a request, and return what is answered."""
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": key or token_hex(16)}
        headers |= {"if-match": f'"{tag}"'} if tag else {}
        with client(self._url()) as asking:
            answer = asking.post(path, json=told, headers=headers)
        if not answer.is_success:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    def facts(self, run: RunId) -> RunFacts:
        """Return a run as it stands."""
        with reading(self.database) as connection:
            return find_run(connection, run)

    def until(self, ready: Callable[[], Any]) -> float:
        """Wait for something; return how many seconds that took."""
        began = time.monotonic()
        while not ready():
            if time.monotonic() - began > PATIENCE:
                raise SystemExit("waited in vain")
            time.sleep(0.02)
        return time.monotonic() - began

    def process_of(self, run: RunId, fence: int) -> tuple[Service, int]:
        """Return who works at a run under a number and the process that reckons it, a while later."""
        found: list[tuple[Service, int]] = []

        def there() -> bool:
            facts = self.facts(run)
            if facts.state is not RunState.RUNNING or facts.fence < fence:
                return False
            found[:] = [(one, pid) for one in self.services for pid in children(one.pid)]
            return len(found) == 1

        self.until(there)
        time.sleep(self.dice.uniform(0, 2))
        return found[0]

    def look(self, run: RunId) -> None:
        """Look whether a run that is over has one result, and its events came once and whole."""
        facts, ids = self.facts(run), self.followers.pop(run).wait()
        if ids != list(range(1, facts.last + 2)):
            self.faults.append(f"{run}: events {ids}, the last {facts.last}")
        with reading(self.database) as connection:
            kept = [event.seq for event in events_after(connection, run, 0, 100_000)]
            asked = select(func.count()).select_from(RUN_RESULT).where(RUN_RESULT.c.run_id == run)
            results = connection.execute(asked).scalar_one()
        if kept != list(range(1, facts.last + 1)):
            self.faults.append(f"{run}: keeps events {kept}")
        if results > 1 or (results == 0 and facts.state is not RunState.CANCELLED):
            self.faults.append(f"{run}: {facts.state.value} with {results} results")

    def leave(self) -> None:
        """Follow no run any longer, once the services have ended."""
        for follower in self.followers.values():
            follower.leave()

    def count(self) -> int:
        """Return how many runs there are."""
        with reading(self.database) as connection:
            return int(connection.execute(select(func.count()).select_from(RUN)).scalar_one())

    def _url(self) -> str:
        return next((one.url for one in self.services if one.pid and not one.frozen), self.services[0].url)


def fill(database: Database) -> str:
    """Make a hotline with a plan that takes its time; return its coordinator's token."""
    upgrade(database)
    at, plan = datetime.now(UTC), long_plan()
    plan = replace(plan, hotline=replace(plan.hotline, code=CODE))
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=None, at=at)
        made = accounts.make(connection, "reckoning@example.org", "en", by=None, at=at)
        grants.give(connection, made.id, Role.COORDINATOR, hotline=revision.hotline, by=None, at=at)
        return access_tokens.make(connection, made.id, "proof", at=at, lasts=timedelta(days=300))[1]


def children(parent: int) -> Iterator[int]:
    """Yield the processes that reckon for a service."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            state, above = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            reckons = b"api.runs.child" in (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if reckons and state != "Z" and int(above) == parent:
            yield int(folder.name)


def is_gone(process: int) -> bool:
    """Tell whether a process is no more."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True
