"""Runs that have ended wait in the page of what waits, until somebody goes on with their rosters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.access.callers import AccountHolder
from api.access.ids import AccountId
from api.home.todo import MOST_RUNS, TOLD_FOR
from api.rosters.records.rosters import Version
from api.store.engine import writing
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.planned import (
    ADMINISTRATOR,
    COORDINATOR,
    MINE,
    NOW,
    OTHERS,
    SECOND,
    Planned,
    planned,
)
from tests.api.runs.made_runs import add_run_done


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with planned(tmp_path, NOW) as found:
        found.plan(small_plan())
        yield found


def made(world: Planned, expected: int, author: AccountId = MINE) -> Version:
    """Add a version as a run makes it."""
    version = world.version(SECOND, expected=expected, author=author)
    with writing(world.database) as connection:
        add_run_done(connection, world.revision, world.now, author=author, version=version.number)
    return version


def told(world: Planned, caller: AccountHolder = COORDINATOR) -> list[int]:
    """Return the versions of which a caller's page says that a run made them; each leads to its run."""
    world.caller = caller
    client = world.client()
    text = client.get("/now?lang=en&hotline=test").text
    found = re.findall(
        r'Its roster is version (\d+), a draft\.</span> <a class="button" href="([^"]+)">', text
    )
    for _, address in found:
        assert client.get(address.replace("&amp;", "&"), follow_redirects=True).status_code == 200
    return [int(number) for number, _ in found]


def test_runs_wait_to_be_looked_at_until_somebody_goes_on(world: Planned) -> None:
    assert told(world) == []
    first = made(world, 0)
    world.now += timedelta(minutes=1)
    made(world, 1)
    assert told(world) == [2, 1]
    world.now += timedelta(minutes=1)
    world.publish(first, expected=0)
    assert told(world) == []
    world.now += timedelta(minutes=1)
    made(world, 2)
    assert told(world) == [3]
    world.version(SMALL_ROSTER, expected=3)
    assert told(world) == []


def test_only_ones_own_of_the_last_week_and_three_at_most(world: Planned) -> None:
    for expected in range(MOST_RUNS + 1):
        made(world, expected)
        world.now += timedelta(minutes=1)
    made(world, MOST_RUNS + 1, OTHERS)
    assert told(world) == [4, 3, 2]
    assert told(world, ADMINISTRATOR) == []
    world.now += TOLD_FOR
    assert told(world) == []
