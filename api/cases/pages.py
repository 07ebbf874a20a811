"""Pages of business cases: listed, entered in a form, from a file or a sample, shared by keys, printed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.ids import CaseId
from api.access.permissions import Permission
from api.cases.form import (
    BLANK_ITEMS,
    MOST_YEARS,
    ROWS,
    SHARED,
    YEARS,
    YES,
    Values,
    blank_values,
    document_of_values,
    fits,
    form_values,
    item_rows,
    read_values,
    with_hotline,
    year_count,
)
from api.cases.page_view import key_names, respond_form, respond_list, respond_one
from api.cases.reckoning import AT_ONCE, reckon
from api.cases.records.cases import KeptCase
from api.cases.service import (
    CaseDraft,
    change_case,
    find_case,
    keep_case,
    list_cases,
    remove_case,
)
from api.cases.sources import read_hotline_keys, read_sample, read_sent
from api.cases.split_fields import fields_of, read_fields
from api.plans.place import HotlinePlace
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.errors import ConflictError, TooManyError
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import CurrentForm, PageForm
from wfm.errors import CaseError, InputError
from wfm.message import Text

router = APIRouter(include_in_schema=False)

LIST = "/cases"
NEW = f"{LIST}/new"
ONE = f"{LIST}/{{case}}"
STALE = Text("cases.stale", "the case was changed meanwhile; look at it and change it again")
FULL = Text("cases.full", "you keep as many business cases as one may; take one away first")
LARGER = Text(
    "cases.larger", "the case is larger than what a form holds; change its workbook and send it again"
)
KEEP, MORE_ROWS, MORE_YEARS, FILL = "keep", "rows", "year", "fill"
"""What the buttons are called; any other tries what was typed."""
MORE = 10

Asked = Annotated[list[str], Query(alias="by", max_length=20)]
NOTHING: list[str] = []


@router.get(LIST, dependencies=[allow(Permission.READ_FIGURES)])
def all_cases(context: InPlanning) -> Response:
    """Show the business cases that the caller sees."""
    place = context.hotline_place()
    return respond_list(context, place, list_cases(place))


@router.post(f"{LIST}/samples", dependencies=[allow(Permission.EDIT_PLAN)])
def open_sample(context: InPlanning, form: CurrentForm) -> Response:
    """Keep a case of the sources as the caller's own, and lead to it."""
    return _take(context, form, CaseDraft(read_sample(form.text("sample"))))


@router.post(f"{LIST}/files", dependencies=[allow(Permission.EDIT_PLAN)])
def send_file(context: InPlanning, form: CurrentForm, _turn: FormTurn) -> Response:
    """Keep the case of a workbook, and lead to it; every fault is told."""
    name, content = ("", b"") if form.file is None else (form.file.name, form.file.content)
    try:
        draft = CaseDraft(read_sent(name, content), form.text(SHARED) == YES)
    except CaseError as error:
        place = context.hotline_place()
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return respond_list(context, place, list_cases(place), status, faults=error.faults)
    return _take(context, form, draft)


def _take(context: PlanningContext, form: PageForm, draft: CaseDraft) -> Response:
    place = context.hotline_place()
    try:
        made = keep_case(place, form.request(place.author, f"{LIST}/{place.hotline.id}"), draft)
    except CaseError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return respond_list(context, place, list_cases(place), status, faults=error.faults)
    except TooManyError:
        return respond_list(context, place, list_cases(place), HTTPStatus.CONFLICT, reason=FULL())
    return _lead(context, made.id)


@router.get(NEW, dependencies=[allow(Permission.READ_DRAFTS)])
def new_case(context: InPlanning, like: str = "") -> Response:
    """Show the form with nothing in it, or with what is in another case."""
    place = context.hotline_place()
    if not like:
        return respond_form(context, place, blank_values(place.at.year + 1))
    values = form_values(find_case(place, CaseId(like)).document)
    return respond_form(context, place, {**values, "name": "", SHARED: ""})


@router.post(NEW, dependencies=[allow(Permission.EDIT_PLAN)])
def try_or_keep(context: InPlanning, form: CurrentForm, _turn: FormTurn) -> Response:
    """Try what was typed, or keep it and lead to it."""
    place, values = context.hotline_place(), read_values(form)
    if form.text("act") != KEEP:
        return _show(context, place, form, values)
    request = form.request(place.author, f"{LIST}/{place.hotline.id}")
    try:
        made = keep_case(place, request, _draft(values))
    except (InputError, TooManyError) as error:
        return _refuse(context, place, values, error)
    return _lead(context, made.id)


@router.get(ONE, dependencies=[allow(Permission.READ_FIGURES)])
def one_case(request: Request, context: InPlanning, case: str, by: Asked = NOTHING) -> Response:
    """Show a case and what comes of it; fields of percent lead to the address that asks for those keys."""
    place = context.hotline_place()
    kept = find_case(place, CaseId(case))
    if "split" in request.query_params:
        names = key_names(reckon(kept.document))
        asked = [("by", one) for one in read_fields(names, request.query_params)]
        told = urlencode([*context.page.kept.items(), *asked])
        where = context.page.link("cases", kept.id).partition("?")[0]
        return RedirectResponse(f"{where}?{told}#partners", HTTPStatus.SEE_OTHER)
    return respond_one(context, place, kept, fields_of(by[:AT_ONCE]))


@router.get(f"{ONE}/edit", dependencies=[allow(Permission.READ_DRAFTS)])
def edit_case(context: InPlanning, case: str) -> Response:
    """Show the form with what is in a case."""
    place = context.hotline_place()
    kept = find_case(place, CaseId(case))
    values = {**form_values(kept.document), SHARED: YES if kept.shared else ""}
    if not fits(values):
        return respond_list(context, place, list_cases(place), HTTPStatus.CONFLICT, reason=LARGER())
    return respond_form(context, place, values, kept=kept)


@router.post(f"{ONE}/edit", dependencies=[allow(Permission.EDIT_PLAN)])
def try_or_change(context: InPlanning, case: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Try what was typed, or change the case and lead to it."""
    place, values = context.hotline_place(), read_values(form)
    kept = find_case(place, CaseId(case))
    if form.text("act") != KEEP:
        return _show(context, place, form, values, kept)
    request = form.request(place.author, f"{LIST}/{place.hotline.id}/{kept.id}")
    try:
        change_case(place, request, kept.id, _draft(values), form.number("expected"))
    except (InputError, ConflictError) as error:
        return _refuse(context, place, values, error, kept)
    return _lead(context, kept.id)


@router.post(f"{ONE}/remove", dependencies=[allow(Permission.EDIT_PLAN)])
def remove(context: InPlanning, case: str) -> Response:
    """Take a case away, and lead back to the others."""
    remove_case(context.hotline_place(), CaseId(case))
    return _lead(context)


def _show(
    context: PlanningContext,
    place: HotlinePlace,
    form: PageForm,
    values: Values,
    kept: KeptCase | None = None,
) -> Response:
    """Show the form with more room or the hotline's partners in it, or with what comes of it."""
    act = form.text("act")
    if act == MORE_ROWS:
        rows = str(len(item_rows(values)) + MORE - BLANK_ITEMS)
        return respond_form(context, place, {**values, ROWS: rows}, kept=kept)
    if act == MORE_YEARS:
        years = str(min(MOST_YEARS, year_count(values) + 1))
        return respond_form(context, place, {**values, YEARS: years}, kept=kept)
    if act == FILL:
        return respond_form(context, place, with_hotline(values, read_hotline_keys(place)), kept=kept)
    try:
        found = reckon(document_of_values(values))
    except CaseError as error:
        return _refuse(context, place, values, error, kept)
    return respond_form(context, place, values, kept=kept, tried=found)


def _draft(values: Values) -> CaseDraft:
    return CaseDraft(document_of_values(values), values.get(SHARED) == YES)


def _lead(context: PlanningContext, *parts: str) -> Response:
    return RedirectResponse(context.page.link("cases", *parts), HTTPStatus.SEE_OTHER)


def _refuse(
    context: PlanningContext,
    place: HotlinePlace,
    values: Values,
    error: InputError | TooManyError | ConflictError,
    kept: KeptCase | None = None,
) -> Response:
    """Show the form again with what was typed, and why it was not kept."""
    if isinstance(error, InputError):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return respond_form(context, place, values, status, kept=kept, faults=error.faults)
    if isinstance(error, ConflictError):
        status = HTTPStatus.PRECONDITION_FAILED
        return respond_form(context, place, values, status, kept=kept, reason=STALE())
    return respond_form(context, place, values, HTTPStatus.CONFLICT, kept=kept, reason=FULL())
