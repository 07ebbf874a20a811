"""Statements as workbooks: of one municipality with its calculation, and of all with sums as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from api.documents.book import CELL, FOUR, MONEY, SUM, WHOLE, Book, BookSheet
from api.statements.sentences import (
    ROUNDED,
    WARNING,
    StatementLine,
    headline,
    money_lines,
    old_reference,
    quarter_name,
    reference,
    seat_lines,
    title,
)
from api.statements.statement import Correction, Statement, StatementRun, kroner
from api.statements.statement_pdf import (
    AMOUNT,
    CALCULATION,
    LINE,
    MUNICIPALITY,
    NUMBER,
    OWED,
    SEATS,
)
from api.texts.translator import Translator
from wfm.message import Message, Text
from wfm.rounding import half_up

RUN_TITLE = Text("statement.run_title", "Statements")
RUN_OF = Text("statement.run_of", "{hotline}, {first:date} to {last:date}")
CODE = Text("statement.code", "Code")
PLANNED = Text("statement.planned_seats", "Seats planned")
WORKED = Text("statement.worked_seats", "Seats worked")
SHARE = Text("statement.share_of_seats", "Share of seats")
BROUGHT = Text("statement.brought", "Brought forward")
CARRIED = Text("statement.carried_short", "Carried forward")
PRICE = Text("statement.price_short", "Price")
START_UP = Text("statement.start_up_short", "Start-up")
REBATE = Text("statement.rebate_short", "Rebate")
CREDIT = Text("statement.credit_short", "Credit")
CORRECTION_OF = Text("statement.correction_of", "Correction of {old}")
NET = Text("statement.net_short", "Net")
IN_ALL = Text("statement.in_all", "In all")
_HEADS = (
    *(NUMBER, CODE, MUNICIPALITY),
    *(PLANNED, WORKED, BROUGHT, SHARE, CARRIED),
    *(PRICE, START_UP, REBATE, CREDIT, NET),
)
_SEATS_AT, _MONEY_AT = 3, 8
_PATTERNS = (WHOLE, WHOLE, FOUR, FOUR, FOUR, MONEY, MONEY, MONEY, MONEY)
"""Of the figures of a row, but for the net."""
_TOP = 3


def statement_xlsx(one: Statement, speak: Translator) -> bytes:
    """Return a municipality's workbook; what lines add up to is a formula."""
    book = Book(f"{title(one, speak)} {one.name}", _created(one.at, one), speak)
    sheet = book.sheet(title(one, speak))
    sheet.widths(34, 70, 18)
    sheet.title(title(one, speak), quarter_name(one, speak))
    sheet.wide_text(2, 2, headline(one, speak))
    if one.preliminary:
        sheet.wide_text(3, 2, WARNING())
    row = _lines(sheet, 5, AMOUNT, money_lines(one, speak), MONEY)
    row = _lines(sheet, row + 1, SEATS, seat_lines(one), FOUR)
    sheet.wide_text(row + 1, 2, f"{speak.say(ROUNDED())} {speak.say(OWED())}")
    return book.to_bytes()


def run_xlsx(run: StatementRun, speak: Translator) -> bytes:
    """Return the workbook of all statements that somebody sees, with net and sums as formulas."""
    newest = max((one.at for one in run.statements if one.at is not None), default=None)
    book = Book(speak.say(_run_name(run)), _created(newest, run), speak)
    write_run(book.sheet(speak.say(RUN_TITLE())), run)
    return book.to_bytes()


def write_run(sheet: BookSheet[Book], run: StatementRun) -> Sequence[tuple[Statement | Correction, int]]:
    """Write a quarter's statements and corrections into a sheet; return the row of each."""
    sheet.widths(14, 8, 30, *(11 for _ in range(3, _MONEY_AT)), *(14 for _ in range(_MONEY_AT, len(_HEADS))))
    sheet.title(RUN_TITLE(), _run_name(run))
    if not run.closed:
        sheet.wide_text(2, len(_HEADS) - 1, WARNING())
    sheet.header(_TOP, [head() for head in _HEADS], figures=range(_SEATS_AT, len(_HEADS)))
    found: list[tuple[Statement | Correction, int]] = []
    all_of_them: list[Statement | Correction] = [*run.statements, *run.corrections]
    for row, one in enumerate(all_of_them, _TOP + 1):
        if isinstance(one, Correction):
            _correction_row(sheet, row, one)
        else:
            _statement_row(sheet, row, one)
        found.append((one, row))
    _sum_row(sheet, _TOP + 1 + len(found), run)
    sheet.freeze(_TOP + 1, _SEATS_AT, repeat=_TOP)
    return tuple(found)


def _run_name(run: StatementRun) -> Message:
    first, last = run.period.first_day.isoformat(), run.period.last_day.isoformat()
    return RUN_OF(hotline=run.hotline.name, first=first, last=last)


def _created(at: datetime | None, of: Statement | StatementRun) -> datetime:
    """Return the moment that a workbook names: not the clock's, which would make other bytes each time."""
    return (at or datetime.combine(of.period.first_day, time())).replace(tzinfo=None)


def _lines(sheet: BookSheet[Book], row: int, unit: Text, lines: Sequence[StatementLine], pattern: str) -> int:
    """Write lines and their sum; return the row after them."""
    sheet.header(row, [LINE(), CALCULATION(), unit()], figures=(2,))
    first = row + 1
    for place, line in enumerate(lines, first):
        style = SUM if line.total else CELL
        sheet.long_text(place, 0, sheet.book.speak.sentence(line.label), **style)
        sheet.long_text(place, 1, sheet.book.speak.sentence(line.calculation), **style)
        if line.total:
            cells = f"{xl_rowcol_to_cell(first, 2)}:{xl_rowcol_to_cell(place - 1, 2)}"
            sheet.formula(place, 2, f"=ROUND(SUM({cells}),{line.decimals})", line.amount, pattern, **style)
        else:
            sheet.number(place, 2, line.amount, pattern, **style)
    return first + len(lines)


def _named(sheet: BookSheet[Book], row: int, *texts: str | Message) -> None:
    for column, text in enumerate(texts):
        sheet.long_text(row, column, text, **CELL)


def _statement_row(sheet: BookSheet[Book], row: int, one: Statement) -> None:
    _named(sheet, row, reference(one), one.municipality, one.name)
    for column, (figure, pattern) in enumerate(zip(_figures(one), _PATTERNS, strict=True), _SEATS_AT):
        sheet.number(row, column, figure, pattern, **CELL)
    price, start_up, rebate, credit = (xl_rowcol_to_cell(row, _MONEY_AT + place) for place in range(4))
    formula = f"=ROUND({price}+{start_up}-{rebate}-{credit},2)"
    sheet.formula(row, len(_HEADS) - 1, formula, kroner(one.net), MONEY, **CELL)


def _figures(one: Statement) -> tuple[Fraction, ...]:
    """Return a row's figures but for the net."""
    seats, money = one.seats, one.money
    exact = (seats.opening, seats.entitlement, seats.carried)
    ore = (money.price, money.start_up, money.rebate, money.credit)
    return (
        Fraction(seats.planned),
        Fraction(seats.worked),
        *exact,
        *(Fraction(kroner(each)) for each in ore),
    )


def _correction_row(sheet: BookSheet[Book], row: int, one: Correction) -> None:
    about = sheet.book.speak.sentence(CORRECTION_OF(old=old_reference(one)))
    _named(sheet, row, reference(one), one.municipality, f"{one.name}. {about}")
    for column in range(_SEATS_AT, len(_HEADS) - 1):
        sheet.text(row, column, "", **CELL)
    sheet.number(row, len(_HEADS) - 1, kroner(one.net), MONEY, **CELL)


def _sum_row(sheet: BookSheet[Book], row: int, run: StatementRun) -> None:
    for column in range(_SEATS_AT):
        sheet.text(row, column, IN_ALL() if not column else "", **SUM)
    columns = [sum(column, Fraction(0)) for column in zip(*map(_figures, run.statements), strict=True)]
    columns = columns or [Fraction(0)] * len(_PATTERNS)
    for column, (total, pattern) in enumerate(
        zip((*columns, Fraction(kroner(run.net))), (*_PATTERNS, MONEY), strict=True), _SEATS_AT
    ):
        cells = f"{xl_rowcol_to_cell(_TOP + 1, column)}:{xl_rowcol_to_cell(row - 1, column)}"
        sheet.formula(row, column, f"=ROUND(SUM({cells}),4)", half_up(total, 4), pattern, **SUM)
