"""A whole plan as a file: a workbook to download and fill in, and the page that takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.plans.doubts import Doubt, doubts_of, person_answers_in
from api.plans.place import HotlinePlace
from api.plans.records.facts import PlanFacts, list_plans
from api.plans.records.plans import find_revision, read_plan
from api.plans.service import add_revision
from api.plans.uploads.files import read_plan_file
from api.plans.uploads.plans import refuse_other
from api.plans.uploads.tables import with_unseen_notes
from api.plans.workbook import hotline_to_come, write_empty_workbook, write_plan_workbook
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading
from api.store.errors import ConflictError, DoubtfulPersonsError
from api.web.guard import allow
from api.web.json.requests import XLSX
from api.web.json.upload_turns import FormTurn
from api.web.pages.frame import NOBODYS
from api.web.pages.sent_form import CurrentForm, PageForm, new_key
from wfm.errors import PlanError
from wfm.message import Message, Text
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE

CHANGED = Text("plan_file.changed", "{by} changed the plan meanwhile; it has revision {number:number} now")

NEW = "/plans/new"
FILE = "/plans/{plan}/file"
WORKBOOK = "plan.xlsx"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class PlanFilePage:
    """The page that takes a plan's file.

    Parameters
    ----------
    context, home
        Where, and the hotline.
    facts
        The plan that is filled in; ``None`` where it is a new one.
    """

    context: PlanningContext
    home: HotlinePlace
    facts: PlanFacts | None

    @property
    def number(self) -> int:
        """The number of the newest revision; 0 of a new plan."""
        return 0 if self.facts is None else self.facts.revision

    def respond(self, status: int = HTTPStatus.OK, **wrong: Any) -> Response:
        """Show the page, with what is wrong."""
        told = {"faults": (), "doubts": (), "changed": None, "there": None}
        return self.context.page.respond(
            "plan_file.html",
            "plans",
            status,
            hotline=self.home.hotline,
            facts=self.facts,
            expected=self.number,
            key=new_key(),
            edits=self.context.viewer.may(Permission.EDIT_PLAN),
            **{**told, **wrong},
        )

    def take(self, form: PageForm) -> Response:
        """Take the file that was sent in, or say all that is wrong with it."""
        try:
            plan = self._read(form)
            request = form.request(self.context.account, self.context.page.request.url.path)
            add_revision(
                self.home, request, plan, form.number("expected"), answers=person_answers_in(form.fields)
            )
        except PlanError as error:
            return self.respond(HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults)
        except DoubtfulPersonsError as error:
            doubts: tuple[Doubt, ...] = doubts_of(error)
            return self.respond(HTTPStatus.CONFLICT, doubts=doubts)
        except ConflictError as error:
            if self.facts is None:
                there = plan.hotline.period.first_day
                return self.respond(HTTPStatus.CONFLICT, there=there)
            return self.respond(HTTPStatus.PRECONDITION_FAILED, changed=self._changed(error))
        first = plan.hotline.period.first_day
        return RedirectResponse(self.context.page.link("plans", first, "check"), HTTPStatus.SEE_OTHER)

    def _read(self, form: PageForm) -> Plan:
        name, content = ("", b"") if form.file is None else (form.file.name, form.file.content)
        plan = read_plan_file(name, content).plan
        first_day = None if self.facts is None else self.facts.first_day
        refuse_other(plan, self.home.hotline.code, first_day, keyed=HOTLINE)
        if self.facts is None or self.context.viewer.scope.everything:
            return plan
        with reading(self.context.database) as connection:
            before = read_plan(connection, find_revision(connection, self.facts.id))
        return with_unseen_notes(plan, before)

    def _changed(self, error: ConflictError) -> Message:
        with reading(self.context.database) as connection:
            return CHANGED(by=self.context.by(connection, error.by), number=error.number)


def _page(context: PlanningContext, plan: str = "") -> PlanFilePage:
    """Return the page of a plan, or of a new one."""
    if not plan:
        return PlanFilePage(context, context.hotline_place(), None)
    place = context.plan_place(plan)
    return PlanFilePage(context, place, place.plan)


@router.get(NEW, dependencies=[allow(Permission.READ_DRAFTS)])
def before_new_plan(context: InPlanning) -> Response:
    """Show how a new plan is made."""
    return _page(context).respond()


@router.post(NEW, dependencies=[allow(Permission.EDIT_PLAN)])
def take_new_plan(context: InPlanning, form: CurrentForm, _turn: FormTurn) -> Response:
    """Take a new plan in."""
    return _page(context).take(form)


@router.get(f"{NEW}/{WORKBOOK}", dependencies=[allow(Permission.READ_DRAFTS)])
def empty_workbook(context: InPlanning) -> Response:
    """Answer with the workbook of a plan of which only the hotline is known, for the period to come."""
    home = _page(context).home
    with reading(context.database) as connection:
        latest = list_plans(connection, home.hotline.id, before=None, most=1, drafts=True)
        hotline = read_plan(connection, find_revision(connection, latest[0].id)).hotline if latest else None
    to_come = hotline_to_come(hotline, context.now.date(), context.page.language)
    if hotline is None:
        to_come = replace(to_come, code=home.hotline.code, name=home.hotline.name)
    return _answer_workbook(write_empty_workbook(to_come, home.speak), home, to_come.period.first_day)


@router.get(FILE, dependencies=[allow(Permission.READ_DRAFTS)])
def before_plan_file(context: InPlanning, plan: str) -> Response:
    """Show how a plan is filled in by a file."""
    return _page(context, plan).respond()


@router.post(FILE, dependencies=[allow(Permission.EDIT_PLAN)])
def take_plan_file(context: InPlanning, plan: str, form: CurrentForm, _turn: FormTurn) -> Response:
    """Take the plan's next state in."""
    return _page(context, plan).take(form)


@router.get(f"/plans/{{plan}}/{WORKBOOK}", dependencies=[allow(Permission.READ_DRAFTS)])
def workbook(context: InPlanning, plan: str) -> Response:
    """Answer with the plan as a workbook, to fill in or to correct."""
    page = _page(context, plan)
    assert page.facts is not None
    with reading(context.database) as connection:
        whole = read_plan(connection, find_revision(connection, page.facts.id))
    content = write_plan_workbook(whole, page.home.speak)
    return _answer_workbook(content, page.home, page.facts.first_day)


def _answer_workbook(content: bytes, home: HotlinePlace, first_day: date) -> Response:
    name = f"{home.hotline.code}-{first_day}.xlsx".encode("ascii", "ignore").decode()
    told = NOBODYS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=told)
