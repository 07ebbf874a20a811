"""Published apportionments: the US House since 1960, Folketing elections, textbook cases.

`tests/golden/apportionment.csv` names the source of each; the House gives every state a first seat,
which is a floor of 1 here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from wfm import apportion
from wfm.apportionment import Method

GOLDEN = Path(__file__).parents[1] / "golden" / "apportionment.csv"


class Case(NamedTuple):
    """A published apportionment."""

    method: str
    seats: int
    floors: Mapping[str, int]
    weights: Mapping[str, int]
    expected: Mapping[str, int]


def published() -> Iterator[tuple[str, Case]]:
    """Yield every published case with its name."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for case, method in dict.fromkeys((row["case"], row["method"]) for row in rows):
        own = [row for row in rows if (row["case"], row["method"]) == (case, method)]
        least = int(own[0]["floor"])
        yield (
            f"{case}, {method}",
            Case(
                method,
                int(own[0]["seats"]),
                {row["name"]: least for row in own} if least else {},
                {row["name"]: int(row["weight"]) for row in own},
                {row["name"]: int(row["expected"]) for row in own},
            ),
        )


PUBLISHED = dict(published())


def test_the_published_cases_are_all_there() -> None:
    assert len(PUBLISHED) == 42
    assert {case.method for case in PUBLISHED.values()} == set(Method)
    assert sum(len(case.weights) for case in PUBLISHED.values()) == 584


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_apportionment_comes_out_as_published(name: str) -> None:
    case = PUBLISHED[name]
    assert apportion(case.weights, case.seats, case.method, case.floors) == case.expected
