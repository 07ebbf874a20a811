import csv
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.outputs.csv_tables import quota_csv, roster_csv
from api.publication.publication import Publication
from tests import builders
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan
from wfm.availability import ALL_DAYS
from wfm.calendar import Period, UnsocialSpan
from wfm.hotline import Pairing
from wfm.ids import AgentId, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.settlement import Tariff

GOLDEN = Path(__file__).parents[2] / "golden"
ANY_REPORT = publication_of(small_plan(), SMALL_ROSTER).report
TARIFF = Tariff(Decimal("2.4246"), Decimal(272), "DKK")


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode(), newline="")))


def uneven_plan(pairing: Pairing = Pairing.SAME_MUNICIPALITY) -> Plan:
    """Return a plan whose shares and carry-overs are no decimal fractions, with evenings and money."""
    towns = [
        builders.municipality("9", 1000, carry_over=Fraction(1, 3)),
        builders.municipality("10", 700, carry_over=Fraction(-2, 7)),
        builders.municipality("700", 300, carry_over=Fraction(5, 9)),
        builders.municipality("701", 0, carry_over=Fraction(1, 7)),
        builders.municipality("800", 500, staffing=False, carry_over=Fraction(2, 3)),
    ]
    line = builders.hotline(
        language="en",
        days=2,
        hours="08:00-20:00",
        pairing=pairing,
        tariff=TARIFF,
        unsocial=(UnsocialSpan(ALL_DAYS, builders.span("17:00-20:00")),),
    )
    agents = [f"{town.code}-{number}" for town in towns for number in (1, 2, 3)]
    return builders.plan(towns, agents, hotline=line)


PLANS = {pairing: uneven_plan(pairing) for pairing in Pairing}


@st.composite
def rosters(draw: st.DrawFn, plan: Plan) -> Roster:
    """Draw a roster that keeps the pairing."""
    assignments = []
    mixed = plan.hotline.pairing is Pairing.MIXED
    for shift in plan.shifts:
        code = draw(st.sampled_from(plan.staffing)).code
        able = [a.id for a in plan.staffing_agents if mixed or a.municipality == code]
        sitting = draw(st.sets(st.sampled_from(able), max_size=shift.seats))
        assignments += [(agent, shift.id) for agent in sitting]
    return Roster.of(assignments)


def tabled(plan: Plan, roster: Roster) -> Publication:
    """Return a publication of which only the tables matter."""
    return Publication(plan, roster, ANY_REPORT, ())


PUBLICATIONS = st.sampled_from(list(PLANS.values())).flatmap(
    lambda plan: rosters(plan).map(lambda roster: tabled(plan, roster))
)


def test_both_tables_are_written_as_agreed() -> None:
    publication = publication_of(small_plan(tariff=TARIFF), SMALL_ROSTER)
    assert roster_csv(publication) == (GOLDEN / "roster.csv").read_bytes()
    assert quota_csv(publication) == (GOLDEN / "quota.csv").read_bytes()


@given(PUBLICATIONS)
def test_every_seat_has_a_row_and_empty_ones_come_last(publication: Publication) -> None:
    table = rows(roster_csv(publication))
    assert len(table) == publication.plan.seats
    assert [(r["date"], r["start"], int(r["seat"])) for r in table] == sorted(
        (r["date"], r["start"], int(r["seat"])) for r in table
    )
    for shift in publication.plan.shifts:
        seats = [r for r in table if f"{r['date']}T{r['start']}" == shift.id]
        assert [int(r["seat"]) for r in seats] == [1, 2]
        assert [r["agent"] for r in seats if r["agent"]] == list(publication.roster.on(shift.id))
        assert not any(later["agent"] and not r["agent"] for r, later in pairwise(seats))
        assert all(bool(r["agent"]) == bool(r["municipality"]) for r in seats)


def test_a_shift_that_ends_at_midnight_ends_at_24() -> None:
    plan = small_plan(hours="18:00-24:00")
    table = rows(roster_csv(publication_of(plan, builders.roster({}))))
    assert [(r["start"], r["end"]) for r in table][:4:2] == [("18:00", "21:00"), ("21:00", "24:00")]


def test_a_shift_with_more_agents_than_seats_keeps_them_all() -> None:
    plan = small_plan(agents=1)
    table = rows(roster_csv(publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-2", "1-1")}))))
    assert [(r["seat"], r["agent"]) for r in table[:2]] == [("1", "1-1"), ("2", "1-2")]


@given(PUBLICATIONS)
def test_the_carry_overs_sum_to_what_they_were(publication: Publication) -> None:
    table = rows(quota_csv(publication))
    assert sum(Decimal(r["carry_over_in"]) for r in table) == sum(Decimal(r["carry_over_out"]) for r in table)
    assert sum(int(r["target"]) for r in table) == publication.plan.units
    assert sum(int(r["seats"]) for r in table) == len(publication.roster)
    assert sum(int(r["deviation"]) for r in table) == (
        sum(int(r["assigned"]) for r in table) - publication.plan.units
    )


@given(PUBLICATIONS)
def test_every_column_follows_from_the_plan_and_the_rosters_file(publication: Publication) -> None:
    """The same figures again, from the files' own rows and the contract's formulas alone."""
    plan = publication.plan
    seats = [r for r in rows(roster_csv(publication)) if r["agent"]]
    mixed = plan.hotline.pairing is Pairing.MIXED
    staffing = {m.code: m for m in plan.municipalities if m.staffing}
    citizens = sum(m.population for m in staffing.values())
    units = Counter(
        (r["municipality"], r["date"], r["start"], r["seat"] if mixed else "") for r in seats
    ).keys()
    for row in rows(quota_csv(publication)):
        code = row["municipality"]
        town = plan.municipality[next(m.code for m in plan.municipalities if m.code == code)]
        share = Fraction(town.population, citizens) if town.staffing else Fraction(0)
        own = [r for r in seats if r["municipality"] == code]
        owned = [unit for unit in units if unit[0] == code]
        entitlement = share * plan.seats + town.carry_over if town.staffing else Fraction(0)
        owed = share * len(seats) + town.carry_over - len(own)
        hours = sum((elapsed(r) for r in own), Fraction(0))
        credit = cents(hours * 272)
        price = cents(town.population * Fraction("2.4246") * Fraction(2, 365))
        assert row["name"] == town.name
        assert int(row["population"]) == town.population
        assert Decimal(row["share"]) == rounded(share, 6)
        assert Decimal(row["entitlement"]) == rounded(entitlement, 4)
        assert int(row["assigned"]) == len(owned)
        assert int(row["deviation"]) == len(owned) - int(row["target"])
        assert int(row["unsocial"]) == sum(unit[2] == "17:00" for unit in owned)
        assert int(row["seats"]) == len(own)
        for column, exact in (("carry_over_in", town.carry_over), ("carry_over_out", owed)):
            assert len(row[column].split(".")[1]) == 4
            assert abs(Fraction(row[column]) - exact) < Fraction(1, 10**4)
        assert [row[c] for c in ("hours", "credit", "price")] == [str(cents(hours)), str(credit), str(price)]
        assert Decimal(row["net"]) == price - credit
    financing = next(r for r in rows(quota_csv(publication)) if r["municipality"] == "800")
    assert financing["carry_over_in"] == financing["carry_over_out"] == "0.6667"


def elapsed(row: dict[str, str]) -> Fraction:
    day = datetime.combine(
        date.fromisoformat(row["date"]), datetime.min.time(), ZoneInfo("Europe/Copenhagen")
    )
    start, end = (
        day.replace(hour=int(row[c][:2]), minute=int(row[c][3:])).timestamp() for c in ("start", "end")
    )
    return Fraction(int(end - start), 3600)


def cents(value: Fraction) -> Decimal:
    return rounded(value, 2)


def rounded(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_hours_are_elapsed_time_over_a_change_of_clocks() -> None:
    sunday = date(2027, 3, 28)
    plan = small_plan(
        period=Period(sunday, sunday + timedelta(days=1)),
        opening_hours={6: (builders.span("00:00-06:00"),)},
        shift_minutes=360,
        tariff=TARIFF,
    )
    roster = Roster({ShiftId("2027-03-28T00:00"): (AgentId("1-1"), AgentId("1-2"))})
    [row, *_] = rows(quota_csv(publication_of(plan, roster)))
    assert (row["hours"], row["credit"]) == ("10.00", "2720.00")


@pytest.mark.parametrize("name", ['Års, "Vest"', "=1+1", "Nord\nSyd", "Æ;Ø"])
def test_a_name_is_read_back_as_it_was(name: str) -> None:
    line = builders.hotline(language="en")
    town = builders.municipality("1")
    plan = builders.plan((type(town)(town.code, name, 100),), ("1-1",), hotline=line)
    assert rows(quota_csv(publication_of(plan, builders.roster({}))))[0]["name"] == name
