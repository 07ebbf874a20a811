"""What a statement says: its lines with their calculations, and in one sentence who has to pay whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from api.statements.statement import (
    Correction,
    PriceBasis,
    Statement,
    StatementKind,
    kind_of,
    kroner,
)
from api.texts.translator import Translator
from wfm.message import Message, Plural, Text
from wfm.quota_table import SEAT_DECIMALS
from wfm.rounding import half_up

STATEMENT = Text("statement.title", "Statement {number}")
PRELIMINARY = Text("statement.preliminary_title", "Preliminary statement")
CORRECTION = Text("statement.correction_title", "Statement {number}, correction of {old}")
QUARTER = Text("statement.quarter", "{name}, {first:date} to {last:date}")
WARNING = Text(
    "statement.warning",
    "the quarter is not closed: figures are what its close would come to now, and may still change",
)
PAYS = Text("statement.pays", "{name} has {amount} to pay for the quarter.")
RECEIVES = Text("statement.receives", "{name} has {amount} to receive for the quarter, by a credit note.")
PAYS_MORE = Text("statement.pays_more", "{name} has {amount} more to pay.")
RECEIVES_MORE = Text("statement.receives_more", "{name} has {amount} more to receive, by a credit note.")
EVEN = Text("statement.even", "{name} has nothing to pay and nothing to receive.")
CORRECTS = Text(
    "statement.corrects",
    "This corrects statement {old} of the quarter from {about:date}: who sat there on {shift:shift} was "
    "found to be otherwise. That quarter came to {before} and now comes to {after} in all.",
)
SEATS_MOVE = Plural(
    "statement.seats_move",
    "The account has {seats} seat on top.",
    "The account has {seats} seats on top.",
)

OPENING = Text("statement.opening", "Brought forward")
ENTITLEMENT = Text("statement.entitlement", "Share of all seats worked")
WORKED = Text("statement.worked", "Seats in which it sat")
CORRECTED = Text("statement.corrected", "Corrections of earlier quarters")
CARRIED = Text("statement.carried", "Carried forward")
FROM_BEFORE = Text("statement.from_before", "what the quarter before handed on")
SHARE = Text(
    "statement.share",
    "{citizens:number} citizens ÷ {all:number} citizens of all who staff × {seats:number} seats",
)
BY_DAY = Text(
    "statement.by_day",
    "day by day: seats × citizens ÷ citizens of those who staff on that day; {seats:number} seats in all",
)
PLANNED = Plural("statement.planned", "{n:number} seat was planned", "{n:number} seats were planned")
CORRECTIONS_OF = Text("statement.corrections_of", "of seats that were worked otherwise than closed")
ROUNDING = Text("statement.rounding", "Rounding")
ROUNDING_OF = Text("statement.rounding_of", "four decimals, so that what everybody carries forward adds up")
SUM = Text("statement.sum", "the sum of the lines")
PASSED_ON = Text("statement.passed_on", "it staffs no shifts: what it brought passes on unchanged")

PRICE = Text("statement.price", "Price")
START_UP = Text("statement.start_up", "Price of the months of the start-up")
REBATE = Text("statement.rebate", "Rebate while starting up")
CREDIT = Text("statement.credit", "Credit for hours worked")
NET = Text("statement.net", "To pay")
NET_RECEIVED = Text("statement.net_received", "To receive")
PRICE_OF = Text(
    "statement.price_of",
    "{citizens:number} citizens × {price:decimal} {currency} a citizen and year × {part} of the year",
)
START_UP_OF = Text(
    "statement.start_up_of",
    "{citizens:number} citizens × {price} {currency} a citizen and month × {months} months",
)
REBATE_OF = Text("statement.rebate_of", "{amount} × {percent}")
CREDIT_OF = Text("statement.credit_of", "{hours} hours × {rate:decimal} {currency}")
CREDIT_UNKNOWN = Text("statement.credit_unknown", "no credit for an hour is agreed")
ROUNDED = Text("statement.rounded", "Every amount is rounded to the øre; the lines add up to the net.")

_USUAL = {StatementKind.INVOICE: PAYS, StatementKind.CREDIT_NOTE: RECEIVES, StatementKind.EVEN: EVEN}


@dataclass(frozen=True)
class StatementLine:
    """A line of a statement.

    Parameters
    ----------
    label, calculation
        What it is, and what it comes from.
    amount
        Seats or kroner, with the sign with which it counts.
    decimals
        With which it is written.
    total
        Whether it is what the others add up to.
    """

    label: Message
    calculation: Message
    amount: Fraction | Decimal
    decimals: int
    total: bool = False


def seat_lines(one: Statement) -> tuple[StatementLine, ...]:
    """Return the lines of a statement's seats; those above 0 are owed."""
    return tuple(_seat_lines(one))


def money_lines(one: Statement, speak: Translator) -> tuple[StatementLine, ...]:
    """Return the lines of a statement's money; those above 0 are to be paid."""
    return tuple(_money_lines(one, speak))


def headline(one: Statement | Correction, speak: Translator) -> str:
    """Return in one sentence who has to pay whom."""
    if isinstance(one, Correction):
        texts = {**_USUAL, StatementKind.INVOICE: PAYS_MORE, StatementKind.CREDIT_NOTE: RECEIVES_MORE}
        amount = speak.money(abs(kroner(one.net)), one.currency)
        return speak.say(texts[one.kind](name=one.name, amount=amount))
    return money_sentence(one.name, one.net, one.basis.tariff.currency, speak)


def money_sentence(name: str, net: int, currency: str, speak: Translator) -> str:
    """Return in one sentence what a quarter comes to for a municipality.

    Parameters
    ----------
    name
        Its name.
    net
        What it has to pay, in hundredths of a krone.
    currency
        ISO 4217 code.
    speak
        Whose language.
    """
    return speak.say(_USUAL[kind_of(net)](name=name, amount=speak.money(abs(kroner(net)), currency)))


def title(one: Statement | Correction, speak: Translator) -> str:
    """Return the name of a statement."""
    if isinstance(one, Correction):
        return speak.say(CORRECTION(number=reference(one), old=old_reference(one)))
    return speak.say(PRELIMINARY() if one.preliminary else STATEMENT(number=reference(one)))


def reference(one: Statement | Correction) -> str:
    """Return the number by which a statement is named: hotline and number; empty while preliminary."""
    return f"{one.hotline.code}-{one.number}" if one.number else ""


def old_reference(one: Correction) -> str:
    """Return the number of the statement that a correction corrects; a dash where there was none."""
    return f"{one.hotline.code}-{one.corrects}" if one.corrects else "–"


def quarter_name(one: Statement, speak: Translator) -> str:
    """Return whose statement it is, and of which days."""
    first, last = one.period.first_day.isoformat(), one.period.last_day.isoformat()
    return speak.say(QUARTER(name=one.name, first=first, last=last))


def correction_sentences(one: Correction, speak: Translator) -> tuple[str, ...]:
    """Return what a correction corrects, and what it does to seats."""
    found = [
        CORRECTS(
            old=old_reference(one),
            about=one.about.isoformat(),
            shift=str(one.shift),
            before=speak.money(kroner(one.before), one.currency),
            after=speak.money(kroner(one.after), one.currency),
        )
    ]
    if one.seats:
        written = speak.with_sign(half_up(one.seats, SEAT_DECIMALS))
        found.append(SEATS_MOVE(n=1 if abs(one.seats) == 1 else 2, seats=written))
    return tuple(map(speak.sentence, found))


def _seat_lines(one: Statement) -> Iterator[StatementLine]:
    """Yield lines that add up with the four decimals that are written, whatever their exact figures are."""
    seats = one.seats
    written = Decimal(0)

    def line(label: Text, calculation: Message, amount: Fraction, *, total: bool = False) -> StatementLine:
        nonlocal written
        rounded = half_up(amount, SEAT_DECIMALS)
        written += rounded
        return StatementLine(label(), calculation, rounded, SEAT_DECIMALS, total)

    yield line(OPENING, FROM_BEFORE(), seats.opening)
    if seats.staffs:
        yield line(ENTITLEMENT, _share_of(one), seats.entitlement)
        yield line(WORKED, PLANNED(n=seats.planned), Fraction(-seats.worked))
    if seats.corrected:
        yield line(CORRECTED, CORRECTIONS_OF(), seats.corrected)
    if rest := half_up(seats.carried, SEAT_DECIMALS) - written:
        yield line(ROUNDING, ROUNDING_OF(), Fraction(rest))
    yield line(CARRIED, SUM() if seats.staffs else PASSED_ON(), seats.carried, total=True)


def _share_of(one: Statement) -> Message:
    seats, citizens = one.seats, one.basis.population
    if seats.citizens and seats.entitlement == Fraction(citizens, seats.citizens) * seats.everybody:
        return SHARE(citizens=citizens, all=seats.citizens, seats=seats.everybody)
    return BY_DAY(seats=seats.everybody)


def _money_lines(one: Statement, speak: Translator) -> Iterator[StatementLine]:
    money, basis = one.money, one.basis

    def line(label: Text, calculation: Message, ore: int, *, total: bool = False) -> StatementLine:
        return StatementLine(label(), calculation, kroner(ore), 2, total)

    tariff = basis.tariff
    if money.price or not money.start_up:
        agreed = {"price": str(tariff.price_per_citizen_year), "currency": tariff.currency}
        yield line(PRICE, PRICE_OF(citizens=basis.population, part=_part(basis), **agreed), money.price)
    if money.start_up:
        yield line(START_UP, _start_up_of(basis, speak), money.start_up)
    if money.rebate:
        amount = speak.money(kroner(money.start_up), tariff.currency)
        percent = speak.percent(Fraction(tariff.start_up_rebate))
        yield line(REBATE, REBATE_OF(amount=amount, percent=percent), -money.rebate)
    if one.seats.staffs:
        yield line(CREDIT, _credit_of(basis, speak), -money.credit)
    label = NET if one.net >= 0 else NET_RECEIVED
    yield line(label, SUM(), money.net, total=True)


def _part(basis: PriceBasis) -> str:
    """Write the part of the year as days by days of the year: 27 ÷ 365 + 64 ÷ 366."""
    parts = [f"{days} ÷ {year}" for days, year in basis.days] or ["0"]
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def _start_up_of(basis: PriceBasis, speak: Translator) -> Message:
    tariff, months = basis.tariff, basis.start_up_months
    agreed = tariff.start_up_price_per_citizen_month
    twelfth = f"{speak.number(tariff.price_per_citizen_year)} ÷ 12"
    return START_UP_OF(
        citizens=basis.population,
        price=twelfth if agreed is None else speak.number(agreed),
        currency=tariff.currency,
        months=str(months) if months.denominator == 1 else f"{months.numerator} ÷ {months.denominator}",
    )


def _credit_of(basis: PriceBasis, speak: Translator) -> Message:
    tariff, hours = basis.tariff, basis.hours
    if hours is None:
        return CREDIT_UNKNOWN()
    exact = half_up(hours, SEAT_DECIMALS)
    written = speak.number(exact) if exact == hours else f"{int(hours * 60)} ÷ 60"
    rate = str(tariff.credit_per_agent_hour)
    return CREDIT_OF(hours=written, rate=rate, currency=tariff.currency)
