"""A mend made with one click: the plan's revision, a run from there, and what is said of both."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.access.ids import RunId, VersionNumber
from api.plans.records.plans import find_revision, read_plan
from api.publication.explanation_json import change_json
from api.runs.kinds import RunKind
from api.runs.mend_changes import GONE, read_change
from api.runs.mends import mends_of
from api.store.engine import reading
from tests.api.filled_service import PLAN, Served
from tests.api.runs.reckoning import place_in, reckon, run_in
from tests.api.runs.test_pages import PLACE, page
from tests.api.store.filled import add_plan, add_roster
from tests.builders import MONDAY, agent, competence, entry, hotline, lock
from tests.builders import plan as build
from wfm.availability import Entry
from wfm.calendar import Span
from wfm.change import (
    AddAgent,
    AllowMixed,
    Change,
    ExtendEmployment,
    LiftLock,
    RaiseLimit,
    ShortenEntry,
    Train,
)
from wfm.errors import InputError
from wfm.ids import AgentId, CompetenceCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

kinds = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
AWAY = (entry("1-1", "unavailable"), entry("2-1", "unavailable"))
SHIFT = f"{MONDAY}T08:00"


def away_plan() -> Plan:
    """Return a plan of one shift, on which nobody can sit together with another of the same municipality."""
    line = hotline(days=1, hours="08:00-11:00", language="en")
    return build({"1": 100, "2": 100}, ["1-1", "1-2", "2-1", "2-2"], hotline=line, availability=AWAY)


def explained(served: Served) -> tuple[RunId, int]:
    """Explain why a seat is empty; return the run, and the number of the version explained."""
    revision = add_plan(served.database, away_plan(), expected=place_in(served.database).plan.revision)
    version = add_roster(served.database, revision, Roster({ShiftId(SHIFT): (AgentId("1-2"),)}), expected=2)
    run, _ = reckon(served.database, kind=RunKind.EXPLAIN, version=VersionNumber(version.number))
    return run.id, version.number


def now(served: Served) -> Plan:
    with reading(served.database) as connection:
        return read_plan(connection, find_revision(connection, place_in(served.database).plan.id))


def mends(served: Served, run: RunId) -> list[dict[str, Any]]:
    found = served.get(f"runs/{run}").json()["result"]["explanations"]
    return [mend for one in found for mend in one["mends"]]


@kinds
def test_a_mend_is_made_once_and_a_roster_is_looked_for_from_the_version_explained(served: Served) -> None:
    run, version = explained(served)
    revision = place_in(served.database).plan.revision
    told = mends(served, run)
    wanted = next(n for n, one in enumerate(told, 1) if one["changes"][0]["change"] == "shorten_entry")
    sent = {"mend": wanted, "time_limit": 2}
    made = served.send("POST", f"runs/{run}/mends", sent, began=revision, key="once")
    assert made.status_code == 201, made.text
    assert made.json()["revision"] == revision + 1
    assert made.headers["location"] == f"{PLAN}/runs/{made.json()['run']}"
    (left,) = now(served).availability
    assert left.agent != told[wanted - 1]["changes"][0]["agent"]
    asked = run_in(served.database, made.json()["run"]).asked
    assert (asked["start"], asked["time_limit"]) == (version, 2)
    again = served.send("POST", f"runs/{run}/mends", sent, began=revision, key="once")
    assert again.json() == made.json()
    assert place_in(served.database).plan.revision == revision + 1
    text = page(served, f"{PLACE}/{made.json()['run']}")
    assert f"that is its revision {revision + 1}." in text
    assert told[wanted - 1]["sentence"] in text
    assert f"{PLACE}/{run}" in text


@kinds
def test_what_was_changed_meanwhile_is_told_and_nothing_is_made(served: Served) -> None:
    run, _ = explained(served)
    revision = place_in(served.database).plan.revision
    before = served.digest()
    for number, began, status in ((1, revision - 1, 412), (99, revision, 422), (1, None, 428)):
        answer = served.send("POST", f"runs/{run}/mends", {"mend": number}, began=began)
        assert answer.status_code == status
    assert served.digest() == before
    gone = replace(away_plan(), availability=())
    add_plan(served.database, gone, expected=revision)
    told = mends(served, run)
    wanted = next(n for n, one in enumerate(told, 1) if one["changes"][0]["change"] == "shorten_entry")
    answer = served.send("POST", f"runs/{run}/mends", {"mend": wanted}, began=revision + 1)
    assert answer.status_code == 422
    assert place_in(served.database).plan.revision == revision + 1


@kinds
def test_the_page_makes_it_with_one_form_and_tells_a_second_coordinator(served: Served) -> None:
    run, _ = explained(served)
    text = page(served, f"{PLACE}/{run}")
    form = next(one for one in text.split("<form")[1:] if f"runs/{run}/mends" in one)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert "Change the plan so, and solve again" in form
    address = f"{PLACE}/{run}/mends?lang=en"
    headers = {"x-caller": "coordinator"}
    done = served.client.post(address, data=hidden, headers=headers, follow_redirects=False)
    assert done.status_code == 303
    other = served.client.post(
        address, data=hidden | {"key": "f" * 32}, headers={"x-caller": "other"}, follow_redirects=False
    )
    assert other.status_code == 412
    assert "the plan was changed meanwhile" in other.text.lower()
    for caller in ("administrator", "leader"):
        assert served.client.post(address, data=hidden, headers={"x-caller": caller}).status_code == 403
    assert "Change the plan so" not in page(served, f"{PLACE}/{run}", "administrator")


def changed_plan() -> Plan:
    """Return a plan in which every kind of change finds its row."""
    entries = (
        entry("1-1", "unavailable", last=MONDAY + timedelta(days=4)),
        Entry(**{**vars(entry("1-1", "unavailable")), "days": frozenset({0}), "span": Span(480, 660)}),
    )
    locks = (lock(SHIFT, municipality="1"), lock(SHIFT, agent="1-2"))
    line = hotline(competences=(competence("post"),))
    return build(
        {"1": 100, "2": 100},
        [agent("1-1"), agent("1-2"), agent("2-1")],
        hotline=line,
        availability=entries,
        locks=locks,
    )


def changes_of(plan: Plan) -> list[Change]:
    one = AgentId("1-1")
    return [
        *(LiftLock(row) for row in plan.locks),
        ShortenEntry(plan.availability[0], (MONDAY, MONDAY + timedelta(days=1))),
        ShortenEntry(plan.availability[1], (MONDAY,)),
        Train(one, CompetenceCode("post")),
        RaiseLimit(one, 4),
        ExtendEmployment(one, first_day=date(2026, 12, 1)),
        ExtendEmployment(one, last_day=date(2027, 12, 1)),
        AllowMixed(ShiftId(SHIFT)),
    ]


def test_every_change_that_can_be_made_is_read_back_as_it_was_told() -> None:
    plan = changed_plan()
    for change in changes_of(plan):
        told = change_json(change)
        assert read_change(told, plan, AgentId, 1) == change
        (mend,) = mends_of({"explanations": [{"mends": [{"sentence": "x", "changes": [told]}]}]})
        assert mend.can_be_made
    more = change_json(AddAgent(agent("1-9")))
    (mend,) = mends_of({"why_not": {"mends": [{"sentence": "x", "changes": [more]}]}})
    assert not mend.can_be_made


def test_a_change_whose_row_is_gone_is_refused_and_never_made_to_another() -> None:
    plan = changed_plan()
    bare = replace(plan, availability=(), locks=())
    for change in changes_of(plan)[:4]:
        with pytest.raises(InputError) as refused:
            read_change(change_json(change), bare, AgentId, 1)
        assert refused.value.faults[0].expected == GONE()
    for change in changes_of(plan)[4:8]:
        with pytest.raises(InputError):
            read_change(change_json(change), plan, lambda _: AgentId(""), 1)
