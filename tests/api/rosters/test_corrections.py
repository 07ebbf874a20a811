"""A name, an address or a telephone number that is put right leaves what a solve proved as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.filled_service import Served
from tests.api.rosters.test_versions import plan_of, report, text_of


def agents(served: Served, column: str, value: str) -> list[dict[str, Any]]:
    """Return the table of agents with another value in its first row."""
    rows: list[dict[str, Any]] = served.get("tables/agents").json()["rows"]
    return [{**rows[0], column: value}, *rows[1:]]


def put(served: Served, column: str, value: str) -> None:
    rows = agents(served, column, value)
    answer = served.send("PUT", "tables/agents", {"rows": rows}, began=1)
    assert answer.status_code == 200, answer.text


def change(served: Served, number: int) -> dict[str, Any]:
    """Return a version that was made by hand from another one."""
    moves = [{"kind": "move", "shift": "2027-01-05T08:00", "leaves": "1-1", "joins": "1-2"}]
    made = served.send("POST", f"versions/{number}/changes", {"changes": moves}, began=number)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = served.get(f"versions/{number + 1}").json()
    return found


def solved(served: Served) -> None:
    plan = plan_of(served)
    content = {"roster": text_of(plan), "report": report(plan)}
    assert served.send("POST", "versions", content, began=2).status_code == 201


@pytest.mark.parametrize(
    ("column", "value", "bound"),
    [
        ("phone", "12 34 56 78", 13),
        ("email", "ny@example.dk", 13),
        ("fte", "0.5", 0),
        ("last_day", "2027-01-05", 0),
    ],
)
def test_bounds_are_carried_where_a_solver_would_read_the_same(
    served: Served, column: str, value: str, bound: int
) -> None:
    solved(served)
    put(served, column, value)
    found = change(served, 3)
    assert found["revision"] == 2
    assert served.get("versions/3").json()["score"]["coverage"]["bound"] == 13
    kept = found["score"]["coverage"]
    assert (kept["value"], kept["bound"]) == (13, bound)


@pytest.mark.parametrize(("column", "value", "revision"), [("phone", "12 34 56 78", 2), ("fte", "0.5", 1)])
def test_a_solve_during_which_a_number_was_put_right_is_a_version_of_the_newest_revision(
    served: Served, column: str, value: str, revision: int
) -> None:
    plan = plan_of(served)
    content = {"roster": text_of(plan), "report": report(plan)}
    put(served, column, value)
    answer = served.send("POST", "versions", content, began=2)
    assert (answer.status_code, answer.json()["revision"]) == (201, revision)
