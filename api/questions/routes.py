"""Questions, for programs: asked, listed, read with their answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.access.ids import RunId
from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan
from api.questions.addresses import LIST, ONE, question_address
from api.questions.place import QuestionPlace, question_place
from api.questions.schemas import (
    ID,
    QuestionsAnswer,
    QuestionView,
    SentQuestion,
    question_view,
    questions_answer,
)
from api.questions.service import ask, list_questions, read_question
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import RUNS
from api.web.json.operations import KEY, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent
from api.web.json.responses import CREATED, answer_change, answer_document

router = APIRouter(prefix=PREFIX)

QuestionInPath = Annotated[
    RunId, Path(description="Random id of the question.", examples=[ID], max_length=64)
]


def find_question_place(place: InPlan) -> QuestionPlace:
    """Return what is published of the plan that an address names.

    Raises
    ------
    MissingError
        Where nothing is.
    """
    with reading(place.database) as connection:
        return question_place(connection, place)


InQuestions = Annotated[QuestionPlace, Depends(find_question_place)]


@router.get(
    LIST,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[RUNS],
    summary="What the caller asked about a published roster",
    response_model=QuestionsAnswer,
    responses=reads(422),
)
def questions(request: Request, place: InQuestions) -> Response:
    """Return own questions, the newest first, with their answers."""
    document = questions_answer(place, list_questions(place))
    return answer_document(request, document, place.version.number, speak=place.speak)


@router.post(
    LIST,
    dependencies=[allow(Permission.ANSWER)],
    tags=[RUNS],
    summary="Ask why a published roster is as it is",
    status_code=CREATED,
    response_model=QuestionView,
    responses=writes(CREATED, 409),
    openapi_extra={
        "parameters": [KEY],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/SentQuestion"}}},
        },
    },
)
def start(place: InQuestions, sent: CurrentBody, key: Idempotent) -> Response:
    """Ask about oneself, one's own people or one's municipality, of what is published.

    It is reckoned after what coordinators wait for; three may wait at a time. The same asked again is the
    question that is there already. The answer names nobody of another municipality, to an agent nobody else.
    """
    sent.only(JSON)
    made = ask(place, key, sent.read_as(SentQuestion).order)
    where = question_address(place.hotline.code, place.first_day, made)
    document = question_view(place, read_question(place, made))
    return answer_change(document, place.version.number, location=where, status=CREATED, speak=place.speak)


@router.get(
    ONE,
    dependencies=[allow(Permission.READ_ROSTER)],
    tags=[RUNS],
    summary="A question and its answer",
    response_model=QuestionView,
    responses=reads(422),
)
def question(request: Request, place: InQuestions, question: QuestionInPath) -> Response:
    """Return a question to whoever asked it, and to coordinators."""
    document = question_view(place, read_question(place, question))
    return answer_document(request, document, place.version.number, speak=place.speak)
