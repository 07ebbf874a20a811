"""Statements for an accounting system: a row for each that has a number, or would have one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from api.rendering.templates import HOME
from api.statements.billing import BillingTerms
from api.statements.sentences import reference
from api.statements.statement import Correction, Statement, StatementRun, kroner
from wfm.tables.csv_writing import csv_text, harmless

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
    "gln",
    "reference",
    "vat",
)
Cells = tuple[object, ...]


def run_csv(runs: Iterable[StatementRun], terms: BillingTerms) -> str:
    """Return all statements of quarters: of each first its own, then corrections in its account."""
    found: list[tuple[Statement | Correction, Cells]] = []
    for run in runs:
        found += [(one, _statement_cells(one)) for one in run.statements]
        found += [(one, _correction_cells(one)) for one in run.corrections]
    return csv_text(COLUMNS, ((*cells, *_terms(one, terms)) for one, cells in found))


def _statement_cells(one: Statement) -> Cells:
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


def _correction_cells(one: Correction) -> Cells:
    corrects = f"{one.hotline.code}-{one.corrects}" if one.corrects else ""
    unknown = ("", "", "", "")
    days = (one.about, "", _day(one.at))
    return (*_named(one, corrects), *days, one.currency, *unknown, kroner(one.net), "no")


def _terms(one: Statement | Correction, terms: BillingTerms) -> Cells:
    code = one.municipality
    return tuple(map(harmless, (terms.gln.get(code, ""), terms.reference.get(code, ""), terms.vat)))


def _named(one: Statement | Correction, corrects: str) -> Cells:
    cells = (reference(one), one.kind.value, corrects, one.hotline.code, one.municipality, one.name)
    return tuple(map(harmless, map(str, cells)))


def _day(at: datetime | None) -> date | str:
    return "" if at is None else at.astimezone(HOME).date()
