"""The tables of a business case, as pages and the PDF show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.cases.reckoning import CaseSplit
from api.cases.rows import amount_cells, area_rows, partner_rows, total_rows
from api.cases.sentences import split_name
from api.cases.split_table import split_header, split_rows
from api.texts.business_case import (
    AREA,
    AREAS_HEADING,
    CHECKS_HEADING,
    COMPUTED,
    DIFFERENCE,
    FIGURE,
    IN_ALL,
    ITEM,
    ITEMS_HEADING,
    KIND,
    PARTNER,
    PARTNERS_HEADING,
    PRINTED,
    SIDES,
    TOTALS_HEADING,
    YEAR_COLUMN,
    checks,
    difference_cells,
    year_name,
)
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures
from wfm.books.printed_check import find_differences
from wfm.message import Text

NOT_COUNTED = Text("case.not_counted", "{name} (not counted)")


@dataclass(frozen=True)
class CasePart:
    """A table with its heading.

    Parameters
    ----------
    heading, header, rows
        In words.
    names, sums
        How many of the first columns hold words, and of the last rows sums.
    sentences
        What is said above it.
    """

    heading: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    names: int = 1
    sums: int = 0
    sentences: Sequence[str] = ()


@dataclass(frozen=True)
class CaseTables:
    """All tables of a case; ``side`` is there where keys were asked for, ``checks`` where any was made."""

    totals: CasePart
    areas: CasePart
    side: CasePart | None
    partners: tuple[CasePart, ...]
    checks: CasePart | None
    items: CasePart

    @property
    def all(self) -> tuple[CasePart, ...]:
        """Every one, in the order in which they are read."""
        found = (self.totals, self.areas, self.side, *self.partners, self.checks, self.items)
        return tuple(one for one in found if one is not None)


def case_tables(figures: CaseFigures, speak: Translator, splits: Sequence[CaseSplit] = ()) -> CaseTables:
    """Return the tables, shared by the items' own keys or by those that are asked for."""
    partners = tuple(_partners(one.figures, speak, split_name(one, speak)) for one in splits)
    if not splits and figures.case.keys:
        partners = (_partners(figures, speak),)
    said = [speak.sentence(one) for one in checks(figures, speak)]
    return CaseTables(
        totals=_totals(figures, speak),
        areas=_areas(figures, speak),
        side=_side_by_side(splits, speak) if splits else None,
        partners=partners,
        checks=_checks(figures, said, speak) if said else None,
        items=_items(figures, speak),
    )


def _part(
    heading: Text,
    header: Iterable[str],
    rows: Iterable[Sequence[str]],
    speak: Translator,
    *,
    by: str = "",
    names: int = 1,
    sums: int = 0,
    sentences: Sequence[str] = (),
) -> CasePart:
    return CasePart(
        heading=speak.sentence(heading()) + (f": {by}" if by else ""),
        header=[head[:1].upper() + head[1:] for head in header],
        rows=list(map(list, rows)),
        names=names,
        sums=sums,
        sentences=list(sentences),
    )


def _years(figures: CaseFigures, speak: Translator) -> list[str]:
    return [year_name(figures.case, year, speak) for year in figures.case.years]


def _totals(figures: CaseFigures, speak: Translator) -> CasePart:
    rows = total_rows(figures, speak, speak.sentence)
    header = [speak.say(FIGURE()), *_years(figures, speak), speak.say(IN_ALL())]
    return _part(TOTALS_HEADING, header, rows, speak)


def _areas(figures: CaseFigures, speak: Translator) -> CasePart:
    rows = area_rows(figures, speak, speak.sentence)
    header = [speak.say(AREA()), speak.say(KIND()), *_years(figures, speak), speak.say(IN_ALL())]
    return _part(AREAS_HEADING, header, rows, speak, names=2)


def _side_by_side(splits: Sequence[CaseSplit], speak: Translator) -> CasePart:
    """Show what each partner gets of the effect of all years, by each key, and the difference of two."""
    return _part(PARTNERS_HEADING, split_header(splits, speak), split_rows(splits, speak), speak, sums=1)


def _partners(figures: CaseFigures, speak: Translator, by: str = "") -> CasePart:
    rows = partner_rows(figures, speak, speak.sentence)
    header = [speak.say(PARTNER()), *_years(figures, speak), speak.say(IN_ALL())]
    return _part(PARTNERS_HEADING, header, rows, speak, by=by, sums=1)


def _checks(figures: CaseFigures, said: Sequence[str], speak: Translator) -> CasePart:
    rows = [difference_cells(figures.case, one, speak) for one in find_differences(figures)]
    header = [speak.say(one()) for one in (FIGURE, YEAR_COLUMN, PRINTED, COMPUTED, DIFFERENCE)]
    return _part(CHECKS_HEADING, header, rows, speak, sentences=said)


def _items(figures: CaseFigures, speak: Translator) -> CasePart:
    rows = [
        [
            item.name if item.counted else speak.say(NOT_COUNTED(name=item.name)),
            speak.say(SIDES[item.side]()),
            *amount_cells(item.amounts, speak),
        ]
        for item in figures.case.items
    ]
    header = [speak.say(ITEM()), speak.say(KIND()), *_years(figures, speak), speak.say(IN_ALL())]
    return _part(ITEMS_HEADING, header, rows, speak, names=2)
