"""A municipality's year as a workbook and a table: quarters one below the other, sums as formulas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from api.documents.book import CELL, FOUR, MONEY, SUM, Book, BookSheet
from api.statements.statement import kroner
from api.statements.year import YearBooks
from api.statements.year_sentences import (
    ASSUMED,
    BALANCE,
    CLOSED,
    EXPECTED,
    NET,
    OPEN,
    QUARTER,
    SEATS,
    STATE,
    YEAR_TITLE,
    opening_sentences,
    terms_figures,
)
from api.texts.translator import Translator
from wfm.message import Message, Text
from wfm.tables.csv_writing import csv_text

COLUMNS = ("first_day", "state", "seats", "balance", "net", "currency")
QUARTERS = Text("year.quarters_sheet", "Quarters")
YEAR_SUM = Text("year.sum_of", "{year} in all")
_TOP = 6
Row = tuple[date, str, Message, Fraction, Fraction, int]


def year_csv(books: YearBooks) -> str:
    """Return a row for each quarter, until now and to come."""
    return csv_text(
        COLUMNS,
        (
            (day, state, float(seats), f"{float(balance):.4f}", kroner(net), books.currency)
            for day, state, _, seats, balance, net in _rows(books)
        ),
    )


def year_xlsx(books: YearBooks, speak: Translator) -> bytes:
    """Return the workbook; what a year comes to is a formula."""
    one = books.statement
    title = YEAR_TITLE(name=one.name)
    book = Book(speak.say(title), datetime.combine(one.period.first_day, time()), speak)
    sheet = book.sheet(speak.say(QUARTERS()))
    sheet.widths(22, 22, 12, 14, 20)
    sheet.title(title, one.hotline.name)
    for row, sentence in enumerate(opening_sentences(books, speak), 2):
        sheet.wide_text(row, 4, sentence)
    heads = [QUARTER(), STATE(), SEATS(), BALANCE(), NET(currency=books.currency)]
    sheet.header(_TOP - 1, heads, figures=range(2, 5))
    row = _TOP
    for row, (day, _, said, seats, balance, net) in enumerate(_rows(books), _TOP):
        sheet.date(row, 0, day, **CELL)
        sheet.text(row, 1, speak.sentence(said), **CELL)
        sheet.number(row, 2, seats, "#,##0.##", **CELL)
        sheet.number(row, 3, balance, FOUR, **CELL)
        sheet.number(row, 4, kroner(net), MONEY, **CELL)
    _sums(sheet, row, books)
    sheet.wide_text(row + 4, 4, ASSUMED())
    for place, figure in enumerate(terms_figures(books, speak), row + 5):
        sheet.wide_text(place, 4, f"{figure.label}: {figure.value}. {figure.calculation}.")
    return book.to_bytes()


def _sums(sheet: BookSheet[Book], last: int, books: YearBooks) -> None:
    """Write what each year comes to, of the quarters that stand above."""
    days = f"{xl_rowcol_to_cell(_TOP, 0)}:{xl_rowcol_to_cell(last, 0)}"
    nets = f"{xl_rowcol_to_cell(_TOP, 4)}:{xl_rowcol_to_cell(last, 4)}"
    for row, budget in enumerate(books.budgets, last + 1):
        for column in range(4):
            sheet.text(row, column, YEAR_SUM(year=str(budget.year)) if not column else "", **SUM)
        formula = f"=ROUND(SUMPRODUCT((YEAR({days})={budget.year})*{nets}),2)"
        sheet.formula(row, 4, formula, kroner(budget.net), MONEY, **SUM)


def _rows(books: YearBooks) -> Iterator[Row]:
    for one in books.quarters:
        state, said = ("closed", CLOSED()) if one.closed else ("open", OPEN())
        yield one.first_day, state, said, Fraction(one.worked), one.carried, one.net
    for coming in books.expected:
        day, money = coming.period.first_day, coming.money
        yield day, "expected", EXPECTED(), coming.seats, coming.balance, money.net
