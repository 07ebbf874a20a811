"""Runs as pages: started by a form, listed, watched, ended. Every page works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, NamedTuple
from uuid import uuid4

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.access.ids import RunId, VersionNumber
from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.plans.records.facts import find_hotline
from api.plans.records.plans import find_revision, read_plan
from api.rosters.page_context import InPlanning, PlanningContext, when
from api.rosters.records.history import list_versions
from api.runs.addresses import run_address
from api.runs.kinds import RunOrder
from api.runs.overview import RunOverview, read_overview
from api.runs.records.runs import find_run, list_runs
from api.runs.sentences import KINDS, run_message, state_message
from api.runs.service import cancel_run, start_run
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError, TooManyError
from api.store.idempotency import IdempotentRequest, owner_of_keys
from api.texts.translator import translator
from api.web.guard import allow
from wfm.errors import InputError
from wfm.hotline import Hotline
from wfm.message import Message, Text
from wfm.tables.naming import plain

router = APIRouter(include_in_schema=False)

LIST = "/plans/{plan}/runs"
ONE = f"{LIST}/{{run}}"
ON_A_PAGE = 20
VERSIONS = 20
"""How many of the newest can be begun from."""
MOST_NOTE = 2000
LIMITS: Mapping[str, Text] = {
    "15": Text("run.limit.15", "15 seconds"),
    "60": Text("run.limit.60", "1 minute"),
    "300": Text("run.limit.300", "5 minutes"),
    "900": Text("run.limit.900", "15 minutes"),
    "3600": Text("run.limit.3600", "1 hour"),
}
OF_THE_LIST = Text("run.of_the_list", "one of the list")
A_DATE = Text("run.a_date", "a date")
SHORTER = Text("run.shorter", "at most {most:number} characters")
STALE = Text("run.stale", "the plan was changed meanwhile; look at it and start again")
FULL = Text("run.full", "as many runs as may wait for this plan wait already; end one of them")

Expected = Annotated[int, Form(ge=0, le=10**9)]
Key = Annotated[str, Form(min_length=16, max_length=64, pattern="^[0-9A-Za-z-]+$")]
Typed = Annotated[str, Form(max_length=10_000)]


class TypedOrder(NamedTuple):
    """What was typed into the form."""

    time_limit: str = "60"
    start: str = ""
    freeze_before: str = ""
    note: str = ""


class RunRow(NamedTuple):
    """A run as the list shows it."""

    seen: RunOverview
    kind: Message
    state: Message
    at: Message
    by: Message


@router.get(LIST, dependencies=[allow(Permission.READ_DRAFTS)])
def all_runs(context: InPlanning, plan: str, below: str = "") -> Response:
    """Show the runs of a plan, the newest first, and the form that starts one."""
    return _answer_list(context, _place(context, plan), TypedOrder(), below=below)


@router.post(LIST, dependencies=[allow(Permission.EDIT_PLAN)])
def start(
    context: InPlanning,
    plan: str,
    expected: Expected,
    key: Key,
    time_limit: Typed = "60",
    start: Typed = "",
    freeze_before: Typed = "",
    note: Typed = "",
) -> Response:
    """Start a run, and lead to it."""
    place = _place(context, plan)
    typed = TypedOrder(time_limit, start, freeze_before, note)
    faults = _faults(typed)
    if faults:
        return _answer_list(context, place, typed, HTTPStatus.UNPROCESSABLE_ENTITY, faults=faults)
    try:
        run = start_run(
            place, _request(context, place, typed, expected, key), _order(typed), expected=expected
        )
    except InputError as error:
        faults = {"start" if one.column == "from" else one.column: one.expected for one in error.faults}
        return _answer_list(context, place, typed, HTTPStatus.UNPROCESSABLE_ENTITY, faults=faults)
    except ConflictError:
        return _answer_list(context, place, typed, HTTPStatus.PRECONDITION_FAILED, reason=STALE())
    except (TooManyError, ClashError) as error:
        reason = error.message if isinstance(error, ClashError) else FULL()
        return _answer_list(context, place, typed, HTTPStatus.CONFLICT, reason=reason)
    return RedirectResponse(context.page.link("plans", plan, "runs", run), HTTPStatus.SEE_OTHER)


@router.get(ONE, dependencies=[allow(Permission.READ_DRAFTS)])
def one_run(context: InPlanning, plan: str, run: str) -> Response:
    """Show how far a run is, and what came of it."""
    place = _place(context, plan)
    with reading(context.database) as connection:
        seen = read_overview(connection, find_run(connection, RunId(run), place.plan.id))
        by = context.by(connection, seen.run.author)
        hotline = read_plan(connection, find_revision(connection, place.plan.id)).hotline
    return context.page.respond(
        "run.html",
        "plans",
        hotline=hotline,
        facts=place.plan,
        seen=seen,
        kind=KINDS[seen.run.kind](),
        state=state_message(seen),
        sentence=run_message(seen),
        at=when(seen.run.at, hotline.zone),
        by=by,
        document=seen.document(context.page.language),
        events=f"{run_address(place.hotline.code, place.first_day, seen.run.id)}/events",
        starts=context.viewer.may(Permission.EDIT_PLAN),
    )


@router.post(f"{ONE}/cancel", dependencies=[allow(Permission.EDIT_PLAN)])
def cancel(context: InPlanning, plan: str, run: str) -> Response:
    """Let a run come to its end, and lead back to it."""
    cancel_run(_place(context, plan), RunId(run))
    return RedirectResponse(context.page.link("plans", plan, "runs", run), HTTPStatus.SEE_OTHER)


def _place(context: PlanningContext, plan: str) -> PlanPlace:
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        hotline = find_hotline(connection, context.viewer.hotline)
    return PlanPlace(
        database=context.database,
        viewer=context.viewer,
        at=context.now,
        speak=translator(context.page.language),
        hotline=hotline,
        plan=facts,
    )


def _answer_list(
    context: PlanningContext,
    place: PlanPlace,
    typed: TypedOrder,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    below: str = "",
    faults: Mapping[str, Message] | None = None,
    reason: Message | None = None,
) -> Response:
    with reading(context.database) as connection:
        revision = find_revision(connection, place.plan.id)
        hotline = read_plan(connection, revision).hotline
        last = RunId(below) if below else None
        found = list_runs(connection, place.plan.id, before=last, most=ON_A_PAGE + 1)
        rows = [
            _row(context, connection, read_overview(connection, run), hotline) for run in found[:ON_A_PAGE]
        ]
        versions = list_versions(connection, place.plan.id, below=None, most=VERSIONS)
    return context.page.respond(
        "runs.html",
        "plans",
        status,
        hotline=hotline,
        facts=place.plan,
        rows=rows,
        more=found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None,
        versions=[one.version.number for one in versions],
        limits={value: text() for value, text in LIMITS.items()},
        typed=typed,
        faults=faults or {},
        reason=reason,
        expected=revision.number,
        key=uuid4().hex,
        period=hotline.period,
        starts=context.viewer.may(Permission.EDIT_PLAN),
    )


def _row(context: PlanningContext, connection: Any, seen: RunOverview, hotline: Hotline) -> RunRow:
    return RunRow(
        seen=seen,
        kind=KINDS[seen.run.kind](),
        state=state_message(seen),
        at=when(seen.run.at, hotline.zone),
        by=context.by(connection, seen.run.author),
    )


def _faults(typed: TypedOrder) -> dict[str, Message]:
    """Return what of a form is not of the form it should be, by field."""
    found: dict[str, Message] = {}
    if typed.time_limit not in LIMITS:
        found["time_limit"] = OF_THE_LIST()
    if typed.start and not _number(typed.start):
        found["start"] = OF_THE_LIST()
    if typed.freeze_before and _day(typed.freeze_before) is None:
        found["freeze_before"] = A_DATE()
    if len(typed.note) > MOST_NOTE:
        found["note"] = SHORTER(most=MOST_NOTE)
    return found


def _order(typed: TypedOrder) -> RunOrder:
    return RunOrder(
        time_limit=float(typed.time_limit),
        start=VersionNumber(_number(typed.start)) if typed.start else None,
        freeze_before=_day(typed.freeze_before),
        note=plain(typed.note),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _request(
    context: PlanningContext, place: PlanPlace, typed: TypedOrder, expected: int, key: str
) -> IdempotentRequest:
    """Return what is asked, as it counts when it comes twice: the form sent again is the same request."""
    return IdempotentRequest(
        caller=owner_of_keys(context.account),
        key=key,
        method="POST",
        path=f"/plans/{place.plan.id}/runs",
        body_sha256=sha256(repr((expected, *typed)).encode()).hexdigest(),
    )
