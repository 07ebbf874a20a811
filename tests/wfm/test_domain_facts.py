"""The published figures of the municipalities' own papers come out of the program's own functions.

Source: *Fælleskommunalt kontaktcenter i Nordjylland*, appendices 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice

import pytest

from tests.builders import municipality, span
from wfm.agent import Agent
from wfm.calendar import Period
from wfm.hotline import Hotline
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.quota import entitlements, quotas
from wfm.quota_table import quota_table
from wfm.roster import Assignment, Roster
from wfm.rounding import half_up
from wfm.settlement import Tariff, settle_years

# Code, name, citizens on 1 January 2014, share in per cent, hours a week of 53, start-up price in kr.
NORDJYLLAND = [
    ("825", "Læsø", 1_809, "0.31", "0.2", 912),
    ("849", "Jammerbugt", 38_351, "6.60", "3.5", 19_329),
    ("851", "Aalborg", 205_407, "35.37", "18.7", 103_525),
    ("813", "Frederikshavn", 60_458, "10.41", "5.5", 30_471),
    ("810", "Brønderslev", 35_627, "6.14", "3.3", 17_956),
    ("840", "Rebild", 28_794, "4.96", "2.6", 14_512),
    ("846", "Mariagerfjord", 42_093, "7.25", "3.8", 21_215),
    ("820", "Vesthimmerland", 37_479, "6.45", "3.4", 18_889),
    ("773", "Morsø", 21_003, "3.62", "1.9", 10_586),
    ("787", "Thisted", 44_230, "7.62", "4.0", 22_292),
    ("860", "Hjørring", 65_405, "11.26", "6.0", 32_964),
]
PARTNERS = [municipality(code, citizens) for code, _, citizens, *_ in NORDJYLLAND]

# Name, citizens, agent-hours, shifts, in kind, out of pocket.
SETTLED = [
    ("665", "Lemvig", 21_223, 240, 40, 65_280, -13_823),
    ("791", "Viborg", 94_333, 612, 102, 166_464, 62_256),
    ("751", "Aarhus", 319_094, 2_580, 430, 701_760, 71_916),
]
TARIFF = Tariff(price_per_citizen_year=Decimal("2.4246"), credit_per_agent_hour=Decimal(272))


def test_nordjylland_has_580656_citizens() -> None:
    assert sum(partner.population for partner in PARTNERS) == 580_656


@pytest.mark.parametrize("row", NORDJYLLAND, ids=lambda row: row[1])
def test_a_nordjysk_share_and_its_weekly_hours(row: tuple[str, str, int, str, str, int]) -> None:
    code, _, _, share, hours, _ = row
    # 53 agent-hours a week, each a seat of an hour.
    quota = quotas(PARTNERS, seats=53, units=53, method="largest_remainder")[MunicipalityCode(code)]
    assert half_up(quota.share * 100, 2) == Decimal(share)
    assert half_up(quota.entitlement, 1) == Decimal(hours)


def test_the_weekly_hours_are_53_which_is_44_per_cent_of_120() -> None:
    assert sum(entitlements(PARTNERS, 53).values()) == 53
    assert half_up(Fraction(53, 120) * 100, 0) == 44


@pytest.mark.parametrize("row", NORDJYLLAND, ids=lambda row: row[1])
def test_a_nordjysk_start_up_price(row: tuple[str, str, int, str, str, int]) -> None:
    """Three months as payers, at 0.21 kr per citizen and month less 20 %."""
    _, _, citizens, _, _, price = row
    monthly = Decimal("0.21") * Decimal("0.80")
    assert monthly == Decimal("0.168")
    tariff = Tariff(price_per_citizen_year=12 * monthly, credit_per_agent_hour=Decimal(272))
    account = settle_years(citizens, hours=Fraction(0), years=Fraction(3, 12), tariff=tariff)
    assert half_up(account.net, 0) == price


def test_laesoe_owes_less_than_one_shift_a_quarter_so_it_must_be_carried_over() -> None:
    laesoe = MunicipalityCode("825")
    for weekly_hours, owed in ((53, "2.1"), (120, "4.9")):
        in_thirteen_weeks = entitlements(PARTNERS, weekly_hours * 13)[laesoe]
        assert half_up(in_thirteen_weeks, 1) == Decimal(owed)
        assert in_thirteen_weeks < 6  # a shift is two agents for three hours


@pytest.mark.parametrize("row", SETTLED, ids=lambda row: row[1])
def test_a_printed_settlement_row_to_within_a_krone(row: tuple[str, str, int, int, int, int, int]) -> None:
    _, _, citizens, hours, _, in_kind, out_of_pocket = row
    account = settle_years(citizens, Fraction(hours), Fraction(1), TARIFF)
    assert account.hours == hours
    assert account.credit == in_kind
    assert abs(account.net - out_of_pocket) <= 1


def year_of_shifts() -> tuple[Plan, Roster]:
    """Return a year of shifts, of which the three municipalities staff what the paper says."""
    agents = [
        Agent(AgentId(f"{code}-{number}"), f"{name} {number}", MunicipalityCode(code))
        for code, name, *_ in SETTLED
        for number in (1, 2)
    ]
    hotline = Hotline(
        "Den Digitale Hotline",
        "ddh",
        Period(date(2014, 1, 1), date(2014, 12, 31)),
        {weekday: (span("08:00-20:00"),) for weekday in range(5)},
        tariff=TARIFF,
    )
    plan = Plan(hotline, tuple(municipality(row[0], row[2]) for row in SETTLED), tuple(agents))

    def assignments() -> Iterator[Assignment]:
        shifts = iter(plan.shifts)
        for code, _, _, _, number, *_ in SETTLED:
            for shift in islice(shifts, number):
                yield AgentId(f"{code}-1"), shift.id
                yield AgentId(f"{code}-2"), shift.id

    return plan, Roster.of(assignments())


def test_the_printed_settlement_comes_out_of_a_roster_of_a_year() -> None:
    rows = {row.municipality.code: row for row in quota_table(*year_of_shifts())}
    for code, _, _, hours, shifts, in_kind, out_of_pocket in SETTLED:
        row = rows[MunicipalityCode(code)]
        assert row.assigned == shifts
        assert row.seats == 2 * shifts
        assert row.settlement.hours == hours
        assert row.settlement.credit == in_kind
        assert abs(row.settlement.net - out_of_pocket) <= 1
