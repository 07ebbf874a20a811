"""Statements of a year, for programs: as JSON, PDF, workbook, and for an accounting system."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.statements.annual import read_annual_run, read_annual_statement
from api.statements.annual_pdf import annual_pdf
from api.statements.annual_schemas import (
    AnnualRunAnswer,
    AnnualStatementAnswer,
    annual_answer,
    annual_run_answer,
)
from api.statements.annual_xlsx import annual_run_xlsx, annual_xlsx
from api.statements.file_routes import TownInPath, describe_file, hand_out, in_language, read_terms
from api.statements.run_csv import run_csv
from api.statements.statement_zip import annual_zip
from api.web.guard import allow
from api.web.json.description import QUOTAS
from api.web.json.operations import reads
from api.web.json.requests import CSV, PDF, XLSX, ZIP
from api.web.json.responses import answer_document
from api.web.languages import LanguageAsked
from wfm.ids import MunicipalityCode

ALL = "/{hotline}/statements/years/{year}"
ONE = f"{ALL}/{{municipality}}"
YearInPath = Annotated[
    int, Path(description="In which the quarters begin.", examples=[2027], ge=1900, le=9998)
]

router = APIRouter(prefix=PREFIX)


@router.get(**describe_file(f"{ALL}.csv", CSV, "Statements of a year, for an accounting system"))
def annual_table(request: Request, place: InHotline, year: YearInPath) -> Response:
    """Return the rows of all its quarters, each followed by the corrections in its accounts."""
    content = run_csv(read_annual_run(place, year).runs, read_terms(request))
    return hand_out(request, content.encode(), f"{CSV}; charset=utf-8")


@router.get(**describe_file(f"{ALL}.xlsx", XLSX, "Statements of a year, as a workbook"))
def annual_run_workbook(
    request: Request, place: InHotline, year: YearInPath, lang: LanguageAsked = None
) -> Response:
    """Return a sheet for each quarter and one that adds them up by formulas."""
    speak = in_language(place.speak, lang)
    return hand_out(request, annual_run_xlsx(read_annual_run(place, year), speak), XLSX, speak)


@router.get(**describe_file(f"{ALL}.zip", ZIP, "Statements of a year, all at once"))
def annual_archive(
    request: Request, place: InHotline, year: YearInPath, lang: LanguageAsked = None
) -> Response:
    """Return all that the caller sees: a PDF for each municipality, the workbook, the table."""
    speak = in_language(place.speak, lang)
    content = annual_zip(read_annual_run(place, year), speak, read_terms(request))
    return hand_out(request, content, ZIP, speak)


@router.get(
    ALL,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="Statements of a year",
    response_model=AnnualRunAnswer,
    responses=reads(422),
)
def annual_statements(request: Request, place: InHotline, year: YearInPath) -> Response:
    """Return what municipalities have to pay or receive for a year: what its quarters' statements add up to.

    Until every quarter is closed they are preliminary; quarters of which nothing is published are missing.
    """
    run = read_annual_run(place, year)
    return answer_document(request, annual_run_answer(run, place.speak), run.last, speak=place.speak)


@router.get(**describe_file(f"{ONE}.pdf", PDF, "A municipality's statement of a year, as PDF"))
def annual_document(
    request: Request,
    place: InHotline,
    year: YearInPath,
    municipality: TownInPath,
    lang: LanguageAsked = None,
) -> Response:
    """Return the statement of a year, quarter by quarter, to be filed or sent."""
    speak = in_language(place.speak, lang)
    _, one = read_annual_statement(place, year, MunicipalityCode(municipality))
    return hand_out(request, annual_pdf(one, speak, read_terms(request)), PDF, speak)


@router.get(**describe_file(f"{ONE}.xlsx", XLSX, "A municipality's statement of a year, as a workbook"))
def annual_workbook(
    request: Request,
    place: InHotline,
    year: YearInPath,
    municipality: TownInPath,
    lang: LanguageAsked = None,
) -> Response:
    """Return the statement of a year; nets and sums are formulas."""
    speak = in_language(place.speak, lang)
    _, one = read_annual_statement(place, year, MunicipalityCode(municipality))
    return hand_out(request, annual_xlsx(one, speak), XLSX, speak)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="A municipality's statement of a year",
    response_model=AnnualStatementAnswer,
    responses=reads(422),
)
def annual_statement(
    request: Request, place: InHotline, year: YearInPath, municipality: TownInPath
) -> Response:
    """Return seats and money of a year, with the statements and corrections that it adds up."""
    run, one = read_annual_statement(place, year, MunicipalityCode(municipality))
    return answer_document(request, annual_answer(one, place.speak), run.last, speak=place.speak)
