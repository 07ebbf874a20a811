"""Calendars that a process of its own writes are those that would be written here."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.ids import VersionNumber
from api.calendars import feed_child, feed_process, feed_writing
from api.calendars.feed_writing import FeedOrder, write_texts
from api.calendars.records.publishing import FeedRows
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import place_of, snapshot, writing
from api.store.hotlines import state_of, touch_hotline
from tests.api.calendars.records.subscribed import Hotline
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW, add_roster
from wfm.roster import Roster

OTHER = Roster.of((agent, shift) for agent, shift in SMALL_ROSTER if shift != "2027-01-05T08:00")
AGENTS = len(small_plan().agents)


def order_of(engine: Engine, hotline: Hotline) -> FeedOrder:
    """Return what the calendars are written from that a second roster changes."""
    version = add_roster(engine, hotline.revision, OTHER, expected=hotline.number)
    with snapshot(engine) as connection:
        found = find_version(connection, version.plan, version.number)
        content, state = read_version(connection, found), state_of(connection, hotline.id)
    return FeedOrder(hotline=hotline.id, state=state, version=found, content=content, at=NOW)


def texts(engine: Engine, hotline: Hotline) -> FeedRows:
    """Return the calendars that a second roster changes."""
    found = write_texts(engine, order_of(engine, hotline))
    assert found is not None
    return found


class Processes:
    """Counts the processes that are begun, and tells what they are given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands, self.inputs = list[list[str]](), list[bytes]()
        run = subprocess.run

        def look(command: list[str], **given: Any) -> Any:
            self.commands.append(command)
            self.inputs.append(given["input"])
            return run(command, **given)

        monkeypatch.setattr(subprocess, "run", look)


@pytest.mark.parametrize("beside", [False, True])
def test_a_plan_of_many_agents_is_written_beside(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    hotline = Hotline(engine, small_plan())
    hotline.publish(SMALL_ROSTER, NOW)
    here = texts(engine, hotline)
    hotline.number += 1
    processes = Processes(monkeypatch)
    monkeypatch.setattr(feed_writing, "MOST_HERE", AGENTS - beside)
    found = texts(engine, hotline)
    assert len(processes.commands) == beside
    assert found == here
    assert found.rows


def test_the_child_is_told_by_its_input_and_its_arguments_hold_no_password(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline = Hotline(engine, small_plan())
    hotline.publish(SMALL_ROSTER, NOW)
    processes = Processes(monkeypatch)
    monkeypatch.setattr(feed_writing, "MOST_HERE", 0)
    found = texts(engine, hotline)
    (command,), (given,) = processes.commands, processes.inputs
    assert command[1:] == ["-m", "api.calendars.feed_child"]
    assert json.loads(given)["place"] == place_of(engine)
    assert feed_child.write_rows(json.loads(given)) == found


@pytest.mark.parametrize("beside", [False, True])
def test_seats_that_are_about_to_be_made_are_written_as_those_of_a_version(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    hotline = Hotline(engine, small_plan())
    hotline.publish(SMALL_ROSTER, NOW)
    order = order_of(engine, hotline)
    with snapshot(engine) as connection:
        published = find_version(connection, order.version.plan, VersionNumber(1))
        before = read_version(connection, published)
    monkeypatch.setattr(feed_writing, "MOST_HERE", AGENTS - beside)
    made = write_texts(engine, replace(order, version=published, content=replace(before, roster=OTHER)))
    assert made == write_texts(engine, order)
    assert write_texts(engine, replace(order, version=published, content=before)) != made


@pytest.mark.parametrize("beside", [False, True])
def test_nothing_is_written_from_what_was_read_in_another_state_of_the_hotline(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    hotline = Hotline(engine, small_plan())
    hotline.publish(SMALL_ROSTER, NOW)
    order = order_of(engine, hotline)
    with writing(engine) as connection:  # somebody is called otherwise, or was erased
        touch_hotline(connection, hotline.id)
    processes = Processes(monkeypatch)
    monkeypatch.setattr(feed_writing, "MOST_HERE", AGENTS - beside)
    assert write_texts(engine, order) is None
    assert len(processes.commands) == beside


@pytest.mark.parametrize(
    "command",
    [["false"], ["true"], ["nowhere-at-all"], ["printf", "rubbish"], ["sleep", "30"]],
    ids=["fails", "silent", "missing", "rubbish", "late"],
)
def test_where_the_process_does_not_bring_them_they_are_written_here(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    hotline = Hotline(engine, small_plan())
    hotline.publish(SMALL_ROSTER, NOW)
    here = texts(engine, hotline)
    hotline.number += 1
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda _, **given: run(command, **given))
    monkeypatch.setattr(feed_writing, "MOST_HERE", 0)
    monkeypatch.setattr(feed_process, "SECONDS", 0.3)
    assert texts(engine, hotline) == here
