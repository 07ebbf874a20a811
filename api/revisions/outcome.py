"""What comes of an edit that was sent: it is looked at, kept, or told why not; and what was typed stays.

Every page that edits a plan ends here. What is to be done goes along as one field of the form, so that it can
be kept after it was looked at, after it was said who somebody is, or on a revision that somebody else made
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi.responses import RedirectResponse, Response

from api.access.ids import RevisionNumber
from api.plans.difference import TableDifference, plan_difference
from api.plans.doubts import doubts_of
from api.plans.edit_schemas import SentEdit, plan_edit
from api.plans.editing import PlanState, preview_edit, save_edit
from api.plans.preview import EditPreview
from api.plans.records.revisions import RevisionStep, list_steps
from api.plans.service import recall_answer
from api.revisions.context import EditContext
from api.revisions.form import SentForm
from api.revisions.packing import pack
from api.rosters.page_context import when
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError, DoubtfulPersonsError
from api.store.idempotency import IdempotentRequest
from api.web.pages.sent_form import new_key
from wfm.errors import Fault, PlanError
from wfm.message import Message

MOST_ROWS = 40
"""Rows of a table that are told one by one; the history and the API tell all."""
MOST_STEPS = 20

Refuse = Callable[[Sequence[Fault]], Response]


@dataclass(frozen=True)
class Author:
    """Who made a revision, when, and what they said to it."""

    number: RevisionNumber
    by: Message
    at: Message
    note: str


@dataclass(frozen=True)
class SentChange:
    """An edit that a form asks for.

    Parameters
    ----------
    edit
        What is to be done.
    back
        Page to which it leads when it is kept: parts of an address beneath the plan's.
    looks_first
        Whether it is looked at first, whatever comes of it.
    refuse
        Answers with what is faulty and what was typed; where left out, the page of the edit does.
    """

    edit: SentEdit
    back: str
    looks_first: bool = False
    refuse: Refuse | None = None


def settle(context: EditContext, form: SentForm, change: SentChange) -> Response:
    """Answer a form that edits a plan."""
    request = form.request(context.place.author, f"/plans/{context.place.plan.id}/edits")
    if recall_answer(context.place, request) is not None:
        return _lead_back(context, change)
    newest = context.state()
    if newest.revision.number != form.expected:
        return _answer_stale(context, form, change, newest)
    try:
        preview = preview_edit(context.place, newest, plan_edit(change.edit))
    except PlanError as error:
        return _answer_faults(context, form, change, newest, error)
    if not form.keeps and (change.looks_first or preview.has_consequence):
        return show_edit(context, form, change, newest, preview=preview)
    return _keep(context, form, change, request, newest, preview)


def _keep(
    context: EditContext,
    form: SentForm,
    change: SentChange,
    request: IdempotentRequest,
    newest: PlanState,
    preview: EditPreview,
) -> Response:
    edit = plan_edit(change.edit)
    try:
        save_edit(context.place, request, edit, form.expected, form.note, form.answers)
    except PlanError as error:
        return _answer_faults(context, form, change, newest, error)
    except DoubtfulPersonsError as error:
        told: dict[str, Any] = {"preview": preview, "doubts": doubts_of(error)}
        return show_edit(context, form, change, newest, HTTPStatus.CONFLICT, **told)
    except ConflictError:
        return _answer_stale(context, form, change, context.state())
    except ClashError as error:
        return show_edit(context, form, change, newest, HTTPStatus.CONFLICT, reason=error.message)
    return _lead_back(context, change)


def _answer_faults(
    context: EditContext, form: SentForm, change: SentChange, newest: PlanState, error: PlanError
) -> Response:
    if change.refuse is not None:
        return change.refuse(error.faults)
    return show_edit(context, form, change, newest, HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults)


def _lead_back(context: EditContext, change: SentChange) -> Response:
    with reading(context.place.database) as connection:
        kept = context.planning.plan(connection, context.place.first_day).revision
    where = context.link(*change.back.split("/"), kept=kept)
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _answer_stale(context: EditContext, form: SentForm, change: SentChange, newest: PlanState) -> Response:
    """Say who changed what meanwhile, and what the edit would do to what is there now."""
    known = context.state(form.expected)
    told: dict[str, Any] = {
        "meanwhile": plan_difference(known.plan, newest.plan),
        "authors": _authors(context, newest, form.expected),
    }
    try:
        told["meant"] = preview_edit(context.place, known, plan_edit(change.edit)).tables
    except PlanError as error:
        told |= {"meant": (), "faults": error.faults}
    try:
        told["preview"] = preview_edit(context.place, newest, plan_edit(change.edit))
    except PlanError as error:
        told["faults"] = error.faults
    return show_edit(context, form, change, newest, HTTPStatus.PRECONDITION_FAILED, **told)


def _authors(context: EditContext, newest: PlanState, known: RevisionNumber) -> tuple[Author, ...]:
    """Return who made the revisions after a known one, the newest first."""
    with reading(context.place.database) as connection:
        steps = list_steps(connection, context.place.plan.id, below=None, most=MOST_STEPS)
        later = [step for step in steps if step.revision.number > known]
        return tuple(author_of(context, connection, step, newest) for step in later)


def author_of(context: EditContext, connection: Any, step: RevisionStep, state: PlanState) -> Author:
    """Return who made a revision."""
    zone = state.plan.hotline.zone
    by = context.planning.by(connection, step.revision.author)
    return Author(step.revision.number, by, when(step.revision.at, zone), step.note)


def show_edit(
    context: EditContext,
    form: SentForm,
    change: SentChange,
    state: PlanState,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    preview: EditPreview | None = None,
    meant: tuple[TableDifference, ...] = (),
    **told: Any,
) -> Response:
    """Answer with the page of an edit: what comes of it, and the button that keeps it."""
    values: dict[str, Any] = {"faults": (), "doubts": (), "meanwhile": (), "authors": (), "reason": None}
    return context.planning.page.respond(
        "revisions/edit.html",
        "plans",
        status,
        hotline=state.plan.hotline,
        facts=context.place.plan,
        state=state,
        preview=preview,
        meant=meant,
        packed=pack(change.edit),
        back=change.back,
        to=context.link,
        in_words=context.in_words,
        note=form.note,
        key=new_key(),
        most=MOST_ROWS,
        stale=status is HTTPStatus.PRECONDITION_FAILED,
        answers={name: form.text(name) for name in form.fields if name.startswith("person-")},
        **values | told,
    )
