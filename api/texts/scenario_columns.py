"""The figures of a scenario that are shown side by side, in tables of a terminal and of pages alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from api.texts.quota_headings import HOURS, NET, PRICE, SEATS, SHARE, TARGET
from api.texts.translator import Translator
from wfm.ids import MunicipalityCode, code_order
from wfm.message import Text
from wfm.rounding import half_up
from wfm.scenario.figures import MunicipalityFigures, ScenarioFigures

BALANCE = Text("scenario.balance", "balance at the end")
PRICE_EACH = Text("scenario.price_each", "price for each citizen")
PER_CITIZEN = Text("scenario.per_citizen", "net for each citizen")
MISSING = Text("scenario.missing", "seats missing a quarter")
BEFORE = Text("scenario.before", "before")
NOTHING = "–"
"""Where a municipality does not take part."""

Show = Callable[[Fraction, Translator], str]
Found = Mapping[MunicipalityCode, MunicipalityFigures]


@dataclass(frozen=True)
class ScenarioColumn:
    """A figure of a municipality: its heading, how it is reckoned and written, whether it is money.

    ``each`` is the amount of which it is what falls on a citizen; the column sums up where there is none.
    """

    heading: Text
    figure: Callable[[MunicipalityFigures], Fraction]
    show: Show
    is_money: bool = False
    each: Callable[[MunicipalityFigures], Decimal] | None = None

    def total(self, found: Collection[MunicipalityFigures]) -> Fraction:
        """Return the figure of all municipalities together."""
        if self.each is None:
            return sum(map(self.figure, found), Fraction(0))
        citizens = sum(one.municipality.population for one in found)
        amount = sum(map(self.each, found), Decimal(0))
        return Fraction(amount) / citizens if citizens else Fraction(0)


def _whole(value: Fraction, speak: Translator) -> str:
    return speak.number(half_up(value, 1))


def _money(value: Fraction, speak: Translator) -> str:
    return speak.number(half_up(value, 2), 2)


def _share(value: Fraction, speak: Translator) -> str:
    return speak.percent(value)


def _signed(value: Fraction, speak: Translator) -> str:
    return speak.with_sign(half_up(value, 2), 2)


def _for_each(heading: Text, amount: Callable[[MunicipalityFigures], Decimal]) -> ScenarioColumn:
    """Return the column of what of an amount falls on a citizen."""
    return ScenarioColumn(
        heading, lambda one: one.per_citizen(amount(one)), _money, is_money=True, each=amount
    )


COLUMNS = (
    ScenarioColumn(SHARE, lambda one: one.quarters[-1].quota.share, _share),
    ScenarioColumn(TARGET, lambda one: Fraction(sum(q.quota.target for q in one.quarters)), _whole),
    ScenarioColumn(SEATS, lambda one: sum((q.seats for q in one.quarters), Fraction(0)), _whole),
    ScenarioColumn(HOURS, lambda one: sum((q.hours for q in one.quarters), Fraction(0)), _whole),
    ScenarioColumn(PRICE, lambda one: Fraction(one.price), _money, is_money=True),
    ScenarioColumn(NET, lambda one: Fraction(one.net), _money, is_money=True),
    _for_each(PRICE_EACH, lambda one: one.price),
    _for_each(PER_CITIZEN, lambda one: one.net),
    ScenarioColumn(BALANCE, lambda one: one.quarters[-1].balance, _signed),
    ScenarioColumn(MISSING, lambda one: one.missing_seats, _whole),
)
SIDE_BY_SIDE = (TARGET, NET, PER_CITIZEN, BALANCE, MISSING)
"""Of which a table is shown where there are several scenarios."""


def find_columns(*figures: ScenarioFigures) -> list[ScenarioColumn]:
    """Return the columns; money only where a settlement is agreed somewhere."""
    money = any(one.plan.hotline.tariff for one in figures)
    return [column for column in COLUMNS if money or not column.is_money]


def by_code(figures: ScenarioFigures) -> Found:
    """Return everybody's figures by code."""
    return {one.municipality.code: one for one in figures.municipalities}


def codes_of(sides: Sequence[Found]) -> list[MunicipalityCode]:
    """Return the municipalities of all sides, in order of code."""
    return sorted({code for side in sides for code in side}, key=code_order)


def name_of(code: MunicipalityCode, sides: Sequence[Found]) -> str:
    """Return what a municipality is called, on the last side on which it stands."""
    return next(side[code].municipality.name for side in reversed(sides) if code in side)


def cell(column: ScenarioColumn, one: MunicipalityFigures | None, speak: Translator) -> str:
    """Return a municipality's figure as it is written."""
    return NOTHING if one is None else column.show(column.figure(one), speak)


def total(column: ScenarioColumn, side: Found, speak: Translator) -> str:
    """Return the figure of all together as it is written."""
    return column.show(column.total(side.values()), speak)
