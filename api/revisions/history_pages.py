"""The history of a plan: who changed which rows, when, with which note; and undo, looked at first."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.ids import RevisionNumber
from api.access.permissions import Permission
from api.plans.difference import plan_difference
from api.plans.edit_schemas import SentRestoreEdit
from api.plans.editing import read_state
from api.plans.records.revisions import RevisionStep, list_steps
from api.revisions.context import InEditing
from api.revisions.form import CurrentForm
from api.revisions.outcome import Author, SentChange, author_of, settle
from api.rosters.page_context import number_of
from api.store.engine import reading
from api.store.errors import MissingError
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import new_key

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 20
MOST_ROWS = 100


@dataclass(frozen=True)
class HistoryLine:
    """A revision as the list shows it: who made it, and what it changed."""

    author: Author
    step: RevisionStep


@router.get("/plans/{plan}/revisions", dependencies=[allow(Permission.READ_DRAFTS)])
def history(context: InEditing, below: str = "", kept: str = "") -> Response:
    """Show the revisions of the plan, the newest first; a page of them at a time."""
    state = context.state()
    last = number_of(below) if below else None
    with reading(context.place.database) as connection:
        steps = list_steps(connection, context.place.plan.id, below=last, most=ON_A_PAGE + 1)
        lines = [HistoryLine(author_of(context, connection, step, state), step) for step in steps[:ON_A_PAGE]]
    return context.planning.page.respond(
        "revisions/history.html",
        "plans",
        hotline=state.plan.hotline,
        facts=context.place.plan,
        state=state,
        lines=lines,
        more=lines[-1].step.revision.number if len(steps) > ON_A_PAGE else None,
        kept=kept,
        to=context.link,
    )


@router.get("/plans/{plan}/revisions/{number}", dependencies=[allow(Permission.READ_DRAFTS)])
def revision(context: InEditing, number: str) -> Response:
    """Show what a revision changed, and how to undo it."""
    wanted = RevisionNumber(number_of(number))
    newest = context.state()
    with reading(context.place.database) as connection:
        steps = list_steps(connection, context.place.plan.id, below=wanted + 1, most=1)
        if not steps or steps[0].revision.number != wanted:
            raise MissingError("revision")
        author = author_of(context, connection, steps[0], newest)
        own = newest if newest.revision.number == wanted else read_state(connection, context.place, wanted)
        parent = own.revision.parent
        before = read_state(connection, context.place, parent) if parent else None
    return context.planning.page.respond(
        "revisions/revision.html",
        "plans",
        hotline=newest.plan.hotline,
        facts=context.place.plan,
        state=newest,
        step=steps[0],
        author=author,
        parent=parent,
        tables=() if before is None else plan_difference(before.plan, own.plan),
        most=MOST_ROWS,
        in_words=context.in_words,
        to=context.link,
        edits=context.may_edit,
        key=new_key(),
    )


@router.post("/plans/{plan}/revisions/{number}/restore", dependencies=[allow(Permission.EDIT_PLAN)])
def restore(context: InEditing, number: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Look at what it would change to make an earlier revision the newest again."""
    wanted = RevisionNumber(number_of(number))
    context.state(wanted)
    edit = SentRestoreEdit(kind="restore", number=wanted)
    return settle(context, form, SentChange(edit, "revisions", looks_first=True))
