"""A business case as one JSON document: exact amounts as decimal text, years as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from api.texts.business_case import checks, conclusions
from api.texts.translator import Translator
from wfm.books.business_case import BusinessCase, ItemKind
from wfm.books.case_figures import CaseFigures
from wfm.books.payback import Payback
from wfm.books.printed_check import find_differences, find_uncounted
from wfm.rounding import half_up

DECIMALS = 2


def case_json(figures: CaseFigures, speak: Translator) -> dict[str, Any]:
    """Return the document: totals, areas, payback, present value, parts, and what does not add up."""
    case = figures.case
    return {
        "name": case.name,
        "currency": case.currency,
        "discount_rate": str(half_up(case.discount_rate, 6)),
        "years": list(case.years),
        "gains": _amounts(figures.gains),
        "costs": _amounts(figures.costs),
        "effect": _amounts(figures.effect),
        "accumulated": _amounts(figures.accumulated),
        "total": {
            "gains": _amount(sum(figures.gains)),
            "costs": _amount(sum(figures.costs)),
            "effect": _amount(figures.accumulated[-1]),
        },
        "areas": [
            {"kind": side.value, "area": area, "amounts": _amounts(total), "total": _amount(sum(total))}
            for side in ItemKind
            for area in figures.areas(side)
            for total in (figures.total(side, area),)
        ],
        "payback": _payback(case, figures.payback),
        "payback_discounted": _payback(case, figures.discounted_payback),
        "present_value": _amount(figures.present_value),
        "partners": list(partners_json(figures)),
        "not_counted": [
            {
                "kind": one.item.side.value,
                "name": one.item.name,
                "year": one.year,
                "amount": _amount(one.item.amounts[case.years.index(one.year)]),
                "total": _amount(one.without),
                "total_with_it": _amount(one.instead),
            }
            for one in find_uncounted(case)
        ],
        "differences": [
            {
                "kind": one.printed.line.value,
                "area": one.printed.area,
                "partner": one.printed.partner,
                "year": one.year,
                "unit": one.printed.unit,
                "printed": str(one.figure),
                "computed": str(one.computed),
                "difference": str(one.difference),
            }
            for one in find_differences(figures)
        ],
        "conclusions": [speak.sentence(one) for one in conclusions(figures, speak)],
        "checks": [speak.sentence(one) for one in checks(figures, speak)],
    }


def _amount(value: Fraction | Decimal | int) -> str:
    return str(half_up(value, DECIMALS))


def _amounts(values: Iterable[Fraction | Decimal]) -> list[str]:
    return list(map(_amount, values))


def _payback(case: BusinessCase, found: Payback | None) -> Mapping[str, Any] | None:
    if found is None:
        return None
    relapse = None if found.relapse is None else case.years[found.relapse - 1]
    return {
        "year": case.years[found.year - 1],
        "number": found.year,
        "years": str(half_up(found.years, 4)),
        "relapse": relapse,
    }


def partners_json(figures: CaseFigures) -> Iterable[Mapping[str, Any]]:
    """Yield every partner's part, year by year."""
    for partner, part in figures.parts.items():
        yield {
            "partner": partner,
            "name": figures.case.partners.get(partner, partner),
            "gains": _amounts(part.gains),
            "costs": _amounts(part.costs),
            "effect": _amounts(part.effect),
            "accumulated": _amounts(accumulate(part.effect)),
            "total": _amount(sum(part.effect, Decimal(0))),
        }
