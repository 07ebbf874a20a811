"""The sheet of the quotas and the settlement: numbers as numbers, and a last row that sums up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from api.documents.book import CELL, FOUR, MONEY, SHARE, SIGNED, SUM, WHOLE
from api.documents.palette import CLOSED
from api.outputs.workbook.roster_book import RosterBook
from api.outputs.workbook.shift_words import HOURS, MUNICIPALITY, UNSOCIAL_COUNT
from api.texts.glossary import method_name
from wfm.message import Message, Text
from wfm.quota_table import QuotaRow, carry_over_columns

NAME = Text("sheet.quotas", "quotas")
ABOUT = Text("sheet.quotas_about", "{dates}. Targets by {method}. Target to unsocial in {units}.")
IN_SHIFTS, IN_SEATS = Text("sheet.in_shifts", "shifts"), Text("sheet.in_seats", "seats")
CODE = Text("sheet.code", "code")
POPULATION = Text("sheet.population", "population")
SHARE_OF_ALL = Text("sheet.share", "share")
ENTITLEMENT = Text("sheet.entitlement", "entitlement (seats)")
TARGET = Text("sheet.target", "target")
ASSIGNED = Text("sheet.assigned", "assigned")
DEVIATION = Text("sheet.deviation", "deviation")
SEATS = Text("sheet.seats", "seats")
CARRY_IN = Text("sheet.carry_over_in", "carry-over in (seats)")
CARRY_OUT = Text("sheet.carry_over_out", "carry-over out (seats)")
CREDIT = Text("sheet.credit", "credit ({currency})")
PRICE = Text("sheet.price", "price ({currency})")
NET = Text("sheet.net", "net ({currency})")
IN_ALL = Text("sheet.in_all", "in all")

_HEAD = 3
_NET = "#,##0.00;[Red]\\-#,##0.00"


class FigureColumn(NamedTuple):
    """A figure of every row: its head, number format, and how a row gives it."""

    label: Message
    pattern: str
    figure: Callable[[QuotaRow], int | Fraction | Decimal]


def quota_sheet(book: RosterBook) -> None:
    """Write the quota table; money only where a settlement is agreed."""
    sheet = book.sheet(book.speak.sentence(NAME()))
    period = book.plan.hotline.period
    about = ABOUT(
        dates=book.speak.dates(period.first_day, period.last_day),
        method=method_name(book.plan.hotline.method),
        units=(IN_SEATS if book.plan.units == book.plan.seats else IN_SHIFTS)(),
    )
    sheet.title(NAME(), about)
    columns = _columns(book)
    labels = [CODE(), MUNICIPALITY(), *(column.label for column in columns)]
    sheet.widths(8, 22, *(14 for _ in columns))
    sheet.header(_HEAD - 1, labels, figures=range(2, len(labels)))
    table = book.publication.quota_table
    for row, entry in enumerate(table, _HEAD):
        pale = {} if entry.staffs else {"bg_color": CLOSED, "italic": True}
        sheet.text(row, 0, entry.municipality.code, **pale, **CELL)
        name = {"bg_color": book.colour(entry.municipality.code)} if entry.staffs else pale
        sheet.long_text(row, 1, entry.municipality.name, **name, **CELL)
        for place, column in enumerate(columns, 2):
            sheet.number(row, place, column.figure(entry), column.pattern, **pale, **CELL)
    last = _HEAD + len(table)
    sheet.text(last, 0, "", **SUM)
    sheet.text(last, 1, IN_ALL(), **SUM)
    for place, column in enumerate(columns, 2):
        total = sum((Fraction(column.figure(entry)) for entry in table), Fraction(0))
        sheet.number(last, place, total, column.pattern, **SUM)
    sheet.raw.autofilter(_HEAD - 1, 0, last - 1, 1 + len(columns))
    sheet.freeze(_HEAD, 2)


def _columns(book: RosterBook) -> tuple[FigureColumn, ...]:
    table = book.publication.quota_table
    carried_in, carried_out = carry_over_columns(table)
    tariff = book.plan.hotline.tariff
    figures = (
        FigureColumn(POPULATION(), WHOLE, lambda row: row.municipality.population),
        FigureColumn(SHARE_OF_ALL(), SHARE, lambda row: row.quota.share),
        FigureColumn(ENTITLEMENT(), FOUR, lambda row: row.quota.entitlement),
        FigureColumn(TARGET(), WHOLE, lambda row: row.quota.target),
        FigureColumn(ASSIGNED(), WHOLE, lambda row: row.assigned or 0),
        FigureColumn(DEVIATION(), SIGNED, lambda row: row.deviation or 0),
        FigureColumn(UNSOCIAL_COUNT(), WHOLE, lambda row: row.unsocial),
        FigureColumn(SEATS(), WHOLE, lambda row: row.seats),
        FigureColumn(CARRY_IN(), FOUR, lambda row: carried_in[row.municipality.code]),
        FigureColumn(CARRY_OUT(), FOUR, lambda row: carried_out[row.municipality.code]),
        FigureColumn(HOURS(), MONEY, lambda row: row.settlement.hours),
    )
    if tariff is None:
        return figures
    return (
        *figures,
        FigureColumn(CREDIT(currency=tariff.currency), MONEY, lambda row: row.settlement.credit),
        FigureColumn(PRICE(currency=tariff.currency), MONEY, lambda row: row.settlement.price),
        FigureColumn(NET(currency=tariff.currency), _NET, lambda row: row.settlement.net),
    )
