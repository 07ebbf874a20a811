"""A feed as a calendar program sees it: served over HTTP, fetched by vdirsyncer, shown by khal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from api.calendars.ics.writing import agent_calendar
from api.publication.publication import Publication
from tests import builders
from tests.api.publications import LATER, publication_of
from wfm.calendar import Period
from wfm.ids import AgentId
from wfm.plan import Plan

AGENT = AgentId("1-1")
FRIDAY, MONDAY = "2027-03-26", "2027-03-29"  # the clocks go forward between them, on 28 March
Shown = Callable[[], list[str]]


def plan_over_the_change_of_clocks() -> Plan:
    line = builders.hotline(
        name='Linje; "Øst", nr. 1\r\nog 😀',
        language="en",
        hours="17:00-20:00",
        period=Period(date.fromisoformat(FRIDAY), date.fromisoformat(MONDAY)),
    )
    return builders.plan({"1": 100}, ("1-1", "1-2"), hotline=line)


def published(days: list[str], earlier: Publication | None = None) -> Publication:
    roster = builders.roster({f"{day}T17:00": ("1-1", "1-2") for day in days})
    before = earlier.events if earlier else ()
    plan = plan_over_the_change_of_clocks()
    return publication_of(plan, roster, before, LATER) if earlier else publication_of(plan, roster)


def test_it_shows_local_times_on_both_sides_of_the_change_of_clocks(tmp_path: Path) -> None:
    with client(tmp_path) as shown:
        feed = tmp_path / "feeds" / "1-1.ics"
        feed.write_bytes(agent_calendar(published([FRIDAY, MONDAY]), AGENT))
        title = 'Hotline shift: Linje; "Øst", nr. 1 og 😀'
        assert shown() == [
            f"{FRIDAY} 17:00 to {FRIDAY} 20:00 CONFIRMED {title} at M1",
            f"{MONDAY} 17:00 to {MONDAY} 20:00 CONFIRMED {title} at M1",
        ]


def test_it_shows_a_shift_that_was_taken_away_as_cancelled(tmp_path: Path) -> None:
    with client(tmp_path) as shown:
        feed = tmp_path / "feeds" / "1-1.ics"
        first = published([FRIDAY, MONDAY])
        feed.write_bytes(agent_calendar(first, AGENT))
        assert [line.split()[5] for line in shown()] == ["CONFIRMED", "CONFIRMED"]
        feed.write_bytes(agent_calendar(published([FRIDAY], first), AGENT))
        assert [line.split()[5] for line in shown()] == ["CONFIRMED", "CANCELLED"]


@contextmanager
def client(folder: Path) -> Iterator[Shown]:
    """Serve ``feeds/`` on loopback and yield what fetches the feed and lists its events."""
    (folder / "feeds").mkdir()
    (folder / "calendar").mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "feeds")))
    serving = Thread(target=server.serve_forever)
    serving.start()
    try:
        configure(folder, f"http://127.0.0.1:{server.server_port}/1-1.ics")
        run(folder, "vdirsyncer", "-c", "vdirsyncer.conf", "discover")

        def shown() -> list[str]:
            run(folder, "vdirsyncer", "-c", "vdirsyncer.conf", "sync")
            line = "{start-long} to {end-long} {status}{title} at {location}"
            listed = run(
                folder, "khal", "-c", "khal.conf", "list", "--day-format", "", "-f", line, FRIDAY, "5d"
            )
            return [found.strip() for found in listed.splitlines() if found.strip()]

        yield shown
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and keeps no log."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def configure(folder: Path, address: str) -> None:
    """Write the settings of both programs; they know no other calendar."""
    (folder / "vdirsyncer.conf").write_text(
        f"""
[general]
status_path = "{folder}/status"
[pair hotline]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "{address}"
[storage local]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
"""
    )
    (folder / "khal.conf").write_text(
        f"""
[calendars]
[[hotline]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Copenhagen
default_timezone = Europe/Copenhagen
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
    )


def run(folder: Path, program: str, *arguments: str) -> str:
    """Run a program of this environment with a home of its own; return what it prints."""
    command = Path(sys.executable).with_name(program)
    home = {"HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "Europe/Copenhagen"}
    done = subprocess.run(
        [command, *arguments], cwd=folder, env=home, capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        pytest.fail(f"{program}: {done.stderr}")
    return done.stdout
