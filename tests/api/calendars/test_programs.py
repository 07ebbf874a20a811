"""Subscribe, publish a change, poll again: what moved has moved, what was cancelled is, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.published.store_source import StoredHotlines
from api.store.engine import open_engine
from api.store.migrate import upgrade
from tests import builders
from tests.api.browser.conftest import running
from tests.api.calendars.programs import Calcurse, Entry, Khal, Program, Radicale, radicale_server
from tests.api.calendars.records.subscribed import Hotline
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW

VAGT, AFLYST = "Vagt: Test", "Aflyst: Vagt: Test"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (f"2027-01-0{day}" for day in (4, 5, 6, 7))
DAY = timedelta(days=1)
CHANGED = builders.roster(
    {
        f"{MONDAY}T08:00": ("1-1", "1-2"),
        f"{WEDNESDAY}T11:00": ("1-2", "1-1"),
        f"{THURSDAY}T08:00": ("1-1",),
    }
)
LONGER = builders.roster({f"{MONDAY}T08:00": ("1-1", "1-2"), f"{THURSDAY}T08:00": ("1-1",)})


def entry(start: str, end: str, title: str = VAGT) -> tuple[str, Entry]:
    return start, Entry(start, end, title, title == AFLYST)


FIRST = dict(
    [
        entry(f"{MONDAY} 08:00", "11:00"),
        entry(f"{TUESDAY} 08:00", "11:00"),
        entry(f"{WEDNESDAY} 11:00", "14:00"),
    ]
)
MOVED = FIRST | dict([entry(f"{TUESDAY} 08:00", "11:00", AFLYST), entry(f"{THURSDAY} 08:00", "11:00")])
STRETCHED = MOVED | dict(
    [
        entry(f"{MONDAY} 08:00", "14:00"),
        entry(f"{WEDNESDAY} 11:00", "14:00", AFLYST),
        entry(f"{THURSDAY} 08:00", "14:00"),
    ]
)
LAST = builders.roster({f"{THURSDAY}T08:00": ("1-1",)})
MUCH_LATER = dict([entry(f"{MONDAY} 08:00", "14:00", AFLYST), entry(f"{THURSDAY} 08:00", "14:00")])


@dataclass
class Subscribed:
    """A hotline whose service runs, and an agent's secret address of it."""

    hotline: Hotline
    address: str
    steps: list[tuple[str, Callable[[], Any], dict[str, Entry]]] = field(init=False)

    def __post_init__(self) -> None:
        def longer(at: datetime) -> None:
            self.hotline.revise(small_plan(language="da", shift_minutes=360))
            self.hotline.publish(LONGER, at)

        self.steps = [
            ("nothing", lambda: None, FIRST),
            ("published again", lambda: self.hotline.publish(SMALL_ROSTER, NOW + DAY), FIRST),
            ("moved", lambda: self.hotline.publish(CHANGED, NOW + 2 * DAY), MOVED),
            ("nothing", lambda: None, MOVED),
            ("stretched", lambda: longer(NOW + 3 * DAY), STRETCHED),
            ("much later", lambda: self.hotline.publish(LONGER, NOW + 40 * DAY), STRETCHED),
            ("changed then", lambda: self.hotline.publish(LAST, NOW + 40 * DAY), MUCH_LATER),
        ]


@pytest.fixture
def subscribed(tmp_path: Path) -> Iterator[Subscribed]:
    """Return a service on loopback in which an agent's calendar has an address."""
    database = open_engine(tmp_path)
    upgrade(database)
    hotline = Hotline(database, small_plan(language="da"))
    hotline.publish(SMALL_ROSTER, NOW)
    _, secret = hotline.subscribe(hotline.person("1-1"), "da")
    app = create_app(StoredHotlines(database, lambda: NOW), database=database, now=lambda: NOW)
    with running(app) as place:
        yield Subscribed(hotline, f"{place}/calendars/{secret}.ics")
    database.dispose()


def follow(subscribed: Subscribed, program: Program) -> None:
    """Subscribe, and poll after each step."""
    assert program.poll() == FIRST
    for what, step, expected in subscribed.steps:
        step()
        assert program.poll() == expected, what


def test_khal_by_vdirsyncer(subscribed: Subscribed, tmp_path: Path) -> None:
    follow(subscribed, Khal(tmp_path / "khal", subscribed.address))


def test_calcurse(subscribed: Subscribed, tmp_path: Path) -> None:
    program = Calcurse(tmp_path / "calcurse", subscribed.address)
    follow(subscribed, program)
    assert program.taken_in == 4  # at first, and after each of three publications that changed something


def test_a_collection_of_radicale(subscribed: Subscribed, tmp_path: Path) -> None:
    with radicale_server(tmp_path / "radicale") as server:
        follow(subscribed, Radicale(tmp_path / "caldav", subscribed.address, server))


@pytest.mark.parametrize("steps", [3, pytest.param(99, marks=pytest.mark.prove)])
def test_what_did_not_change_is_not_touched_in_anybody_s_calendar(
    subscribed: Subscribed, tmp_path: Path, steps: int
) -> None:
    with radicale_server(tmp_path / "radicale") as server:
        khal = Khal(tmp_path / "khal", subscribed.address)
        collection = Radicale(tmp_path / "caldav", subscribed.address, server)
        khal.poll()
        before, events = collection.poll(), khal.files()
        etags = collection.etags()
        for what, step, expected in subscribed.steps[:steps]:
            step()
            khal.poll()
            collection.poll()
            changed = {start for start in {*before, *expected} if before.get(start) != expected.get(start)}
            now, files = collection.etags(), khal.files()
            assert {s for s in {*etags, *now} if etags.get(s) != now.get(s)} == changed, what
            assert len(events - files) == len(changed & set(before)), what
            assert len(files - events) == len(changed & set(expected)), what
            before, etags, events = expected, now, files
