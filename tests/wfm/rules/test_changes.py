"""changes: assignments of the baseline that are gone."""

from __future__ import annotations

from tests.builders import plan, roster
from wfm.baseline import Baseline
from wfm.rules import changes

PLAN = plan(agents=["1-1", "1-2"])
EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"


def test_who_is_gone_is_told_in_order_of_time() -> None:
    before = Baseline(roster({LATE: ["1-1"], EARLY: ["1-1", "1-2"]}))
    found = list(changes.measure(PLAN, roster({EARLY: ["1-2"]}), before))
    assert [(str(f.subject), f.amount, str(f.message)) for f in found] == [
        (f"agent:1-1|shift:{EARLY}", 1, f"Agent 1-1 no longer sits on {EARLY}"),
        (f"agent:1-1|shift:{LATE}", 1, f"Agent 1-1 no longer sits on {LATE}"),
    ]


def test_who_is_new_changes_nothing_that_was_published() -> None:
    assert not list(
        changes.measure(PLAN, roster({EARLY: ["1-1", "1-2"]}), Baseline(roster({EARLY: ["1-1"]})))
    )
