"""Statements of a year as workbooks: of one municipality, and of all with a sheet for each quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from api.documents.book import CELL, FOUR, MONEY, SUM, WHOLE, Book, BookSheet
from api.statements.annual import AnnualRun, AnnualStatement
from api.statements.annual_sentences import (
    COUNTS,
    CREDIT,
    NET,
    PLANNED,
    PRICE,
    QUARTER,
    REBATE,
    START_UP,
    STATEMENT,
    WARNING,
    WORKED,
    AnnualTable,
    Figures,
    annual_headline,
    annual_sentences,
    annual_title,
    money_table,
    seat_table,
)
from api.statements.sentences import ROUNDED
from api.statements.statement import Correction, kroner
from api.statements.statement_pdf import MONEY as MONEY_HEADING
from api.statements.statement_pdf import MUNICIPALITY, OWED, SEATS
from api.statements.statement_xlsx import CODE, IN_ALL, write_run
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode
from wfm.message import Text

ALL_TITLE = Text("annual.all_title", "Statements of the year {year}")
CORRECTIONS = Text("annual.corrections", "Corrections")
_PATTERNS = {0: WHOLE, 2: MONEY, 4: FOUR}
_FIRST_FIGURE, _TOP, _LAST = 2, 4, 9
_IN_RUN = (3, 4, 8, 9, 10, 11)
"""Columns of a quarter's sheet that are added up: seats planned and worked, price to credit."""
_NET_IN_RUN = 12
Place = tuple[str, int, bool]
"""Sheet and row of a statement, and whether it is a correction."""


def annual_xlsx(one: AnnualStatement, speak: Translator) -> bytes:
    """Return a municipality's workbook; nets and sums are formulas."""
    title = annual_title(one, speak)
    book = Book(f"{title} {one.name}", _created(one.year), speak)
    sheet = book.sheet(title)
    tables = (money_table(one, speak), seat_table(one, speak))
    widest = max(len(table.columns) for table in tables) + 1
    sheet.widths(44, 16, *(15 for _ in range(1, widest)))
    sheet.title(title, one.name)
    row = 2
    for sentence in (annual_headline(one, speak), *annual_sentences(one, speak)):
        sheet.wide_text(row, widest, sentence)
        row += 1
    for heading, table in zip((MONEY_HEADING, SEATS), tables, strict=True):
        sheet.text(row + 1, 0, heading(), bold=True)
        row = _table(sheet, row + 2, table)
    sheet.wide_text(row + 1, widest, " ".join(speak.say(text()) for text in (ROUNDED, COUNTS, OWED)))
    return book.to_bytes()


def annual_run_xlsx(run: AnnualRun, speak: Translator) -> bytes:
    """Return the workbook of everybody's year; its figures are sums of cells of the quarters' sheets."""
    title = ALL_TITLE(year=str(run.year))
    book = Book(f"{run.hotline.name}. {speak.say(title)}", _created(run.year), speak)
    sheet = book.sheet(str(run.year))
    found: dict[MunicipalityCode, list[Place]] = defaultdict(list)
    for each in run.runs:
        name = each.period.first_day.isoformat()
        for one, row in write_run(book.sheet(name), each):
            found[one.municipality].append((name, row, isinstance(one, Correction)))
    sheet.widths(8, 30, 11, 11, *(15 for _ in range(4, _LAST + 1)))
    sheet.title(title, run.hotline.name)
    sheet.wide_text(2, _LAST, COUNTS())
    if not run.closed:
        sheet.wide_text(3, _LAST, WARNING())
    heads = [CODE, MUNICIPALITY, PLANNED, WORKED, PRICE, START_UP, REBATE, CREDIT, CORRECTIONS]
    sheet.header(_TOP, [*(head() for head in heads), NET(currency=run.currency)], figures=range(2, _LAST + 1))
    for row, statement in enumerate(run.statements, _TOP + 1):
        _everybodys_row(sheet, row, statement, found[statement.municipality])
    _everybodys_sum(sheet, _TOP + 1 + len(run.statements), run)
    sheet.freeze(_TOP + 1, _FIRST_FIGURE, repeat=_TOP)
    return book.to_bytes()


def _created(year: int) -> datetime:
    """Return the moment that a workbook names: not the clock's, which would make other bytes each time."""
    return datetime.combine(date(year, 1, 1), time())


def _table(sheet: BookSheet[Book], top: int, table: AnnualTable) -> int:
    """Write a table; return the row after its sum."""
    sheet.header(
        top,
        [QUARTER(), STATEMENT(), *(column.head for column in table.columns)],
        figures=range(2, len(table.columns) + 2),
    )
    for row, one in enumerate(table.rows, top + 1):
        sheet.text(row, 0, one.label, **CELL)
        sheet.text(row, 1, one.number, **CELL)
        _figures(sheet, row, table, one.figures)
    last = top + 1 + len(table.rows)
    sheet.text(last, 0, table.label, **SUM)
    sheet.text(last, 1, "", **SUM)
    for place, (column, total) in enumerate(zip(table.columns, table.totals, strict=True), 2):
        ends = [xl_rowcol_to_cell(row, place) for row in (top + 1, last - 1)]
        sum_of = f"=ROUND(SUM({':'.join(ends)}),{column.decimals})"
        formulas = {"sum": sum_of, "first": f"={ends[0]}", "last": f"={ends[1]}"}
        sheet.formula(last, place, formulas[column.total], total, _PATTERNS[column.decimals], **SUM)
    return last + 1


def _figures(sheet: BookSheet[Book], row: int, table: AnnualTable, figures: Figures) -> None:
    """Write a row's figures; where all that a net comes from stands beside it, the net as a formula."""
    last = len(figures) - 1
    parts = [place for place, column in enumerate(table.columns) if column.sign]
    for place, (figure, column) in enumerate(zip(figures, table.columns, strict=True)):
        pattern = _PATTERNS[column.decimals]
        if figure is None:
            sheet.text(row, place + 2, "", **CELL)
        elif place == last and parts and figures[parts[0]] is not None:
            signed = (
                f"{'+' if table.columns[part].sign > 0 else '-'}{xl_rowcol_to_cell(row, part + 2)}"
                for part in parts
            )
            sheet.formula(row, place + 2, f"=ROUND({''.join(signed)},2)", figure, pattern, **CELL)
        else:
            sheet.number(row, place + 2, figure, pattern, **CELL)


def _everybodys_row(sheet: BookSheet[Book], row: int, one: AnnualStatement, places: Sequence[Place]) -> None:
    sheet.text(row, 0, one.municipality, **CELL)
    sheet.long_text(row, 1, one.name, **CELL)
    for column, (figure, of) in enumerate(zip(_sums(one), _IN_RUN, strict=True), _FIRST_FIGURE):
        cells = _add(places, of, corrections=False)
        sheet.formula(row, column, cells, figure, WHOLE if column < _FIRST_FIGURE + 2 else MONEY, **CELL)
    corrected = Fraction(kroner(one.corrected))
    sheet.formula(row, _LAST - 1, _add(places, _NET_IN_RUN, corrections=True), corrected, MONEY, **CELL)
    price, start_up, rebate, credit, more = (xl_rowcol_to_cell(row, place) for place in range(4, _LAST))
    formula = f"=ROUND({price}+{start_up}-{rebate}-{credit}+{more},2)"
    sheet.formula(row, _LAST, formula, kroner(one.net), MONEY, **CELL)


def _add(places: Sequence[Place], column: int, *, corrections: bool) -> str:
    """Return the formula that adds up cells of the quarters' sheets."""
    cells = [
        f"'{sheet}'!{xl_rowcol_to_cell(row, column)}"
        for sheet, row, corrects in places
        if corrects is corrections
    ]
    return f"=ROUND({'+'.join(cells)},2)" if cells else "=0"


def _sums(one: AnnualStatement) -> tuple[Fraction, ...]:
    """Return a year's seats planned and worked, and its kroner from price to credit."""
    seats = [each.seats for each in one.statements]
    money = one.money
    return (
        Fraction(sum(each.planned for each in seats)),
        Fraction(sum(each.worked for each in seats)),
        *(Fraction(kroner(ore)) for ore in (money.price, money.start_up, money.rebate, money.credit)),
    )


def _everybodys_sum(sheet: BookSheet[Book], row: int, run: AnnualRun) -> None:
    sheet.text(row, 0, IN_ALL(), **SUM)
    sheet.text(row, 1, "", **SUM)
    rows = [
        (*_sums(one), Fraction(kroner(one.corrected)), Fraction(kroner(one.net))) for one in run.statements
    ]
    for column in range(_FIRST_FIGURE, _LAST + 1):
        total = sum((figures[column - _FIRST_FIGURE] for figures in rows), Fraction(0))
        formula = "=0"
        if rows:
            cells = f"{xl_rowcol_to_cell(_TOP + 1, column)}:{xl_rowcol_to_cell(row - 1, column)}"
            formula = f"=ROUND(SUM({cells}),2)"
        sheet.formula(row, column, formula, total, WHOLE if column < _FIRST_FIGURE + 2 else MONEY, **SUM)
