"""Every page of a large hotline, as each role gets it: how many bytes, and how long the server takes.

::

    python -m benchmarks.pages [--agents 200] [--municipalities 36] [--quarters 12] [--most 30] [--seed 1]

Fills a store with generated quarters, each with a published roster; those that are over are closed. In the
last one a draft gives most shifts to others, the plan has changed since, and people are asked when they can
sit. Asks for the pages in this process, so that neither network nor browser counts; whoever may edit the plan
sends forms as well, of which what they would change is shown and nothing is kept. Milliseconds are of the
processor: what else the machine does does not count, nor does the child that reads pasted rows. ``first`` is
a page that nobody asked for yet since the roster was published, ``again`` one that is kept. Of pages of a
kind the largest is told. Prints a table and ``name = value (target)``; exit status 1 where one is missed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.callers import LOCAL_USER, AccountHolder, Caller
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.app import create_app
from api.availability.records.collections import Collection, keep_collection
from api.demonstration.last_quarter import close_last_quarter
from api.plans.records.plans import import_plan, read_plan
from api.publication.unproven_report import unproven_report
from api.published.store_source import StoredHotlines
from api.rosters.records.rosters import add_version
from api.serving.server import settle_memory
from api.store.engine import Database, open_engine, writing
from api.store.migrate import upgrade
from benchmarks.crowd import GREEDY_SECONDS, Crowd, gathered, moved
from benchmarks.drawing import Size, drawn, numbered
from benchmarks.plans import QUARTER
from benchmarks.service.figures import Figure, told
from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from wfm.canonical import plan_sha256
from wfm.plan import Plan
from wfm.roster import Roster

BYTES, MILLISECONDS, ANSWERING = 150_000, 300.0, 150.0
"""What a page may take; one of availability shall come sooner."""
STANDALONE = "/roster.html"
"""A file that stands alone and is whole however long it is."""
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
BEGIN = ("/", "/now", "/administration", "/account")
AHEAD = 6
"""Weeks from now until the last quarter begins."""
OF_PLAN = (
    "next",
    "check",
    "people",
    "availability",
    "versions/1/carry",
    "versions/2/carry",
    "revisions",
    "runs",
)
"""Pages of the last plan that are asked for whatever leads to them."""
REFUSED = (403, 404)
SHOWN = (200, 409, 422)
"""Answers to a form of which nothing was kept."""
ASIDE = ("/api/", "/static/", "/feeds/")


@dataclass(frozen=True)
class Visit:
    """A page that was asked for, twice."""

    role: str
    address: str
    size: int
    first: float
    again: float


def main(arguments: Sequence[str]) -> int:
    """Print the table and the figures; return 1 where one misses its target."""
    asked = _options(arguments)
    size = Size(QUARTER, asked.agents, populations=numbered(asked.seed, asked.municipalities))
    plan = _ahead(drawn(asked.seed, size))
    with TemporaryDirectory(prefix="faellesvagt-pages-") as place:
        database = open_engine(Path(place))
        upgrade(database)
        for quarter in range(1 - asked.quarters, 0):
            _publish(database, moved(plan, QUARTER * quarter), asked.seed)
        crowd = gathered(database, plan, 0, asked.seed)
        draft(crowd, asked.seed + 1)
        _change(crowd)
        settle_memory()
        cold = {role: _cold(database, who) for role, who in callers(plan).items()}
        begin = [*BEGIN, *(f"/plans/{plan.hotline.period.first_day}/{page}" for page in OF_PLAN)]
        visits = [
            visit
            for role, who in callers(plan).items()
            for visit in every_page(database, role, who, begin, asked.most)
        ]
        visits += every_form(database, plan)
        database.dispose()
    return _told(visits, cold)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.pages")
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--municipalities", type=int, default=36)
    parser.add_argument("--quarters", type=int, default=12, help="plans that are published")
    parser.add_argument("--most", type=int, default=30, help="pages of a kind that are asked for")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def draft(crowd: Crowd, seed: int) -> None:
    """Add a version that gives most shifts to others, and is not published."""
    roster = greedy_roster(crowd.plan, seed, Clock(GREEDY_SECONDS))
    report = unproven_report(crowd.plan, roster, plan_sha256(crowd.plan))
    with writing(crowd.database) as connection:
        told = {"author": None, "at": datetime.now(UTC), "expected": crowd.number}
        add_version(connection, crowd.revision, roster, report, **told)  # type: ignore[arg-type]


def _ahead(plan: Plan) -> Plan:
    """Return the plan where it begins in some weeks, so that nothing of it has been yet."""
    return moved(plan, (datetime.now(UTC).date() - plan.hotline.period.first_day).days // 7 + AHEAD)


def _publish(database: Database, plan: Plan, seed: int) -> None:
    """Keep a quarter, publish a roster of it, and close it where it is over."""
    now = datetime.now(UTC)
    with writing(database) as connection:
        revision = import_plan(connection, plan, author=None, at=now)
        known = read_plan(connection, revision)
    Crowd(database, known, revision, Roster()).publish(greedy_roster(known, seed, Clock(GREEDY_SECONDS)))
    if known.shifts[-1].ends_at < now:
        close_last_quarter(database, known, {}, AccountId("0" * 32), now)


def _change(crowd: Crowd) -> None:
    """Close a day of the plan under its rosters, and ask its people until tomorrow."""
    line, now = crowd.plan.hotline, datetime.now(UTC)
    closing = replace(line.closing, closed=line.closing.closed | {crowd.plan.shifts[-1].day})
    changed = replace(crowd.plan, hotline=replace(line, closing=closing))
    asked = {"opens": now - timedelta(days=1), "closes": now + timedelta(days=1), "author": None, "at": now}
    with writing(crowd.database) as connection:
        import_plan(connection, changed, author=None, at=now, expected=1)
        keep_collection(connection, Collection(crowd.revision.plan, 1, note="", **asked))  # type: ignore[arg-type]


def callers(plan: Plan) -> Mapping[str, Caller]:
    """Return somebody of each role: those of the municipality with most agents."""
    code = HotlineCode(plan.hotline.code)
    home = max(plan.agents_of, key=lambda known: len(plan.agents_of[known]))
    own = plan.agents_of[home][0].id
    grants = {
        Role.AGENT: Grant(Role.AGENT, code, home, own),
        Role.LEADER: Grant(Role.LEADER, code, home),
        Role.COORDINATOR: Grant(Role.COORDINATOR, code),
        Role.ADMINISTRATOR: Grant(Role.ADMINISTRATOR, code),
    }
    held = {role.value: AccountHolder(AccountId("0" * 32), (grant,)) for role, grant in grants.items()}
    return {"local": LOCAL_USER, **held}


def opened(database: Database, who: Caller) -> TestClient:
    """Return the service, freshly started, as somebody meets it."""

    def caller(request: Request) -> Caller:
        return who

    def now() -> datetime:
        return datetime.now(UTC)

    app = create_app(StoredHotlines(database, now), database=database, caller=caller, now=now)
    return TestClient(app, base_url="http://127.0.0.1")


def _cold(database: Database, who: Caller) -> float:
    return _asked(opened(database, who), "/")[1]


def every_page(database: Database, role: str, who: Caller, begin: Sequence[str], most: int) -> list[Visit]:
    """Return a visit to one page of each kind that links lead to, the largest of each kind."""
    client = opened(database, who)
    client.get("/about")
    found: dict[str, Visit] = {}
    new, known, seen = list(begin), set(begin), Counter[str]()
    while new:
        address = new.pop(0)
        answer, first = _asked(client, address)
        if answer.status_code in REFUSED:
            continue
        answer.raise_for_status()
        visit = Visit(role, address, len(answer.content), first, _asked(client, address)[1])
        kind = _kind(address)
        found[kind] = max(found.get(kind, visit), visit, key=lambda one: one.size)
        links = {href for href in map(unescape, LINK.findall(answer.text)) if "lang=" not in href}
        for href in sorted(links - known):
            if not href.startswith(ASIDE) and seen[_kind(href)] < most:
                seen[_kind(href)] += 1
                known.add(href)
                new.append(href)
    return list(found.values())


def every_form(database: Database, plan: Plan) -> list[Visit]:
    """Return a visit to what each form that edits a plan shows before it is kept, and to rows with faults."""
    client, place = opened(database, LOCAL_USER), f"/plans/{plan.hotline.period.first_day}"
    town, first = plan.municipalities[0], plan.hotline.period.first_day
    cells = {"municipality": town.code, "name": town.name, "population": "1", "participation": "staffing"}
    agents = [f"{agent.id}\t{agent.name}\t{agent.municipality}" for agent in plan.agents]
    header = "agent\tname\tmunicipality"
    faulty = [f"{agent.id}\t{agent.name}\tnowhere" for agent in plan.agents]
    forms: dict[str, dict[str, str]] = {
        "tables/municipalities": {"row": "0", "act": "save", **{f"cell-{n}": c for n, c in cells.items()}},
        "tables/agents/rows": {"text": "\n".join([header, *agents]), "mode": "add"},
        "tables/agents/rows#faulty": {"text": "\n".join([header, *faulty]), "mode": "add"},
        "days": {"sheet": "1", "closed": str(first)},
        "settings": {"set-shifts.hours": "4"},
    }
    _sent(client, f"{place}/days", {"sheet": "1"})  # a template is compiled once after a start
    return [_sent(client, f"{place}/{where}", fields) for where, fields in forms.items()]


def _sent(client: TestClient, address: str, fields: Mapping[str, str]) -> Visit:
    """Send a form twice; neither time is anything kept."""
    told = {"expected": "2", "key": "k" * 32, **fields}
    spent = []
    for _ in range(2):
        began = time.process_time()
        answer = client.post(address.partition("#")[0], data=told)
        spent.append(1000 * (time.process_time() - began))
    assert answer.status_code in SHOWN, answer.text
    return Visit("local (sent)", address, len(answer.content), *spent)


def _kind(address: str) -> str:
    return re.sub(r"/[^/?]*[0-9][^/?]*", "/…", address.split("?")[0])


def _asked(client: TestClient, address: str) -> tuple[Response, float]:
    began = time.process_time()
    answer = client.get(address)
    return answer, 1000 * (time.process_time() - began)


def _told(visits: Sequence[Visit], cold: Mapping[str, float]) -> int:
    print("| role | page | bytes | first ms | again ms |", "|---|---|---|---|---|", sep="\n")
    for one in visits:
        print(f"| {one.role} | {one.address} | {one.size:,} | {one.first:.0f} | {one.again:.1f} |")
    pages = [one for one in visits if one.address != STANDALONE]
    largest, slowest = max(one.size for one in pages), max(one.first for one in pages)
    answering = max(
        one.first for one in pages if "/availability" in one.address and "/tables/" not in one.address
    )
    return told(
        [
            *(Figure(f"first page after a start, {role}", f"{value:.0f} ms") for role, value in cold.items()),
            Figure("largest page", f"{largest:,} bytes", f"at most {BYTES:,}", largest <= BYTES),
            Figure(
                "slowest page", f"{slowest:.0f} ms", f"at most {MILLISECONDS:.0f}", slowest <= MILLISECONDS
            ),
            Figure(
                "slowest page of availability",
                f"{answering:.0f} ms",
                f"at most {ANSWERING:.0f}",
                answering <= ANSWERING,
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
