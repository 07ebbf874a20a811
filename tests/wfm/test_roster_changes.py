"""What differs between two rosters."""

from __future__ import annotations

from tests.builders import plan, roster
from wfm.roster_changes import TeamChange, roster_changes

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"
PLAN = plan(agents=["1-1", "1-2", "1-3"])


def test_who_left_and_who_joined_is_listed_by_shift() -> None:
    before, after = (
        roster({EARLY: ["1-1", "1-2"], LATE: ["1-3"]}),
        roster({EARLY: ["1-3", "1-1"], LATE: ["1-3"]}),
    )
    assert roster_changes(PLAN, before, after) == (TeamChange(EARLY, ("1-2",), ("1-3",)),)  # type: ignore[arg-type]
    assert not roster_changes(PLAN, before, before)
