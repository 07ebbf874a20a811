"""How the figures of a period are made in which municipalities join: the days, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from api.texts.translator import Translator
from wfm.message import Message, Text
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.quota_table import QuotaRow
from wfm.rounding import half_up
from wfm.settlement import Tariff
from wfm.start_up import find_priced_time

PAYS_LATER = Text(
    "start_up.pays_later", "{name} joins on {joined:date}, after the period, and pays nothing in it."
)
PAYS_FROM = Text("start_up.pays_from", "{name} joins on {joined:date} and pays from that day on.")
STAFFS_FROM = Text(
    "start_up.staffs_from", "{name} staffs from {day:date} on; its agents get no shift before that day."
)
START_UP_PRICE = Text(
    "start_up.price",
    "{name}, start-up: {population:number} citizens × {price} {currency} × {months} months × (1 − {rebate}) "
    "= {amount} {currency}.",
)
YEARLY_PRICE = Text(
    "start_up.yearly",
    "{name}, then: {population:number} citizens × {price} {currency} × {years} years = {amount} {currency}.",
)
SPAN = Text(
    "start_up.span",
    "{first:date} to {last:date}: {seats:number} seats, shared by {members:number} municipalities with "
    "{population:number} citizens.",
)
BY_DAY = Text("start_up.by_day", "{name}, seats by share: {sum} = {amount}.")


def start_up_steps(plan: Plan, rows: Sequence[QuotaRow], speak: Translator) -> Iterator[Message]:
    """Yield who joins, what that costs, and how shares follow from the days; nothing where nobody joins.

    A municipality that staffed before the period, and pays the yearly price for all of it, is none of them.
    """
    last = plan.hotline.period.last_day
    joining = [row for row in rows if _joins(plan, row.municipality)]
    for row in joining:
        yield from _of(plan, row, speak)
    within = plan.staffing_spans.within((shift.day, shift.seats) for shift in plan.shifts)
    if len(within) < 2:
        return
    starts = [span.first_day for span, _ in within[1:]]
    for (span, seats), until in zip(
        within, [*(day - timedelta(days=1) for day in starts), last], strict=True
    ):
        yield SPAN(
            first=max(span.first_day, plan.hotline.period.first_day).isoformat(),
            last=until.isoformat(),
            seats=seats,
            members=len(span.members),
            population=span.population,
        )
    for row in rows:
        if row.staffs:
            parts = tuple(
                " ÷ ".join(map(speak.number, (row.municipality.population, span.population)))
                + f" × {speak.number(seats)}"
                for span, seats in within
                if row.municipality in span.members and span.population
            )
            amount = speak.number(half_up(plan.shares[row.municipality.code] * plan.seats, 4), 4)
            yield BY_DAY(name=row.municipality.name, sum=" + ".join(parts), amount=amount)


def _joins(plan: Plan, one: Municipality) -> bool:
    """Tell whether a municipality has not paid the yearly price, or not staffed, from the first day on."""
    begins = plan.staffs_from.get(one.code)
    return begins is not None and begins > plan.hotline.period.first_day


def _of(plan: Plan, row: QuotaRow, speak: Translator) -> Iterator[Message]:
    one, period = row.municipality, plan.hotline.period
    joined, begins = one.joined or date.min, plan.staffs_from[one.code]
    if joined > period.last_day:
        yield PAYS_LATER(name=one.name, joined=joined.isoformat())
        return
    if joined > period.first_day:
        yield PAYS_FROM(name=one.name, joined=joined.isoformat())
    if plan.hotline.tariff is not None:
        yield from _prices(plan, plan.hotline.tariff, row, speak)
    if one.staffing:
        yield STAFFS_FROM(name=one.name, day=begins.isoformat())


def _prices(plan: Plan, tariff: Tariff, row: QuotaRow, speak: Translator) -> Iterator[Message]:
    one, own = row.municipality, row.settlement
    time = find_priced_time(plan.hotline.period, one.joined, plan.hotline.start_up_months)
    if time.start_up_months:
        yield START_UP_PRICE(
            name=one.name,
            population=one.population,
            price=_exact(tariff.start_up_price, speak),
            currency=tariff.currency,
            months=_exact(time.start_up_months, speak),
            rebate=_exact(Fraction(tariff.start_up_rebate), speak),
            amount=speak.number(own.start_up, 2),
        )
    if time.years:
        yield YEARLY_PRICE(
            name=one.name,
            population=one.population,
            price=_exact(Fraction(tariff.price_per_citizen_year), speak),
            currency=tariff.currency,
            years=f"{speak.number(time.years.numerator)} ÷ {speak.number(time.years.denominator)}",
            amount=speak.number(own.price - own.start_up, 2),
        )


def _exact(number: Fraction, speak: Translator) -> str:
    """Return a number as it is: with few decimals where it has few, else as a fraction."""
    for decimals in range(6):
        rounded = half_up(number, decimals)
        if Fraction(rounded) == number:
            return speak.number(rounded, decimals)
    return f"{speak.number(number.numerator)} ÷ {speak.number(number.denominator)}"
