"""A plan's tables: to read, to replace one by one, and to fill from the workbook a municipality sent back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX
from api.plans.context import Answers, InPlan
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision, persons_in, read_plan
from api.plans.schemas import TakenIn, revision_view
from api.plans.service import AnnotatedRevision, revise
from api.plans.table_rows import hide_notes
from api.plans.table_schemas import MergedIn, SentTable, TableAnswer, TableName, table_answer, table_text
from api.plans.uploads.plans import refuse_other
from api.plans.uploads.tables import csv_rows, json_rows, replace_table, with_unseen_notes
from api.plans.uploads.workbooks import merge_workbook
from api.publication.body import Body
from api.store.engine import reading
from api.web.conditional import answer
from api.web.guard import allow
from api.web.json.description import PLANS
from api.web.json.operations import describe_change, reads, writes
from api.web.json.requests import CSV, JSON, XLSX, CurrentBody, Idempotent, IfMatch, RequestBody
from api.web.json.responses import OK, answer_change, tag
from api.web.json.upload_turns import UploadTurn
from api.web.store_problems import fault_told
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE
from wfm.tables.merging import MergedPlan
from wfm.tables.plan_reading import PlanReading
from wfm.tables.raw_table import RawTable

TABLE = f"{PLAN}/tables/{{table}}"
NEWEST = "Number of the plan's newest revision, or the tag of a table of it."

Table = Annotated[TableName, Path(description="Which table.", examples=["locks"])]

router = APIRouter(prefix=PREFIX)


@router.get(
    TABLE,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[PLANS],
    summary="A table of a plan",
    response_model=TableAnswer,
    responses=reads(422)
    | {
        OK: {
            "description": "The table, as JSON or as CSV, whichever Accept prefers.",
            "headers": reads()[200]["headers"],
            "content": {CSV: {"schema": {"type": "string"}, "example": "date,start,municipality,agent\n"}},
        }
    },
)
def table(request: Request, place: InPlan, table: Table) -> Response:
    """Return a table of the newest revision; notes of availability only to whoever sees them."""
    with reading(place.database) as connection:
        revision = find_revision(connection, place.plan.id)
        whole = read_plan(connection, revision)
        plan = hide_notes(whole, place.viewer.scope, persons_in(connection, revision))
    wanted = _choose_type(request.headers.get("accept", ""))
    headers = {"Vary": "Accept"}
    if wanted == CSV:
        content = table_text(plan, table)
        headers["Content-Disposition"] = f'attachment; filename="{table.value}.csv"'
    else:
        content = table_answer(plan, table, revision.number).model_dump_json().encode()
    return answer(request, Body(content, tag(revision.number, content)), wanted, headers=headers)


@router.put(
    TABLE,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PLANS],
    summary="Replace a table of a plan",
    response_model=TakenIn,
    responses=writes(OK),
    openapi_extra=describe_change({JSON: SentTable, CSV: "The table, as in its CSV file."}, NEWEST),
)
def put_table(
    place: InPlan,
    table: Table,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
    answers: Answers,
    _turn: UploadTurn,
) -> Response:
    """Put a table in the place of the one that is there; the whole plan is checked, every fault is told.

    Entries of availability that are as before keep notes that the caller does not see.
    """
    rows, note = _read_rows(table, sent)

    def make(plan: Plan) -> PlanReading:
        read = replace_table(plan, table.value, rows)
        refuse_other(read.plan, place.hotline.code, place.plan.first_day, keyed=HOTLINE)
        if place.viewer.scope.everything:
            return read
        return replace(read, plan=with_unseen_notes(read.plan, plan))

    found, read = revise(place, key, began, make, lambda read: read.plan, note, answers)
    told = TakenIn.model_validate(_revision_document(place, found, read))
    return answer_change(told, found.revision.number, speak=place.speak)


@router.post(
    f"{PLAN}/merge",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PLANS],
    summary="Merge the workbook of a municipality",
    response_model=MergedIn,
    responses=writes(OK),
    openapi_extra=describe_change({XLSX: "The workbook that a municipality sent back."}, NEWEST),
)
def merge(
    place: InPlan,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
    answers: Answers,
    _turn: UploadTurn,
) -> Response:
    """Put a municipality's agents and availability in the place of those that are there, as `wfm merge`."""
    sent.only(XLSX)

    def make(plan: Plan) -> MergedPlan:
        return merge_workbook(plan, sent.content)

    found, taken = revise(place, key, began, make, lambda taken: taken.plan, answers=answers)
    changes = [asdict(change) for change in taken.changes]
    told = MergedIn.model_validate(_revision_document(place, found, taken) | {"changes": changes})
    return answer_change(told, found.revision.number, speak=place.speak)


def _choose_type(accept: str) -> str:
    """Return CSV where it is asked for and JSON is not asked for more."""
    wanted = {part.split(";")[0].strip().lower(): _weight(part) for part in accept.split(",")}
    return CSV if wanted.get(CSV, 0) > wanted.get(JSON, 0) else JSON


def _weight(part: str) -> float:
    for parameter in part.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1


def _read_rows(table: TableName, sent: RequestBody) -> tuple[RawTable, str]:
    sent.only(JSON, CSV)
    if sent.media_type == CSV:
        return csv_rows(table.value, sent.content), ""
    document = sent.read_as(SentTable)
    return json_rows(table.value, document.rows), document.note


def _revision_document(
    place: PlanPlace, found: AnnotatedRevision, read: PlanReading | MergedPlan
) -> dict[str, object]:
    return {
        "plan": place.plan.first_day,
        "revision": revision_view(found.revision, found.note),
        "notices": [fault_told(notice, place.speak) for notice in read.notices],
    }
