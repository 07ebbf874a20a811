"""Agents and their competences as one table of ticks, a sheet of agents at a time."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.edit_schemas import CompetenceChange, SentCompetenceEdit
from api.revisions.context import InEditing
from api.revisions.form import CurrentForm
from api.revisions.outcome import SentChange, settle
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import new_key
from api.web.pages.sheets import Sheet, cut_sheet, read_number
from wfm.agent import Agent
from wfm.ids import MunicipalityCode
from wfm.plan import Plan

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/competences"
MOST_AGENTS, MOST_TICKS, FEWEST_AGENTS = 40, 600, 5
"""On a sheet; the more competences there are, the fewer agents."""


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def competences(context: InEditing, municipality: str = "", sheet: str = "", kept: str = "") -> Response:
    """Show who has which competence."""
    state = context.state()
    held = {
        one.code: sum(one.code in agent.competences for agent in state.plan.staffing_agents)
        for one in state.plan.hotline.competences
    }
    return context.planning.page.respond(
        "revisions/competences.html",
        "plans",
        hotline=state.plan.hotline,
        facts=context.place.plan,
        state=state,
        sheet=_sheet(state.plan, municipality, sheet),
        municipality=municipality,
        held=held,
        kept=kept,
        to=context.link,
        edits=context.may_edit,
        key=new_key(),
    )


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def edit_competences(context: InEditing, form: CurrentForm, _turn: FormTurn) -> Response:
    """Give and take competences; whoever was not shown keeps theirs."""
    known = context.state(form.expected).plan
    shown = _sheet(known, form.text("municipality"), form.text("sheet"))
    ticked = set(form.fields.get("held", ()))
    changes = [
        CompetenceChange(agent=agent.id, competence=one.code, holds=holds)
        for agent in shown.rows
        for one in known.hotline.competences
        if (holds := f"{agent.id} {one.code}" in ticked) != (one.code in agent.competences)
    ]
    edit = SentCompetenceEdit(kind="competences", changes=changes)
    return settle(context, form, SentChange(edit, "competences"))


def _sheet(plan: Plan, municipality: str, sheet: str) -> Sheet[Agent]:
    code = MunicipalityCode(municipality)
    agents = plan.agents_of.get(code, ()) if municipality else plan.agents
    at_once = MOST_TICKS // max(1, len(plan.hotline.competences))
    return cut_sheet(agents, read_number(sheet), max(FEWEST_AGENTS, min(MOST_AGENTS, at_once)))
