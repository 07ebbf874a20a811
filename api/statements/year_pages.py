"""The leader's page: what we owe, what it costs, whether that is fair, and what comes when."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.rosters.page_context import InPlanning
from api.statements.curve import balance_curve
from api.statements.statement import kroner
from api.statements.year import read_year
from api.statements.year_sentences import (
    ASSUMED,
    YEAR_TITLE,
    budget_figures,
    fair_sentence,
    money_figures,
    next_sentence,
    opening_sentences,
    seat_figures,
    terms_figures,
)
from api.web.guard import allow
from wfm.ids import MunicipalityCode

router = APIRouter(include_in_schema=False)

PAGE = "/year/{municipality}"


@router.get(PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def year(context: InPlanning, municipality: str) -> Response:
    """Show a municipality's year."""
    place = context.hotline_place()
    books = read_year(place, MunicipalityCode(municipality))
    speak, one = place.speak, books.statement
    path = f"{PREFIX}/{quote(place.hotline.code, safe='')}/year/{quote(municipality, safe='')}"
    return context.page.respond(
        "statements/year.html",
        "municipalities",
        hotline=place.hotline,
        books=books,
        one=one,
        called=speak.say(YEAR_TITLE(name=one.name)),
        opening=opening_sentences(books, speak),
        seats=seat_figures(books, speak),
        money=money_figures(books, speak),
        budgets=budget_figures(books, speak),
        terms=terms_figures(books, speak),
        fair=fair_sentence(books, speak),
        following=next_sentence(books, speak),
        assumed=speak.say(ASSUMED()),
        curve=balance_curve(books),
        kroner=kroner,
        file=lambda end: f"{path}.{end}?lang={speak.language}",
    )
