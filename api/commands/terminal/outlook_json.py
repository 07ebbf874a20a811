"""The comparison of methods for ``wfm quota --compare --json``: exact figures as decimal text."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from api.texts.outlook import assumptions, drifts, gains, is_mixed, promise
from api.texts.translator import Translator
from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.message import Message
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook
from wfm.quota_table import SEAT_DECIMALS
from wfm.quota_years import Course, Quarter, Stray
from wfm.rounding import half_up, keep_sum


def outlook_json(plan: Plan, found: QuotaOutlook, speak: Translator) -> Mapping[str, Any]:
    """Return the whole comparison; balances in seats and in units at the end of each quarter."""
    statement, reasons = promise(plan, found, speak)
    said = [*gains(plan, found, speak), *assumptions(plan, found), statement, *reasons]
    said += drifts(plan, found, speak)
    return {
        "method": found.own.value,
        "unit": "seat" if is_mixed(plan) else "shift",
        "units": plan.units,
        "seats": plan.seats,
        "quarters": found.quarters,
        "methods": {method.value: _method(found, method) for method in Method},
        "municipalities": [_municipality(plan, found, m) for m in plan.staffing],
        "sentences": [_sentence(message, speak) for message in said],
    }


def _sentence(message: Message, speak: Translator) -> Mapping[str, str]:
    return {"key": message.key, "sentence": speak.sentence(message)}


def _method(found: QuotaOutlook, method: Method) -> Mapping[str, Any]:
    compared, stand = found.comparison.methods[method], found.obstacles[method]
    course = found.courses[method]
    return {
        "largest_deviation": {
            "municipality": compared.furthest,
            "units": _decimal(compared.deviations[compared.furthest]),
        },
        "gains": found.comparison.gains(method),
        "furthest": _stray(course.furthest),
        "under_one_unit": all(abs(course.stray(code).units) < 1 for code in compared.targets),
        "promised": method in found.promised,
        "obstacles": {
            "unequal_shifts": stand.unequal_shifts,
            "common_balance": _decimal(stand.common_balance),
            "floored": stand.floored,
            "negative": stand.negative,
            "short": stand.short,
        },
    }


def _municipality(plan: Plan, found: QuotaOutlook, municipality: Municipality) -> Mapping[str, Any]:
    code = municipality.code
    most = found.most_seats.get(code)
    return {
        "municipality": code,
        "name": municipality.name,
        "population": municipality.population,
        "carry_over": _decimal(municipality.carry_over),
        "exact_share": _decimal(found.comparison.exact[code]),
        "floor": municipality.min_shifts,
        "fair_floor": found.fair_floors[code],
        "drift": _decimal(found.drifts[code]),
        "most_seats": None if most is None else _decimal(most),
        "methods": {method.value: _own(found, method, code) for method in Method},
    }


def _own(found: QuotaOutlook, method: Method, code: MunicipalityCode) -> Mapping[str, Any]:
    compared, course = found.comparison.methods[method], found.courses[method]
    return {
        "target": compared.targets[code],
        "deviation": _decimal(compared.deviations[code]),
        "gain": found.comparison.gains(method).get(code, 0),
        "furthest": _stray(course.stray(code)),
        "quarters": [_quarter(course, quarter, code) for quarter in course.quarters],
    }


def _quarter(course: Course, quarter: Quarter, code: MunicipalityCode) -> Mapping[str, Any]:
    quota = quarter.quotas[code]
    # A quarter's column keeps its sum, as it does in quota.csv.
    written = keep_sum(quarter.balance, SEAT_DECIMALS)
    return {
        "quarter": quarter.number,
        "entitlement": _decimal(quota.entitlement),
        "target": quota.target,
        "seats": _decimal(quarter.assigned[code]),
        "carry_over_out": str(written[code]),
        "units": _decimal(quarter.balance[code] / course.seats_per_unit),
    }


def _stray(stray: Stray) -> Mapping[str, Any]:
    return {
        "municipality": stray.municipality,
        "quarter": stray.quarter,
        "seats": _decimal(stray.seats),
        "units": _decimal(stray.units),
    }


def _decimal(figure: Fraction) -> str:
    return str(half_up(figure, SEAT_DECIMALS))
