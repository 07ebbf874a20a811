"""Scenarios as pages: the pieces are moved in a form, tried, kept, held against each other, adopted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.access.ids import ScenarioId
from api.access.permissions import Permission
from api.plans.edit_schemas import SentScenarioEdit
from api.revisions.context import InEditing
from api.revisions.form import CurrentForm as CurrentEdit
from api.revisions.outcome import SentChange, settle
from api.scenarios.form import NAME, SHARED, YES, Values, edits_of, plan_values, read_values, values_of_kept
from api.scenarios.page_context import InScenarios, ScenarioContext
from api.scenarios.page_view import quarters_of, respond_form, respond_list, respond_one
from api.scenarios.records.scenarios import KeptScenario
from api.scenarios.service import (
    ScenarioDraft,
    change_scenario,
    find_scenario,
    keep_scenario,
    list_scenarios,
    remove_scenario,
)
from api.store.errors import ConflictError, TooManyError
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import CurrentForm
from wfm.errors import InputError
from wfm.message import Text

router = APIRouter(include_in_schema=False)

LIST = "/plans/{plan}/scenarios"
NEW = f"{LIST}/new"
ONE = f"{LIST}/{{scenario}}"
STALE = Text("scenario.stale", "the scenario was changed meanwhile; look at it and change it again")
FULL = Text("scenario.full", "you keep as many scenarios beside this plan as one may; take one away first")
KEEP = "keep"
"""What the button is called that keeps."""

Chosen = Annotated[list[str], Query(alias="with", max_length=60)]
NOTHING: list[str] = []


@router.get(LIST, dependencies=[allow(Permission.READ_FIGURES)])
def all_scenarios(
    context: InScenarios, chosen: Chosen = NOTHING, quarters: str = "", kept: str = ""
) -> Response:
    """Show the scenarios beside a plan, those that are chosen side by side."""
    found = list_scenarios(context.place)
    side = [one for one in found if one.id in chosen]
    return respond_list(context, found, side, quarters_of(quarters), kept)


@router.get(NEW, dependencies=[allow(Permission.READ_FIGURES)])
def new_scenario(context: InScenarios, like: str = "") -> Response:
    """Show the form with nothing otherwise, or with what is in another scenario."""
    plan = context.known.plan
    if not like:
        return respond_form(context, plan_values(plan))
    other = find_scenario(context.place, ScenarioId(like))
    return respond_form(context, {**values_of_kept(other, plan), NAME: "", SHARED: ""})


@router.post(NEW, dependencies=[allow(Permission.KEEP_SCENARIOS)])
def try_or_keep(context: InScenarios, form: CurrentForm, _turn: FormTurn) -> Response:
    """Try what was typed, or keep it and lead to it."""
    place = context.place
    values = read_values(form, context.known.plan)
    if form.text("act") != KEEP:
        return respond_form(context, values, tries=True)
    request = form.request(place.author, f"/plans/{place.plan.id}/scenarios")
    try:
        made = keep_scenario(place, request, _draft(context, values))
    except (InputError, TooManyError) as error:
        return _refuse(context, values, error)
    return _lead(context, made.id)


@router.get(ONE, dependencies=[allow(Permission.READ_FIGURES)])
def one_scenario(context: InScenarios, scenario: str, quarters: str = "") -> Response:
    """Show a scenario: everybody's figures before and after."""
    kept = find_scenario(context.place, ScenarioId(scenario))
    return respond_one(context, kept, quarters_of(quarters))


@router.get(f"{ONE}/edit", dependencies=[allow(Permission.READ_FIGURES)])
def edit_scenario(context: InScenarios, scenario: str) -> Response:
    """Show the form with what is in a scenario."""
    kept = find_scenario(context.place, ScenarioId(scenario))
    return respond_form(context, values_of_kept(kept, context.known.plan), kept=kept)


@router.post(f"{ONE}/edit", dependencies=[allow(Permission.KEEP_SCENARIOS)])
def try_or_change(context: InScenarios, scenario: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Try what was typed, or change the scenario and lead to it."""
    place = context.place
    kept, values = find_scenario(place, ScenarioId(scenario)), read_values(form, context.known.plan)
    if form.text("act") != KEEP:
        return respond_form(context, values, kept=kept, tries=True)
    request = form.request(place.author, f"/plans/{place.plan.id}/scenarios/{kept.id}")
    try:
        change_scenario(place, request, kept.id, _draft(context, values), form.number("expected"))
    except (InputError, ConflictError) as error:
        return _refuse(context, values, error, kept)
    return _lead(context, kept.id)


@router.post(f"{ONE}/remove", dependencies=[allow(Permission.KEEP_SCENARIOS)])
def remove(context: InScenarios, scenario: str) -> Response:
    """Take a scenario away, and lead back to the others."""
    remove_scenario(context.place, ScenarioId(scenario))
    return _lead(context)


@router.post(f"{ONE}/adopt", dependencies=[allow(Permission.EDIT_PLAN)])
def adopt(context: InEditing, scenario: str, form: CurrentEdit, _turn: FormTurn) -> Response:
    """Show what the scenario would change in the plan, with the button that keeps it as a revision."""
    kept = find_scenario(context.place, ScenarioId(scenario))
    edits = kept.edits
    edit = SentScenarioEdit(
        kind="scenario", join=list(edits.joins), leave=list(edits.leaves), set=list(edits.settings)
    )
    return settle(context, form, SentChange(edit, "scenarios", looks_first=True))


def _draft(context: ScenarioContext, values: Values) -> ScenarioDraft:
    return ScenarioDraft(values[NAME], edits_of(values, context.known.plan), values[SHARED] == YES)


def _lead(context: ScenarioContext, *parts: str) -> Response:
    return RedirectResponse(context.link("scenarios", *parts), HTTPStatus.SEE_OTHER)


def _refuse(
    context: ScenarioContext,
    values: Values,
    error: InputError | TooManyError | ConflictError,
    kept: KeptScenario | None = None,
) -> Response:
    """Show the form again with what was typed, and why it was not kept."""
    if isinstance(error, InputError):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return respond_form(context, values, status, kept=kept, faults=error.faults)
    if isinstance(error, ConflictError):
        return respond_form(context, values, HTTPStatus.PRECONDITION_FAILED, kept=kept, reason=STALE())
    return respond_form(context, values, HTTPStatus.CONFLICT, kept=kept, reason=FULL())
