"""What a business case says in words: its lines, when it has paid itself back, what does not add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from api.texts.translator import Translator
from wfm.books.business_case import BusinessCase, CaseLine, ItemKind, PrintedLine
from wfm.books.case_figures import NOBODY, CaseFigures
from wfm.books.payback import Payback
from wfm.books.printed_check import (
    PrintedDifference,
    UncountedItem,
    find_differences,
    find_uncounted,
    payback_agrees,
)
from wfm.message import Message, Plural, Text
from wfm.rounding import half_up

GAINS = Text("case.gains", "gains")
COSTS = Text("case.costs", "costs")
EFFECT = Text("case.effect", "effect")
ACCUMULATED = Text("case.accumulated", "accumulated effect")
DISCOUNTED = Text("case.discounted", "effect, discounted")
IN_ALL = Text("case.in_all", "in all")
AREA = Text("case.area", "area")
ITEM = Text("case.item", "item")
KIND = Text("case.kind", "kind")
KEY = Text("case.key", "key")
COUNTED = Text("case.counted", "counted")
YES, NO = Text("case.yes", "yes"), Text("case.no", "no")
PARTNER = Text("case.partner", "partner")
PRINTED = Text("case.printed", "printed")
COMPUTED = Text("case.computed", "the items come to")
DIFFERENCE = Text("case.difference", "difference")
YEAR_COLUMN = Text("case.year_column", "year")
FIGURE = Text("case.figure", "figure")
NUMBERED_YEAR = Text("case.year", "year {number}")
NOBODY_NAME = Text("case.nobody", "no key")
OTHER_AREA = Text("case.other_area", "no area")

TOTALS_HEADING = Text("case.totals_heading", "Gains, costs and effect by year")
AREAS_HEADING = Text("case.areas_heading", "By area")
PARTNERS_HEADING = Text("case.partners_heading", "Each partner's part of the effect")
ITEMS_HEADING = Text("case.items_heading", "The items")
CHECKS_HEADING = Text("case.checks_heading", "Checks")
IN_CURRENCY = Text("case.in_currency", "Amounts in {currency}.")

PAID_BACK = Text("case.paid_back", "Paid back in {year}, after {years:decimal} years.")
NO_DEBT = Text("case.no_debt", "There is nothing to pay back: the effect is above 0 from {year} on.")
PAID_BACK_DISCOUNTED = Text(
    "case.paid_back_discounted", "Discounted at {rate} a year: in {year}, after {years:decimal} years."
)
NOT_PAID_BACK = Text(
    "case.not_paid_back", "Not paid back within these years: {amount} {currency} is missing."
)
NOT_PAID_BACK_DISCOUNTED = Text(
    "case.not_paid_back_discounted",
    "Discounted at {rate} a year not paid back within these years: {amount} {currency} is missing.",
)
RELAPSE = Text("case.relapse", "At the end of {year} the accumulated effect is below 0 again.")
PRESENT_VALUE = Text(
    "case.present_value", "Present value: {amount} {currency} at {rate} a year, the first year in full."
)
PRESENT_VALUE_ALL = Text(
    "case.present_value_all", "Present value: {amount} {currency} at {rate} a year, the first year, too."
)
SUM = Text("case.sum", "Effect of all years: {amount} {currency}.")

UNCOUNTED = Text(
    "case.uncounted",
    "{name} ({amount} in {year}) stands among the items, but is not counted: with it {line} of {year} are "
    "{instead}, not {without}.",
)
WITH_ALL = Text(
    "case.with_all", "With every item counted: {effect} in {year}, accumulated {accumulated} at the end."
)
WITH_ALL_PAID = Text(
    "case.with_all_paid", "With every item counted, paid back in {year}, after {years:decimal} years."
)
WITH_ALL_NOT_PAID = Text(
    "case.with_all_not_paid", "With every item counted, not paid back within these years."
)
DIFFERS = Plural(
    "case.differs",
    "{n:number} printed figure is not what the items come to; {agreeing:number} are.",
    "{n:number} printed figures are not what the items come to; {agreeing:number} are.",
)
AGREES = Plural(
    "case.agrees",
    "The {n:number} printed figure is what the items come to.",
    "All {n:number} printed figures are what the items come to.",
)
PAYBACK_AGREES = Text("case.payback_agrees", "The printed payback, in {year}, is what the items come to.")
PAYBACK_DIFFERS = Text(
    "case.payback_differs", "Printed is a payback in {year}; the items come to another one, see above."
)
NO_KEY = Text("case.no_key", "What has no key is shared by nobody and stands on a line of its own.")

LINES = {
    CaseLine.GAIN: GAINS,
    CaseLine.COST: COSTS,
    CaseLine.EFFECT: EFFECT,
    CaseLine.ACCUMULATED: ACCUMULATED,
}
SIDES = {ItemKind.GAIN: GAINS, ItemKind.COST: COSTS}


def year_name(case: BusinessCase, number: int, speak: Translator) -> str:
    """Return a year's name: the calendar's, or *year 1*."""
    return str(number) if number >= 1900 else speak.say(NUMBERED_YEAR(number=str(number)))


def amount(value: Fraction | Decimal, speak: Translator, *, decimals: int | None = None) -> str:
    """Write an amount, without decimals where it is whole."""
    if decimals is None:
        decimals = 0 if Fraction(value).denominator == 1 else 2
    rounded = half_up(value, decimals)
    sign = "\N{MINUS SIGN}" if rounded < 0 else ""
    return sign + speak.number(abs(rounded), decimals)


def rate(case: BusinessCase, speak: Translator) -> str:
    """Write the rate of discount."""
    percent = case.discount_rate * 100
    return speak.percent(case.discount_rate, 0 if percent.denominator == 1 else 2)


def conclusions(figures: CaseFigures, speak: Translator) -> Iterator[Message]:
    """Yield what a case comes to: its effect, payback and present value."""
    case = figures.case
    whole = figures.accumulated[-1]
    yield SUM(amount=amount(whole, speak), currency=case.currency)
    yield from _payback(figures, figures.payback, speak)
    if case.discount_rate:
        yield from _discounted_payback(figures, speak)
        text = PRESENT_VALUE_ALL if case.discount_first_year else PRESENT_VALUE
        value = amount(figures.present_value, speak, decimals=0)
        yield text(amount=value, currency=case.currency, rate=rate(case, speak))


def _payback(figures: CaseFigures, found: Payback | None, speak: Translator) -> Iterator[Message]:
    case = figures.case
    if found is None:
        yield NOT_PAID_BACK(amount=amount(-figures.accumulated[-1], speak), currency=case.currency)
        return
    year = _year(case, found.year, speak)
    yield PAID_BACK(year=year, years=str(half_up(found.years, 2))) if found.owed else NO_DEBT(year=year)
    if found.relapse is not None:
        yield RELAPSE(year=_year(case, found.relapse, speak))


def _discounted_payback(figures: CaseFigures, speak: Translator) -> Iterator[Message]:
    case, found = figures.case, figures.discounted_payback
    if found is None:
        missing = amount(-figures.present_value, speak, decimals=0)
        yield NOT_PAID_BACK_DISCOUNTED(rate=rate(case, speak), amount=missing, currency=case.currency)
    elif found.owed:
        yield PAID_BACK_DISCOUNTED(
            rate=rate(case, speak), year=_year(case, found.year, speak), years=str(half_up(found.years, 2))
        )


def _year(case: BusinessCase, number: int, speak: Translator) -> str:
    """Return the name of a year of the case, counted from 1."""
    return year_name(case, case.years[number - 1], speak)


def checks(figures: CaseFigures, speak: Translator) -> Iterator[Message]:
    """Yield what does not add up, and what was held against the items and does."""
    case = figures.case
    for one in find_uncounted(case):
        yield _uncounted(case, one, speak)
    if any(not item.counted for item in case.items):
        yield from _with_all(CaseFigures(case, every=True), speak)
    if NOBODY in figures.parts and case.partners:
        yield NO_KEY()
    yield from _printed(figures)
    agrees = payback_agrees(figures)
    if agrees is not None and case.printed_payback is not None:
        year = str(case.years[0] + case.printed_payback - 1)
        year = year_name(case, int(year), speak)
        yield (PAYBACK_AGREES if agrees else PAYBACK_DIFFERS)(year=year)


def _uncounted(case: BusinessCase, one: UncountedItem, speak: Translator) -> Message:
    return UNCOUNTED(
        name=one.item.name,
        amount=amount(one.item.amounts[case.years.index(one.year)], speak),
        year=year_name(case, one.year, speak),
        line=SIDES[one.item.side](),
        instead=amount(one.instead, speak),
        without=amount(one.without, speak),
    )


def _with_all(every: CaseFigures, speak: Translator) -> Iterator[Message]:
    case, found = every.case, every.payback
    yield WITH_ALL(
        effect=amount(every.effect[0], speak),
        year=year_name(case, case.years[0], speak),
        accumulated=amount(every.accumulated[-1], speak),
    )
    if found is None:
        yield WITH_ALL_NOT_PAID()
    else:
        yield WITH_ALL_PAID(year=_year(case, found.year, speak), years=str(half_up(found.years, 2)))


def _printed(figures: CaseFigures) -> Iterator[Message]:
    there = sum(figure is not None for line in figures.case.printed for figure in line.amounts)
    differing = len(find_differences(figures))
    if differing:
        yield DIFFERS(n=differing, agreeing=there - differing)
    elif there:
        yield AGREES(n=there)


def name_of_printed(case: BusinessCase, line: PrintedLine, speak: Translator) -> str:
    """Return what a printed line is called: *gains, Teknik (1,000 DKK)*."""
    beside = case.partners.get(line.partner, "") or line.area
    unit = f" ({speak.number(line.unit)} {case.currency})" if line.unit > 1 else ""
    return speak.say(LINES[line.line]()) + (f", {beside}" if beside else "") + unit


def difference_cells(case: BusinessCase, one: PrintedDifference, speak: Translator) -> list[str]:
    """Return what is said of a printed figure that differs: which, of what year, both, by how much."""
    decimals = one.printed.decimals
    return [
        name_of_printed(case, one.printed, speak),
        year_name(case, one.year, speak),
        amount(one.figure, speak, decimals=decimals),
        amount(one.computed, speak, decimals=decimals),
        speak.with_sign(one.difference, decimals),
    ]


def partner_name(case: BusinessCase, partner: str, speak: Translator) -> str:
    """Return a partner's name; of what nobody bears, that it has no key."""
    return speak.say(NOBODY_NAME()) if partner == NOBODY else case.partners.get(partner, partner)
