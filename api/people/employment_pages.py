"""Somebody who moves to another municipality, or works for two: one form makes both rows of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.people.employments import DAY_OF_PERIOD, Employment, EmploymentError, add_employment
from api.plans.editing import PlanState
from api.plans.person_answers import PersonAnswers
from api.plans.service import revise
from api.revisions.context import EditContext, InEditing
from api.revisions.form import CurrentForm, SentForm
from api.store.errors import ConflictError, MissingError
from api.web.guard import allow
from api.web.pages.sent_form import new_key
from wfm.agent import Agent
from wfm.errors import PlanError
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message
from wfm.plan import Plan

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/people/employment"
FIELDS = ("municipality", "first_day", "how", "id", "email")
LONGEST = 254


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def employment(context: InEditing, agent: str = "") -> Response:
    """Show the form."""
    state = context.state()
    return _show(context, state, _agent(state.plan, agent), {})


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def add(context: InEditing, form: CurrentForm) -> Response:
    """Make a second row of somebody, and lead to where both are seen."""
    state = context.state(form.expected)  # so that a form that comes again makes the same row
    agent = _agent(state.plan, form.text("agent"))
    typed = {name: form.text(name)[:LONGEST] for name in FIELDS}
    try:
        asked = _read(state.plan, agent, typed)
        _, made = add_employment(state.plan, asked)
        _keep(context, form, asked, made)
    except EmploymentError as error:
        return _show(context, state, agent, typed, wrong={error.field: error.expected})
    except PlanError as error:
        return _show(context, state, agent, typed, wrong={"": error.faults[0].expected})
    except ConflictError:
        newest = context.state()
        return _show(context, newest, _agent(newest.plan, agent.id), typed, overtaken=True)
    where = context.link("people", words=agent.name or agent.id, made=made)
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _keep(context: EditContext, form: SentForm, asked: Employment, made: AgentId) -> None:
    def second(plan: Plan) -> Plan:
        return add_employment(plan, asked)[0]

    request = form.request(context.planning.account, f"/plans/{context.place.plan.id}/people/employment")
    answers = PersonAnswers(new=frozenset([made]))
    revise(context.place, request, form.expected, second, lambda plan: plan, form.note, answers)


def _read(plan: Plan, agent: Agent, typed: Mapping[str, str]) -> Employment:
    try:
        day = date.fromisoformat(typed["first_day"])
    except ValueError:
        period = plan.hotline.period
        days = {"first": period.first_day.isoformat(), "last": period.last_day.isoformat()}
        raise EmploymentError("first_day", DAY_OF_PERIOD(**days)) from None
    return Employment(
        agent=agent.id,
        municipality=MunicipalityCode(typed["municipality"]),
        first_day=day,
        instead=typed["how"] != "beside",
        id=typed["id"].strip(),
        email=typed["email"].strip(),
    )


def _agent(plan: Plan, agent: str) -> Agent:
    found = plan.agent.get(AgentId(agent))
    if found is None:
        raise MissingError("agent")
    return found


def _show(
    context: EditContext,
    state: PlanState,
    agent: Agent,
    typed: Mapping[str, str],
    *,
    wrong: Mapping[str, Message] | None = None,
    overtaken: bool = False,
) -> Response:
    status = HTTPStatus.PRECONDITION_FAILED if overtaken else HTTPStatus.OK
    return context.planning.page.respond(
        "people/employment.html",
        "plans",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else status,
        hotline=state.plan.hotline,
        facts=context.place.plan,
        plan=state.plan,
        agent=agent,
        label=state.plan.labels[agent.id],
        towns=[one for one in state.plan.municipalities if one.code != agent.municipality],
        typed=typed,
        wrong=wrong or {},
        overtaken=overtaken,
        may_edit=context.may_edit,
        expected=state.revision.number,
        key=new_key(),
    )
