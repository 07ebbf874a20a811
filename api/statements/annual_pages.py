"""Pages of statements of a year: everybody's, and one quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.place import HotlinePlace
from api.rosters.page_context import InPlanning
from api.statements.annual import read_annual_run, read_annual_statement
from api.statements.annual_routes import YearInPath
from api.statements.annual_sentences import (
    annual_headline,
    annual_sentences,
    annual_title,
    money_table,
    seat_table,
)
from api.statements.statement import kroner
from api.web.guard import allow
from wfm.ids import MunicipalityCode

router = APIRouter(include_in_schema=False)

SECTION = "municipalities"
ALL = "/statements/years/{year}"
ONE = f"{ALL}/{{municipality}}"


@router.get(ALL, dependencies=[allow(Permission.READ_FIGURES)])
def annual_statements(context: InPlanning, year: YearInPath) -> Response:
    """Show every statement of a year that the caller sees, with the sum and the files."""
    place = context.hotline_place()
    return context.page.respond(
        "statements/year_all.html",
        SECTION,
        hotline=place.hotline,
        run=read_annual_run(place, year),
        kroner=kroner,
        file=_files(place, year),
    )


@router.get(ONE, dependencies=[allow(Permission.READ_FIGURES)])
def annual_statement(context: InPlanning, year: YearInPath, municipality: str) -> Response:
    """Show a municipality's statement of a year, with the statements that it adds up."""
    place = context.hotline_place()
    run, one = read_annual_statement(place, year, MunicipalityCode(municipality))
    speak = place.speak
    return context.page.respond(
        "statements/year_one.html",
        SECTION,
        hotline=place.hotline,
        one=one,
        called=annual_title(one, speak),
        headline=annual_headline(one, speak),
        sentences=annual_sentences(one, speak),
        money=money_table(one, speak),
        seats=seat_table(one, speak),
        many=len(run.statements) > 1,
        speak=speak,
        file=_files(place, year),
    )


def _files(place: HotlinePlace, year: int) -> Callable[..., str]:
    """Return what gives the address of a file, in the language of the page."""

    def address(end: str, *parts: str) -> str:
        named = (place.hotline.code, "statements", "years", str(year), *parts)
        path = "/".join(quote(part, safe="") for part in named)
        return f"{PREFIX}/{path}.{end}?lang={place.speak.language}"

    return address
