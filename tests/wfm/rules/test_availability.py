"""availability: no assignment overlaps an unavailable entry of its agent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.builders import MONDAY, entry, hotline, plan, roster, span
from tests.wfm.rules.telling import sentences, told

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"
BREACH = [(f"agent:1-1|shift:{EARLY}", 1, "availability.unavailable")]
SAT = roster({EARLY: ["1-1"]})


def of(kind: str = "unavailable", who: str = "1-1", **changes: Any) -> list[tuple[str, int, str]]:
    """Return what is told of Monday's early shift under an entry."""
    question = plan(hotline=hotline(days=1), availability=[entry(who, kind, **changes)])
    return told("availability", question, SAT)


def test_an_unavailable_agent_does_not_sit() -> None:
    assert of() == BREACH
    question = plan(availability=[entry("1-1", "unavailable")])
    assert sentences("availability", question, SAT) == [f"Agent 1-1 is unavailable on {EARLY}"]


def test_other_entries_and_other_agents_hinder_nobody() -> None:
    assert not of("undesired")
    assert not of("preferred")
    assert not of(who="1-2")


@pytest.mark.parametrize(
    ("times", "breached"),
    [("07:00-08:00", False), ("07:00-08:01", True), ("10:59-24:00", True), ("11:00-24:00", False)],
)
def test_touching_is_not_overlapping(times: str, breached: bool) -> None:
    assert of(span=span(times)) == (BREACH if breached else [])


def test_an_entry_holds_on_its_days_only() -> None:
    assert not of(first=MONDAY + timedelta(days=1))
    assert not of(first=MONDAY - timedelta(days=2), last=MONDAY - timedelta(days=1))
    assert not of(last=MONDAY + timedelta(days=4), days=frozenset({1, 2, 3, 4, 5, 6}))
    assert of(first=MONDAY - timedelta(days=1), last=MONDAY + timedelta(days=1)) == BREACH


def test_several_entries_make_one_breach_of_each_assignment() -> None:
    rows = [entry("1-1", "unavailable"), entry("1-1", "unavailable", span=span("08:00-14:00"))]
    question = plan(hotline=hotline(days=1), availability=rows)
    assert [
        subject for subject, *_ in told("availability", question, roster({EARLY: ["1-1"], LATE: ["1-1"]}))
    ] == [
        f"agent:1-1|shift:{EARLY}",
        f"agent:1-1|shift:{LATE}",
    ]
