"""Hours, credit, price, net: exact until the last figure, kroner with two decimals, half up.

Source: *Fælleskommunalt kontaktcenter i Nordjylland*, appendix 1 (272 kr an agent-hour, a price per
citizen and year, a rebate while a municipality starts up).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wfm.calendar import Period
from wfm.rounding import half_up
from wfm.start_up import PricedTime, part_of_year

USUAL_REBATE = Decimal("0.20")


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
    start_up_price_per_citizen_month
        Owed for each citizen and month of the start-up, before the rebate; ``None`` for a twelfth of
        the yearly price.
    start_up_rebate
        Part of it that is taken off, 0 to 1.
    """

    price_per_citizen_year: Decimal = Decimal(0)
    credit_per_agent_hour: Decimal = Decimal(0)
    currency: str = "DKK"
    start_up_price_per_citizen_month: Decimal | None = None
    start_up_rebate: Decimal = USUAL_REBATE

    @property
    def start_up_price(self) -> Fraction:
        """Owed for each citizen and month of the start-up, before the rebate."""
        if self.start_up_price_per_citizen_month is None:
            return Fraction(self.price_per_citizen_year) / 12
        return Fraction(self.start_up_price_per_citizen_month)


@dataclass(frozen=True)
class Settlement:
    """A municipality's settlement of a period: hours, and money in the tariff's currency.

    Parameters
    ----------
    hours, credit
        Of its seats, and what they are worth.
    price
        What it owes, rebate taken off.
    net
        Price less credit.
    start_up
        Part of the price that is for months of the start-up.
    rebate
        What was taken off there.
    """

    hours: Decimal
    credit: Decimal
    price: Decimal
    net: Decimal
    start_up: Decimal = Decimal(0)
    rebate: Decimal = Decimal(0)


def years_covered(period: Period) -> Fraction:
    """Return the part of the year that a period covers: days ÷ days of that year, year by year."""
    return part_of_year(period)


def settle_years(population: int, hours: Fraction, years: Fraction, tariff: Tariff) -> Settlement:
    """Settle one municipality that was there all the time.

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
    return settle(population, hours, PricedTime(years), tariff)


def settle(population: int, hours: Fraction, time: PricedTime, tariff: Tariff) -> Settlement:
    """Settle one municipality.

    A start-up month costs population × price of a month × (1 − rebate). The whole price is rounded once;
    of its two parts the start-up's is, and the other is what remains, so that they add up.

    Parameters
    ----------
    population
        Its citizens.
    hours
        Elapsed hours of all seats in which its agents sit, exact.
    time
        What of the period it pays for.
    tariff
        What was agreed.
    """
    rebate = Fraction(tariff.start_up_rebate)
    full = population * tariff.start_up_price * time.start_up_months
    usual = population * Fraction(tariff.price_per_citizen_year) * time.years
    credit = half_up(hours * Fraction(tariff.credit_per_agent_hour), 2)
    price = half_up(usual + full * (1 - rebate), 2)
    nothing = Decimal(0)
    return Settlement(
        hours=half_up(hours, 2),
        credit=credit,
        price=price,
        net=price - credit,
        start_up=half_up(full * (1 - rebate), 2) if full else nothing,
        rebate=half_up(full * rebate, 2) if full else nothing,
    )
