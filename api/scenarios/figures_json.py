"""The figures of scenarios as JSON: whole numbers as such, exact figures as decimal text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wfm.quota_table import SEAT_DECIMALS
from wfm.rounding import half_up, keep_sum
from wfm.scenario.figures import MunicipalityFigures, QuarterFigures, ScenarioFigures


def figures_json(figures: ScenarioFigures) -> Mapping[str, Any]:
    """Return all figures; a quarter's column of balances keeps its sum, as in quota.csv."""
    towns = figures.municipalities
    balances = [
        keep_sum({one.municipality.code: one.quarters[place].balance for one in towns}, SEAT_DECIMALS)
        for place in range(figures.quarters)
    ]
    net = sum((one.net for one in towns), Decimal(0))
    return {
        "quarters": figures.quarters,
        "empty_seats_at_least": figures.empty_seats,
        "price": str(sum((one.price for one in towns), Decimal(0))),
        "net": str(net),
        "net_per_citizen": _money(Fraction(net) / figures.population if figures.population else Fraction(0)),
        "municipalities": [
            _municipality(one, [row[one.municipality.code] for row in balances]) for one in towns
        ],
    }


def _municipality(one: MunicipalityFigures, balances: list[Decimal]) -> Mapping[str, Any]:
    return {
        "municipality": one.municipality.code,
        "name": one.municipality.name,
        "population": one.municipality.population,
        "participation": "staffing" if one.municipality.staffing else "financing",
        "agents": one.agents,
        "most_seats": one.most_seats,
        "missing_seats_at_least": _decimal(one.missing_seats),
        "price": str(one.price),
        "net": str(one.net),
        "price_per_citizen": _money(one.per_citizen(one.price)),
        "net_per_citizen": _money(one.per_citizen(one.net)),
        "quarters": [_quarter(q, balance) for q, balance in zip(one.quarters, balances, strict=True)],
    }


def _quarter(quarter: QuarterFigures, balance: Decimal) -> Mapping[str, Any]:
    return {
        "quarter": quarter.number,
        "first_day": quarter.period.first_day.isoformat(),
        "last_day": quarter.period.last_day.isoformat(),
        "share": str(half_up(quarter.quota.share, 6)),
        "entitlement": _decimal(quarter.quota.entitlement),
        "target": quarter.quota.target,
        "seats": _decimal(quarter.seats),
        "hours": str(quarter.settlement.hours),
        "credit": str(quarter.settlement.credit),
        "price": str(quarter.settlement.price),
        "net": str(quarter.settlement.net),
        "balance": str(balance),
    }


def _decimal(figure: Fraction) -> str:
    return str(half_up(figure, SEAT_DECIMALS))


def _money(figure: Fraction) -> str:
    return str(half_up(figure, 4))
