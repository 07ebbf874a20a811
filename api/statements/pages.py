"""Pages of statements: all of a quarter with their sum, and one line by line."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.place import PlanPlace
from api.rosters.page_context import InPlanning
from api.statements.sentences import (
    correction_sentences,
    headline,
    money_lines,
    old_reference,
    reference,
    seat_lines,
    title,
)
from api.statements.service import read_statement, read_statements
from api.statements.statement import kroner
from api.web.guard import allow
from wfm.ids import MunicipalityCode

router = APIRouter(include_in_schema=False)

SECTION = "municipalities"
ALL = "/statements/{plan}"
ONE = f"{ALL}/{{municipality}}"


@router.get(ALL, dependencies=[allow(Permission.READ_FIGURES)])
def statements(context: InPlanning, plan: str) -> Response:
    """Show every statement of a quarter that the caller sees, with the sum and the files."""
    place = context.plan_place(plan)
    return context.page.respond(
        "statements/all.html",
        SECTION,
        hotline=place.hotline,
        run=read_statements(place),
        kroner=kroner,
        reference=reference,
        old_reference=old_reference,
        file=_files(place),
    )


@router.get(ONE, dependencies=[allow(Permission.READ_FIGURES)])
def statement(context: InPlanning, plan: str, municipality: str) -> Response:
    """Show a municipality's statement, each line with its calculation, and what corrects it."""
    place = context.plan_place(plan)
    run, one = read_statement(place, MunicipalityCode(municipality))
    speak = place.speak
    code = one.municipality
    return context.page.respond(
        "statements/one.html",
        SECTION,
        hotline=place.hotline,
        one=one,
        called=title(one, speak),
        headline=headline(one, speak),
        money=money_lines(one, speak),
        seats=seat_lines(one),
        corrected_by=[
            (other, correction_sentences(other, speak))
            for other in run.corrected_by
            if other.municipality == code
        ],
        many=len(run.statements) > 1,
        kroner=kroner,
        reference=reference,
        file=_files(place),
    )


def _files(place: PlanPlace) -> Callable[..., str]:
    """Return what gives the address of a file, in the language of the page."""

    def address(end: str, *parts: str, plan: str = "", **query: object) -> str:
        day = plan or place.first_day
        path = "/".join(quote(part, safe="") for part in (place.hotline.code, "statements", day, *parts))
        return f"{PREFIX}/{path}.{end}?{urlencode({'lang': place.speak.language, **query})}"

    return address
