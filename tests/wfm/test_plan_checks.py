"""What must hold between rows: every breach is told with its place, and none twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from tests.builders import MONDAY, agent, competence, entry, hotline, lock, municipality, plan, span
from wfm.errors import PlanError
from wfm.hotline import Hotline, Pairing
from wfm.ids import AgentId, MunicipalityCode
from wfm.lock import Demand, Lock, Previous
from wfm.plan_checks import NOTHING_MORE, KnownIds, Records, flaws

PARTNERS = (municipality("1"), municipality("2"))
PEOPLE = (agent("1-1"), agent("2-1"))
NINE = "2027-01-04T09:00"  # the shifts start at 8 and 11


def told(
    line: Hotline | None = None,
    known: KnownIds = NOTHING_MORE,
    **tables: Iterable[Any],
) -> list[tuple[str, int, str, str, str]]:
    """Return place, value and expectation of every flaw."""
    rows = {"municipalities": PARTNERS, "agents": PEOPLE} | {name: tuple(own) for name, own in tables.items()}
    return [
        (flaw.table, flaw.index, flaw.column, flaw.value, str(flaw.expected))
        for flaw in flaws(line or hotline(), Records(**rows), known)
    ]


def before(day: date, who: str = "1-1") -> Previous:
    return Previous(day, span("08:00-11:00"), MunicipalityCode("1"), AgentId(who))


def test_a_sound_plan_has_no_flaw() -> None:
    assert not told(
        hotline(competences=(competence("mitid"),)),
        agents=(agent("1-1", competences=["mitid"], first_day=MONDAY, last_day=MONDAY), agent("2-1")),
        availability=[entry("1-1", "unavailable"), entry("1-1", "unavailable")],
        locks=[lock("2027-01-04T08:00", agent="1-1"), lock("2027-01-04T08:00", municipality="1")],
        demand=[Demand(MONDAY, 480, 3)],
        previous=[before(MONDAY - timedelta(days=1)), before(MONDAY - timedelta(days=9), "of earlier days")],
    )


def test_a_code_or_id_that_stands_twice_is_told_where_it_stands_again() -> None:
    once = "a value that stands once; it stands in row {} already"
    assert told(municipalities=[*PARTNERS, municipality("1"), municipality("1")]) == [
        ("municipalities", 2, "municipality", "1", once.format(2)),
        ("municipalities", 3, "municipality", "1", once.format(2)),
    ]
    assert told(agents=[*PEOPLE, agent("2-1")]) == [("agents", 2, "agent", "2-1", once.format(3))]


def test_a_shift_whose_demand_stands_twice_is_told() -> None:
    rows = [Demand(MONDAY, 480, 3), Demand(MONDAY, 660, 3), Demand(MONDAY, 480, 2)]
    assert told(demand=rows) == [
        ("demand", 2, "start", "2027-01-04 08:00", "a value that stands once; it stands in row 2 already")
    ]


def test_who_is_named_must_be_known() -> None:
    nobody, nowhere = "an agent of the table of agents", "a municipality of the table of municipalities"
    assert told(
        agents=[agent("1-1"), agent("9-1")],
        availability=[entry("1-1", "undesired"), entry("9-9", "undesired")],
        locks=[
            lock("2027-01-04T08:00", municipality="9", agent="9-9"),
            lock("2027-01-04T11:00", municipality="2", agent="9-1"),
        ],
    ) == [
        ("agents", 1, "municipality", "9", nowhere),
        ("availability", 1, "agent", "9-9", nobody),
        ("locks", 0, "municipality", "9", nowhere),
        ("locks", 0, "agent", "9-9", nobody),
    ]


def test_who_stands_in_a_faulty_row_counts_as_known() -> None:
    known = KnownIds(frozenset({MunicipalityCode("9")}), frozenset({AgentId("9-9")}))
    assert not told(
        known=known,
        agents=[*PEOPLE, agent("9-1")],
        availability=[entry("9-9", "undesired")],
        locks=[lock("2027-01-04T08:00", municipality="9", agent="9-9")],
    )


def test_each_competence_that_the_hotline_does_not_know_is_told() -> None:
    line = hotline(competences=(competence("mitid"), competence("digital_post")))
    people = [agent("1-1", competences=["mitid", "tax", "moving"]), agent("2-1", competences=["mitid"])]
    expected = "competences of the hotline: digital_post, mitid"
    assert told(line, agents=people) == [
        ("agents", 0, "competences", "moving", expected),
        ("agents", 0, "competences", "tax", expected),
    ]


def test_a_last_day_before_the_first_is_told_and_the_same_day_is_not() -> None:
    eve = MONDAY - timedelta(days=1)
    expected = "a day not before 2027-01-04"
    assert told(
        agents=[
            agent("1-1", first_day=MONDAY, last_day=eve),
            agent("2-1", first_day=MONDAY, last_day=MONDAY),
        ],
        availability=[entry("1-1", "preferred", MONDAY, eve), entry("1-1", "preferred", MONDAY, MONDAY)],
    ) == [
        ("agents", 0, "last_day", "2027-01-03", expected),
        ("availability", 0, "last_day", "2027-01-03", expected),
    ]


def test_rows_must_name_the_start_of_a_shift() -> None:
    expected = "the start of a shift of the period"
    saturday = MONDAY + timedelta(days=5)
    assert told(
        hotline(days=7),
        locks=[lock(NINE, agent="1-1"), Lock(saturday, 480, MunicipalityCode("1"))],
        demand=[Demand(MONDAY, 540, 1), Demand(MONDAY - timedelta(days=7), 480, 0)],
    ) == [
        ("locks", 0, "start", "2027-01-04 09:00", expected),
        ("locks", 1, "start", "2027-01-09 08:00", expected),
        ("demand", 0, "start", "2027-01-04 09:00", expected),
        ("demand", 1, "start", "2026-12-28 08:00", expected),
    ]


def test_a_shift_that_demand_takes_away_cannot_be_locked() -> None:
    rows = told(demand=[Demand(MONDAY, 480, 0)], locks=[lock("2027-01-04T08:00", agent="1-1")])
    assert rows == [("locks", 0, "start", "2027-01-04 08:00", "the start of a shift of the period")]


def test_a_lock_must_lock_somebody() -> None:
    expected = "a municipality, an agent or both"
    assert told(locks=[lock("2027-01-04T08:00")]) == [("locks", 0, "municipality", "", expected)]


def test_previous_ends_where_the_period_begins() -> None:
    rows = [before(MONDAY - timedelta(days=1)), before(MONDAY)]
    expected = "a day before the period's first day, 2027-01-04"
    assert told(previous=rows) == [("previous", 1, "date", "2027-01-04", expected)]


NO_SHIFT = ("hotline", 0, "period", "2027-01-04", "a period in which at least one shift lies")


def test_a_period_without_shifts_is_told_once_and_says_nothing_of_quotas() -> None:
    assert told(
        hotline(opening_hours={}), municipalities=[municipality("1", 0, min_shifts=9)], agents=[]
    ) == [NO_SHIFT]


def test_demand_may_take_away_all_shifts_but_one() -> None:
    both = [Demand(MONDAY, 480, 0), Demand(MONDAY, 660, 0)]
    assert told(hotline(days=1), demand=both[:1]) == []
    assert told(hotline(days=1), demand=both) == [NO_SHIFT]


# --- floors and entitlements -----------------------------------------------------------------


def floors(*own: int, **changes: Any) -> list[tuple[str, int, str, str, str]]:
    """Return what is told of floors on the ten shifts of a week."""
    partners = [municipality(str(code), min_shifts=floor) for code, floor in enumerate(own, start=1)]
    return told(municipalities=partners, agents=[], **changes)


def test_floors_may_take_all_units_and_not_one_more() -> None:
    assert floors(4, 6) == []
    expected = "floors that sum to at most the 10 units of the period"
    assert floors(4, 7) == [("municipalities", 1, "min_shifts", "7", expected)]


def test_units_are_seats_where_municipalities_may_mix() -> None:
    mixed = hotline(pairing=Pairing.MIXED)
    assert floors(4, 16, line=mixed) == []
    assert floors(4, 17, line=mixed)[0][-1] == "floors that sum to at most the 20 units of the period"


def test_units_follow_demand() -> None:
    assert floors(9, demand=[Demand(MONDAY, 480, 0)]) == []
    assert floors(10, demand=[Demand(MONDAY, 480, 0)])[0][3] == "10"
    assert floors(10, demand=[Demand(MONDAY, 480, 9)]) == []
    assert floors(10, demand=[Demand(MONDAY, 480, 1)]) == []


def test_the_floor_of_a_municipality_that_only_finances_does_not_count() -> None:
    partners = [municipality("1", min_shifts=10), municipality("2", staffing=False, min_shifts=99)]
    assert told(municipalities=partners, agents=[]) == []


OWED = (
    "hotline",
    0,
    "municipalities",
    "",
    "at least one staffing municipality whose entitlement is above 0",
)


@pytest.mark.parametrize(
    "partners",
    [
        [],
        [municipality("1", 100, staffing=False)],
        [municipality("1", 0)],
        [municipality("1", 100, carry_over=Fraction(-20))],  # of ten shifts with two seats
    ],
)
def test_somebody_must_owe_something(partners: list[Any]) -> None:
    assert told(municipalities=partners, agents=[]) == [OWED]


def test_the_least_that_is_owed_is_enough() -> None:
    assert not told(municipalities=[municipality("1", 100, carry_over=Fraction(-1999, 100))], agents=[])
    assert not told(municipalities=[municipality("1", 0, carry_over=Fraction(1, 1000))], agents=[])


def test_where_a_municipality_could_not_be_read_nothing_is_said_of_what_is_owed() -> None:
    known = KnownIds(municipalities=frozenset({MunicipalityCode("9")}))
    assert told(municipalities=[], agents=[], known=known) == []


def test_floors_and_entitlements_are_both_told() -> None:
    rows = told(municipalities=[municipality("1", 0, min_shifts=11)], agents=[])
    assert [row[2] for row in rows] == ["min_shifts", "municipalities"]


# --- all together ----------------------------------------------------------------------------


def test_a_plan_lists_every_flaw_with_its_file_and_row() -> None:
    with pytest.raises(PlanError) as caught:
        plan(
            [municipality("1", 0, min_shifts=99), municipality("1", 0)],
            [agent("1-1"), agent("7-1")],
            hotline=replace(hotline(days=1), competences=()),
            availability=[entry("8-1", "preferred")],
            locks=[lock(NINE)],
            demand=[Demand(MONDAY, 540, 1)],
            previous=[before(MONDAY)],
        )
    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
        ("municipalities.csv", 3, "municipality"),
        ("agents.csv", 3, "municipality"),
        ("availability.csv", 2, "agent"),
        ("locks.csv", 2, "start"),
        ("locks.csv", 2, "municipality"),
        ("demand.csv", 2, "start"),
        ("previous.csv", 2, "date"),
        ("municipalities.csv", 2, "min_shifts"),
        ("municipalities.csv", None, ""),
    ]


def test_a_plan_without_shifts_is_a_fault_of_the_hotline() -> None:
    with pytest.raises(PlanError) as caught:
        plan(hotline=hotline(opening_hours={}))
    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
        ("hotline.toml", None, "period")
    ]
