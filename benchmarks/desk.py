"""Hand changes in a quarter: how long it takes to choose a seat, and to change it.

::

    python -m benchmarks.desk [PLAN] [--agents 200 --municipalities 36] [--seats 40] [--seed 1] [--mend 60]

Fills a store with a plan and a roster (the plan folder that is named, `sample_data/midtjylland` where none
is, or a generated quarter), chooses seats by chance and has the best candidate of each take it, as a
coordinator does, in this process: neither network nor browser counts. Milliseconds are of the processor.
At last the draft is mended from there, by a run in a process of its own; seconds of that are by the clock.
Prints ``name = value (target)``; exit status 1 where one is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient
from httpx2 import Response

import wfm
from api.access.callers import AccountHolder
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.app import create_app
from api.published.store_source import StoredHotlines
from api.runs.worker import RunWorker, working
from api.serving.server import settle_memory
from api.store.engine import Database, open_engine
from api.store.migrate import upgrade
from benchmarks.crowd import gathered
from benchmarks.drawing import Size, drawn, numbered
from benchmarks.plans import QUARTER
from benchmarks.service.figures import Figure, told
from wfm.calendar import Shift
from wfm.plan import Plan

MILLISECONDS, BYTES = 300.0, 150_000
SAMPLE = Path("sample_data/midtjylland")
OK, CREATED = 200, 201


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where one misses its target."""
    asked = _options(arguments)
    plan = _plan(asked)
    with TemporaryDirectory(prefix="faellesvagt-desk-") as place:
        database = open_engine(Path(place))
        upgrade(database)
        gathered(database, plan, 0, asked.seed)
        settle_memory()
        desk = Desk(plan, _client(database, plan))
        desk.work(asked.seats, random.Random(asked.seed))
        if asked.mend:
            desk.mend(RunWorker(database, lambda: datetime.now(UTC)), asked.mend)
        database.dispose()
    size = Figure("agents", f"{len(plan.agents)} in {len(plan.municipalities)} municipalities")
    return told([size, *desk.figures()])


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.desk")
    parser.add_argument("plan", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--agents", type=int, default=0)
    parser.add_argument("--municipalities", type=int, default=36)
    parser.add_argument("--seats", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mend", type=float, default=60, help="seconds to mend from there; 0: not at all")
    return parser.parse_args(arguments)


def _plan(asked: argparse.Namespace) -> Plan:
    if not asked.agents:
        return wfm.load_plan(asked.plan)
    return drawn(
        asked.seed, Size(QUARTER, asked.agents, populations=numbered(asked.seed, asked.municipalities))
    )


def _client(database: Database, plan: Plan) -> TestClient:
    code = HotlineCode(plan.hotline.code)
    caller = AccountHolder(AccountId("a" * 32), (Grant(Role.COORDINATOR, code),))
    app = create_app(
        StoredHotlines(database, lambda: datetime.now(UTC)), database=database, caller=lambda request: caller
    )
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@dataclass
class Desk:
    """A coordinator at work, and how long each answer took."""

    plan: Plan
    client: TestClient
    number: int = 1
    chosen: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    largest: int = 0
    mended: str = ""

    @property
    def _plan(self) -> str:
        line = self.plan.hotline
        return f"/api/v1/hotlines/{line.code}/plans/{line.period.first_day}"

    @property
    def _versions(self) -> str:
        return f"{self._plan}/versions"

    def work(self, seats: int, chance: random.Random) -> None:
        """Choose so many seats, and have the best candidate of each take it."""
        for shift in chance.choices(self.plan.shifts, k=seats):
            self._change(shift, chance.randint(1, shift.seats))

    def mend(self, worker: RunWorker, seconds: float) -> None:
        """Have the draft mended from there: solved again, with as few changes as possible."""
        asked = {"kind": "solve", "from": self.number, "time_limit": seconds}
        revision = self.client.get(self._plan).json()["revision"]["number"]
        headers = {"If-Match": f'"{revision}"', "Idempotency-Key": "mend"}
        began = time.monotonic()
        made = self.client.post(f"{self._plan}/runs", json=asked, headers=headers)
        if made.status_code != CREATED:
            raise SystemExit(f"{made.status_code} {made.text[:300]}")
        with working(worker):
            while (run := self.client.get(f"{self._plan}/runs/{made.json()['id']}").json())[
                "version"
            ] is None:
                if run["state"] not in ("queued", "running"):
                    raise SystemExit(f"the run is {run['state']}")
                time.sleep(0.2)
        score = ", ".join(f"{level} {one['value']} ({one['bound']})" for level, one in run["score"].items())
        self.mended = f"{time.monotonic() - began:.1f} s, {run['status']}, {score}"

    def _change(self, shift: Shift, seat: int) -> None:
        address = f"{self._versions}/{self.number}/seats/{shift.id}/{seat}"
        found = self._timed(self.chosen, lambda: self.client.get(address), OK).json()
        page = f"/plans/{self.plan.hotline.period.first_day}/versions/{self.number}/desk"
        where = f"{page}?shift={shift.id}&seat={seat}"
        shown = self._timed(self.pages, lambda: self.client.get(where), OK)
        self.largest = max(self.largest, len(shown.content))
        for best in found["candidates"][:1]:
            headers = {"If-Match": f'"{self.number}"', "Idempotency-Key": f"desk-{self.number}"}
            self._timed(
                self.changed,
                lambda: self.client.post(
                    f"{self._versions}/{self.number}/changes",
                    json={"changes": best["changes"]},  # noqa: B023
                    headers=headers,  # noqa: B023
                ),
                CREATED,
            )
            self.number += 1

    def _timed(self, times: list[float], ask: Callable[[], Response], wanted: int) -> Response:
        began = time.process_time()
        answer = ask()
        times.append((time.process_time() - began) * 1000)
        if answer.status_code != wanted:
            raise SystemExit(f"{answer.request.url}: {answer.status_code} {answer.text[:300]}")
        return answer

    def figures(self) -> Iterator[Figure]:
        """Yield what it took."""
        for name, times in (
            ("seat chosen", self.chosen),
            ("page of a chosen seat", self.pages),
            ("hand change", self.changed),
        ):
            middle = median(times)
            met = middle <= MILLISECONDS
            yield Figure(f"{name}, ms, median", f"{middle:.0f}", f"at most {MILLISECONDS:.0f}", met)
            yield Figure(f"{name}, ms, most", f"{max(times):.0f}")
        if self.mended:
            yield Figure("mended from there, value (bound)", self.mended)
        yield Figure("page, bytes, most", f"{self.largest:,}", f"at most {BYTES:,}", self.largest <= BYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
