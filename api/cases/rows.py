"""Rows of a business case's tables: the same in the terminal, on pages and in the PDF.

How the first words of a row are written is up to the table: `Translator.say` in the middle of a text,
`Translator.sentence` with a capital.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from api.texts.business_case import (
    ACCUMULATED,
    COSTS,
    DISCOUNTED,
    EFFECT,
    GAINS,
    IN_ALL,
    OTHER_AREA,
    SIDES,
    amount,
    partner_name,
)
from api.texts.translator import Translator
from wfm.books.business_case import Amounts, ItemKind
from wfm.books.case_figures import CaseFigures
from wfm.message import Message, Text

Label = Callable[[Message], str]
Rows = list[list[str]]


def amount_cells(
    amounts: Sequence[Fraction | Decimal], speak: Translator, decimals: int | None = None
) -> list[str]:
    """Write a line of amounts and their sum."""
    total = sum((Fraction(one) for one in amounts), Fraction(0))
    return [amount(one, speak, decimals=decimals) for one in (*amounts, total)]


def total_rows(figures: CaseFigures, speak: Translator, label: Label) -> Rows:
    """Return gains, costs, effect, what accumulates, and the discounted effect where there is a rate."""

    def line(what: Text, amounts: Amounts, decimals: int | None = None) -> list[str]:
        return [label(what()), *amount_cells(amounts, speak, decimals)]

    rows = [line(GAINS, figures.gains), line(COSTS, figures.costs), line(EFFECT, figures.effect)]
    rows.append([*line(ACCUMULATED, figures.accumulated)[:-1], ""])
    if figures.case.discount_rate:
        rows.append(line(DISCOUNTED, figures.discounted, 0))
    return rows


def area_rows(figures: CaseFigures, speak: Translator, label: Label) -> Rows:
    """Return what gains and costs of each area come to."""
    return [
        [
            area or label(OTHER_AREA()),
            speak.say(SIDES[side]()),
            *amount_cells(figures.total(side, area), speak),
        ]
        for side in ItemKind
        for area in figures.areas(side)
    ]


def partner_rows(figures: CaseFigures, speak: Translator, label: Label) -> Rows:
    """Return each partner's part of the effect, and all of it."""
    rows = [
        [partner_name(figures.case, partner, speak), *amount_cells(part.effect, speak, 2)]
        for partner, part in figures.parts.items()
    ]
    return [*rows, [label(IN_ALL()), *amount_cells(figures.effect, speak, 2)]]
