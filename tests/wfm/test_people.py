"""Rows that are one human being: seats, shifts a day and rest count over all of them, the week for each."""

from __future__ import annotations

from datetime import date, timedelta

from tests.builders import MONDAY, agent, hotline, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.absence import Absence, without
from wfm.baseline import Baseline
from wfm.finding import Subject
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.limits import Limits
from wfm.lock import Previous
from wfm.people import shifts_of_people
from wfm.plan import Plan
from wfm.replacements import vacancies
from wfm.rules import seats, shifts_per_week

EARLY, LATE, TUESDAY = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00"


def question(**limits: int) -> Plan:
    """Return a plan in which 1-1 and 2-1 are one person."""
    both = [agent("1-1", person="d"), agent("1-2"), agent("2-1", person="d"), agent("2-2", person="alone")]
    line = hotline(pairing=Pairing.MIXED, limits=Limits(**limits))
    return plan({"1": 100, "2": 100}, both, hotline=line)


def test_people_are_known_by_their_first_row() -> None:
    found = question()
    assert found.people == (("1-1", "2-1"), ("1-2",), ("2-2",))
    assert found.selves[AgentId("2-1")] == ("1-1", "2-1")
    assert found.first_self[AgentId("2-1")] == "1-1"
    assert found.first_self[AgentId("2-2")] == "2-2"


def test_a_label_is_no_id() -> None:
    found = plan({"1": 100, "2": 100}, [agent("1-1"), agent("2-1", person="1-1")])
    assert found.people == (("1-1",), ("2-1",))


def test_nobody_has_two_seats_of_a_shift() -> None:
    double = roster({EARLY: ["1-1", "2-1"]})
    assert told("seats", question(), double) == [(f"agent:1-1|shift:{EARLY}", 1, "seats.twice")]
    assert not told("seats", question(), roster({EARLY: ["1-1", "2-2"]}))
    reason = seats.reason(question(), Subject(agent=AgentId("1-1"), shift=ShiftId(EARLY)))
    assert "are one person" in str(reason)


def test_shifts_of_a_day_are_counted_together() -> None:
    day = roster({EARLY: ["1-1"], LATE: ["2-1"]})
    assert told("shifts_per_day", question(), day) == [
        ("agent:1-1|day:2027-01-04", 1, "shifts_per_day.too_many")
    ]
    assert not told("shifts_per_day", question(shifts_per_day=2), day)
    assert sentences("shifts_per_day", question(), day) == [
        "Agent 1-1 has 2 shifts on 2027-01-04; the limit is 1"
    ]


def test_both_rows_on_one_shift_are_one_shift_of_the_day() -> None:
    assert not told("shifts_per_day", question(), roster({EARLY: ["1-1", "2-1"]}))


def test_rest_is_counted_over_both() -> None:
    nights = roster({LATE: ["1-1"], TUESDAY: ["2-1"]})
    assert not told("rest", question(rest=18 * 60), nights)
    assert told("rest", question(rest=18 * 60 + 1), nights) == [
        (f"agent:2-1|shift:{TUESDAY}", 1, "rest.too_short")
    ]


def test_the_weeks_before_of_either_count_for_rest() -> None:
    monday = hotline(pairing=Pairing.MIXED, limits=Limits(rest=3000)).period.first_day
    sat = Previous(
        monday - timedelta(days=1), hotline().opening_hours[0][0], MunicipalityCode("2"), AgentId("2-1")
    )
    found = plan(
        {"1": 100, "2": 100},
        [agent("1-1", person="d"), agent("2-1", person="d")],
        hotline=hotline(pairing=Pairing.MIXED, limits=Limits(rest=3000)),
        previous=[sat],
    )
    assert told("rest", found, roster({EARLY: ["1-1"]})) == [
        (f"agent:1-1|shift:{EARLY}", 1, "rest.too_short")
    ]


def test_the_limit_of_a_week_stays_with_each_row() -> None:
    days = [f"2027-01-0{day}T08:00" for day in (4, 5, 6, 7)]
    half = roster({days[0]: ["1-1"], days[1]: ["2-1"], days[2]: ["1-1"], days[3]: ["2-1"]})
    assert not told("shifts_per_week", question(shifts_per_week=2), half)
    assert shifts_per_week.KEY  # the rule itself does not know of persons


def test_who_sits_is_told_once_in_order_of_time() -> None:
    (person,) = shifts_of_people(question(), roster({LATE: ["1-1"], EARLY: ["2-1"], TUESDAY: ["1-1", "2-1"]}))
    assert list(person.sitting.items()) == [(EARLY, "2-1"), (LATE, "1-1"), (TUESDAY, "1-1")]


def test_somebody_who_sits_already_in_another_employment_is_no_replacement() -> None:
    ill = without(question(), [Absence(AgentId("2-2"), MONDAY, date(2027, 1, 4))])
    before, after = roster({EARLY: ["1-1", "2-2"]}), roster({EARLY: ["1-1", "1-2"]})
    (vacancy,) = vacancies(ill, Baseline(before), after)
    assert vacancy.refused == {"seats": ("2-1",)}
    later = roster({EARLY: ["1-2", "2-2"], LATE: ["1-1"]})
    (vacancy,) = vacancies(ill, Baseline(later), roster({EARLY: ["1-2"], LATE: ["1-1"]}))
    assert vacancy.refused == {"shifts_per_day": ("1-1", "2-1")}
