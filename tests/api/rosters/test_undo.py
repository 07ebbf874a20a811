"""Steps by hand undone and done again in the store: rosters and locks as they were, history kept."""

from __future__ import annotations

from typing import Any

from tests.api.filled_service import Served

TUESDAY = "2027-01-05T08:00"
MOVE = {"kind": "move", "shift": TUESDAY, "joins": "1-1"}


def rows(served: Served, number: int) -> list[Any]:
    return list(served.get(f"versions/{number}").json()["seats"])


def locks(served: Served) -> list[Any]:
    return list(served.get("tables/locks").json()["rows"])


def step(served: Served, what: str, began: int) -> int:
    return served.send("POST", f"versions/{what}", {}, began=began).status_code


def change(served: Served, began: int, *changes: dict[str, Any]) -> int:
    answer = served.send("POST", f"versions/{began}/changes", {"changes": list(changes)}, began=began)
    return answer.status_code


def test_a_change_is_undone_and_done_again_as_new_versions(served: Served) -> None:
    assert change(served, 2, MOVE) == 201
    before, after = rows(served, 2), rows(served, 3)
    assert before != after
    answer = served.send("POST", "versions/undo", {}, began=3, key="once")
    assert (answer.status_code, answer.json()["number"], answer.json()["parent"]) == (201, 4, 3)
    assert served.send("POST", "versions/undo", {}, began=3, key="once").json()["number"] == 4
    assert rows(served, 4) == before
    assert step(served, "redo", 4) == 201
    assert rows(served, 5) == after
    assert step(served, "redo", 5) == 409
    assert step(served, "undo", 3) == 412
    assert [rows(served, number) for number in (2, 3)] == [before, after]


def test_a_lock_that_a_step_set_goes_with_it_and_comes_back(served: Served) -> None:
    before = locks(served)
    assert change(served, 2, MOVE, {"kind": "lock", "shift": TUESDAY, "agent": "1-1"}) == 201
    set_then = locks(served)
    assert len(set_then) == len(before) + 1
    assert step(served, "undo", 3) == 201
    assert locks(served) == before
    assert rows(served, 4) == rows(served, 2)
    assert step(served, "redo", 4) == 201
    assert (locks(served), rows(served, 5)) == (set_then, rows(served, 3))


def test_after_everything_was_undone_there_is_nothing_before(served: Served) -> None:
    assert step(served, "undo", 2) == 201
    assert rows(served, 3) == rows(served, 1)
    answer = served.send("POST", "versions/undo", {}, began=3)
    assert (answer.status_code, answer.json()["detail"]) == (409, "There is nothing before this version")
