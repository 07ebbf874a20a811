"""Scenarios, for programs: tried, kept, changed, held against the plan, adopted."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import Answers, InPlan
from api.plans.edit_routes import answer_edit
from api.plans.edit_schemas import EditAnswer
from api.plans.scenario_edit import ScenarioEdit
from api.scenarios.addresses import ADOPT, LIST, ONE, TRY, scenario_address
from api.scenarios.context import QuartersAsked, ScenarioInPath
from api.scenarios.outcomes import figures_before, find_outcome
from api.scenarios.place import read_base
from api.scenarios.schemas import (
    OutcomeAnswer,
    ScenarioAnswer,
    ScenariosAnswer,
    ScenarioView,
    SentAdoption,
    SentScenario,
    SentTry,
    outcome_told,
    scenario_view,
)
from api.scenarios.service import (
    change_scenario,
    find_scenario,
    keep_scenario,
    list_scenarios,
    remove_scenario,
)
from api.web.guard import allow
from api.web.json.description import SCENARIOS
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.problem import REFERENCE, errors
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, OK, answer_change, answer_document
from api.web.json.upload_turns import UploadTurn
from wfm.quota_years import QUARTERS

GONE = 204
NEWEST = "Number of the plan's newest revision."

router = APIRouter(prefix=PREFIX)


def _body(model: str) -> dict[str, object]:
    content = {JSON: {"schema": {"$ref": REFERENCE.format(model=model)}}}
    return {"requestBody": {"required": True, "content": content}}


@router.get(
    LIST,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[SCENARIOS],
    summary="Scenarios of a plan",
    response_model=ScenariosAnswer,
    responses=reads(422),
)
def scenarios(request: Request, place: InPlan) -> Response:
    """Return the caller's own, and what others share."""
    found = [scenario_view(place, one) for one in list_scenarios(place)]
    return answer_document(request, ScenariosAnswer(scenarios=found), place.plan.revision)


@router.post(
    LIST,
    dependencies=[allow(Permission.KEEP_SCENARIOS)],
    tags=[SCENARIOS],
    summary="Keep a scenario",
    status_code=CREATED,
    response_model=ScenarioView,
    responses=writes(CREATED, 409),
    openapi_extra={**_body("SentScenario"), "parameters": [KEY]},
)
def keep(place: InPlan, sent: CurrentBody, key: Idempotent, _turn: UploadTurn) -> Response:
    """Keep what is otherwise beside the plan, which stays as it is."""
    sent.only(JSON)
    kept = keep_scenario(place, key, sent.read_as(SentScenario).draft)
    where = scenario_address(place, kept.id)
    return answer_change(scenario_view(place, kept), kept.number, location=where, status=CREATED)


@router.post(
    TRY,
    dependencies=[allow(Permission.KEEP_SCENARIOS)],
    tags=[SCENARIOS],
    summary="Try what would be otherwise",
    response_model=OutcomeAnswer,
    responses=errors(401, 403, 404, 408, 409, 413, 415, 422, 503),
    openapi_extra=_body("SentTry"),
)
def try_scenario(place: InPlan, sent: CurrentBody, _turn: UploadTurn) -> Response:
    """Return everybody's figures before and after; nothing is kept, and no roster is searched for."""
    sent.only(JSON)
    asked = sent.read_as(SentTry)
    base = read_base(place)
    before = figures_before(base, asked.quarters)
    found = find_outcome(base, asked.edits, asked.quarters)
    told = OutcomeAnswer(**outcome_told(base, before, found, place.speak))
    return answer_change(told, base.revision.number, speak=place.speak)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[SCENARIOS],
    summary="A scenario, and what comes of it",
    response_model=ScenarioAnswer,
    responses=reads(409, 422),
)
def scenario(
    request: Request, place: InPlan, scenario: ScenarioInPath, quarters: QuartersAsked = QUARTERS
) -> Response:
    """Return it with everybody's figures before and after, as the plan is now."""
    kept = find_scenario(place, scenario)
    base = read_base(place)
    found = find_outcome(base, kept.edits, quarters)
    told = outcome_told(base, figures_before(base, quarters), found, place.speak)
    answer = ScenarioAnswer(scenario=scenario_view(place, kept), **told)
    return answer_document(request, answer, kept.number, speak=place.speak)


@router.put(
    ONE,
    dependencies=[allow(Permission.KEEP_SCENARIOS)],
    tags=[SCENARIOS],
    summary="Change a scenario",
    response_model=ScenarioView,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentScenario}, "Number of the scenario, or its tag.", '"1"'),
)
def change(
    place: InPlan,
    scenario: ScenarioInPath,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
    _turn: UploadTurn,
) -> Response:
    """Change a scenario of one's own."""
    sent.only(JSON)
    kept = change_scenario(place, key, scenario, sent.read_as(SentScenario).draft, began)
    return answer_change(scenario_view(place, kept), kept.number)


@router.delete(
    ONE,
    dependencies=[allow(Permission.KEEP_SCENARIOS)],
    tags=[SCENARIOS],
    summary="Take a scenario away",
    status_code=GONE,
    responses=errors(401, 403, 404, 422),
)
def remove(place: InPlan, scenario: ScenarioInPath) -> Response:
    """Take a scenario of one's own away; the plan stays as it is."""
    remove_scenario(place, scenario)
    return Response(status_code=GONE)


@router.post(
    ADOPT,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[SCENARIOS],
    summary="Adopt a scenario",
    response_model=EditAnswer,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentAdoption}, NEWEST),
)
def adopt(
    place: InPlan,
    scenario: ScenarioInPath,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
    answers: Answers,
    _turn: UploadTurn,
) -> Response:
    """Make it the plan's next revision, on the road that every edit goes; it can be undone as every one."""
    sent.only(JSON)
    asked = sent.read_as(SentAdoption)
    kept = find_scenario(place, scenario)
    note = asked.note or kept.name
    edit = ScenarioEdit(kept.edits)
    return answer_edit(place, key, edit, began, note=note, answers=answers, keeps=not asked.preview)
