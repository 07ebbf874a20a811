"""The picture of a municipality's year: seats owed as a line, kroner as columns, quarter by quarter."""

from __future__ import annotations

from fractions import Fraction

from matplotlib.figure import Figure

from api.documents.picture import render
from api.statements.statement import kroner
from api.statements.year import YearBooks
from api.statements.year_sentences import opening_sentences
from api.texts.translator import Translator
from wfm.message import Text

TITLE = Text("year.chart_title", "{name}: seats owed and money, quarter by quarter")
OWED = Text("year.chart_owed", "Seats owed")
MONEY = Text("year.chart_money", "1,000 {currency} to pay")
EXPECTED = Text("year.chart_expected", "Lighter: expected. Below 0: in credit, to receive.")

# Okabe and Ito's colours, told apart with any colour vision.
_LINE, _COLUMN = "#0072b2", "#009e73"
_SIZE = (8.2, 2.3)  # inches
MOST_NAMED = 8
"""Quarters whose names stand below the picture; of more, every second or third."""


def year_chart(books: YearBooks, speak: Translator, form: str) -> bytes:
    """Return the picture as ``svg`` or ``png``."""
    name = books.statement.name
    title = speak.say(TITLE(name=name))
    return render(
        lambda: _figure(books, speak),
        form,
        title=title,
        about=about(books, speak),
        creator=name,
        outlines=True,
    )


def about(books: YearBooks, speak: Translator) -> str:
    """Return in sentences what the picture shows."""
    title = speak.say(TITLE(name=books.statement.name))
    return " ".join((f"{title}.", *opening_sentences(books, speak)))


def _figure(books: YearBooks, speak: Translator) -> Figure:
    days = [one.first_day for one in books.quarters] + [one.period.first_day for one in books.coming]
    owed = [float(one.carried) for one in books.quarters] + [float(one.balance) for one in books.coming]
    net = [one.net for one in books.quarters] + [one.money.net for one in books.coming]
    known = len(books.quarters)
    names = [f"{speak.short_date(day)}\n{day.year}" for day in days]
    drawn = Figure(figsize=_SIZE, layout="constrained")
    seats, money = drawn.subplots(1, 2)
    places = range(len(days))
    seats.plot(places[:known], owed[:known], color=_LINE, marker="o", markersize=4, linewidth=1.8)
    first = max(known - 1, 0)
    seats.plot(
        places[first:], owed[first:], color=_LINE, marker="o", markersize=3, linewidth=1, linestyle="--"
    )
    money.bar(
        places,
        [float(kroner(ore)) / 1000 for ore in net],
        color=[_COLUMN if n < known else "#9fd8c6" for n in places],
        hatch=["" if n < known else "///" for n in places],
        edgecolor="white",
    )
    for axes, title in ((seats, OWED()), (money, MONEY(currency=books.currency))):
        axes.axhline(0, color="#555555", linewidth=0.8)
        axes.set_title(speak.say(title), fontsize=9)
        every = -(-len(days) // MOST_NAMED)
        axes.set_xticks(places[::every], names[::every], fontsize=7)
        axes.yaxis.set_major_formatter(lambda value, _: speak.with_sign(_plain(value)))
        axes.yaxis.grid(color="#e0e0e0", linewidth=0.6)
        axes.set_axisbelow(True)
    drawn.supxlabel(speak.say(EXPECTED()), fontsize=7)
    return drawn


def _plain(value: float) -> Fraction:
    return Fraction(value).limit_denominator(100)
