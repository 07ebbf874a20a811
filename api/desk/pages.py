"""The desk: the weeks of a version, a seat chosen, what each choice would do; changed, undone, done again."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.desk.answer import Trouble, show_desk
from api.desk.form import changes_of, fields_of
from api.desk.sentences import TOLD
from api.plans.place import PlanPlace
from api.rosters.editing.changes import NewBreachesError
from api.rosters.editing.faults import ChangeError
from api.rosters.page_context import InPlanning, PlanningContext, number_of
from api.rosters.service import change_version
from api.rosters.undo import redo_step, undo_step
from api.store.errors import ClashError, ConflictError
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, PageForm
from wfm.ids import AgentId

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/versions/{number}/desk"
KEPT = ("week", "month", "municipality", "agent", "shift")
"""What an address keeps when something was done."""


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def desk(context: InPlanning, plan: str, number: str, done: str = "") -> Response:
    """Show a week of a version, and of the seat that is chosen who may sit there."""
    told = TOLD[done](n=number_of(number)) if done in TOLD else None
    return show_desk(context, context.plan_place(plan), number_of(number), told=told)


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def work(context: InPlanning, plan: str, number: str, form: CurrentForm) -> Response:
    """Do what was chosen, and lead to the version that comes of it."""
    place, shown = context.plan_place(plan), number_of(number)
    does = form.text("do")
    try:
        made, seat = _make(context, place, shown, form)
    except ConflictError:
        newest = VersionNumber(context.plan_place(plan).plan.version)
        trouble = Trouble(chosen=fields_of(form), before=shown)
        return show_desk(
            context, context.plan_place(plan), newest, trouble, status=HTTPStatus.PRECONDITION_FAILED
        )
    except NewBreachesError as error:
        trouble = Trouble(chosen=fields_of(form), breaches=error.outcome.new_breaches)
        return show_desk(context, place, shown, trouble, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except (ChangeError, ClashError) as error:
        reason = error.message if isinstance(error, ClashError) else None
        trouble = Trouble(chosen=fields_of(form), reason=reason)
        return show_desk(context, place, shown, trouble, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    done = does if does in TOLD else "change"
    where = context.page.link("plans", plan, "versions", made, "desk", **_kept(context, seat), done=done)
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _make(
    context: PlanningContext, place: PlanPlace, number: VersionNumber, form: PageForm
) -> tuple[VersionNumber, str]:
    """Do what a form asks for; return the version that comes of it, and the seat to show there."""
    does, expected = form.text("do"), form.number("expected")
    request = form.request(context.account, f"/plans/{place.plan.id}/versions/{number}/desk")
    seat = context.page.request.query_params.get("seat", "")
    if does in ("undo", "redo"):
        return (undo_step if does == "undo" else redo_step)(place, request, expected=expected), seat
    changes = changes_of(fields_of(form))
    if not changes:
        raise HTTPException(WRONG)
    made = change_version(place, request, number, changes, expected=expected, note="")
    sitting, joins = made.outcome.roster.on(changes[0].shift), form.text("joins")
    return made.number, str(sitting.index(AgentId(joins)) + 1) if joins in sitting else seat


def _kept(context: PlanningContext, seat: str) -> Mapping[str, Any]:
    """Return what stays of the address: seats are numbered by who sits there, so whoever joined is shown."""
    query = context.page.request.query_params
    return {name: query[name] for name in KEPT if query.get(name)} | {"seat": seat}
