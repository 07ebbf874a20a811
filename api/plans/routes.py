"""Hotlines and their plans: which there are, how far each is, and taking a whole plan in."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.callers import AccountHolder
from api.access.permissions import Permission
from api.plans.addresses import PLAN, PREFIX, plan_address
from api.plans.context import Answers, InHotline, InPlan, store_of
from api.plans.records.facts import list_hotlines, list_plans
from api.plans.records.plans import find_published_revision, find_revision, read_plan, revision_note
from api.plans.schemas import (
    HotlinesAnswer,
    PlansAnswer,
    PlanView,
    TakenIn,
    hotline_view,
    plan_brief,
    plan_view,
    revision_view,
)
from api.plans.service import add_revision, find_annotated_revision, recall_answer
from api.plans.uploads.plans import read_packed_plan, read_workbook_plan, refuse_other
from api.store.engine import reading
from api.web.guard import CurrentViewer, allow, require_sign_in
from api.web.json.description import PLANS
from api.web.json.operations import describe_change, lists, reads, writes
from api.web.json.paging import USUAL, CursorAsked, LimitAsked, after, link, unknown_cursor
from api.web.json.paging import cursor as cursor_of
from api.web.json.requests import XLSX, ZIP, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, OK, answer_change, answer_document
from api.web.json.upload_turns import UploadTurn
from api.web.store_problems import fault_told

router = APIRouter(prefix=PREFIX)


@router.get(
    "",
    dependencies=[require_sign_in()],
    tags=[PLANS],
    summary="The caller's hotlines",
    response_model=HotlinesAnswer,
    responses=reads(),
)
def hotlines(request: Request, viewer: CurrentViewer) -> Response:
    """Return those in which the caller has a role, in order of code."""
    caller = viewer.caller
    with reading(store_of(request)) as connection:
        known = list_hotlines(connection)
    if isinstance(caller, AccountHolder):
        roles = {one.code: tuple({grant.role.value for grant in caller.grants_of(one.code)}) for one in known}
        found = [hotline_view(one, roles[one.code]) for one in known if roles[one.code]]
    else:
        found = [hotline_view(one, ()) for one in known]
    return answer_document(request, HotlinesAnswer(hotlines=found), len(found))


@router.get(
    "/{hotline}/plans",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[PLANS],
    summary="The plans of a hotline",
    response_model=PlansAnswer,
    responses=lists(),
)
def plans(
    request: Request, place: InHotline, limit: LimitAsked = USUAL, cursor: CursorAsked = None
) -> Response:
    """Return plans, the latest first; those of which nothing is published only to planners."""
    before = _day_after(cursor)
    with reading(place.database) as connection:
        found = list_plans(
            connection, place.hotline.id, before=before, most=limit + 1, drafts=place.sees_drafts
        )
    following = _cursor(found[limit - 1].first_day) if len(found) > limit else None
    shown = [plan_brief(plan, planner=place.sees_drafts) for plan in found[:limit]]
    answer = PlansAnswer(plans=shown, next=following)
    return answer_document(request, answer, len(found), headers=link(request, following, limit))


@router.post(
    "/{hotline}/plans",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[PLANS],
    summary="Take a whole plan in",
    status_code=CREATED,
    response_model=TakenIn,
    responses=writes(CREATED) | {OK: {"model": TakenIn, "description": "A plan that was there goes on."}},
    openapi_extra=describe_change(
        {XLSX: "A plan's workbook.", ZIP: "A plan folder, packed."},
        'Number of the newest revision of the hotline\'s plan that begins on the same day; "0" where the '
        "plan is new.",
        '"0"',
    ),
)
def import_plan(
    place: InHotline,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
    answers: Answers,
    _turn: UploadTurn,
) -> Response:
    """Read a workbook or a packed plan folder; it is the plan that begins on its first day from now on.

    Where an id was somebody's of another name, e-mail or municipality, it asks who that is (409).
    """
    sent.only(XLSX, ZIP)
    read = (read_workbook_plan if sent.media_type == XLSX else read_packed_plan)(sent.content)
    refuse_other(read.plan, place.hotline.code)
    said = recall_answer(place, key) or add_revision(place, key, read.plan, began, answers=answers)
    revised = find_annotated_revision(place, said)
    first_day = read.plan.hotline.period.first_day
    answer = TakenIn.model_validate(
        {
            "plan": first_day,
            "revision": revision_view(revised.revision, revised.note),
            "notices": [fault_told(notice, place.speak) for notice in read.notices],
        }
    )
    is_new = revised.revision.number == 1
    where = plan_address(place.hotline.code, first_day.isoformat())
    return answer_change(
        answer,
        revised.revision.number,
        location=where,
        status=CREATED if is_new else OK,
        speak=place.speak,
    )


@router.get(
    PLAN,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[PLANS],
    summary="A plan",
    response_model=PlanView,
    responses=reads(422),
)
def plan(request: Request, place: InPlan) -> Response:
    """Return what a plan is and how far it is: as it is now to planners, to others as it is published."""
    with reading(place.database) as connection:
        if place.sees_drafts:
            revision = find_revision(connection, place.plan.id)
            shown = revision_view(revision, revision_note(connection, revision.id))
        else:
            revision, shown = find_published_revision(connection, place.plan.id), None
        read = read_plan(connection, revision)
    return answer_document(
        request, plan_view(place.plan, read, shown), revision.number if shown else place.plan.published
    )


def _cursor(first_day: date) -> str:
    return cursor_of("plan", first_day.isoformat())


def _day_after(given: str | None) -> date | None:
    last = after("plan", given)
    try:
        return None if last is None else date.fromisoformat(last)
    except ValueError:
        raise unknown_cursor() from None
