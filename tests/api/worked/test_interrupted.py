"""A close or a correction that is broken off at any statement leaves nothing half, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event

from api.access.callers import LOCAL_USER
from api.access.ids import HotlineCode
from api.access.scope import WHOLE
from api.access.viewer import Viewer
from api.ledger.records import list_entries
from api.plans.place import PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import reading
from api.store.errors import ClosedError
from api.store.idempotency import IdempotentRequest
from api.texts.translator import translator
from api.worked.closing import close_quarter, correct_worked
from api.worked.sent_seats import SeatClaim
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import add_plan, add_roster, plan_with_notes, publish_version
from tests.api.store.invariants import breaches
from tests.builders import MONDAY
from wfm.ids import AgentId, ShiftId

OVER = datetime(2027, 1, 9, 12, tzinfo=UTC)
SHIFT = ShiftId("2027-01-04T08:00")
CODE = HotlineCode("test")
EACH = 8
"""Of the statements, at which ones it is broken off."""


class BrokenOffError(Exception):
    """Stands for whatever ends a transaction."""


@contextmanager
def broken_off(engine: Engine, at: int) -> Iterator[list[str]]:
    """Break off before the statement of that number, from 1; yield what was run."""
    run: list[str] = []

    def count(*told: Any) -> None:
        run.append(str(told[2]))
        if len(run) == at:
            raise BrokenOffError

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield run
    finally:
        event.remove(engine, "before_cursor_execute", count)


def place_of(engine: Engine) -> PlanPlace:
    with reading(engine) as connection:
        hotline = find_hotline(connection, CODE)
        plan = find_plan(connection, hotline.id, MONDAY)
    viewer, speak = Viewer(LOCAL_USER, CODE, WHOLE), translator("en")
    return PlanPlace(database=engine, viewer=viewer, at=OVER, speak=speak, hotline=hotline, plan=plan)


def posted(engine: Engine, place: PlanPlace) -> int:
    with reading(engine) as connection:
        assert breaches(connection) == []
        return len(list_entries(connection, place.hotline.id))


def request(key: str) -> IdempotentRequest:
    return IdempotentRequest("local", key, "POST", "/", "0" * 64)


def at_every_statement(engine: Engine, place: PlanPlace, do: Callable[[str], object]) -> int:
    """Break something off here and there, then let it be done, twice by one key; return what that posted."""
    before, at, done, found = posted(engine, place), 1, False, set[int]()
    while not done:
        with broken_off(engine, at) as run:
            try:
                do("one key")
                done = True
            except BrokenOffError:
                pass
        if not done:
            found.add(posted(engine, place) - before)
            assert len(run) == at
            at += EACH
    do("one key")
    whole = posted(engine, place) - before
    assert found == {0, whole}  # what is broken off after the commit is told to nobody, and is done
    return whole


def test_it_is_done_once_or_not_at_all(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    publish_version(engine, add_roster(engine, revision, SMALL_ROSTER, expected=0), expected=0)
    place = place_of(engine)
    closed = at_every_statement(engine, place, lambda key: close_quarter(place, request(key)))
    assert closed == 2 * 2 + 3 + 3  # what was worked and the share of two, settlement and carry-over of three
    seats = (SeatClaim(AgentId("1-1"), None, 60),)
    corrected = at_every_statement(
        engine, place, lambda key: correct_worked(place, request(f"correct {key}"), SHIFT, seats)
    )
    assert corrected == 2 + 3
    with pytest.raises(ClosedError):
        close_quarter(place, request("another key"))
