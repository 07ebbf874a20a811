"""Edits of a plan and its history, for programs: looked at, kept, listed, compared and undone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.access.ids import RevisionNumber
from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX
from api.plans.context import Answers, InPlan
from api.plans.difference import plan_difference
from api.plans.edit_schemas import EditAnswer, SentEdits, edit_answer, plan_edit
from api.plans.editing import preview_edit, read_state, save_edit
from api.plans.edits import PlanEdit, RestoreEdit
from api.plans.person_answers import PersonAnswers
from api.plans.place import PlanPlace
from api.plans.records.revisions import list_steps
from api.plans.revision_schemas import (
    RevisionDifferenceAnswer,
    RevisionsAnswer,
    SentRestore,
    step_view,
    table_differences,
)
from api.plans.schemas import revision_view
from api.plans.service import recall_answer
from api.store.engine import reading
from api.store.idempotency import IdempotentRequest
from api.store.staleness import refuse_stale
from api.web.guard import allow
from api.web.json.description import PLANS
from api.web.json.operations import describe_change, lists, reads, writes
from api.web.json.paging import USUAL, CursorAsked, LimitAsked, link, number_after
from api.web.json.paging import cursor as cursor_of
from api.web.json.problem import FaultView
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import OK, answer_change, answer_document
from api.web.json.upload_turns import UploadTurn
from api.web.store_problems import fault_told

REVISIONS = f"{PLAN}/revisions"
NEWEST = "Number of the plan's newest revision, or the tag of a table of it."
_NUMBER = Path(description="Number of the revision.", examples=[6], ge=1, le=999_999_999)

RevisionInPath = Annotated[RevisionNumber, _NUMBER]

router = APIRouter(prefix=PREFIX)


@router.post(
    f"{PLAN}/edits",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PLANS],
    summary="Edit a plan, or look at what an edit would do",
    response_model=EditAnswer,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentEdits}, NEWEST),
)
def edit(
    place: InPlan, sent: CurrentBody, key: Idempotent, began: IfMatch, answers: Answers, _turn: UploadTurn
) -> Response:
    """Make a row, pasted rows, days, settings or competences others; the whole plan is checked.

    The answer tells rows, shifts and every quota before and after, whether it was kept or looked at.
    """
    sent.only(JSON)
    document = sent.read_as(SentEdits)
    return answer_edit(
        place,
        key,
        plan_edit(document.edit),
        began,
        note=document.note,
        answers=answers,
        keeps=not document.preview,
    )


@router.get(
    REVISIONS,
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[PLANS],
    summary="The history of a plan",
    response_model=RevisionsAnswer,
    responses=lists(),
)
def revisions(
    request: Request, place: InPlan, limit: LimitAsked = USUAL, cursor: CursorAsked = None
) -> Response:
    """Return the plan's revisions, the newest first, each with the rows it changed."""
    with reading(place.database) as connection:
        below = number_after("revision", cursor)
        found = list_steps(connection, place.plan.id, below=below, most=limit + 1)
    shown = found[:limit]
    following = cursor_of("revision", shown[-1].revision.number) if len(found) > limit else None
    answer = RevisionsAnswer(revisions=[step_view(one) for one in shown], next=following)
    return answer_document(request, answer, place.plan.revision, headers=link(request, following, limit))


@router.get(
    f"{REVISIONS}/{{number}}/differences/{{other}}",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[PLANS],
    summary="What differs between two revisions",
    response_model=RevisionDifferenceAnswer,
    responses=reads(422),
)
def differences(request: Request, place: InPlan, number: RevisionInPath, other: RevisionInPath) -> Response:
    """Return the rows that differ, table by table."""
    with reading(place.database) as connection:
        before, after = (read_state(connection, place, one) for one in (number, other))
    answer = RevisionDifferenceAnswer(
        plan=place.plan.first_day,
        before=number,
        after=other,
        tables=table_differences(plan_difference(before.plan, after.plan)),
    )
    return answer_document(request, answer, place.plan.revision)


@router.post(
    f"{REVISIONS}/{{number}}/restore",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PLANS],
    summary="Make an earlier revision the newest again",
    response_model=EditAnswer,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentRestore}, NEWEST),
)
def restore(
    place: InPlan,
    number: RevisionInPath,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
    answers: Answers,
) -> Response:
    """Keep a revision that is as an earlier one; names and contacts stay as they are now."""
    sent.only(JSON)
    document = sent.read_as(SentRestore)
    edit = RestoreEdit(number)
    return answer_edit(
        place, key, edit, began, note=document.note, answers=answers, keeps=not document.preview
    )


def answer_edit(
    place: PlanPlace,
    key: IdempotentRequest,
    edit: PlanEdit,
    began: int,
    *,
    note: str,
    answers: PersonAnswers,
    keeps: bool,
) -> Response:
    """Answer an edit that is to be looked at, or kept on the newest revision."""
    said = recall_answer(place, key)
    with reading(place.database) as connection:
        state = read_state(connection, place, RevisionNumber(began) if said and began else None)
    refuse_stale(began, state.revision)
    preview = preview_edit(place, state, edit)
    made = save_edit(place, key, edit, began, note, answers) if keeps else None
    notices = [FaultView(**fault_told(notice, place.speak)) for notice in preview.notices]
    revision = None if made is None else revision_view(made.revision, made.note)
    told = edit_answer(place.plan.first_day, revision, preview, notices)
    number = state.revision.number if made is None else made.revision.number
    return answer_change(told, number, speak=place.speak)
