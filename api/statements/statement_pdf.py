"""A statement as PDF: tagged, in its reader's language, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.documents.typesetting import typeset
from api.rendering.templates import HOME
from api.statements.annual import AnnualStatement
from api.statements.billing import BillingTerms
from api.statements.sentences import (
    ROUNDED,
    WARNING,
    StatementLine,
    correction_sentences,
    headline,
    money_lines,
    quarter_name,
    reference,
    seat_lines,
    title,
)
from api.statements.statement import Correction, Statement
from api.texts.translator import Translator
from wfm.message import Text

SEATS = Text("statement.seats_heading", "Seats")
MONEY = Text("statement.money_heading", "Money")
LINE = Text("statement.line", "Line")
CALCULATION = Text("statement.calculation", "How it is made")
AMOUNT = Text("statement.amount", "Kroner")
NUMBER = Text("statement.number", "Number")
MUNICIPALITY = Text("statement.municipality", "Municipality")
HOTLINE = Text("statement.hotline", "Hotline")
DATE = Text("statement.date", "Date")
VERSION = Text("statement.version", "Version of the roster")
GLN = Text("statement.gln", "GLN")
REFERENCE = Text("statement.reference", "Reference")
VAT = Text("statement.vat", "VAT")
OWED = Text("statement.owed", "Seats above 0 are owed, those below 0 are in credit.")


def statement_pdf(one: Statement, speak: Translator, terms: BillingTerms) -> bytes:
    """Return a statement's document."""
    data = {
        "title": title(one, speak),
        "about": quarter_name(one, speak),
        "headline": headline(one, speak),
        "sentences": [speak.sentence(WARNING()) + "."] if one.preliminary else [],
        "facts": [*list_facts(one, speak, terms), [speak.say(VERSION()), str(one.version)]],
        "parts": [
            _part(MONEY, AMOUNT, money_lines(one, speak), speak),
            _part(SEATS, SEATS, seat_lines(one), speak),
        ],
        "foot": f"{speak.say(ROUNDED())} {speak.say(OWED())}",
    }
    return typeset("statement", data, speak)


def correction_pdf(one: Correction, speak: Translator, terms: BillingTerms) -> bytes:
    """Return the document of a statement that corrects another."""
    data = {
        "title": title(one, speak),
        "about": one.name,
        "headline": headline(one, speak),
        "sentences": correction_sentences(one, speak),
        "facts": list_facts(one, speak, terms),
        "parts": [],
        "foot": "",
    }
    return typeset("statement", data, speak)


def list_facts(
    one: Statement | Correction | AnnualStatement, speak: Translator, terms: BillingTerms
) -> list[list[str]]:
    """Return whose statement it is, its number and date where it has them, and how it is booked."""
    found = [
        [speak.say(HOTLINE()), one.hotline.name],
        [speak.say(MUNICIPALITY()), f"{one.name} ({one.municipality})"],
    ]
    if not isinstance(one, AnnualStatement):
        if one.number:
            found.append([speak.say(NUMBER()), reference(one)])
        if one.at is not None:
            found.append([speak.say(DATE()), speak.date(one.at.astimezone(HOME).date())])
    known = ((GLN, terms.gln), (REFERENCE, terms.reference))
    found += [[speak.say(label()), of[one.municipality]] for label, of in known if one.municipality in of]
    if terms.vat:
        found.append([speak.say(VAT()), terms.vat])
    return found


def _part(heading: Text, unit: Text, lines: Sequence[StatementLine], speak: Translator) -> dict[str, Any]:
    return {
        "heading": speak.say(heading()),
        "header": [speak.say(one()) for one in (LINE, CALCULATION, unit)],
        "rows": [
            [
                speak.sentence(line.label),
                speak.sentence(line.calculation),
                speak.with_sign(line.amount, line.decimals),
            ]
            for line in lines
        ],
        "wide": True,
    }
