"""What is said of scenarios: what is taken for granted, what is missing, what all of it costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from api.texts.translator import Translator
from wfm import fair_share
from wfm.message import Message, Plural, Text
from wfm.rounding import half_up
from wfm.scenario.figures import MunicipalityFigures, ScenarioFigures

TAKEN_FOR_GRANTED = Plural(
    "scenario.taken_for_granted",
    "{n} quarter, {first:date} to {last:date}: every municipality staffs just its target, and no roster was "
    "searched for.",
    "{n} quarters, {first:date} to {last:date}, each like the first: every municipality staffs just its "
    "target, and no roster was searched for.",
)
EMPTY = Text(
    "scenario.empty",
    "in the plan's own period at least {amount} stay empty, whatever the roster: counted by who can sit and "
    "by their limits a day and a week; it may be more",
)
NOTHING_EMPTY = Text(
    "scenario.nothing_empty",
    "in the plan's own period there is somebody for every seat, counted by who can sit and by their limits a "
    "day and a week; that is a bound and no roster",
)
NO_AGENTS = Text("scenario.no_agents", "{name} has no agents: nobody staffs its {amount} of a quarter")
TOO_FEW = Text(
    "scenario.too_few",
    "{name} has a target of {amount} in a quarter and agents for at most {most}: at least {missing} are "
    "missing",
)
SUMS = Text(
    "scenario.sums",
    "all together: price {price} {currency}, credit {credit} {currency}, net {net} {currency}; {per_citizen} "
    "{currency} for each citizen",
)
SEATS = Text("scenario.seats", "{amount} seats")


def assumptions(figures: ScenarioFigures) -> Message:
    """Say what is taken for granted."""
    quarters = figures.municipalities[0].quarters
    return TAKEN_FOR_GRANTED(
        n=len(quarters),
        first=quarters[0].period.first_day.isoformat(),
        last=quarters[-1].period.last_day.isoformat(),
    )


def shortages(figures: ScenarioFigures, speak: Translator) -> Iterator[Message]:
    """Yield what can't be staffed, as far as counting tells."""
    if figures.empty_seats:
        yield EMPTY(amount=fair_share.SEATS(n=figures.empty_seats))
    else:
        yield NOTHING_EMPTY()
    for one in figures.municipalities:
        if one.missing_seats:
            yield _shortage(one, speak)


def _shortage(one: MunicipalityFigures, speak: Translator) -> Message:
    name, amount = one.municipality.name, _seats(one.largest_seats, speak)
    if not one.agents:
        return NO_AGENTS(name=name, amount=amount)
    most, missing = _seats(Fraction(one.most_seats), speak), _seats(one.missing_seats, speak)
    return TOO_FEW(name=name, amount=amount, most=most, missing=missing)


def _seats(amount: Fraction, speak: Translator) -> Message:
    return SEATS(amount=speak.number(half_up(amount, 1)))


def sums(figures: ScenarioFigures, speak: Translator) -> Iterator[Message]:
    """Yield what all of it costs; nothing where no settlement is agreed."""
    tariff = figures.plan.hotline.tariff
    if tariff is None:
        return
    net = sum((one.net for one in figures.municipalities), Decimal(0))
    price = sum((one.price for one in figures.municipalities), Decimal(0))
    each = Fraction(net) / figures.population if figures.population else Fraction(0)
    yield SUMS(
        price=speak.number(price, 2),
        credit=speak.number(price - net, 2),
        net=speak.number(net, 2),
        per_citizen=speak.number(half_up(each, 2), 2),
        currency=tariff.currency,
    )
