"""Business cases, for programs: kept, changed, shared by keys, and as documents."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.access.permissions import Permission
from api.cases.addresses import LIST, ONE, case_address
from api.cases.context import NO_KEYS, CaseInPath, KeysAsked
from api.cases.files.case_csv import case_csv
from api.cases.reckoning import reckon
from api.cases.schemas import CaseAnswer, CasesAnswer, CaseView, SentCase, case_answer, case_view
from api.cases.service import CaseDraft, change_case, find_case, keep_case, list_cases, remove_case
from api.cases.sources import read_hotline_keys, read_sent
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.publication.body import Body
from api.texts.translator import Translator, translator
from api.web.conditional import answer as answer_conditionally
from api.web.guard import allow
from api.web.json.description import CASES
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.problem import errors
from api.web.json.requests import CSV, JSON, PDF, XLSX, ZIP, CurrentBody, Idempotent, IfMatch, RequestBody
from api.web.json.responses import CREATED, OK, answer_change, answer_document, language_headers
from api.web.json.upload_turns import UploadTurn
from api.web.languages import LanguageAsked

GONE = 204
EXAMPLE = "kind,area,partner,name,key,2027\n"
BODIES: dict[str, type[BaseModel] | str] = {
    JSON: SentCase,
    XLSX: "A workbook with the sheets case and items; it is not shared.",
    ZIP: "A zip archive of a folder with case.toml and items.csv; it is not shared.",
}

router = APIRouter(prefix=PREFIX)


def _document(media: str, summary: str, example: str = "") -> dict[str, Any]:
    """Return how a route of a file is declared."""
    schema: dict[str, Any] = {"type": "string"} if example else {"type": "string", "format": "binary"}
    content = {media: {"schema": schema, **({"example": example} if example else {})}}
    told = {OK: {"description": summary, "headers": reads()[200]["headers"], "content": content}}
    return {
        "dependencies": [allow(Permission.READ_FIGURES)],
        "tags": [CASES],
        "summary": summary,
        "responses": reads(422) | told,
        "response_class": Response,
    }


@router.get(
    LIST,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[CASES],
    summary="Business cases of a hotline",
    response_model=CasesAnswer,
    responses=reads(422),
)
def cases(request: Request, place: InHotline) -> Response:
    """Return the caller's own, and what others share."""
    found = list_cases(place)
    newest = max((one.number for one in found), default=0)
    return answer_document(request, CasesAnswer(cases=[case_view(place, one) for one in found]), newest)


@router.post(
    LIST,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[CASES],
    summary="Keep a business case",
    status_code=CREATED,
    response_model=CaseView,
    responses=writes(CREATED, 409),
    openapi_extra={**describe_change(BODIES, ""), "parameters": [KEY]},
)
def keep(place: InHotline, sent: CurrentBody, key: Idempotent, _turn: UploadTurn) -> Response:
    """Keep a case of tables that are sent, of a workbook or a packed folder; every fault is told at once."""
    kept = keep_case(place, key, _read(sent))
    where = case_address(place, kept.id)
    return answer_change(case_view(place, kept), kept.number, location=where, status=CREATED)


@router.get(f"{LIST}/blank.xlsx", **_document(XLSX, "A business case to be filled in, as a workbook"))
def blank_case(request: Request, place: InHotline, lang: LanguageAsked = None) -> Response:
    """Return a workbook with explained columns, and with the hotline's municipalities as keys."""
    from api.cases.files.blank_xlsx import blank_xlsx

    speak = _speak(place.speak, lang)
    content = blank_xlsx(place.at.year + 1, read_hotline_keys(place), speak)
    return _hand_out(request, content, XLSX, "business-case", speak)


@router.get(
    f"{ONE}.pdf",
    **_document(PDF, "A business case for those who decide, as PDF"),
)
def case_document(
    request: Request, place: InHotline, case: CaseInPath, by: KeysAsked = NO_KEYS, lang: LanguageAsked = None
) -> Response:
    """Return conclusions, picture, tables, each partner's part by each key, and what does not add up."""
    from api.cases.files.case_pdf import case_pdf  # it loads a library for pictures

    found = reckon(find_case(place, case).document, by)
    speak = _speak(place.speak, lang)
    return _hand_out(request, case_pdf(found.figures, speak, found.splits), PDF, found.case.name, speak)


@router.get(f"{ONE}.xlsx", **_document(XLSX, "A business case, as a workbook"))
def case_workbook(
    request: Request, place: InHotline, case: CaseInPath, by: KeysAsked = NO_KEYS, lang: LanguageAsked = None
) -> Response:
    """Return its items and what they come to, by formulas; parts of partners as figures."""
    from api.cases.files.case_xlsx import case_xlsx

    found = reckon(find_case(place, case).document, by)
    speak = _speak(place.speak, lang)
    return _hand_out(request, case_xlsx(found.figures, speak, found.splits), XLSX, found.case.name, speak)


@router.get(f"{ONE}.csv", **_document(CSV, "A business case, as a table", EXAMPLE))
def case_table(request: Request, place: InHotline, case: CaseInPath, by: KeysAsked = NO_KEYS) -> Response:
    """Return a row for each line of figures, area, and partner's part."""
    found = reckon(find_case(place, case).document, by)
    return _hand_out(request, case_csv(found).encode(), f"{CSV}; charset=utf-8", found.case.name)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[CASES],
    summary="A business case, and what comes of it",
    response_model=CaseAnswer,
    responses=reads(422),
)
def case(request: Request, place: InHotline, case: CaseInPath, by: KeysAsked = NO_KEYS) -> Response:
    """Return effect, payback, present value, what does not add up, and parts by the keys asked for."""
    kept = find_case(place, case)
    answer = case_answer(place, kept, reckon(kept.document, by))
    return answer_document(request, answer, kept.number, speak=place.speak)


@router.put(
    ONE,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[CASES],
    summary="Change a business case",
    response_model=CaseView,
    responses=writes(OK, 409),
    openapi_extra=describe_change(BODIES, "Number of the case, or its tag.", '"1"'),
)
def change(
    place: InHotline, case: CaseInPath, sent: CurrentBody, key: Idempotent, began: IfMatch, _turn: UploadTurn
) -> Response:
    """Change a business case of one's own."""
    kept = change_case(place, key, case, _read(sent), began)
    return answer_change(case_view(place, kept), kept.number)


@router.delete(
    ONE,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[CASES],
    summary="Take a business case away",
    status_code=GONE,
    responses=errors(401, 403, 404, 422),
)
def remove(place: InHotline, case: CaseInPath) -> Response:
    """Take a business case of one's own away."""
    remove_case(place, case)
    return Response(status_code=GONE)


def _read(sent: RequestBody) -> CaseDraft:
    sent.only(*BODIES)
    if sent.media_type == JSON:
        return sent.read_as(SentCase).draft
    return CaseDraft(read_sent("case.zip" if sent.media_type == ZIP else "case.xlsx", sent.content))


def _speak(usual: Translator, language: str | None) -> Translator:
    return usual if language is None else translator(language)


def _hand_out(
    request: Request, content: bytes, media: str, name: str, speak: Translator | None = None
) -> Response:
    end = request.url.path.rpartition(".")[2]
    named = f"{re.sub(r'[^A-Za-z0-9-]+', '-', name).strip('-')[:60] or 'case'}.{end}"
    told = {"Content-Disposition": f'attachment; filename="{named}"'}
    return answer_conditionally(request, Body.of(content), media, headers=told | language_headers(speak))
