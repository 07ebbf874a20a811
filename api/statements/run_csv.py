"""Statements for an accounting system: a row for each that has a number, or would have one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from api.rendering.templates import HOME
from api.statements.sentences import reference
from api.statements.statement import Correction, Statement, StatementRun, kroner
from wfm.tables.csv_writing import csv_text

COLUMNS = (
    "statement",
    "kind",
    "corrects",
    "hotline",
    "municipality",
    "name",
    "first_day",
    "last_day",
    "posted",
    "currency",
    "price",
    "start_up",
    "rebate",
    "credit",
    "net",
    "preliminary",
)
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def run_csv(run: StatementRun) -> str:
    """Return all statements of a run: first those of the quarter, then corrections in its account."""
    return csv_text(COLUMNS, (*map(_statement_row, run.statements), *_correction_rows(run)))


def _statement_row(one: Statement) -> tuple[object, ...]:
    money = one.money
    return (
        *_named(one, ""),
        one.period.first_day,
        one.period.last_day,
        _day(one.at),
        one.basis.tariff.currency,
        *map(kroner, (money.price, money.start_up, money.rebate, money.credit, one.net)),
        "yes" if one.preliminary else "no",
    )


def _correction_rows(run: StatementRun) -> Iterator[tuple[object, ...]]:
    for one in run.corrections:
        corrects = f"{one.hotline.code}-{one.corrects}" if one.corrects else ""
        unknown: tuple[Decimal | str, ...] = ("", "", "", "")
        days: tuple[date | str, ...] = (one.about, "")
        yield (
            *_named(one, corrects),
            *days,
            _day(one.at),
            one.currency,
            *unknown,
            kroner(one.net),
            "no",
        )


def _named(one: Statement | Correction, corrects: str) -> tuple[object, ...]:
    cells = (reference(one), one.kind.value, corrects, one.hotline.code, one.municipality, one.name)
    return tuple(f"'{cell}" if str(cell).startswith(RISKY) else cell for cell in cells)


def _day(at: datetime | None) -> date | str:
    return "" if at is None else at.astimezone(HOME).date()
