"""The desk as a page: weeks, a seat chosen, changes with what went wrong told, undo and redo."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from itertools import count
from pathlib import Path

import pytest
from httpx2 import Response

from api.store.engine import reading
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import ADMINISTRATOR, LEADER, Planned, planned
from tests.api.showcase import showcase, showcase_plan
from tests.api.store.invariants import breaches

PLACE = "/plans/2027-01-04/versions"
MONDAY = "2027-01-04T08:00"
NOW = datetime(2027, 1, 6, 12, tzinfo=UTC)
KEYS = count()


class Coordinator:
    """Somebody at the desk: reads a page as text, and sends forms."""

    def __init__(self, world: Planned) -> None:
        self.world = world
        self.client: TestClient = world.client()

    def page(self, number: int, query: str = "") -> str:
        return self.text(f"{PLACE}/{number}/desk?lang=en&{query}")

    def text(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200
        return text_of(answer)

    def send(self, number: int, query: str = "", **fields: str) -> Response:
        told: Mapping[str, str] = {"expected": str(number), "key": f"desk-desk-desk-{next(KEYS)}"} | fields
        return self.client.post(f"{PLACE}/{number}/desk?lang=en&{query}", data=told)


def text_of(answer: Response) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.text)
    return re.sub(r"\s+", " ", unescape(plain))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    """A published version of two weeks, looked at on a day of them."""
    with planned(tmp_path, NOW) as found:
        found.plan(showcase_plan())
        found.publish(found.version(showcase().roster, expected=0), expected=0)
        yield found


@pytest.fixture
def desk(world: Planned) -> Coordinator:
    return Coordinator(world)


def test_a_week_shows_seats_today_locks_and_what_is_missing(desk: Coordinator) -> None:
    page = desk.page(1)
    assert "Week 1, 4–10 January 2027" in page
    assert "Wednesday 6 Jan today" in page
    assert "Thursday 08:00, empty seat" in page
    assert "missing competences" in page
    assert "Friday 8 Jan Closed" in page
    assert page.replace("Somebody changed the roster", "").count("changed") == 0
    assert "Week 2, 11–17" in desk.page(1, "week=2027-W02")


def test_five_weeks_at_a_glance_and_the_shifts_of_one(desk: Coordinator) -> None:
    assert "Week 2" in desk.page(1, "month=1")
    shown = desk.page(1, "agent=2-1")
    assert "Agent 2-1" in shown.split("Choose a seat")[1]
    assert "Monday 08:00, Agent 1-1" not in shown
    assert "Monday 08:00, Agent 1-1" in desk.page(1, "municipality=1")


def test_a_seat_that_is_chosen_tells_who_may_sit_there_and_who_may_not(desk: Coordinator) -> None:
    page = desk.page(1, f"shift={MONDAY}&seat=1")
    assert "Seat 1, Monday 4 Jan, 08:00–11:00" in page
    able, unable = page.split("Who may sit there, best first")[1].split("Who may not, and why")
    assert "Agent 1-3" in able
    assert "penalty point" in able
    assert "Agent 1-5 is unavailable on Monday 4 January 2027 at 08:00" in unable


def test_a_change_is_kept_and_stands_out_until_it_is_undone(desk: Coordinator) -> None:
    fields = {"do": "put", "shift": MONDAY, "leaves": "1-1", "joins": "1-4"}
    answer = desk.send(1, f"shift={MONDAY}&seat=1", **fields)
    where = f"{PLACE}/2/desk?lang=en&shift={MONDAY.replace(':', '%3A')}&seat=2&done=change"
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    page = desk.page(2, "done=change")
    assert "Kept as version 2." in page
    assert "Agent 1-4 new before: Agent 1-1" in page
    assert "Do again" not in page
    answer = desk.send(2, do="undo")
    assert answer.headers["location"].startswith(f"{PLACE}/3/desk?lang=en")
    page = desk.page(3, "done=undo")
    assert "sits as the one before did" in page
    assert "before: Agent 1-1" not in page
    desk.send(3, do="redo")
    assert "Agent 1-4 new" in desk.page(4)
    with reading(desk.world.database) as connection:
        assert breaches(connection) == []


def test_moves_swaps_and_locks_are_forms_of_the_panel(desk: Coordinator) -> None:
    page = desk.page(1, f"shift={MONDAY}&seat=2&whom=1-3")
    assert "Agent 1-3 from another shift" in page
    assert "Swap: Agent 1-2 takes" in page
    swap = {"do": "swap", "shift": MONDAY, "leaves": "1-2", "joins": "1-3", "other": "2027-01-05T11:00"}
    assert desk.send(1, **swap).status_code == 303
    assert "Tuesday 11:00, Agent 1-2 new" in desk.page(2)
    assert desk.send(2, do="lock", shift=MONDAY, leaves="1-3").status_code == 303
    assert "Lift the lock on Agent 1-3" in desk.page(3, f"shift={MONDAY}&seat=1")
    assert desk.send(3, do="lock", shift=MONDAY, code="1").status_code == 303
    assert desk.send(4, do="unlock", shift=MONDAY, leaves="1-3").status_code == 303
    assert "Lift the lock on Agent 1-3" not in desk.page(5, f"shift={MONDAY}&seat=1")


def test_what_a_rule_stands_against_is_refused_with_the_rule(desk: Coordinator) -> None:
    fields = {"do": "put", "shift": MONDAY, "leaves": "1-1", "joins": "1-5"}
    answer = desk.send(1, f"shift={MONDAY}&seat=1", **fields)
    assert answer.status_code == 422
    assert "Nothing was changed Agent 1-5 is unavailable" in text_of(answer)
    assert desk.send(1, do="put", shift=MONDAY, leaves="1-4", joins="1-3").status_code == 422
    assert desk.send(1, do="nothing", shift=MONDAY).status_code == 422
    assert "There is nothing before this version" in text_of(desk.send(1, do="undo"))


def test_who_was_overtaken_is_told_what_the_other_changed_and_may_do_it_all_the_same(
    desk: Coordinator,
) -> None:
    desk.send(1, do="put", shift=MONDAY, leaves="1-1", joins="1-4")
    chosen = {"do": "put", "shift": MONDAY, "leaves": "1-2", "joins": "1-3"}
    answer = desk.send(1, f"shift={MONDAY}&seat=2", **chosen)
    assert answer.status_code == 412
    told = text_of(answer)
    assert "Monday 4 January 2027 at 08:00: Agent 1-1 out, Agent 1-4 in" in told
    assert "What you had chosen: Monday 4 January 2027 at 08:00: Agent 1-2 out, Agent 1-3 in." in told
    assert "It would now mean:" in told
    assert "this is version 2, by you" in told
    assert "Do it all the same" in told
    assert desk.send(2, f"shift={MONDAY}&seat=2", **chosen).status_code == 303
    gone = desk.send(1, do="put", shift=MONDAY, leaves="1-1", joins="1-3")
    assert "What was chosen is not possible any more" in text_of(gone)


def test_the_same_form_twice_makes_one_version(desk: Coordinator) -> None:
    fields = {"do": "empty", "shift": MONDAY, "leaves": "1-1", "key": "sent-twice-by-a-thumb"}
    first, second = desk.send(1, **fields), desk.send(1, **fields)
    assert first.headers["location"] == second.headers["location"]
    assert desk.client.get(f"{PLACE}/3/desk").status_code == 404


def test_only_the_newest_version_is_changed_and_nothing_is_claimed_of_it(desk: Coordinator) -> None:
    desk.send(1, do="put", shift=MONDAY, leaves="1-1", joins="1-4")
    before = desk.page(1, f"shift={MONDAY}&seat=1")
    assert "This version is looked at only" in before
    assert "Choose Agent" not in before
    assert "proven" not in desk.page(2, f"shift={MONDAY}&seat=1")


def test_it_is_mended_from_here_by_a_run_that_keeps_what_has_been(desk: Coordinator) -> None:
    form = desk.client.get(f"{PLACE}/1/desk").text.split('action="/plans/2027-01-04/runs"')[1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert (fields["start"], fields["freeze_before"], fields["kind"]) == ("1", "2027-01-06", "solve")
    answer = desk.client.post("/plans/2027-01-04/runs", data=fields)
    assert (answer.status_code, "/runs/" in answer.headers["location"]) == (303, True)


def test_who_only_reads_drafts_changes_nothing_and_leaders_see_none(desk: Coordinator) -> None:
    desk.world.caller = ADMINISTRATOR
    assert "Choose Agent" not in desk.page(1, f"shift={MONDAY}&seat=1")
    assert desk.send(1, do="empty", shift=MONDAY, leaves="1-1").status_code == 403
    desk.world.caller = LEADER
    assert desk.client.get(f"{PLACE}/1/desk").status_code == 403


@pytest.mark.parametrize(
    "query", ["week=2027-W09", "municipality=9", "agent=9-9", "shift=monday", "whom=9-9"]
)
def test_what_the_plan_does_not_have_is_missing(desk: Coordinator, query: str) -> None:
    assert desk.client.get(f"{PLACE}/1/desk?{query}").status_code == 404
