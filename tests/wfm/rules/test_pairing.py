"""pairing: all agents of a shift come from one municipality, unless its pairing is mixed."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import hotline, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.finding import Subject
from wfm.hotline import Pairing
from wfm.ids import ShiftId
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.rules import pairing

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"


def question(kind: Pairing = Pairing.SAME_MUNICIPALITY) -> Plan:
    line = hotline(days=1, pairing=kind)
    day = line.period.first_day
    people = ["1-1", "1-2", "2-1", "3-1"]
    return plan({"1": 1, "2": 1, "3": 1}, people, hotline=line, demand=[Demand(day, 480, 3)])


def test_one_municipality_on_a_shift_is_right_and_another_on_the_next() -> None:
    assert not told("pairing", question(), roster({EARLY: ["1-1", "1-2"], LATE: ["2-1"]}))


def test_every_municipality_beyond_the_first_is_one_too_many() -> None:
    assert told("pairing", question(), roster({EARLY: ["1-1", "2-1"]})) == [
        (f"shift:{EARLY}", 1, "pairing.mixed")
    ]
    three = roster({EARLY: ["1-1", "2-1", "3-1"]})
    assert told("pairing", question(), three) == [(f"shift:{EARLY}", 2, "pairing.mixed")]
    assert sentences("pairing", question(), three) == [
        f"Agents of M1, M2, M3 share {EARLY}; a shift belongs to one municipality"
    ]


def test_mixed_shifts_are_right_where_the_hotline_mixes() -> None:
    assert not told("pairing", question(Pairing.MIXED), roster({EARLY: ["1-1", "2-1", "3-1"]}))


def test_a_row_of_demand_mixes_its_own_shift_and_no_other() -> None:
    day = question().hotline.period.first_day
    one = replace(question(), demand=(Demand(day, 480, 3, Pairing.MIXED),))
    shared = roster({EARLY: ["1-1", "2-1"], LATE: ["1-1", "2-1"]})
    assert told("pairing", one, shared) == [(f"shift:{LATE}", 1, "pairing.mixed")]
    assert [one.mixed_on(shift.id) for shift in one.shifts] == [True, False]
    assert one.units == question().units


def test_why_it_binds() -> None:
    assert str(pairing.reason(question(), Subject(shift=ShiftId(EARLY)))) == (
        f"All agents on {EARLY} must come from one municipality"
    )
