"""Runs as pages: started by a form, listed, watched, ended. Every page works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.ids import RunId
from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision, persons_in, read_plan
from api.rosters.page_context import InPlanning, PlanningContext, when
from api.rosters.records.history import list_versions
from api.runs.addresses import run_address
from api.runs.curve import read_curves
from api.runs.form import LIMITS, TypedOrder, form_faults, order_faults, repair_again
from api.runs.mends import find_made_mend, make_mend, mends_of
from api.runs.orders import EXPLAINED_RULES
from api.runs.overview import RunOverview, read_overview
from api.runs.records.runs import find_run, list_runs
from api.runs.sentences import KINDS, run_message, state_message
from api.runs.service import cancel_run, start_run
from api.runs.vacancy_view import preference_views, vacancy_views
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError, TooManyError
from api.store.idempotency import IdempotentRequest
from api.web.guard import allow
from api.web.pages.sent_form import CurrentForm, FormKey, new_key, request_by_key
from wfm.errors import InputError
from wfm.hotline import Hotline
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

LIST = "/plans/{plan}/runs"
ONE = f"{LIST}/{{run}}"
ON_A_PAGE = 20
VERSIONS = 20
"""How many of the newest can be begun from."""
STALE = Text("run.stale", "the plan was changed meanwhile; look at it and start again")
FULL = Text("run.full", "as many runs as may wait for this plan wait already; end one of them")

MENDED_ONLY = Text(
    "run.mended_only",
    "the plan was changed, but as many runs as may wait for it wait already; start one when one has ended",
)

NOTHING: list[str] = []
LINES = 3
"""Lines of the form on which somebody who can't come is named."""

Expected = Annotated[int, Form(ge=0, le=10**9)]
Typed = Annotated[str, Form(max_length=10_000)]
AskedFor = Annotated[str, Query(max_length=200)]
Lines = Annotated[list[str], Form(max_length=20)]
KindTyped = Annotated[
    Literal["solve", "repair", "explain", "prices", "forecast", "demand", "scenario"], Form()
]


class RunRow(NamedTuple):
    """A run as the list shows it."""

    seen: RunOverview
    kind: Message
    state: Message
    at: Message
    by: Message


@router.get(LIST, dependencies=[allow(Permission.READ_DRAFTS)])
def all_runs(
    context: InPlanning,
    plan: str,
    below: str = "",
    version: AskedFor = "",
    rule: AskedFor = "",
    agent: AskedFor = "",
    municipality: AskedFor = "",
) -> Response:
    """Show the runs of a plan, the newest first, and the form that starts one; filled in by a “why?”."""
    place, typed = context.plan_place(plan), TypedOrder()
    if rule:
        number = version or str(place.plan.published or "")
        typed = TypedOrder(kind="explain", version=number, rule=rule, agent=agent, municipality=municipality)
    return _answer_list(context, place, typed, below=below)


@router.post(LIST, dependencies=[allow(Permission.EDIT_PLAN)])
def start(
    context: InPlanning,
    plan: str,
    expected: Expected,
    key: FormKey,
    kind: KindTyped = "solve",
    time_limit: Typed = "60",
    start: Typed = "",
    freeze_before: Typed = "",
    note: Typed = "",
    version: Typed = "",
    agent: Typed = "",
    day: Typed = "",
    time: Typed = "",
    rule: Typed = "",
    municipality: Typed = "",
    scenario: Typed = "",
    absent: Lines = NOTHING,
    first: Lines = NOTHING,
    last: Lines = NOTHING,
    prefer: Lines = NOTHING,
) -> Response:
    """Start a run, and lead to it."""
    place = context.plan_place(plan)
    typed = TypedOrder(
        kind=kind,
        time_limit=time_limit,
        start=start,
        freeze_before=freeze_before,
        note=note,
        version=version,
        agent=agent,
        day=day,
        time=time,
        rule=rule,
        municipality=municipality,
        scenario=scenario,
        absent=tuple(absent),
        first=tuple(first),
        last=tuple(last),
        prefer=tuple(prefer),
    )
    faults = form_faults(typed)
    if faults:
        return _answer_list(context, place, typed, HTTPStatus.UNPROCESSABLE_ENTITY, faults=faults)
    try:
        run = start_run(place, _request(context, place, typed, expected, key), typed.order, expected=expected)
    except InputError as error:
        faults = order_faults(error.faults)
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
    return _answer_one(context, plan, RunId(run))


@router.post(f"{ONE}/mends", dependencies=[allow(Permission.EDIT_PLAN)])
def mend(context: InPlanning, plan: str, run: str, form: CurrentForm) -> Response:
    """Make a mend in the plan, have a roster of it made, and lead to that run."""
    place = context.plan_place(plan)
    request = form.request(context.account, f"/plans/{place.plan.id}/runs/{run}/mends")
    number, expected = form.number("mend"), form.number("expected")
    try:
        made = make_mend(place, request, RunId(run), number, expected=expected)
    except InputError as error:
        told, status = error.faults[0].expected, HTTPStatus.UNPROCESSABLE_ENTITY
    except ConflictError:
        told, status = STALE(), HTTPStatus.PRECONDITION_FAILED
    except TooManyError:
        told, status = MENDED_ONLY(), HTTPStatus.CONFLICT
    else:
        return RedirectResponse(context.page.link("plans", plan, "runs", made.run), HTTPStatus.SEE_OTHER)
    return _answer_one(context, plan, RunId(run), told, status)


def _answer_one(
    context: PlanningContext,
    plan: str,
    run: RunId,
    told: Message | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    place = context.plan_place(plan)
    with reading(context.database) as connection:
        seen = read_overview(connection, find_run(connection, run, place.plan.id))
        curves = read_curves(connection, seen)
        by = context.by(connection, seen.run.author)
        revision = find_revision(connection, place.plan.id)
        held = read_plan(connection, revision)
        made = find_made_mend(connection, seen, context.page.language)
        again = repair_again(seen.run.asked, persons_in(connection, revision))
    hotline, document = held.hotline, seen.document(context.page.language)
    return context.page.respond(
        "run.html",
        "plans",
        status,
        hotline=hotline,
        facts=place.plan,
        seen=seen,
        kind=KINDS[seen.run.kind](),
        state=state_message(seen),
        sentence=run_message(seen),
        at=when(seen.run.at, hotline.zone),
        by=by,
        document=document,
        curves=curves,
        vacancies=vacancy_views(document, held.labels),
        preferred=preference_views(document, held.labels),
        again=again,
        mends=mends_of(document),
        made=made,
        told=told,
        expected=revision.number,
        key=new_key,
        events=f"{run_address(place.hotline.code, place.first_day, seen.run.id)}/events",
        starts=context.viewer.may(Permission.EDIT_PLAN),
    )


@router.post(f"{ONE}/cancel", dependencies=[allow(Permission.EDIT_PLAN)])
def cancel(context: InPlanning, plan: str, run: str) -> Response:
    """Let a run come to its end, and lead back to it."""
    cancel_run(context.plan_place(plan), RunId(run))
    return RedirectResponse(context.page.link("plans", plan, "runs", run), HTTPStatus.SEE_OTHER)


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
        held = read_plan(connection, revision)
        hotline = held.hotline
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
        lines=(*typed.lines, *((("", "", ""),) * LINES))[: max(LINES, len(typed.lines) + 1)],
        faults=faults or {},
        reason=reason,
        expected=revision.number,
        key=new_key(),
        period=hotline.period,
        agents=[(agent.id, held.labels[agent.id]) for agent in held.agents],
        rules=EXPLAINED_RULES,
        towns={one.code: one.name for one in held.staffing},
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


def _request(
    context: PlanningContext, place: PlanPlace, typed: TypedOrder, expected: int, key: str
) -> IdempotentRequest:
    """Return what is asked, as it counts when it comes twice: the form sent again is the same request."""
    return request_by_key(context.account, key, f"/plans/{place.plan.id}/runs", repr((expected, *typed)))
