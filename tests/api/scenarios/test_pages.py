"""Scenarios in pages: the pieces moved in a form, tried, kept, held side by side, adopted."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st

from api.scenarios.form import edits_of, form_values
from tests import builders as b
from tests.api.filled_service import Served
from tests.api.published.test_pages import words
from tests.api.revisions.browsing import Fields, fields_of, keep, page, send
from tests.api.scenarios.test_routes import keep as keep_by_api
from tests.examples import examples
from wfm.canonical import canonical_json
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits, apply_edits

STRUER = {
    "join-1-code": ["671"],
    "join-1-name": ["Struer"],
    "join-1-population": ["21.846"],
    "join-1-agents": ["4"],
}
PLAN = b.plan(
    [
        b.municipality("1"),
        b.municipality("2", 50),
        b.municipality("3", 60, staffing=False),
        b.municipality("4"),
    ],
    ["1-1", "1-2", "2-1"],
)
SETTINGS = (
    "shifts.agents=3",
    "quota.method=dhondt",
    "limits.shifts_per_day=2",
    "opening_hours.mon=17:00-21:00",
    "opening_hours.sat=09:00-12:00",
    "municipality.1.min_shifts=2",
    "municipality.1.staffs=no",
    "municipality.3.staffs=yes",
    "municipality.2.population=70",
    "weights.wishes=3",
    "municipality.671.joined=2027-03-01",
)


def form(served: Served, where: str = "scenarios/new", **typed: Any) -> tuple[Fields, str]:
    """Return what the form of a page would send, with some fields typed."""
    fields = fields_of(page(served, where), where)
    return {**fields, **{name: [value] for name, value in typed.items()}}, where


def kept_at(answer: Response) -> str:
    """Return where a form that was kept leads, beneath the plan's pages."""
    assert answer.status_code == 303, answer.text
    where: str = answer.headers["location"]
    return where.partition("?")[0].partition("/plans/2027-01-04/")[2]


@settings(max_examples=examples(40))
@given(st.sets(st.sampled_from(SETTINGS)), st.booleans(), st.sampled_from(["", "2", "671"]))
def test_what_a_program_keeps_a_form_sends_back_as_it_was(chosen: set[str], joins: bool, leaves: str) -> None:
    """Edits go into the fields of a form and come out of them as a plan that is byte for byte the same."""
    sets = tuple(one for one in SETTINGS if one in chosen and (joins or ".671." not in one))
    stays = not leaves or (leaves == "671" and not joins) or f"municipality.{leaves}." in repr(sets)
    edits = ScenarioEdits(("671:Struer:21846:2",) if joins else (), () if stays else (leaves,), sets)
    back = edits_of(form_values(edits, PLAN), PLAN)
    assert plan_text(back) == plan_text(edits)


def plan_text(edits: ScenarioEdits) -> str:
    made: Plan = apply_edits(PLAN, edits).plan
    return canonical_json(made)


def test_pieces_are_moved_tried_and_kept(served: Served) -> None:
    fields, where = form(served, hours="evening")
    before = served.digest()
    tried = send(served, where, fields | STRUER | {"act": ["try"]})
    assert tried.status_code == 200
    shown = words(tried.text)
    assert "What comes of it" in shown
    assert "Struer" in shown
    assert served.digest() == before
    again = fields_of(tried, where)
    assert (again["join-1-name"], again["hours"]) == (["Struer"], ["evening"])
    nameless = send(served, where, again | {"act": ["keep"]})
    assert nameless.status_code == 422
    assert "a name of at most 100 characters" in words(nameless.text)
    named = fields_of(nameless, where) | {"act": ["keep"], "name": ["With Struer"]}
    one = kept_at(send(served, where, named))
    shown = words(page(served, one).text)
    assert "Struer joins with 21,846 citizens and 4 agents" in shown
    assert "Monday: 08:00-14:00 → 17:00-21:00" in shown or "Monday" in shown
    assert "Only you see it." in shown
    back = fields_of(page(served, f"{one}/edit"), f"{one}/edit")
    told = [back[name][0] for name in ("name", "join-1-population", "hours")]
    assert told == ["With Struer", "21.846", "evening"]
    changed = {"act": ["keep"], "name": ["Shared"], "shared": ["yes"], "town-3-what": ["leaves"]}
    assert kept_at(send(served, f"{one}/edit", back | changed)) == one
    assert send(served, f"{one}/edit", back | changed | {"key": ["f" * 32]}).status_code == 412
    leader = page(served, "scenarios", "leader")
    assert "Shared" in words(leader.text)
    assert page(served, f"{one}/edit", "leader").status_code == 200
    assert send(served, f"{one}/remove", {}, caller="leader").status_code == 404
    assert kept_at(send(served, f"{one}/remove", {})) == "scenarios"
    assert page(served, one).status_code == 404


def test_what_no_plan_can_be_stays_in_the_form_with_its_place(served: Served) -> None:
    fields, where = form(served, **{"other": "shifts.nonsense=1\nshifts.pairing", "town-1-floor": "many"})
    refused = send(served, where, fields | STRUER | {"join-1-population": ["few"], "act": ["try"]})
    assert refused.status_code == 422
    shown = words(refused.text)
    assert "Who joins, population “few”" in shown
    assert "municipality.1.min_shifts “many”" in shown
    assert "“shifts.pairing”" in shown
    again = fields_of(refused, where)
    assert again["other"][0].strip() == "shifts.nonsense=1\nshifts.pairing"
    assert again["join-1-population"] == ["few"]


def test_two_stand_side_by_side_with_the_plan(served: Served) -> None:
    kept = [keep_by_api(served, name=f"Seats {n}", set=[f"shifts.agents={n}"]).json() for n in (3, 4)]
    ids = [one["id"] for one in kept]
    shown = words(page(served, f"scenarios?with={ids[0]}&with={ids[1]}&quarters=2").text)
    assert "Side by side" in shown
    assert "Municipality Before" in shown
    assert "2 quarters" in shown
    assert "Before Seats 3 Seats 4" in shown or "Before Seats 4 Seats 3" in shown
    assert page(served, "scenarios?with=nobody&quarters=x").status_code == 200


def test_a_coordinator_adopts_one_after_looking(served: Served) -> None:
    made = keep_by_api(served, "coordinator", set=["shifts.agents=3"]).json()
    one = f"scenarios/{made['id']}"
    fields = fields_of(page(served, one), f"{one}/adopt")
    looked_at = send(served, f"{one}/adopt", fields)
    assert looked_at.status_code == 200
    assert "Struer" in words(looked_at.text)
    assert served.get("").json()["revision"]["number"] == 1
    done = keep(served, looked_at, note="With Struer")
    assert done.status_code == 303
    assert "Kept as revision 2" in words(served.client.get(done.headers["location"]).text)
    assert "It does not fit the plan as it is now" in words(page(served, one).text)
    shown = words(page(served, f"scenarios?with={made['id']}").text)
    assert "does not fit the plan any more" in shown


@pytest.mark.parametrize("caller", ["agent", "nobody"])
def test_scenarios_are_not_for_agents(served: Served, caller: str) -> None:
    for where in ("scenarios", "scenarios/new"):
        headers = {"x-caller": caller}
        answer = served.client.get(f"/plans/2027-01-04/{where}", headers=headers, follow_redirects=False)
        assert answer.status_code in (303, 403)
    assert "scenarios" not in served.client.get("/plans", headers={"x-caller": "agent"}).text
    assert "scenarios" in served.client.get("/plans", headers={"x-caller": "leader"}).text
