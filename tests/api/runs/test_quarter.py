"""From a checked plan to a published quarter: two variants, mends, hand changes, a proposal, publication."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, cycle
from typing import Any

import pytest

from api.access.ids import VersionNumber
from api.runs.kinds import RunKind, RunOrder
from tests.api.availability.asked import iso
from tests.api.filled_service import NOW, Served
from tests.api.runs.reckoning import place_in, reckon, work
from tests.api.store.filled import add_plan
from tests.builders import MONDAY, entry, hotline
from tests.builders import plan as build
from wfm.plan import Plan

SHORT, WHOLE = (6, 2, 1), pytest.param(20, 5, 3, marks=pytest.mark.prove)
AGENTS = ("1-1", "1-2", "1-3", "1-4", "2-1", "2-2", "2-3", "2-4")
ALONE = tuple(MONDAY + timedelta(days=day) for day in range(3))
"""Days on which one agent of each municipality alone is there, so that nobody can sit with anybody."""


def quarter() -> Plan:
    """Return a plan of a week that lacks somebody on three days."""
    away = [entry(one, "unavailable", day, day) for day in ALONE for one in AGENTS if not one.endswith("-2")]
    return build({"1": 100, "2": 100}, AGENTS, hotline=hotline(language="en"), availability=away)


def mend(served: Served, version: int) -> int:
    """Ask why a seat is empty, make the first mend that helps, and solve again; return the new version."""
    run, _ = reckon(served.database, kind=RunKind.EXPLAIN, version=VersionNumber(version))
    told = served.get(f"runs/{run.id}").json()["result"]["explanations"]
    mends = [one for found in told for one in found["mends"]]
    wanted = next(n for n, one in enumerate(mends, 1) if one["changes"][0]["change"] == "shorten_entry")
    revision = place_in(served.database).plan.revision
    made = served.send("POST", f"runs/{run.id}/mends", {"mend": wanted, "time_limit": 5}, began=revision)
    assert made.status_code == 201, made.text
    work(served.database, made.json()["run"])
    return newest(served)


def newest(served: Served) -> int:
    return int(max(one["number"] for one in served.get("versions").json()["versions"]))


def empty_seats(served: Served, version: int) -> int:
    found: int = served.get(f"versions/{version}").json()["score"]["coverage"]["value"]
    return found


def seats_of(served: Served, version: int) -> list[dict[str, Any]]:
    """Return what is told of each seat of the days on which everybody is there."""
    shifts = [f"2027-01-0{day}T{hour}:00" for day in (7, 8) for hour in ("08", "11")]
    return [
        served.get(f"versions/{version}/seats/{shift}/{seat}").json() for shift in shifts for seat in (1, 2)
    ]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("changes", "refusals", "mends"), [SHORT, WHOLE])
def test_from_a_plan_to_a_published_quarter(served: Served, changes: int, refusals: int, mends: int) -> None:
    """Two coordinators; what a rule forbids and what is stale changes nothing."""
    add_plan(served.database, quarter(), expected=place_in(served.database).plan.revision)
    order = RunOrder(time_limit=5, workers=1)
    variants = []
    for weights in ({}, {"wishes": 50}):
        reckon(served.database, order, weights=weights)
        variants.append(newest(served))
    chosen = served.send("POST", f"versions/{variants[0]}/choose", {}, began=variants[1])
    assert chosen.status_code == 201, chosen.text
    version = newest(served)
    for _ in range(mends):
        before = empty_seats(served, version)
        version = mend(served, version)
        assert empty_seats(served, version) < before
    version = change_by_hand(served, version, changes, refusals)
    propose_and_publish(served, version)


def choices_of(seat: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what can be done with a seat: who may sit there; else that nobody does."""
    return seat["candidates"] or [one for one in [seat["emptied"]] if one]


def change_by_hand(served: Served, version: int, changes: int, refusals: int) -> int:
    """Make changes, some refused by a rule and one by a colleague's; return the version that came of it."""
    refused, places = 0, cycle(range(8))
    for number in count(1):
        address = f"versions/{version}/changes"
        seats = seats_of(served, version)
        at = next(places)
        if refused < refusals:
            seat = next(one for one in [*seats[at:], *seats] if one["refused"])
            forbidden = {"kind": "move", "shift": seat["shift"], "joins": seat["refused"][0]["agent"]}
            if seat["agent"]:
                forbidden["leaves"] = seat["agent"]
            answer = served.send("POST", address, {"changes": [forbidden]}, began=version)
            assert answer.status_code == 409
            assert answer.json()["breaches"] == seat["refused"][0]["breaches"]
            refused += 1
        choices = next(filter(None, map(choices_of, [*seats[at:], *seats])))
        sent = {"changes": choices[number % len(choices)]["changes"]}
        caller = "other" if number == 2 else "coordinator"
        made = served.send("POST", address, sent, began=version, caller=caller)
        assert made.status_code == 201, made.text
        if number == 2:  # of two coordinators the second is told, and looks again
            late = served.send("POST", address, sent, began=version)
            assert (late.status_code, late.json()["current"]["number"]) == (412, newest(served))
        assert newest(served) == version + 1
        version += 1
        if number == changes - refusals:
            break
    assert refused == refusals
    return version


def propose_and_publish(served: Served, version: int) -> None:
    """Put a draft forward, answer what is said of it, publish it."""
    place = f"versions/{version}/proposal"
    until = {"until": iso(NOW + timedelta(days=5)), "note": "please look"}
    assert served.send("POST", place, until, began=0).status_code == 201
    for caller, text in (("agent", "Thursday does not suit me"), ("leader", "Can 1-2 have fewer?")):
        said = served.send("POST", f"{place}/remarks", {"shift": None, "text": text}, caller=caller)
        assert said.status_code == 201, said.text
    remarks = served.get(f"{place}/remarks").json()["remarks"]
    assert {one["text"] for one in remarks} == {"Thursday does not suit me", "Can 1-2 have fewer?"}
    answered = served.send("POST", f"{place}/remarks/{remarks[0]['id']}/answer", {"text": "It is noted"})
    assert answered.status_code in (200, 201), answered.text
    known = served.get("published").headers["etag"]
    done = served.send("PUT", "published", {"number": version}, began=known)
    assert done.status_code == 200, done.text
    assert served.get("published", "agent").json()["number"] == version
