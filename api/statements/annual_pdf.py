"""A municipality's statement of a year as PDF: tagged, in its reader's language, the same bytes each time."""

from __future__ import annotations

from typing import Any

from api.documents.typesetting import typeset
from api.statements.annual import AnnualStatement
from api.statements.annual_sentences import (
    COUNTS,
    QUARTER,
    STATEMENT,
    AnnualTable,
    Figures,
    annual_headline,
    annual_sentences,
    annual_title,
    money_table,
    seat_table,
)
from api.statements.billing import BillingTerms
from api.statements.sentences import ROUNDED
from api.statements.statement_pdf import MONEY, OWED, SEATS, list_facts
from api.texts.translator import Translator
from wfm.message import Text


def annual_pdf(one: AnnualStatement, speak: Translator, terms: BillingTerms) -> bytes:
    """Return the document of a year's statement."""
    data = {
        "title": annual_title(one, speak),
        "about": one.name,
        "headline": annual_headline(one, speak),
        "sentences": annual_sentences(one, speak),
        "facts": list_facts(one, speak, terms),
        "parts": [
            _part(MONEY, money_table(one, speak), speak),
            _part(SEATS, seat_table(one, speak), speak),
        ],
        "foot": " ".join(speak.say(text()) for text in (ROUNDED, COUNTS, OWED)),
    }
    return typeset("statement", data, speak)


def _part(heading: Text, table: AnnualTable, speak: Translator) -> dict[str, Any]:
    def cells(figures: Figures) -> list[str]:
        return [column.write(figure, speak) for figure, column in zip(figures, table.columns, strict=True)]

    return {
        "heading": speak.say(heading()),
        "header": [speak.say(QUARTER()), speak.say(STATEMENT()), *(speak.say(c.head) for c in table.columns)],
        "rows": [
            *([row.label, row.number, *cells(row.figures)] for row in table.rows),
            [table.label, "", *cells(table.totals)],
        ],
        "wide": False,
    }
