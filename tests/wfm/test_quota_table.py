"""The quota table: by target and by assignment, its columns' sums, what is carried over."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import agent, hotline, municipality, plan, roster, span
from wfm.calendar import UnsocialSpan
from wfm.hotline import Pairing
from wfm.ids import AgentId
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.quota_table import QuotaRow, quota_table
from wfm.roster import Roster
from wfm.settlement import Tariff

TARIFF = Tariff(Decimal("2.4246"), Decimal(272))
LATE = (UnsocialSpan(frozenset(range(5)), span("11:00-14:00")),)
PARTNERS = [
    municipality("1", 300, carry_over=Fraction(1, 2)),
    municipality("2", 100),
    municipality("3", 50, staffing=False, carry_over=Fraction(-7, 3)),
]
PEOPLE = ["1-1", "1-2", "2-1", "2-2", "3-1"]


def question(pairing: Pairing = Pairing.SAME_MUNICIPALITY) -> Plan:
    """Return a plan of two days with two shifts each, of which the second has five seats."""
    line = hotline(days=2, pairing=pairing, unsocial=LATE, tariff=TARIFF)
    first = line.period.first_day
    return plan(PARTNERS, PEOPLE, hotline=line, demand=[Demand(first, 660, 5)])


SAT = roster(
    {
        "2027-01-04T08:00": ["1-1", "1-2"],
        "2027-01-04T11:00": ["1-1", "1-2", "2-1"],
        "2027-01-05T11:00": ["2-1"],
    }
)


def by_code(rows: tuple[QuotaRow, ...]) -> dict[str, QuotaRow]:
    return {str(row.municipality.code): row for row in rows}


def test_every_municipality_has_a_row_in_order_of_code() -> None:
    assert [row.municipality.code for row in quota_table(question())] == ["1", "2", "3"]


def test_by_assignment_units_are_the_shifts_on_which_a_municipality_sits() -> None:
    rows = quota_table(question(), SAT)
    assert [(row.quota.target, row.assigned, row.deviation) for row in rows] == [
        (3, 2, -1),
        (1, 2, 1),
        (0, 0, 0),
    ]
    assert [int(row.unsocial) for row in rows] == [1, 2, 0]
    assert [int(row.seats) for row in rows] == [4, 2, 0]


def test_by_assignment_units_are_seats_where_municipalities_may_mix() -> None:
    rows = quota_table(question(Pairing.MIXED), SAT)
    assert [row.assigned for row in rows] == [4, 2, 0]
    assert [int(row.unsocial) for row in rows] == [2, 2, 0]
    # Eleven seats, entitlements 8.75 and 2.75 of 11.5: shares of the units 8.37 and 2.63.
    assert [row.quota.target for row in rows] == [8, 3, 0]


def test_by_assignment_hours_and_money_follow_the_seats() -> None:
    one, two, three = (row.settlement for row in quota_table(question(), SAT))
    # Two days of 365: 300 * 2.4246 * 2/365 = 3.99, 100 * ... = 1.33, 50 * ... = 0.66.
    assert (one.hours, one.credit, one.price, one.net) == tuple(
        map(Decimal, ("12.00", "3264.00", "3.99", "-3260.01"))
    )
    assert (two.hours, two.credit, two.price) == tuple(map(Decimal, ("6.00", "1632.00", "1.33")))
    assert (three.hours, three.credit, three.net) == tuple(map(Decimal, ("0.00", "0.00", "0.66")))


def test_by_assignment_carry_over_is_the_share_of_the_assigned_seats_less_those_staffed() -> None:
    # Six seats were assigned: shares 4.5 and 1.5; 4.5 + 0.5 - 4 = 1 and 1.5 - 2 = -0.5.
    out = [row.carry_over_out for row in quota_table(question(), SAT)]
    assert out == [Fraction(1), Fraction(-1, 2), Fraction(-7, 3)]


def test_by_target_every_municipality_staffs_its_target() -> None:
    one, two, three = quota_table(question())
    # Eleven seats in four units, of which two are unsocial; the targets are 3 and 1.
    assert (one.assigned, one.deviation, three.assigned) == (None, None, 0)
    assert (one.seats, two.seats, three.seats) == (Fraction(33, 4), Fraction(11, 4), Fraction(0))
    assert (one.unsocial, two.unsocial) == (Fraction(3, 2), Fraction(1, 2))
    # 33 agent-hours in four units, 24.75 for three of them.
    hours = [row.settlement.hours for row in (one, two, three)]
    assert hours == [
        Decimal("24.75"),
        Decimal("8.25"),
        Decimal(0),
    ]
    # 8.25 of 11 seats are owed and ½ from before.
    assert one.carry_over_out == Fraction(33, 4) + Fraction(1, 2) - Fraction(33, 4)


def test_without_a_tariff_there_are_hours_and_no_money() -> None:
    row = quota_table(plan(hotline=hotline(days=1)), roster({"2027-01-04T08:00": ["1-1"]}))[0]
    assert row.settlement.hours == 3
    assert row.settlement.credit == row.settlement.price == row.settlement.net == 0


def test_what_a_financing_municipality_staffs_against_the_rule_is_nobodys_share() -> None:
    wrong = roster({"2027-01-04T08:00": ["3-1", "1-1"], "2027-01-05T08:00": ["2-1"]})
    rows = by_code(quota_table(question(), wrong))
    # Two seats count: shares 1.5 and 0.5.
    assert rows["1"].carry_over_out == Fraction(3, 2) + Fraction(1, 2) - 1
    assert rows["2"].carry_over_out == Fraction(1, 2) - 1
    assert rows["3"].carry_over_out == Fraction(-7, 3)
    assert rows["3"].seats == 1


@given(st.data(), st.sampled_from(sorted(Pairing)))
def test_columns_sum_up_whatever_is_assigned(data: st.DataObject, pairing: Pairing) -> None:
    asked = question(pairing)
    people = st.lists(st.sampled_from(PEOPLE).map(AgentId), unique=True, max_size=3)
    sat = Roster({shift.id: tuple(data.draw(people)) for shift in asked.shifts})
    rows = quota_table(asked, sat)
    assert sum(row.quota.target for row in rows) == asked.units
    assert sum(row.quota.share for row in rows) == 1
    assert sum(row.seats for row in rows) == len(sat)
    assert sum(row.carry_over_out for row in rows) == sum(m.carry_over for m in asked.municipalities)
    assert sum(row.settlement.hours for row in rows) == 3 * len(sat)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**5), st.fractions(-3, 3, max_denominator=8), st.booleans()), max_size=5
    )
)
def test_a_table_by_target_carries_over_what_came_in(partners: list[tuple[int, Fraction, bool]]) -> None:
    everybody = [municipality("1", 100, carry_over=Fraction(1))] + [
        municipality(str(code), population, carry_over=carried, staffing=staffing)
        for code, (population, carried, staffing) in enumerate(partners, start=2)
    ]
    asked = plan(everybody, [agent("1-1")], hotline=hotline(unsocial=LATE))
    rows = quota_table(asked)
    assert sum(row.carry_over_out for row in rows) == sum(m.carry_over for m in everybody)
    assert sum(row.seats for row in rows) == asked.seats
    assert sum(row.unsocial for row in rows) == asked.unsocial_units
