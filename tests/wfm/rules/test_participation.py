"""participation: agents of a municipality that only finances are never assigned, nor are novices."""

from __future__ import annotations

from datetime import date

from tests.builders import agent, hotline, municipality, plan, roster
from tests.wfm.rules.telling import sentences, told

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"
PLAN = plan([municipality("1"), municipality("2", staffing=False)], ["1-1", "2-1"], hotline=hotline(days=1))


def test_agents_of_staffing_municipalities_may_sit() -> None:
    assert not told("participation", PLAN, roster({EARLY: ["1-1"], LATE: ["1-1"]}))


def test_every_assignment_of_a_financing_municipalitys_agent_counts() -> None:
    assert told("participation", PLAN, roster({EARLY: ["2-1"]})) == [
        ("agent:2-1", 1, "participation.finances")
    ]
    both = roster({EARLY: ["2-1"], LATE: ["2-1"]})
    assert told("participation", PLAN, both) == [("agent:2-1", 2, "participation.finances")]
    assert sentences("participation", PLAN, both) == [
        "Agent 2-1 belongs to M2, which only finances and staffs nothing"
    ]


def test_a_novice_takes_no_seat_until_the_day_after() -> None:
    me = agent("1-1", beside_until=date(2027, 1, 5))
    asked = plan(agents=[me, "1-2"])
    sat = roster({f"2027-01-0{day}T08:00": ["1-1"] for day in (4, 5, 6)})
    assert told("participation", asked, sat) == [("agent:1-1", 2, "participation.beside")]
    assert sentences("participation", asked, sat) == [
        "Agent 1-1 sits beside colleagues to learn until 2027-01-05, and takes no seat"
    ]
    assert not told("participation", asked, roster({"2027-01-06T08:00": ["1-1"]}))


def test_nobody_sits_before_the_municipality_staffs() -> None:
    joined = date(2027, 1, 6)
    asked = plan([municipality("1"), municipality("2", joined=joined)], ["1-1", "2-1"])
    sat = roster({f"2027-01-0{day}T08:00": ["2-1"] for day in (4, 5, 6)})
    assert told("participation", asked, sat) == [("agent:2-1", 2, "participation.not_yet")]
    assert sentences("participation", asked, sat) == [
        "Agent 2-1 belongs to M2, which staffs from 2027-01-06 on"
    ]
    assert not told("participation", asked, roster({"2027-01-06T08:00": ["2-1"]}))


def test_of_two_reasons_the_one_that_holds_longer_is_told() -> None:
    for until, key in ((date(2027, 1, 6), "beside"), (date(2027, 1, 5), "not_yet")):
        me = agent("2-1", beside_until=until)
        asked = plan([municipality("1"), municipality("2", joined=date(2027, 1, 6))], [me])
        sat = roster({"2027-01-04T08:00": ["2-1"]})
        assert told("participation", asked, sat) == [("agent:2-1", 1, f"participation.{key}")]
