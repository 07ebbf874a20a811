"""The PDF of a business case, for councils and steering groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from api.documents.typesetting import typeset
from api.outputs.case.chart import chart, description
from api.texts.business_case import (
    ACCUMULATED,
    AREA,
    AREAS_HEADING,
    CHECKS_HEADING,
    COMPUTED,
    COSTS,
    DIFFERENCE,
    DISCOUNTED,
    EFFECT,
    FIGURE,
    GAINS,
    IN_ALL,
    IN_CURRENCY,
    ITEM,
    ITEMS_HEADING,
    OTHER_AREA,
    PARTNER,
    PARTNERS_HEADING,
    PRINTED,
    SIDES,
    TOTALS_HEADING,
    YEAR_COLUMN,
    amount,
    checks,
    conclusions,
    difference_cells,
    partner_name,
    year_name,
)
from api.texts.translator import Translator
from wfm.books.business_case import Amounts, ItemKind
from wfm.books.case_figures import CaseFigures
from wfm.books.printed_check import find_differences
from wfm.message import Text

NOT_COUNTED = Text("case.not_counted", "{name} (not counted)")
Part = dict[str, Any]


def case_pdf(figures: CaseFigures, speak: Translator) -> bytes:
    """Return the document; the same case gives the same bytes."""
    case = figures.case
    data = {
        "title": case.name,
        "about": speak.sentence(IN_CURRENCY(currency=case.currency)),
        "conclusions": [speak.sentence(one) for one in conclusions(figures, speak)],
        "chart": description(figures, speak),
        "parts": _parts(figures, speak),
    }
    picture = chart(figures, speak, "svg", outlines=True)
    return typeset("case", data, speak, pictures={"chart": picture})


def _parts(figures: CaseFigures, speak: Translator) -> Sequence[Part]:
    case = figures.case
    found = [_totals(figures, speak), _areas(figures, speak)]
    if case.keys:
        found.append(_partners(figures, speak))
    said = [speak.sentence(one) for one in checks(figures, speak)]
    if said:
        found.append(_checks(figures, said, speak))
    return [*found, _items(figures, speak)]


def _part(
    heading: Text,
    header: Iterable[str],
    rows: Iterable[Sequence[str]],
    speak: Translator,
    *,
    names: int = 1,
    sums: int = 0,
    sentences: Sequence[str] = (),
) -> Part:
    return {
        "heading": speak.sentence(heading()),
        "header": [head[:1].upper() + head[1:] for head in header],
        "rows": list(map(list, rows)),
        "names": names,
        "sums": sums,
        "sentences": list(sentences),
    }


def _years(figures: CaseFigures, speak: Translator) -> list[str]:
    return [year_name(figures.case, year, speak) for year in figures.case.years]


def _cells(
    amounts: Sequence[Fraction | Decimal], speak: Translator, decimals: int | None = None
) -> list[str]:
    """Write a line of amounts and their sum."""
    total = sum((Fraction(one) for one in amounts), Fraction(0))
    return [amount(one, speak, decimals=decimals) for one in (*amounts, total)]


def _totals(figures: CaseFigures, speak: Translator) -> Part:
    def line(label: Text, amounts: Amounts, decimals: int | None = None) -> list[str]:
        return [speak.sentence(label()), *_cells(amounts, speak, decimals)]

    rows = [line(GAINS, figures.gains), line(COSTS, figures.costs), line(EFFECT, figures.effect)]
    rows.append([*line(ACCUMULATED, figures.accumulated)[:-1], ""])
    if figures.case.discount_rate:
        rows.append(line(DISCOUNTED, figures.discounted, 0))
    header = ["", *_years(figures, speak), speak.say(IN_ALL())]
    return _part(TOTALS_HEADING, header, rows, speak)


def _areas(figures: CaseFigures, speak: Translator) -> Part:
    rows = [
        [
            area or speak.sentence(OTHER_AREA()),
            speak.say(SIDES[side]()),
            *_cells(figures.total(side, area), speak),
        ]
        for side in ItemKind
        for area in figures.areas(side)
    ]
    header = [speak.say(AREA()), "", *_years(figures, speak), speak.say(IN_ALL())]
    return _part(AREAS_HEADING, header, rows, speak, names=2)


def _partners(figures: CaseFigures, speak: Translator) -> Part:
    rows = [
        [partner_name(figures.case, partner, speak), *_cells(part.effect, speak, 2)]
        for partner, part in figures.parts.items()
    ]
    rows.append([speak.sentence(IN_ALL()), *_cells(figures.effect, speak, 2)])
    header = [speak.say(PARTNER()), *_years(figures, speak), speak.say(IN_ALL())]
    return _part(PARTNERS_HEADING, header, rows, speak, sums=1)


def _checks(figures: CaseFigures, said: Sequence[str], speak: Translator) -> Part:
    rows = [difference_cells(figures.case, one, speak) for one in find_differences(figures)]
    header = [speak.say(one()) for one in (FIGURE, YEAR_COLUMN, PRINTED, COMPUTED, DIFFERENCE)]
    return _part(CHECKS_HEADING, header, rows, speak, sentences=said)


def _items(figures: CaseFigures, speak: Translator) -> Part:
    rows = [
        [
            item.name if item.counted else speak.say(NOT_COUNTED(name=item.name)),
            speak.say(SIDES[item.side]()),
            *_cells(item.amounts, speak),
        ]
        for item in figures.case.items
    ]
    header = [speak.say(ITEM()), "", *_years(figures, speak), speak.say(IN_ALL())]
    return _part(ITEMS_HEADING, header, rows, speak, names=2)
