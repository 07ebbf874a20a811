"""Questions as pages: one is asked beside a finding, and read where it is answered."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.access.ids import RunId
from api.access.permissions import Permission
from api.questions.addresses import question_address
from api.questions.page_context import InAsking, QuestionContext
from api.questions.schemas import question_view
from api.questions.sentences import FULL, question_message
from api.questions.service import QuestionOrder, ask, list_questions, read_question
from api.rosters.page_context import when
from api.runs.sentences import STATES
from api.store.errors import TooManyError
from api.web.guard import allow
from api.web.json.responses import tag
from api.web.pages.sent_form import CurrentForm, new_key
from wfm.errors import InputError
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Message

router = APIRouter(include_in_schema=False)

LIST = "/plans/{plan}/questions"
ONE = f"{LIST}/{{question}}"
MOST_FINDINGS = 40
AskedFor = Annotated[str, Query(max_length=200)]


@router.get(LIST, dependencies=[allow(Permission.READ_ROSTER)])
def all_questions(
    context: InAsking,
    rule: AskedFor = "",
    agent: AskedFor = "",
    municipality: AskedFor = "",
    shift: AskedFor = "",
) -> Response:
    """Show what can be asked, filled in by a “why?”, and what was asked before."""
    return _show(context, rule=rule, agent=agent, municipality=municipality, shift=shift)


@router.post(LIST, dependencies=[allow(Permission.ANSWER)])
def start(context: InAsking, form: CurrentForm) -> Response:
    """Ask, and lead to the answer."""
    agent, rule, town = form.text("agent"), form.text("rule"), form.text("municipality")
    day, time = form.text("day"), form.text("time")
    shift = form.text("shift") or (f"{day}T{time}" if day or time else "")
    order = QuestionOrder(
        agent=AgentId(agent) if agent else None,
        municipality=MunicipalityCode(town) if town else None,
        rule=rule or None,
        shift=ShiftId(shift) if shift else None,
    )
    sent = form.request(context.place.author, f"/plans/{context.place.plan.id}/questions")
    try:
        made = ask(context.place, sent, order)
    except InputError as error:
        told, status = error.faults[0].expected, HTTPStatus.UNPROCESSABLE_ENTITY
    except TooManyError:
        told, status = FULL(), HTTPStatus.CONFLICT
    else:
        return RedirectResponse(context.link(made), HTTPStatus.SEE_OTHER)
    return _show(context, rule=rule, agent=agent, municipality=town, shift=shift, told=told, status=status)


@router.get(ONE, dependencies=[allow(Permission.READ_ROSTER)])
def one_question(context: InAsking, question: str) -> Response:
    """Show how far an answer is, and the answer."""
    place, page = context.place, context.planning.page
    seen = read_question(place, RunId(question))
    zone = place.stored.hotline().zone
    document = question_view(place, seen)
    return page.respond(
        "questions/question.html",
        "me" if place.own else "roster",
        hotline=place.stored.hotline(),
        place=place,
        seen=seen,
        over=seen.run.state.is_over,
        state=question_message(seen, page.language),
        subject=context.subject_of(seen.run),
        told=document.told or (),
        at=when(seen.run.at, zone),
        is_current=seen.run.asked["version"] == place.version.number,
        to=context.link,
        follows=question_address(place.hotline.code, place.first_day, seen.run.id),
        follows_tag=tag(place.version.number, document.model_dump_json().encode()),
    )


def _show(
    context: QuestionContext,
    *,
    rule: str,
    agent: str,
    municipality: str,
    shift: str,
    told: Message | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    place = context.place
    hotline = place.stored.hotline()
    day, _, time = shift.partition("T")
    found = context.findings(rule, agent, municipality)
    return context.planning.page.respond(
        "questions/questions.html",
        "me" if place.own else "roster",
        status,
        hotline=hotline,
        place=place,
        people=context.people,
        findings=found[:MOST_FINDINGS],
        more=max(0, len(found) - MOST_FINDINGS),
        rule=rule,
        agent=agent,
        municipality=municipality,
        day=day,
        time=time,
        times=sorted({one.id.partition("T")[2] for one in place.stored.silent_plan.shifts}),
        asked=[
            (one, context.subject_of(one.run), STATES[one.run.state](), when(one.run.at, hotline.zone))
            for one in list_questions(place)
        ],
        told=told,
        key=new_key,
        to=context.link,
    )
