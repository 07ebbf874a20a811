"""Collections, answers and requests, for programs."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.availability.addresses import ANSWER, COLLECTION, REQUEST
from api.availability.busy_times import MOST_BYTES, read_busy_times
from api.availability.calendar_turns import CalendarTurn
from api.availability.change_requests import ask_change, grant, list_change_requests, reject
from api.availability.collection import list_statuses, remind, set_collection
from api.availability.context import AgentInPath, InCollection, KnownAnswer, RequestInPath
from api.availability.schemas import (
    AnswerView,
    BusyTimesAnswer,
    CollectionAnswer,
    ReminderAnswer,
    RequestsAnswer,
    RequestView,
    SentAnswer,
    SentCollection,
    SentRequest,
    answer_view,
    busy_times_answer,
    collection_answer,
    reminder_answer,
    request_view,
)
from api.availability.service import (
    PersonAnswer,
    confirm_answer,
    read_person_answer,
    read_sent,
    save_answer,
)
from api.plans.addresses import PREFIX
from api.publication.body import Body
from api.web import problems
from api.web.conditional import answer as answer_conditionally
from api.web.guard import allow
from api.web.json.description import AVAILABILITY
from api.web.json.operations import KEY, describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import (
    CREATED,
    OK,
    answer_change,
    answer_document,
    language_headers,
    location_header,
)
from api.web.problems import ProblemError
from wfm.message import Text

CALENDAR = "text/calendar"
SMALLER_FILE = Text("refused.smaller_file", "a file of at most {megabytes:number} megabyte")
OF_COLLECTION = 'Number of the collection; "0" where there is none yet.'
OF_ANSWER = (
    "The tag of what the agent says: other people's answers do not change it. Or the number of the plan's "
    "newest revision."
)

router = APIRouter(prefix=PREFIX)


def _body(model: str) -> dict[str, object]:
    content = {JSON: {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    return {"parameters": [KEY], "requestBody": {"required": True, "content": content}}


_KEY_ONLY = {"parameters": [KEY]}


@router.get(
    COLLECTION,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[AVAILABILITY],
    summary="What is asked of the people of a plan",
    response_model=CollectionAnswer,
    responses=reads(422),
)
def collection(request: Request, place: InCollection) -> Response:
    """Return from when until when people say when they can sit, and who has answered."""
    number = 0 if place.collection is None else place.collection.number
    return answer_document(request, collection_answer(place, list_statuses(place)), number)


@router.put(
    COLLECTION,
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[AVAILABILITY],
    summary="Ask the people of a plan",
    response_model=CollectionAnswer,
    responses=writes(OK),
    openapi_extra=describe_change({JSON: SentCollection}, OF_COLLECTION, '"0"'),
)
def put_collection(place: InCollection, sent: CurrentBody, key: Idempotent, began: IfMatch) -> Response:
    """Open a collection with a deadline, or change the one that is there.

    Where it opens at once, agents get a mail, and the leaders of those who have no account.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentCollection)
    kept = set_collection(place, key, began, opens=wanted.opens, closes=wanted.closes, note=wanted.note)
    now = replace(place, collection=kept)
    return answer_change(collection_answer(now, list_statuses(now)), kept.number)


@router.post(
    f"{COLLECTION}/reminders",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[AVAILABILITY],
    summary="Remind those who have not answered",
    response_model=ReminderAnswer,
    responses=writes(OK, 409),
    openapi_extra=_KEY_ONLY,
)
def reminders(place: InCollection, key: Idempotent) -> Response:
    """Send a mail to each, at most every twelve hours; of those without an account, to their leaders."""
    return answer_change(reminder_answer(remind(place, key)), _number(place))


@router.get(
    f"{COLLECTION}/requests",
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[AVAILABILITY],
    summary="Requests after the deadline",
    response_model=RequestsAnswer,
    responses=reads(422),
)
def requests(request: Request, place: InCollection) -> Response:
    """Return the requests of those whom the caller sees, the newest first."""
    found = [request_view(one) for one in list_change_requests(place)]
    return answer_document(request, RequestsAnswer(plan=place.plan.first_day, requests=found), len(found))


@router.get(
    ANSWER,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[AVAILABILITY],
    summary="What an agent says of when they can sit",
    response_model=AnswerView,
    responses=reads(422),
)
def answer(request: Request, place: InCollection, agent: AgentInPath) -> Response:
    """Return all that an agent says; notes only to themselves and their leader."""
    found = read_person_answer(place, agent)
    document = answer_view(place, found)
    content = document.model_dump_json().encode()
    told = Body.of(content)
    tag = f'"{found.revision.number}-{found.digest}{told.etag.strip(chr(34))[:16]}"'
    return answer_conditionally(request, Body(content, tag), JSON)


@router.put(
    ANSWER,
    dependencies=[allow(Permission.ANSWER)],
    tags=[AVAILABILITY],
    summary="Say when an agent can sit",
    response_model=AnswerView,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentAnswer}, OF_ANSWER),
)
def put_answer(
    place: InCollection, agent: AgentInPath, sent: CurrentBody, key: Idempotent, began: KnownAnswer
) -> Response:
    """Put what an agent says in the place of what they said, as the plan's next revision.

    Until the deadline the agent and the leader may; coordinators always.
    """
    sent.only(JSON)
    wanted = sent.read_as(SentAnswer)
    make, notices = read_sent(place, agent, [entry.row() for entry in wanted.entries])
    found = save_answer(place, key, agent, began, make, answered=wanted.answered)
    return _told(answer_view(place, found, notices), found, place)


@router.post(
    f"{ANSWER}/confirm",
    dependencies=[allow(Permission.CONFIRM)],
    tags=[AVAILABILITY],
    summary="Confirm an agent's answer",
    response_model=AnswerView,
    responses=writes(OK, 409),
    openapi_extra=_KEY_ONLY,
)
def confirm(place: InCollection, agent: AgentInPath, key: Idempotent) -> Response:
    """Confirm what an agent says, where the hotline asks leaders to (`availability.approval`)."""
    found = confirm_answer(place, key, agent)
    return _told(answer_view(place, found), found, place)


@router.post(
    f"{ANSWER}/busy-times",
    dependencies=[allow(Permission.ANSWER)],
    tags=[AVAILABILITY],
    summary="Read an agent's calendar",
    response_model=BusyTimesAnswer,
    responses=writes(OK),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {CALENDAR: {"schema": {"type": "string", "description": "A calendar, 1 MB at most."}}},
        }
    },
)
def busy_times(place: InCollection, agent: AgentInPath, sent: CurrentBody, _turn: CalendarTurn) -> Response:
    """Return the entries that a calendar would make: of each shift whether its owner is busy meanwhile.

    Only from when to when somebody is busy is looked at; nothing of the file is kept or written to any log.
    """
    sent.only(CALENDAR)
    if len(sent.content) > MOST_BYTES:
        raise ProblemError(problems.TOO_LARGE, SMALLER_FILE(megabytes=MOST_BYTES // 1_000_000))
    found = read_busy_times(place, agent, sent.content)
    document = busy_times_answer(found, place.speak)
    headers = language_headers(place.speak)
    return Response(document.model_dump_json().encode(), OK, headers, JSON)


@router.post(
    f"{ANSWER}/requests",
    dependencies=[allow(Permission.ANSWER)],
    tags=[AVAILABILITY],
    summary="Ask for a change after the deadline",
    status_code=CREATED,
    response_model=RequestView,
    responses=writes(CREATED, 409),
    openapi_extra=_body("SentRequest"),
)
def add_request(place: InCollection, agent: AgentInPath, sent: CurrentBody, key: Idempotent) -> Response:
    """Ask a coordinator for something else to be said; an earlier request that waits is replaced."""
    sent.only(JSON)
    wanted = sent.read_as(SentRequest)
    made = ask_change(place, key, agent, [entry.row() for entry in wanted.entries])
    where = REQUEST.format(
        hotline=place.hotline.code, plan=place.first_day, agent=agent, request=made.request.id
    )
    return _decided(request_view(made), location=f"{PREFIX}{where}", status=CREATED)


@router.post(
    f"{REQUEST}/grant",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[AVAILABILITY],
    summary="Grant a request",
    response_model=RequestView,
    responses=writes(OK, 409),
    openapi_extra=_KEY_ONLY,
)
def grant_request(
    place: InCollection, agent: AgentInPath, request: RequestInPath, key: Idempotent
) -> Response:
    """Let what was asked for be said, as the plan's next revision."""
    return _decided(request_view(grant(place, key, agent, request)))


@router.post(
    f"{REQUEST}/reject",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[AVAILABILITY],
    summary="Reject a request",
    response_model=RequestView,
    responses=writes(OK, 409),
    openapi_extra=_KEY_ONLY,
)
def reject_request(
    place: InCollection, agent: AgentInPath, request: RequestInPath, key: Idempotent
) -> Response:
    """Let what is said stay as it is."""
    return _decided(request_view(reject(place, key, agent, request)))


def _told(document: AnswerView, found: PersonAnswer, place: InCollection) -> Response:
    headers = {"ETag": f'"{found.revision.number}-{found.digest}"'} | language_headers(place.speak)
    return Response(document.model_dump_json().encode(), OK, headers, JSON)


def _decided(document: RequestView, *, location: str = "", status: int = OK) -> Response:
    decided = 1 if document.decided_at is None else 2
    headers = {"ETag": f'"{decided}"'} | location_header(location)
    return Response(document.model_dump_json().encode(), status, headers, JSON)


def _number(place: InCollection) -> int:
    return 0 if place.collection is None else place.collection.number
