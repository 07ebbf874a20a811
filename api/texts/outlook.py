"""What the outlook of a quota says in sentences: who gains, what is promised, what drifts and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from api.texts.glossary import method_name
from api.texts.translator import Translator
from wfm.apportionment import Method
from wfm.fair_share import SEATS as WHOLE_SEATS
from wfm.fair_share import units_message
from wfm.hotline import Pairing
from wfm.ids import MunicipalityCode
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.quota import shares
from wfm.quota_outlook import QuotaOutlook
from wfm.rounding import half_up

SHIFTS = Text("outlook.shifts", "{amount} shifts")
SEATS = Text("outlook.seats", "{amount} seats")
A_SHIFT = Text("outlook.a_shift", "a whole shift")
A_SEAT = Text("outlook.a_seat", "a whole seat")
IN_SHIFTS = Text("outlook.in_shifts", "shifts")
IN_SEATS = Text("outlook.in_seats", "seats")
ALSO = Text("outlook.also", "{one} ({other})")

SAME = Text("outlook.same", "{method} gives the same targets as {own}.")
GAINS = Text(
    "outlook.gains", "Compared with {own}, {method} gives more to {more:list} and less to {fewer:list}."
)
GAIN = Text("outlook.gain", "{name} ({gain})")
AS_THIS_ONE = Text(
    "outlook.as_this_one",
    "Every quarter is taken to be like this one: the same populations and floors, {size}. What one quarter "
    "carries over the next one takes in.",
)
SEATS_IN_SHIFTS = Text("outlook.seats_in_shifts", "{seats} in {shifts}")
ALL_FILLED = Text("outlook.all_filled", "All seats are filled, and everybody staffs just its target.")
SHORT = Text(
    "outlook.short",
    "The roster leaves seats empty. Below their targets in it, and taken to staff no more than that in any "
    "quarter: {names:list}. All others staff their targets.",
)
PROMISED = Text(
    "outlook.promised",
    "Proven: under {method} no balance reaches {unit} in these quarters, nor later as long as no entitlement "
    "turns negative.",
)
PROMISED_FOR_EVER = Text(
    "outlook.promised_for_ever",
    "Proven: under {method} no balance ever reaches {unit}, however many quarters follow.",
)
NOT_PROMISED = Text(
    "outlook.not_promised", "That no balance reaches {unit} under {method} is not promised here:"
)
UNEQUAL = Text(
    "outlook.unequal",
    "The shifts have different numbers of seats, so a target in shifts is no number of seats; the balances "
    "are reckoned with shifts of average size.",
)
COMMON = Text(
    "outlook.common",
    "The carry-overs sum to {amount} and not to 0; that sum stays with the municipalities for ever.",
)
FLOORED = Text("outlook.floored", "A floor lies above the exact share in some quarter: {names:list}.")
NEGATIVE = Text(
    "outlook.negative",
    "The entitlement is negative in some quarter, since the credit is more than a quarter's share: "
    "{names:list}.",
)
EMPTY = Text("outlook.empty", "Seats stay empty; below the target: {names:list}.")
LARGE = Text(
    "outlook.large",
    "{method} may give a large municipality a whole unit more or less than its exact share.",
)
FLOOR_DRIFTS = Text(
    "outlook.floor_drifts",
    "{name} has a floor of {floor}, but its share of a quarter is {share}. Its credit grows by {drift} every "
    "quarter, without end, and what the others owe grows with it.",
)
FAIR_FLOOR = Text(
    "outlook.fair_floor",
    "The largest floor at which its balance does not drift is {fair}: the whole part of its share.",
)
OVER_QUARTERS = Text("outlook.over_quarters", "Its share makes {floor} in {quarters} quarters.")
NO_DRIFT = Text(
    "outlook.no_drift",
    "No floor lies above its municipality's share of a quarter; none makes a balance drift.",
)
STAFFS_LESS = Text(
    "outlook.staffs_less",
    "{name} owes {amount} after {n} quarters, since it staffs less than its share.",
)


def is_mixed(plan: Plan) -> bool:
    """Tell whether the plan's units are seats."""
    return plan.hotline.pairing is Pairing.MIXED


def unit_heading(plan: Plan) -> Message:
    """Return what figures in units are figures of: shifts or seats."""
    return (IN_SEATS if is_mixed(plan) else IN_SHIFTS)()


def a_unit(plan: Plan) -> Message:
    """Return ``a whole shift`` or ``a whole seat``."""
    return (A_SEAT if is_mixed(plan) else A_SHIFT)()


def amount(plan: Plan, units: Fraction, speak: Translator) -> Message:
    """Return an exact amount of units with two decimals: ``0.77 shifts``."""
    return (SEATS if is_mixed(plan) else SHIFTS)(amount=_written(units, speak))


def _written(figure: Fraction, speak: Translator) -> str:
    rounded = half_up(figure, 2)
    return speak.number(rounded) if rounded >= 0 else speak.with_sign(rounded)


def both_amounts(plan: Plan, units: Fraction, speak: Translator) -> Message:
    """Return an amount of units and the same in seats, where those differ."""
    if is_mixed(plan):
        return amount(plan, units, speak)
    seats = units * Fraction(plan.seats, plan.units)
    return ALSO(one=amount(plan, units, speak), other=SEATS(amount=_written(seats, speak)))


def gains(plan: Plan, found: QuotaOutlook, speak: Translator) -> Iterator[Message]:
    """Yield, for each method but the plan's own, who gains and who loses by it."""
    own = method_name(found.own)
    for method in Method:
        if method is found.own:
            continue
        changes = found.comparison.gains(method)
        if not changes:
            yield SAME(method=method_name(method), own=own)
            continue
        yield GAINS(
            own=own,
            method=method_name(method),
            more=_changed(plan, {code: n for code, n in changes.items() if n > 0}, speak),
            fewer=_changed(plan, {code: n for code, n in changes.items() if n < 0}, speak),
        )


def _changed(plan: Plan, changes: Mapping[MunicipalityCode, int], speak: Translator) -> tuple[Message, ...]:
    return tuple(
        GAIN(name=plan.municipality[code].name, gain=speak.with_sign(number))
        for code, number in changes.items()
    )


def assumptions(plan: Plan, found: QuotaOutlook) -> Iterator[Message]:
    """Yield what is taken for granted of the quarters to come."""
    seats = WHOLE_SEATS(n=plan.seats)
    size = seats if is_mixed(plan) else SEATS_IN_SHIFTS(seats=seats, shifts=units_message(plan, plan.units))
    yield AS_THIS_ONE(size=size)
    if found.most_seats:
        yield SHORT(names=_names(plan, found.most_seats))
    else:
        yield ALL_FILLED()


def promise(plan: Plan, found: QuotaOutlook, speak: Translator) -> tuple[Message, tuple[Message, ...]]:
    """Return what the plan's own method promises, and what stands in the way where it does not."""
    unit = a_unit(plan)
    method = method_name(found.own)
    if found.own in found.promised:
        return (PROMISED_FOR_EVER if found.never_negative else PROMISED)(method=method, unit=unit), ()
    return NOT_PROMISED(method=method, unit=unit), tuple(_in_the_way(plan, found, speak))


def _in_the_way(plan: Plan, found: QuotaOutlook, speak: Translator) -> Iterator[Message]:
    stand = found.obstacles[found.own]
    if stand.unequal_shifts:
        yield UNEQUAL()
    if stand.common_balance:
        yield COMMON(amount=SEATS(amount=speak.number(half_up(stand.common_balance, 4))))
    for text, codes in ((FLOORED, stand.floored), (NEGATIVE, stand.negative), (EMPTY, stand.short)):
        if codes:
            yield text(names=_names(plan, codes))
    if not stand:
        yield LARGE(method=method_name(found.own))


def drifts(plan: Plan, found: QuotaOutlook, speak: Translator) -> Iterator[Message]:
    """Yield whose balance drifts, why, and what floor would be fair."""
    for code in found.floors_above_share:
        yield from _floor_above_share(plan, found, code, speak)
    if not found.floors_above_share and any(m.min_shifts for m in plan.staffing):
        yield NO_DRIFT()
    own = found.courses[found.own]
    for code, most in found.most_seats.items():
        if most < plan.quotas[code].share * plan.seats:
            owed = both_amounts(plan, own.balances(code)[-1], speak)
            yield STAFFS_LESS(name=plan.municipality[code].name, amount=owed, n=found.quarters)


def _floor_above_share(
    plan: Plan, found: QuotaOutlook, code: MunicipalityCode, speak: Translator
) -> Iterator[Message]:
    municipality, share = plan.municipality[code], shares(plan.municipalities)[code] * plan.units
    floor = units_message(plan, municipality.min_shifts)
    yield FLOOR_DRIFTS(
        name=municipality.name,
        floor=floor,
        share=amount(plan, share, speak),
        drift=both_amounts(plan, -found.drifts[code], speak),
    )
    yield FAIR_FLOOR(fair=units_message(plan, found.fair_floors[code]))
    if share:
        quarters = speak.number(half_up(municipality.min_shifts / share, 1))
        yield OVER_QUARTERS(floor=floor, quarters=quarters)


def _names(plan: Plan, codes: Iterable[MunicipalityCode]) -> tuple[str, ...]:
    return tuple(plan.municipality[code].name for code in codes)
