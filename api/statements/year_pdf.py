"""A municipality's year for its council, as PDF: tagged, in its reader's language, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from api.documents.typesetting import typeset
from api.statements.sentences import quarter_name
from api.statements.statement import kroner
from api.statements.year import YearBooks
from api.statements.year_chart import about, year_chart
from api.statements.year_sentences import (
    ASSUMED,
    BALANCE,
    CLOSED,
    EXPECTED,
    NET,
    OPEN,
    QUARTER,
    SEATS,
    STATE,
    YEAR_TITLE,
    YearFigure,
    budget_figures,
    fair_sentence,
    money_figures,
    next_sentence,
    opening_sentences,
    seat_figures,
    terms_figures,
)
from api.texts.translator import Translator
from wfm.message import Text
from wfm.rounding import half_up

OWE = Text("year.owe", "What do we owe?")
COST = Text("year.cost", "What does it cost?")
FAIR = Text("year.fair_heading", "Is it fair?")
WHEN = Text("year.when", "What comes when?")
FIGURE = Text("year.figure", "Figure")
VALUE = Text("year.value", "Value")
MADE = Text("year.made", "How it is made")
MUNICIPALITY = Text("year.municipality", "Municipality")
SHARE_OF_SEATS = Text("year.share_of_seats", "Its share of the seats")
MOST_ROWS = 34
"""Of the second page's tables."""
SOURCE = Text("year.source", "The statement, line by line, stays at")
HASH = Text("year.hash", "Version {version:number} of the roster, SHA-256 {hash}.")


def year_pdf(books: YearBooks, speak: Translator, base: str) -> bytes:
    """Return the document.

    Parameters
    ----------
    books
        The year.
    speak
        The language in which it is read.
    base
        Where the service is reached, without a slash at the end.
    """
    one = books.statement
    address = f"{base}/statements/{one.period.first_day}/{one.municipality}?hotline={one.hotline.code}"
    data = {
        "title": speak.say(YEAR_TITLE(name=one.name)),
        "about": f"{one.hotline.name}. {quarter_name(one, speak)}",
        "opening": opening_sentences(books, speak),
        "chart": about(books, speak),
        "parts": [
            _figures(OWE, seat_figures(books, speak), speak),
            {
                **_figures(COST, (*money_figures(books, speak), *budget_figures(books, speak)), speak),
                "sentences": [
                    f"{f.label}: {f.value} ({f.calculation})." for f in terms_figures(books, speak)
                ],
            },
            {**_fair(books, speak), "begins": True},
            _quarters(books, speak),
        ],
        "source": speak.say(SOURCE()),
        "link": address,
        "hash": speak.say(HASH(version=one.version, hash=books.sha256)),
    }
    return typeset("year", data, speak, pictures={"chart": year_chart(books, speak, "svg")})


def quarter_rows(books: YearBooks, speak: Translator) -> list[list[str]]:
    """Return a row of texts for each quarter: those until now, and those to come."""
    rows = [
        [
            speak.date(one.first_day),
            speak.say((CLOSED if one.closed else OPEN)()),
            speak.number(one.worked),
            speak.with_sign(half_up(one.carried, 2), 2),
            speak.with_sign(kroner(one.net), 2),
        ]
        for one in books.quarters
    ]
    rows += [
        [
            speak.date(coming.period.first_day),
            speak.say(EXPECTED()),
            speak.number(half_up(coming.seats, 0)),
            speak.with_sign(half_up(coming.balance, 2), 2),
            speak.with_sign(kroner(coming.money.net), 2),
        ]
        for coming in books.coming
    ]
    return rows


def _fair(books: YearBooks, speak: Translator) -> dict[str, Any]:
    """Return how everybody stands: one by one where there is room for it beside the quarters."""
    many = len(books.others) + len(books.quarters) + len(books.coming)
    header = [speak.say(head()) for head in (MUNICIPALITY, SHARE_OF_SEATS, SEATS, BALANCE)]
    rows = [
        [
            one.name,
            speak.number(half_up(one.entitlement, 2), 2),
            speak.number(one.worked),
            speak.with_sign(half_up(one.carried, 2), 2),
        ]
        for one in books.others
    ]
    return _part(
        FAIR, header, rows if many <= MOST_ROWS else (), speak, sentences=[fair_sentence(books, speak)]
    )


def _quarters(books: YearBooks, speak: Translator) -> dict[str, Any]:
    heads = [QUARTER(), STATE(), SEATS(), BALANCE(), NET(currency=books.currency)]
    following = [one for one in (next_sentence(books, speak), speak.say(ASSUMED())) if one]
    header = [speak.say(head) for head in heads]
    return _part(WHEN, header, quarter_rows(books, speak), speak, sentences=following, names=2)


def _figures(heading: Text, found: Iterable[YearFigure], speak: Translator) -> dict[str, Any]:
    header = [speak.say(one()) for one in (FIGURE, VALUE, MADE)]
    rows = [[one.label, one.value, one.calculation] for one in found]
    return {**_part(heading, header, rows, speak, names=3), "wide": True}


def _part(
    heading: Text,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    speak: Translator,
    *,
    sentences: Sequence[str] = (),
    names: int = 1,
) -> dict[str, Any]:
    return {
        "heading": speak.say(heading()),
        "header": list(header),
        "rows": list(map(list, rows)),
        "names": names,
        "sentences": list(sentences),
        "wide": False,
        "begins": False,
    }
