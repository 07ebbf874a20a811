"""Runs over HTTP: started once, listed a page at a time, followed without a gap, ended."""

from __future__ import annotations

import asyncio
import json
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.ids import RunId, VersionNumber
from api.plans.records.plans import find_revision
from api.runs.kinds import RunKind, RunState
from api.runs.records.leases import RunLease, claim, end, report
from api.runs.stream import _OPEN, EVERY, LONGEST_PAUSE, MOST_LOOKS, pause, stream
from api.store.engine import reading, writing
from api.store.types import new_id
from tests.api.filled_service import NOW, Served
from tests.api.runs.made_runs import SCORE, add_waiting_run
from tests.api.runs.reckoning import place_in, reckon, run_in

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

ORDER: dict[str, Any] = {"kind": "solve", "time_limit": 5, "workers": 1, "note": "anew"}


def start(served: Served, key: str | None = None, **changes: Any) -> dict[str, Any]:
    """Start a run and return its document."""
    answer = served.send("POST", "runs", ORDER | changes, began=1, key=key)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"].endswith(f"/runs/{found['id']}")
    return found


def parsed(text: str) -> list[tuple[int, str, Any]]:
    """Return number, name and data of each event of a stream."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return found


def test_a_run_waits_its_turn_and_says_what_was_asked_for(served: Served) -> None:
    first, second = start(served), start(served, seed=7)
    assert first["state"] == second["state"] == "queued"
    assert sorted(served.get(f"runs/{one['id']}").json()["place"] for one in (first, second)) == [1, 2]
    assert second["kind"] == "solve"
    assert second["revision"] == 1
    assert second["note"] == "anew"
    assert second["settings"]["seed"] == 7
    assert second["settings"]["from"] is None
    assert (second["score"], second["status"], second["version"], second["seconds"]) == ({}, None, None, None)
    again = served.get(f"runs/{second['id']}").json()
    assert again == second | {"result": None, "place": again["place"]}


def test_the_same_request_is_the_same_run_and_another_under_its_key_is_refused(served: Served) -> None:
    first = start(served, "once")
    assert start(served, "once")["id"] == first["id"]
    assert served.send("POST", "runs", ORDER | {"seed": 2}, began=1, key="once").status_code == 422
    assert len(served.get("runs").json()["runs"]) == 2


def test_who_does_not_know_the_newest_revision_starts_nothing(served: Served) -> None:
    answer = served.send("POST", "runs", ORDER, began=7)
    assert (answer.status_code, answer.json()["current"]["number"]) == (412, 1)
    assert len(served.get("runs").json()["runs"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "dance"},
        {"time_limit": -1},
        {"time_limit": 3601},
        {"workers": 0},
        {"seed": -1},
        {"weights": {"wishes": -1}},
        {"from": 0},
        {"freeze_before": "soon"},
        {"odd": 1},
        {"note": "x" * 2001},
        {"absences": [{"agent": "1-1"}]},
    ],
)
def test_what_no_order_can_be_is_refused(served: Served, wrong: dict[str, Any]) -> None:
    answer = served.send("POST", "runs", ORDER | wrong, began=1)
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs#problem-not-understood")


def test_what_the_plan_does_not_know_is_told_with_its_place(served: Served) -> None:
    answer = served.send("POST", "runs", ORDER | {"from": 9, "weights": {"coverage": 1}}, began=1)
    assert answer.status_code == 422
    told = [(fault["column"], fault["value"]) for fault in answer.json()["faults"]]
    assert told == [("from", "9"), ("weights.coverage", "1")]


def test_runs_are_listed_a_page_at_a_time_the_newest_first(served: Served) -> None:
    made = [start(served)["id"] for _ in range(4)]
    seen: list[str] = []
    cursor = ""
    while True:
        answer = served.get(f"runs?limit=2{cursor}").json()
        seen += [one["id"] for one in answer["runs"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert len(seen) == len(set(seen)) == 5
    assert set(made) < set(seen)
    assert served.get("runs?cursor=odd").status_code == 422


def test_what_is_explained_is_told_in_the_caller_s_language(served: Served) -> None:
    run, _ = reckon(served.database, kind=RunKind.EXPLAIN, version=VersionNumber(2), time_limit=10)
    english = served.get(f"runs/{run.id}")
    danish = served.get(f"runs/{run.id}", **{"accept-language": "da"})
    assert english.headers["content-language"] == "en"
    told = [answer.json()["result"]["explanations"][0]["sentence"] for answer in (english, danish)]
    assert told[0] != told[1]


def test_a_run_that_waits_is_cancelled_at_once_and_again_changes_nothing(served: Served) -> None:
    run = start(served)["id"]
    answer = served.send("POST", f"runs/{run}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (202, "cancelled")
    before = served.digest()
    assert served.send("POST", f"runs/{run}/cancel").json() == answer.json()
    assert served.digest() == before


def test_what_is_not_there_is_missing(served: Served) -> None:
    for address in ("runs/" + "f" * 32, "runs/odd", "runs/" + "f" * 32 + "/events"):
        assert served.get(address).status_code == 404
    assert served.send("POST", "runs/" + "f" * 32 + "/cancel").status_code == 404


# --- the stream ------------------------------------------------------------------------------------


def test_the_stream_of_a_run_that_is_over_ends_at_once(served: Served) -> None:
    (done,) = served.get("runs").json()["runs"]
    answer = served.get(f"runs/{done['id']}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    found = parsed(answer.text)
    assert [(number, name) for number, name, _ in found] == [(1, "progress"), (2, "progress"), (3, "end")]
    assert found[1][2]["score"] == SCORE
    assert found[2][2] == {"state": "done", "status": "FEASIBLE", "version": 2}


def test_whoever_comes_back_gets_what_is_missing_and_nothing_twice(served: Served) -> None:
    (done,) = served.get("runs").json()["runs"]
    address = f"runs/{done['id']}/events"
    for had, missing in (("", [1, 2, 3]), ("1", [2, 3]), ("2", [3]), ("odd", [1, 2, 3]), ("-1", [1, 2, 3])):
        assert [one[0] for one in parsed(served.get(address, last_event_id=had).text)] == missing
    assert [one[0] for one in parsed(served.get(f"{address}?after=2").text)] == [3]
    everything = served.get(address, last_event_id="3")
    assert (everything.status_code, everything.content) == (204, b"")


def test_a_head_does_not_run_a_stream_to_its_end(served: Served) -> None:
    run = start(served)["id"]  # nobody reckons: its stream would not end
    headers = {"x-caller": "coordinator"}
    where = served.get(f"runs/{run}").request.url
    answer = served.client.head(f"{where}/events", headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")


def told_of(database: Engine, run: RunLease, seq: int) -> None:
    with writing(database) as connection:
        assert report(connection, run, {"n": seq})


def test_events_come_as_they_are_told_over_broken_connections(served: Served) -> None:
    database = served.database
    with reading(database) as connection:
        revision = find_revision(connection, place_in(database).plan.id)
    with writing(database) as connection:
        made = add_waiting_run(connection, revision, NOW)
        taken = claim(connection, new_id(), NOW)
        assert taken is not None
    mine = RunLease(made, taken.fence)

    async def tell() -> None:
        for seq in range(1, 31):
            await asyncio.to_thread(told_of, database, mine, seq)
            await asyncio.sleep(0.02)
        with writing(database) as connection:
            assert end(connection, mine, RunState.DONE, NOW)

    async def follow() -> list[tuple[int, str, Any]]:
        found: list[tuple[int, str, Any]] = []
        while not found or found[-1][1] != "end":
            had = found[-1][0] if found else 0
            async for part in stream(database, made, had, Event(), longest=0.4):
                found += parsed(part.decode())
        return found

    async def both() -> list[tuple[int, str, Any]]:
        telling = asyncio.create_task(tell())
        found = await follow()
        await telling
        return found

    found = asyncio.run(both())
    assert [number for number, _, _ in found] == list(range(1, 32))
    assert [data.get("n") for _, _, data in found[:-1]] == list(range(1, 31))
    assert found[-1][2]["state"] == "done"
    assert run_in(database, RunId(made)).last == 30


def test_a_stream_ends_where_the_service_stops(served: Served) -> None:
    run, stopping = RunId(start(served)["id"]), Event()

    async def follow() -> list[bytes]:
        found = []
        async for part in stream(served.database, run, 0, stopping):
            found.append(part)
            stopping.set()
        return found

    assert asyncio.run(asyncio.wait_for(follow(), 5)) == [b"retry: 2000\n\n"]


def test_a_run_of_another_plan_is_missing(served: Served) -> None:
    run = start(served)["id"]
    assert served.get(f"/api/v1/hotlines/test/plans/2027-04-05/runs/{run}").status_code == 404


def test_many_streams_do_not_ask_the_database_more_often_together(served: Served) -> None:
    assert pause(1) == EVERY
    assert pause(200) * MOST_LOOKS == 200
    assert pause(10_000) == LONGEST_PAUSE
    made = RunId(start(served)["id"])

    async def leave_early() -> int:
        told = stream(served.database, made, 0, Event())
        await anext(told)
        opened = len(_OPEN)
        await told.aclose()  # type: ignore[attr-defined]
        return opened

    assert asyncio.run(leave_early()) == 1
    assert not _OPEN
