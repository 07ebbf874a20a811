"""Novices in what is published: shown where they sit beside, counted nowhere, in nobody else's calendar."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from api.access.scope import Scope
from api.access.views.publication import view
from api.calendars.ics.events import events_of
from api.outputs.folder import write_outputs
from api.publication.publication import CalendarEvent, Publication
from api.publication.roster_schemas import Filter, shifts_answer
from api.publication.summary import Showing
from api.rendering.roster_html import roster_html
from tests import builders
from tests.api.publications import LATER, NOW, SMALL_ROSTER, publication_of, result_of, small_plan
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan

FOREVER = date(2040, 1, 1)
ME, COLLEAGUE = AgentId("1-9"), AgentId("1-1")
ALONE = ShiftId("2027-01-05T08:00")  # only 1-1 sits there


def plan_with_novice(**changes: object) -> Plan:
    plan = small_plan(**changes)
    return replace(plan, agents=(*plan.agents, builders.agent("1-9", beside_until=FOREVER)))


def own(events: tuple[CalendarEvent, ...]) -> dict[str, CalendarEvent]:
    return {event.shift: event for event in events if event.agent == ME}


@pytest.fixture(name="publication")
def _publication() -> Publication:
    return publication_of(plan_with_novice(), SMALL_ROSTER)


def test_the_outputs_of_everybody_else_are_the_same_with_a_novice(tmp_path: Path) -> None:
    written: list[dict[str, bytes]] = []
    for name, plan in (("without", small_plan()), ("with", plan_with_novice())):
        write_outputs(plan, result_of(plan, SMALL_ROSTER), tmp_path / name, now=NOW)
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        written.append({str(path.relative_to(tmp_path / name)): path.read_bytes() for path in files})
    without, with_novice = written
    assert with_novice.keys() - without.keys() == {"feeds/1-9.ics"}
    reports = [json.loads(files.pop("report.json")) for files in written]
    for report in reports:
        report.pop("plan_sha256")
    assert reports[0] == reports[1]
    differing = {name for name, content in without.items() if with_novice[name] != content}
    assert differing == {"roster.html", "roster.xlsx"}


def test_a_novice_s_calendar_has_the_shifts_and_names_nobody(publication: Publication) -> None:
    events = own(publication.events)
    assert set(events) == set(publication.beside.of_agent(ME))
    event = events[ALONE]
    assert event.uid == "20270105T070000Z+1-9@test.faellesvagt"
    assert (event.summary, event.location) == ("Beside a colleague on the hotline: Test", "M1")
    assert "Agent" not in event.description


def test_colleagues_are_named_in_it_where_the_hotline_says_so() -> None:
    events = own(events_of(plan_with_novice(names_in_feeds=True), SMALL_ROSTER, (), NOW))
    assert events[ALONE].description.endswith("Beside: Agent 1-1")


def test_a_shift_that_nobody_of_the_municipality_has_any_more_is_cancelled(publication: Publication) -> None:
    fewer = builders.roster({s: a for s, a in SMALL_ROSTER.agents_on.items() if s != ALONE})
    after = own(events_of(publication.plan, fewer, publication.events, LATER))
    assert after[ALONE].cancelled
    assert after[ALONE].sequence == 1
    kept = own(publication.events)
    assert {s: e for s, e in after.items() if s != ALONE} == {s: e for s, e in kept.items() if s != ALONE}


def test_who_is_experienced_and_takes_the_seat_keeps_the_event(publication: Publication) -> None:
    ready = replace(publication.plan, agents=(*publication.plan.agents[:2], builders.agent("1-9")))
    roster = builders.roster({ALONE: ("1-1", "1-9")})
    event = own(events_of(ready, roster, publication.events, LATER))[ALONE]
    assert (event.uid, event.sequence) == (own(publication.events)[ALONE].uid, 1)
    assert event.summary == "Hotline shift: Test"


def test_the_shift_shows_who_sits_beside_and_the_novice_s_shifts_hold_it(publication: Publication) -> None:
    showing = Showing(publication)
    assert [(n.id, n.name, n.known) for n in showing.seatings[ALONE].beside] == [(ME, "Agent 1-9", True)]
    assert [seating.shift.id for seating in showing.seatings_of(ME)] == list(publication.beside.of_agent(ME))
    assert showing.seatings[ALONE].is_beside(ME)
    assert not showing.seatings[ALONE].is_beside(COLLEAGUE)
    assert showing.loads[ME].band is None


def test_the_file_to_print_and_the_workbook_say_it(publication: Publication, tmp_path: Path) -> None:
    assert roster_html(publication).count("Agent 1-9") == len(publication.beside)
    write_outputs(publication.plan, result_of(publication.plan, SMALL_ROSTER), tmp_path, now=NOW)
    book = openpyxl.load_workbook(tmp_path / "roster.xlsx", rich_text=False)
    for sheet in (book["Shifts"], book["M1"]):
        rows = list(sheet.iter_rows(values_only=True))
        assert any("beside, to learn" in map(str, row) or "Beside, to learn" in map(str, row) for row in rows)
        assert sum("Agent 1-9" in map(str, row) for row in rows) >= len(publication.beside)
    assert "beside: Agent 1-9" in str([*book.worksheets[0].iter_rows(values_only=True)])


def test_json_tells_it_of_the_shift_and_finds_the_novice_s_shifts(publication: Publication) -> None:
    found = {shift.id: shift for shift in shifts_answer(publication, Filter(agent=ME)).shifts}
    assert set(found) == set(publication.beside.of_agent(ME))
    assert (found[ALONE].agents, found[ALONE].beside) == (["1-1"], ["1-9"])


# --- who sees it ---------------------------------------------------------------------------------------


def beside_of(publication: Publication, **scope: object) -> list[tuple[str, str]]:
    """Return shift and name of everybody who is seen to sit beside."""
    seen = view(publication, Scope(**scope))  # type: ignore[arg-type]
    return [(shift, seen.labels[agent]) for agent, shift in seen.beside]


def test_a_novice_sees_the_shifts_with_the_colleagues_names(publication: Publication) -> None:
    seen = view(publication, Scope(agents=frozenset({ME})))
    assert tuple(shift.id for shift in seen.shifts) == publication.beside.of_agent(ME)
    assert [seen.labels[agent] for agent in seen.roster.on(ALONE)] == ["Agent 1-1"]
    assert {event.agent for event in seen.events} == {ME}


def test_a_colleague_sees_who_sits_beside_on_shared_shifts_under_no_id(publication: Publication) -> None:
    seen = beside_of(publication, agents=frozenset({AgentId("1-2")}))
    shared = {shift for shift in publication.roster.of_agent(AgentId("1-2"))}
    assert seen == [(s, "Agent 1-9") for s in publication.beside.of_agent(ME) if s in shared]
    assert ME not in view(publication, Scope(agents=frozenset({AgentId("1-2")}))).plan.agent


def test_the_own_leader_sees_all_and_another_municipality_s_none(publication: Publication) -> None:
    everything = [(shift, "Agent 1-9") for _, shift in publication.beside]
    assert beside_of(publication, municipalities=frozenset({MunicipalityCode("1")})) == everything
    assert beside_of(publication, municipalities=frozenset({MunicipalityCode("2")})) == []
    assert beside_of(publication, agent_calendar=AgentId("2-1")) == []


def test_who_sees_no_absences_sees_the_same_beside_as_was_chosen_by_them() -> None:
    plan = plan_with_novice()
    away = replace(plan, availability=(builders.entry("1-9", "unavailable", date(2027, 1, 5)),))
    publication = publication_of(away, SMALL_ROSTER)
    assert ALONE not in publication.beside.of_agent(ME)
    for scope in ({"hotline": True}, {"municipalities": frozenset({MunicipalityCode("1")})}):
        assert beside_of(publication, **scope) == [(shift, "Agent 1-9") for _, shift in publication.beside]
