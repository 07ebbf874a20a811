"""Hours, credit, price, net: exact until the last figure, kroner with two decimals, half up.

Source: *Fælleskommunalt kontaktcenter i Nordjylland*, appendix 1 (272 kr an agent-hour, a price per
citizen and year).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.calendar import Period
from wfm.rounding import half_up


@dataclass(frozen=True)
class Tariff:
    """What the partners agreed.

    Parameters
    ----------
    price_per_citizen_year
        Owed for each citizen and year.
    credit_per_agent_hour
        Credited for each hour that an agent sits.
    currency
        ISO 4217 code.
    """

    price_per_citizen_year: Decimal = Decimal(0)
    credit_per_agent_hour: Decimal = Decimal(0)
    currency: str = "DKK"


@dataclass(frozen=True)
class Settlement:
    """A municipality's settlement of a period: hours, and money in the tariff's currency."""

    hours: Decimal
    credit: Decimal
    price: Decimal
    net: Decimal


def years_covered(period: Period) -> Fraction:
    """Return the part of the year that a period covers: days ÷ days of that year, year by year."""
    days: dict[int, int] = {}
    for day in period.days():
        days[day.year] = days.get(day.year, 0) + 1
    return sum((Fraction(number, _days_of(year)) for year, number in days.items()), Fraction(0))


def settle_years(population: int, hours: Fraction, years: Fraction, tariff: Tariff) -> Settlement:
    """Settle one municipality.

    Parameters
    ----------
    population
        Its citizens.
    hours
        Elapsed hours of all seats in which its agents sit, exact.
    years
        Time covered, as `years_covered` counts it.
    tariff
        What was agreed.
    """
    credit = half_up(hours * Fraction(tariff.credit_per_agent_hour), 2)
    price = half_up(population * Fraction(tariff.price_per_citizen_year) * years, 2)
    return Settlement(hours=half_up(hours, 2), credit=credit, price=price, net=price - credit)


def _days_of(year: int) -> int:
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
