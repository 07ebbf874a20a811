"""wishes: undesired assignments, and preferred entries that came to nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.builders import MONDAY, agent, entry, hotline, municipality, plan, roster, span
from tests.wfm.rules.telling import sentences, told
from wfm.availability import Entry
from wfm.plan import Plan

EARLY, LATE, MORROW = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00"
TUESDAY, FRIDAY, SATURDAY = (MONDAY + timedelta(days=number) for number in (1, 4, 5))


def question(*entries: Entry, **changes: Any) -> Plan:
    return plan(agents=[agent("1-1", **changes), "1-2"], hotline=hotline(days=7), availability=entries)


# --- undesired -------------------------------------------------------------------------------


def test_an_assignment_in_an_undesired_time_counts_once_however_many_entries_it_overlaps() -> None:
    rows = [entry("1-1", "undesired"), entry("1-1", "undesired", last=FRIDAY), entry("1-1", "undesired")]
    assert told("wishes", question(*rows), roster({EARLY: ["1-1"]})) == [
        (f"agent:1-1|shift:{EARLY}", 1, "wishes.undesired")
    ]


def test_every_assignment_in_one_undesired_entry_counts() -> None:
    sat = roster({EARLY: ["1-1"], LATE: ["1-1"], MORROW: ["1-1"]})
    rows = told("wishes", question(entry("1-1", "undesired", last=FRIDAY)), sat)
    assert [subject for subject, *_ in rows] == [
        f"agent:1-1|shift:{shift}" for shift in (EARLY, LATE, MORROW)
    ]
    assert sentences("wishes", question(entry("1-1", "undesired")), roster({EARLY: ["1-1"]})) == [
        f"Agent 1-1 sits on {EARLY}, against a wish"
    ]


def test_touching_is_not_overlapping() -> None:
    sat = roster({EARLY: ["1-1"]})
    assert not told("wishes", question(entry("1-1", "undesired", span=span("11:00-24:00"))), sat)
    assert told("wishes", question(entry("1-1", "undesired", span=span("10:59-24:00"))), sat)


def test_only_the_agents_own_wishes_count() -> None:
    assert not told("wishes", question(entry("1-2", "undesired")), roster({EARLY: ["1-1"]}))
    assert not told("wishes", question(entry("1-1", "unavailable")), roster({EARLY: ["1-1"]}))


# --- preferred -------------------------------------------------------------------------------

WISH = entry("1-1", "preferred", MONDAY, TUESDAY, span=span("08:00-11:00"))


def test_one_shift_within_a_preferred_entry_grants_it() -> None:
    assert not told("wishes", question(WISH), roster({EARLY: ["1-1"]}))
    assert not told("wishes", question(WISH), roster({MORROW: ["1-1"]}))
    assert not told("wishes", question(WISH), roster({EARLY: ["1-1"], MORROW: ["1-1"]}))


def test_a_preferred_entry_without_a_shift_counts_once() -> None:
    breach = [("agent:1-1|row:2", 1, "wishes.not_granted")]
    assert told("wishes", question(WISH), roster({})) == breach
    assert told("wishes", question(WISH), roster({LATE: ["1-1"], EARLY: ["1-2"]})) == breach
    assert sentences("wishes", question(WISH), roster({})) == [
        "Agent 1-1 would have liked a shift from 2027-01-04 to 2027-01-05 and got none"
    ]


def test_every_preferred_entry_counts_by_itself_even_where_one_shift_grants_two() -> None:
    rows = [WISH, entry("1-1", "preferred", FRIDAY), entry("1-1", "preferred")]
    assert [subject for subject, *_ in told("wishes", question(*rows), roster({}))] == [
        "agent:1-1|row:2",
        "agent:1-1|row:3",
        "agent:1-1|row:4",
    ]
    assert [subject for subject, *_ in told("wishes", question(*rows), roster({EARLY: ["1-1"]}))] == [
        "agent:1-1|row:3"
    ]


def test_a_wish_for_a_time_without_shifts_is_no_wish() -> None:
    assert not told("wishes", question(entry("1-1", "preferred", SATURDAY)), roster({}))
    assert not told("wishes", question(entry("1-1", "preferred", span=span("14:00-24:00"))), roster({}))


def test_a_wish_for_shifts_that_the_agent_could_not_have_is_no_wish() -> None:
    away = entry("1-1", "unavailable", MONDAY, TUESDAY)
    assert not told("wishes", question(WISH, away), roster({}))
    assert not told("wishes", question(WISH, first_day=FRIDAY), roster({}))
    assert not told("wishes", question(WISH, shifts_per_week=0), roster({}))
    financing = plan(
        [municipality("1", staffing=False), municipality("2")],
        ["1-1", "2-1"],
        hotline=hotline(),
        availability=[WISH],
    )
    assert not told("wishes", financing, roster({}))


def test_one_shift_that_the_agent_could_have_makes_it_a_wish() -> None:
    away = entry("1-1", "unavailable", MONDAY, MONDAY)
    assert told("wishes", question(WISH, away), roster({})) == [("agent:1-1|row:2", 1, "wishes.not_granted")]


def test_both_kinds_add_up() -> None:
    rows = [WISH, entry("1-1", "undesired", FRIDAY)]
    assert [key for *_, key in told("wishes", question(*rows), roster({f"{FRIDAY}T08:00": ["1-1"]}))] == [
        "wishes.undesired",
        "wishes.not_granted",
    ]
