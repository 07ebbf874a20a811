"""Statements, for programs: as JSON, PDF, workbook, and for an accounting system."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InHotline, InPlan
from api.statements.file_routes import TownInPath, describe_file, hand_out, in_language, read_terms
from api.statements.run_csv import run_csv
from api.statements.schemas import StatementAnswer, StatementRunAnswer, run_answer, statement_answer
from api.statements.service import read_correction, read_statement, read_statements
from api.statements.statement_pdf import correction_pdf, statement_pdf
from api.statements.statement_xlsx import run_xlsx, statement_xlsx
from api.statements.statement_zip import statement_zip
from api.statements.year import read_year
from api.statements.year_book import year_csv, year_xlsx
from api.statements.year_schemas import YearAnswer, year_answer
from api.web.guard import allow
from api.web.json.description import QUOTAS
from api.web.json.operations import reads
from api.web.json.requests import CSV, PDF, XLSX, ZIP
from api.web.json.responses import answer_document
from api.web.languages import LanguageAsked
from wfm.ids import MunicipalityCode

ALL = "/{hotline}/statements/{plan}"
ONE = f"{ALL}/{{municipality}}"
YEAR = "/{hotline}/year/{municipality}"
CorrectionAsked = Annotated[
    int | None,
    Query(
        description="Number, without the hotline's code, of a correction that stands in this account, "
        "instead of the statement.",
        examples=[588],
        ge=1,
        le=999_999_999,
    ),
]

router = APIRouter(prefix=PREFIX)


@router.get(**describe_file(f"{ALL}.csv", CSV, "Statements of a quarter, for an accounting system"))
def run_table(request: Request, place: InPlan) -> Response:
    """Return a row for each statement that the caller sees, then for each correction in the accounts."""
    return hand_out(
        request, run_csv([read_statements(place)], read_terms(request)).encode(), f"{CSV}; charset=utf-8"
    )


@router.get(**describe_file(f"{ALL}.xlsx", XLSX, "Statements of a quarter, as a workbook"))
def run_workbook(request: Request, place: InPlan, lang: LanguageAsked = None) -> Response:
    """Return all statements that the caller sees in one sheet; nets and sums are formulas."""
    speak = in_language(place.speak, lang)
    return hand_out(request, run_xlsx(read_statements(place), speak), XLSX, speak)


@router.get(**describe_file(f"{ALL}.zip", ZIP, "Statements of a quarter, all at once"))
def run_archive(request: Request, place: InPlan, lang: LanguageAsked = None) -> Response:
    """Return all that the caller sees: a PDF for each statement and correction, the workbook, the table."""
    speak = in_language(place.speak, lang)
    return hand_out(request, statement_zip(read_statements(place), speak, read_terms(request)), ZIP, speak)


@router.get(
    ALL,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="Statements of a quarter",
    response_model=StatementRunAnswer,
    responses=reads(422),
)
def statements(request: Request, place: InPlan) -> Response:
    """Return what municipalities have to pay or receive: the own one to its leader, all to planners.

    Until the quarter is closed figures are what its close would come to now, and are marked as preliminary.
    """
    run = read_statements(place)
    return answer_document(request, run_answer(run, place.speak), run.last, speak=place.speak)


@router.get(**describe_file(f"{ONE}.pdf", PDF, "A municipality's statement, as PDF"))
def statement_document(
    request: Request,
    place: InPlan,
    municipality: TownInPath,
    correction: CorrectionAsked = None,
    lang: LanguageAsked = None,
) -> Response:
    """Return the statement of a quarter, or a correction in its account, to be filed or sent."""
    speak, code = in_language(place.speak, lang), MunicipalityCode(municipality)
    if correction is not None:
        content = correction_pdf(read_correction(place, code, correction), speak, read_terms(request))
    else:
        content = statement_pdf(read_statement(place, code)[1], speak, read_terms(request))
    return hand_out(request, content, PDF, speak)


@router.get(**describe_file(f"{ONE}.xlsx", XLSX, "A municipality's statement, as a workbook"))
def statement_workbook(
    request: Request, place: InPlan, municipality: TownInPath, lang: LanguageAsked = None
) -> Response:
    """Return the statement of a quarter; what its lines add up to is a formula."""
    speak = in_language(place.speak, lang)
    _, one = read_statement(place, MunicipalityCode(municipality))
    return hand_out(request, statement_xlsx(one, speak), XLSX, speak)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="A municipality's statement",
    response_model=StatementAnswer,
    responses=reads(422),
)
def statement(request: Request, place: InPlan, municipality: TownInPath) -> Response:
    """Return seats and money of a quarter line by line, each with its calculation, and what corrects it."""
    run, one = read_statement(place, MunicipalityCode(municipality))
    return answer_document(request, statement_answer(run, one, place.speak), run.last, speak=place.speak)


@router.get(**describe_file(f"{YEAR}.pdf", PDF, "A municipality's year for its council, as PDF"))
def year_document(
    request: Request, place: InHotline, municipality: TownInPath, lang: LanguageAsked = None
) -> Response:
    """Return what a council asks, on at most a few pages, with the address at which the statement stays."""
    from api.statements.year_pdf import year_pdf  # it loads a library for pictures

    speak = in_language(place.speak, lang)
    books = read_year(place, MunicipalityCode(municipality))
    base = request.app.state.settings.public_url or str(request.base_url).rstrip("/")
    return hand_out(request, year_pdf(books, speak, base), PDF, speak)


@router.get(**describe_file(f"{YEAR}.xlsx", XLSX, "A municipality's year, as a workbook"))
def year_workbook(
    request: Request, place: InHotline, municipality: TownInPath, lang: LanguageAsked = None
) -> Response:
    """Return its quarters until now and to come; what a year comes to is a formula."""
    speak = in_language(place.speak, lang)
    return hand_out(request, year_xlsx(read_year(place, MunicipalityCode(municipality)), speak), XLSX, speak)


@router.get(**describe_file(f"{YEAR}.csv", CSV, "A municipality's year, as a table"))
def year_table(request: Request, place: InHotline, municipality: TownInPath) -> Response:
    """Return a row for each quarter, until now and to come."""
    content = year_csv(read_year(place, MunicipalityCode(municipality)))
    return hand_out(request, content.encode(), f"{CSV}; charset=utf-8")


@router.get(
    YEAR,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="A municipality's year",
    response_model=YearAnswer,
    responses=reads(422),
)
def year(request: Request, place: InHotline, municipality: TownInPath) -> Response:
    """Return what it owes and pays, quarter by quarter, what the next ones will probably be, and the budget.

    By the newest quarter of which something is published. What is to come is reckoned as if every quarter
    were like that one and everybody sat its target.
    """
    books = read_year(place, MunicipalityCode(municipality))
    number = books.statement.version
    return answer_document(request, year_answer(books, place.speak), number, speak=place.speak)
