"""Scenarios for programs: tried, kept, seen by whom they are for, changed, adopted, taken away."""

from __future__ import annotations

from datetime import date
from typing import Any

from httpx2 import Response
from sqlalchemy import select

from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from api.store.tables import AUDIT_EVENT, SCENARIO
from tests.api.filled_service import CODE, FIRST_DAY, Served
from wfm.canonical import canonical_json
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits, apply_edits

STRUER = {"name": "With Struer", "join": ["671:Struer:21846:4"]}
ABSENT = "f" * 32


def keep(served: Served, caller: str = "coordinator", **document: Any) -> Response:
    return served.send("POST", "scenarios", {**STRUER, **document}, caller=caller)


def plan_of(served: Served) -> Plan:
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, date.fromisoformat(FIRST_DAY))
        return read_plan(connection, find_revision(connection, plan.id))


def test_trying_tells_everybodys_figures_and_keeps_nothing(served: Served) -> None:
    before = served.digest()
    for caller in ("coordinator", "leader"):
        told = served.send("POST", "scenarios/try", {"join": STRUER["join"], "quarters": 2}, caller=caller)
        assert told.status_code == 200
        document = told.json()
        assert document["faults"] == []
        assert [one["municipality"] for one in document["before"]["municipalities"]] == ["1", "2", "3"]
        assert [one["municipality"] for one in document["after"]["municipalities"]] == ["1", "2", "3", "671"]
        assert {len(one["quarters"]) for one in document["after"]["municipalities"]} == {2}
    for caller, status in (("agent", 403), ("administrator", 403), ("nobody", 401)):
        assert served.send("POST", "scenarios/try", {}, caller=caller).status_code == status
    assert served.digest() == before


def test_figures_are_those_of_the_plan_edited_by_hand(served: Served) -> None:
    """The same settings and rows, kept through the plan's own doors, give the same figures."""
    sets = ["shifts.agents=3", "municipality.2.min_shifts=2", "municipality.1.staffs=no"]
    tried = served.send("POST", "scenarios/try", {"set": sets}).json()
    assert tried["before"] != tried["after"]
    edit: dict[str, Any] = {"kind": "settings", "changes": {"shifts.agents": "3"}}
    assert served.send("POST", "edits", {"edit": edit}, began=1).status_code == 200
    rows = {row["municipality"]: row for row in served.get("tables/municipalities").json()["rows"]}
    changed = (rows["2"] | {"min_shifts": "2"}, rows["1"] | {"participation": "financing"})
    for number, after in enumerate(changed, start=2):
        edit = {
            "kind": "row",
            "table": "municipalities",
            "before": rows[after["municipality"]],
            "after": after,
        }
        assert served.send("POST", "edits", {"edit": edit}, began=number).status_code == 200
    by_hand = served.send("POST", "scenarios/try", {}).json()
    assert by_hand["before"] == by_hand["after"] == tried["after"]


def test_opening_by_the_minute_for_years_is_no_scenario_of_the_service(served: Served) -> None:
    """Whoever may try one could let everybody wait: keep it, share it, and let it be looked at."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    always = ["shifts.hours=0.1", *(f"opening_hours.{day}=00:00-24:00" for day in days)]
    for last_day, refused in (("2027-02-10", False), ("2028-12-31", True)):
        edits = {"set": [f"period.last_day={last_day}", *always]}
        faults = served.send("POST", "scenarios/try", {**edits, "quarters": 1}).json()["faults"]
        assert [(one["file"], one["column"]) for one in faults] == [("set", "shifts")] * refused
        kept = served.send("POST", "scenarios", {**edits, "name": "always"})
        assert kept.status_code == (422 if refused else 201)


def test_a_leader_keeps_own_ones_and_others_see_what_is_shared(served: Served) -> None:
    mine = keep(served, "leader").json()
    shared = keep(served, "leader", name="Shared", shared=True).json()
    assert (mine["number"], mine["own"], mine["shared"]) == (1, True, False)
    seen = {
        caller: {one["name"]: one["own"] for one in served.get("scenarios", caller).json()["scenarios"]}
        for caller in ("leader", "leader 2", "coordinator", "administrator")
    }
    assert seen.pop("leader") == {"With Struer": True, "Shared": True}
    assert list(seen.values()) == [{"Shared": False}] * 3
    assert served.get("scenarios", "agent").status_code == 403
    one = f"scenarios/{mine['id']}"
    for caller in ("leader 2", "coordinator", "administrator"):
        assert served.get(one, caller).status_code == 404
    assert served.get(f"scenarios/{ABSENT}").status_code == 404
    other = f"scenarios/{shared['id']}"
    assert served.get(other, "leader 2").json()["scenario"]["by"] is None
    assert served.get(other).json()["scenario"]["by"] is not None
    for caller in ("leader 2", "coordinator"):
        assert served.send("PUT", other, STRUER, caller=caller, began=1).status_code == 404
        assert served.send("DELETE", other, caller=caller).status_code == 404
    assert served.send("POST", f"{one}/adopt", {}, caller="leader", began=1).status_code == 403
    assert served.send("DELETE", one, caller="leader").status_code == 204
    assert served.get(one, "leader").status_code == 404


def test_a_scenario_is_changed_by_whoever_knows_how_it_is(served: Served) -> None:
    one = f"scenarios/{keep(served).json()['id']}"
    changed = {"name": "  Four\u202e seats ", "set": ["shifts.agents=4"], "shared": True}
    assert served.send("PUT", one, changed).status_code == 428
    made = served.send("PUT", one, changed, began=1)
    assert (made.status_code, made.json()["number"], made.json()["join"]) == (200, 2, [])
    assert made.json()["name"] == "Four seats"
    stale = served.send("PUT", one, changed, began=1)
    assert (stale.status_code, stale.json()["current"]["number"]) == (412, 2)
    again = served.send("POST", "scenarios", STRUER, key="once-and-for-all")
    assert served.send("POST", "scenarios", STRUER, key="once-and-for-all").json() == again.json()
    assert len(served.get("scenarios").json()["scenarios"]) == 2


REFUSED: tuple[tuple[dict[str, Any], tuple[str, str]], ...] = (
    ({"name": " "}, ("scenario", "name")),
    ({"name": "x" * 101}, ("scenario", "name")),
    ({"join": ["671:Struer"]}, ("join", "")),
    ({"join": ["671:Struer:many:2"]}, ("join", "population")),
    ({"join": ["1:Again:100"]}, ("join", "municipality")),
    ({"join": ["671:A:10:900", "672:B:10:101"]}, ("join", "agents")),
    ({"leave": ["9"]}, ("leave", "")),
    ({"leave": ["1", "2", "3"], "join": []}, ("municipalities.csv", "")),
    ({"set": ["shifts.agents"]}, ("set", "")),
    ({"set": ["shifts.agents=none"]}, ("set", "shifts.agents")),
    ({"set": ["shifts.nonsense=3"]}, ("set", "shifts.nonsense")),
    ({"set": ["municipality.1.population=-1"]}, ("set", "municipality.1.population")),
    ({"set": ["opening_hours.mon=25:00-26:00"]}, ("set", "opening_hours.mon")),
)


def test_what_no_plan_can_be_is_refused_with_its_place(served: Served) -> None:
    before = served.digest()
    for document, place in REFUSED:
        refused = keep(served, **document)
        assert refused.status_code == 422, document
        assert place in {(one["file"], one["column"]) for one in refused.json()["faults"]}
    assert served.digest() == before


def test_adopting_is_an_edit_of_the_plan_and_undone_as_one(served: Served) -> None:
    before = plan_of(served)
    one = f"scenarios/{keep(served, set=['shifts.agents=3']).json()['id']}"
    look = served.send("POST", f"{one}/adopt", {"preview": True}, began=1)
    assert (look.status_code, look.json()["revision"]) == (200, None)
    assert plan_of(served) == before
    assert served.send("POST", f"{one}/adopt", {}, began=9).status_code == 412
    made = served.send("POST", f"{one}/adopt", {}, began=1).json()
    assert (made["revision"]["number"], made["revision"]["note"]) == (2, "With Struer")
    edits = ScenarioEdits(("671:Struer:21846:4",), (), ("shifts.agents=3",))
    assert canonical_json(plan_of(served)) == canonical_json(apply_edits(before, edits).plan)
    assert served.get("revisions").json()["revisions"][0]["number"] == 2
    unfit = served.get(one).json()
    assert (unfit["after"], unfit["faults"][0]["file"]) == (None, "join")
    assert served.send("POST", f"{one}/adopt", {}, began=2).status_code == 422
    assert served.send("POST", "revisions/1/restore", {}, began=2).status_code == 200
    assert canonical_json(plan_of(served)) == canonical_json(before)


def test_notes_of_absences_stay_where_a_coordinator_adopts(served: Served) -> None:
    notes = [entry.note for entry in plan_of(served).availability]
    assert any(notes)
    one = f"scenarios/{keep(served).json()['id']}"
    assert served.send("POST", f"{one}/adopt", {}, began=1).status_code == 200
    assert [entry.note for entry in plan_of(served).availability] == notes


def test_who_joins_and_leaves_again_changes_nothing(served: Served) -> None:
    one = f"scenarios/{keep(served, leave=['671']).json()['id']}"
    found = served.get(one).json()
    assert found["before"] == found["after"]
    nothing = served.send("POST", f"{one}/adopt", {}, began=1)
    assert (nothing.status_code, nothing.json()["type"].rpartition("-")[2]) == (409, "clash")


def test_leaders_try_on_the_published_roster_and_not_on_what_is_planned(served: Served) -> None:
    edit = {"kind": "settings", "changes": {"shifts.agents": "5"}}
    assert served.send("POST", "edits", {"edit": edit}, began=1).status_code == 200
    told = {
        who: served.send("POST", "scenarios/try", {}, caller=who).json() for who in ("leader", "coordinator")
    }
    assert (told["leader"]["revision"], told["coordinator"]["revision"]) == (1, 2)
    seats = {who: one["before"]["municipalities"][0]["quarters"][0]["seats"] for who, one in told.items()}
    assert float(seats["coordinator"]) > float(seats["leader"])


def test_what_is_done_is_written_down_without_what_was_typed(served: Served) -> None:
    one = f"scenarios/{keep(served, name='KANARIE').json()['id']}"
    served.send("PUT", one, STRUER, began=1)
    served.send("DELETE", one)
    with reading(served.database) as connection:
        actions = connection.execute(select(AUDIT_EVENT.c.action).order_by(AUDIT_EVENT.c.seq)).scalars().all()
        assert connection.execute(select(SCENARIO)).all() == []
    assert actions[-3:] == ["scenario.keep", "scenario.change", "scenario.remove"]
