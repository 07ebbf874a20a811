"""What a statement of a year says: who has to pay whom, and its quarters in kroner and in seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from api.statements.annual import AnnualStatement
from api.statements.sentences import EVEN, old_reference, reference
from api.statements.statement import Correction, Statement, StatementKind, kroner
from api.texts.translator import Translator
from wfm.message import Message, Plural, Text
from wfm.quota_table import SEAT_DECIMALS
from wfm.rounding import half_up

TITLE = Text("annual.title", "Statement of the year {year}")
PRELIMINARY_TITLE = Text("annual.preliminary_title", "Preliminary statement of the year {year}")
WARNING = Text(
    "annual.warning",
    "not every quarter of the year is published and closed: of those that are open, figures are what their "
    "close would come to now, and may still change; those to come are not in it",
)
PAYS = Text("annual.pays", "{name} has {amount} to pay for the year.")
RECEIVES = Text("annual.receives", "{name} has {amount} to receive for the year.")
LATER = Plural(
    "annual.later",
    "{n:number} correction of these quarters stands in the accounts of another year and is counted there: "
    "{numbers:list}. With it the quarters come to {amount}.",
    "{n:number} corrections of these quarters stand in the accounts of another year and are counted there: "
    "{numbers:list}. With them the quarters come to {amount}.",
)
COUNTS = Text(
    "annual.counts",
    "A quarter counts in the year in which it begins, a correction in that of the quarter in whose account "
    "it stands. So the year comes to the kroner of its accounts.",
)
QUARTER = Text("annual.quarter", "Quarter")
STATEMENT = Text("annual.statement", "Statement no.")
PRELIMINARY = Text("annual.preliminary", "preliminary")
CORRECTION = Text("annual.correction", "Correction of {old}, quarter from {about:date}")
YEAR = Text("annual.year", "The year {year}")
PRICE = Text("annual.price", "Price")
START_UP = Text("annual.start_up", "Start-up")
REBATE = Text("annual.rebate", "Rebate")
CREDIT = Text("annual.credit", "Credit")
NET = Text("annual.net", "Net, {currency}")
PLANNED = Text("annual.planned", "Planned")
WORKED = Text("annual.worked", "Worked")
SHARE = Text("annual.share", "Share of seats")
BROUGHT = Text("annual.brought", "Brought forward")
CORRECTED = Text("annual.corrected", "Corrected")
CARRIED = Text("annual.carried", "Carried forward")
Figures = Sequence[Fraction | None]


@dataclass(frozen=True)
class AnnualColumn:
    """A column of figures.

    Parameters
    ----------
    head, decimals
        Its name, and with how many decimals it is written.
    sign
        With which it counts for the last column; 0 where it does not, or is that column.
    total
        What stands below: ``sum``, ``first`` or ``last``.
    signed
        Whether it is written with its sign.
    """

    head: Message
    decimals: int
    sign: int = 0
    total: str = "sum"
    signed: bool = False

    def write(self, figure: Fraction | None, speak: Translator) -> str:
        """Write a figure; nothing where there is none."""
        if figure is None:
            return ""
        write = speak.with_sign if self.signed else speak.number
        return write(half_up(figure, self.decimals), self.decimals)


@dataclass(frozen=True)
class AnnualRow:
    """A quarter or a correction; figures that it does not have are ``None``."""

    label: str
    number: str
    figures: Figures


@dataclass(frozen=True)
class AnnualTable:
    """Rows with their columns, and what stands below them."""

    columns: tuple[AnnualColumn, ...]
    rows: tuple[AnnualRow, ...]
    label: str

    @property
    def totals(self) -> tuple[Fraction, ...]:
        """What stands below each column."""
        return tuple(
            _total(column, [row.figures[place] for row in self.rows])
            for place, column in enumerate(self.columns)
        )


def annual_title(one: AnnualStatement, speak: Translator) -> str:
    """Return the name of a year's statement."""
    return speak.say((TITLE if one.closed else PRELIMINARY_TITLE)(year=str(one.year)))


def annual_headline(one: AnnualStatement, speak: Translator) -> str:
    """Return in one sentence who has to pay whom."""
    text = {StatementKind.INVOICE: PAYS, StatementKind.CREDIT_NOTE: RECEIVES, StatementKind.EVEN: EVEN}
    amount = speak.money(abs(kroner(one.net)), one.currency)
    return speak.say(text[one.kind](name=one.name, amount=amount))


def annual_sentences(one: AnnualStatement, speak: Translator) -> tuple[str, ...]:
    """Return what is to be known besides: that it may change, and what another year counts."""
    found = [] if one.closed else [speak.sentence(WARNING()) + "."]
    if one.later:
        numbers = tuple(map(reference, one.later))
        whole = one.money.net + sum(each.net for each in (*_own(one), *one.later))
        amount = speak.money(kroner(whole), one.currency)
        found.append(speak.sentence(LATER(n=len(numbers), numbers=numbers, amount=amount)))
    return tuple(found)


def money_table(one: AnnualStatement, speak: Translator) -> AnnualTable:
    """Return a year's kroner: a row for each quarter, then for each correction in its accounts."""
    begins = bool(one.money.start_up or one.money.rebate)
    start_up = (AnnualColumn(START_UP(), 2, 1), AnnualColumn(REBATE(), 2, -1)) if begins else ()
    columns = (
        AnnualColumn(PRICE(), 2, 1),
        *start_up,
        AnnualColumn(CREDIT(), 2, -1),
        AnnualColumn(NET(currency=one.currency), 2, signed=True),
    )

    def figures(each: Statement) -> Iterable[int]:
        money = each.money
        yield money.price
        if begins:
            yield from (money.start_up, money.rebate)
        yield from (money.credit, money.net)

    rows = [_row(each, speak, [Fraction(kroner(ore)) for ore in figures(each)]) for each in one.statements]
    blank = [None] * (len(columns) - 1)
    rows += [
        AnnualRow(_corrects(each, speak), reference(each), (*blank, Fraction(kroner(each.net))))
        for each in one.corrections
    ]
    return AnnualTable(columns, tuple(rows), speak.say(YEAR(year=str(one.year))))


def seat_table(one: AnnualStatement, speak: Translator) -> AnnualTable:
    """Return a year's seats: a row for each quarter; brought forward is summed up by what it began with."""
    corrected = any(each.seats.corrected for each in one.statements)
    columns = (
        AnnualColumn(PLANNED(), 0),
        AnnualColumn(BROUGHT(), SEAT_DECIMALS, total="first", signed=True),
        AnnualColumn(SHARE(), SEAT_DECIMALS),
        AnnualColumn(WORKED(), 0),
        *((AnnualColumn(CORRECTED(), SEAT_DECIMALS, signed=True),) if corrected else ()),
        AnnualColumn(CARRIED(), SEAT_DECIMALS, total="last", signed=True),
    )

    def figures(each: Statement) -> Iterable[int | Fraction]:
        seats = each.seats
        yield from (seats.planned, seats.opening, seats.entitlement, seats.worked)
        if corrected:
            yield seats.corrected
        yield seats.carried

    rows = tuple(_row(each, speak, map(Fraction, figures(each))) for each in one.statements)
    return AnnualTable(columns, rows, speak.say(YEAR(year=str(one.year))))


def _own(one: AnnualStatement) -> Iterable[Correction]:
    """Yield corrections in the year's accounts that are of its own quarters."""
    days = {each.period.first_day for each in one.statements}
    return (each for each in one.corrections if each.about in days)


def _row(one: Statement, speak: Translator, figures: Iterable[Fraction]) -> AnnualRow:
    label = speak.dates(one.period.first_day, one.period.last_day)
    return AnnualRow(label, reference(one) or speak.say(PRELIMINARY()), tuple(figures))


def _corrects(one: Correction, speak: Translator) -> str:
    return speak.sentence(CORRECTION(old=old_reference(one), about=one.about.isoformat()))


def _total(column: AnnualColumn, figures: Figures) -> Fraction:
    known = [one for one in figures if one is not None]
    if column.total == "sum":
        return Fraction(half_up(sum(known, Fraction(0)), column.decimals))
    return known[0 if column.total == "first" else -1]
