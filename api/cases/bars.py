"""The picture of a business case in a page: gains beside costs, and what accumulates, as points of SVG."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from api.texts.business_case import year_name
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures

WIDTH, HEIGHT = 640, 240
_LEFT, _TOP, _BOTTOM = 64, 14, 26
_ROOM = 0.36
"""Of a year's width, for a bar."""


@dataclass(frozen=True)
class CaseBar:
    """A bar of a year, as SVG writes it."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class CaseBars:
    """The whole picture.

    Parameters
    ----------
    gains, costs
        A bar for each year.
    line
        What accumulates, from the end of a year to that of the next, as points.
    zero
        Height of 0.
    paid_back
        Where what accumulates comes up to 0; ``None`` where it does not, or never was below.
    years
        Middle and name of each.
    highest, lowest
        Of the scale, in words.
    """

    gains: tuple[CaseBar, ...]
    costs: tuple[CaseBar, ...]
    line: str
    zero: str
    paid_back: str | None
    years: tuple[tuple[str, str], ...]
    highest: str
    lowest: str
    size: tuple[int, int] = (WIDTH, HEIGHT)


def case_bars(figures: CaseFigures, speak: Translator) -> CaseBars:
    """Return the picture of a case."""
    amounts = (*figures.gains, *figures.costs, *figures.accumulated, Fraction(0))
    high, low = max(amounts), min(amounts)
    step = (WIDTH - _LEFT) / len(figures.case.years)

    def height(amount: Fraction) -> float:
        share = (high - amount) / (high - low) if high > low else Fraction(1)
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * float(share)

    def bars(side: tuple[Fraction, ...], shift: float) -> tuple[CaseBar, ...]:
        return tuple(
            CaseBar(
                x=f"{_LEFT + (year + 0.5 + shift) * step:.1f}",
                y=f"{min(height(amount), height(Fraction(0))):.1f}",
                width=f"{_ROOM * step:.1f}",
                height=f"{abs(height(amount) - height(Fraction(0))):.1f}",
            )
            for year, amount in enumerate(side)
        )

    sums = (Fraction(0), *figures.accumulated)
    payback = figures.payback
    return CaseBars(
        gains=bars(figures.gains, -_ROOM),
        costs=bars(figures.costs, 0),
        line=" ".join(f"{_LEFT + year * step:.1f},{height(one):.1f}" for year, one in enumerate(sums)),
        zero=f"{height(Fraction(0)):.1f}",
        paid_back=f"{_LEFT + float(payback.years) * step:.1f}" if payback and payback.owed else None,
        years=tuple(
            (f"{_LEFT + (place + 0.5) * step:.1f}", year_name(figures.case, year, speak))
            for place, year in enumerate(figures.case.years)
        ),
        highest=_thousands(high, speak),
        lowest=_thousands(low, speak),
    )


def _thousands(amount: Fraction, speak: Translator) -> str:
    return speak.with_sign(Fraction(round(amount / 1000)))
