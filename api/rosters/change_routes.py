"""Changes of a roster by hand, and what differs between two versions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.plans.addresses import PREFIX
from api.plans.context import InPlan, VersionInPath
from api.rosters.addresses import LIST, ONE, version_address
from api.rosters.change_base import ChangeBase
from api.rosters.change_schemas import (
    ChangedAnswer,
    SentChanges,
    changed_answer,
    finding_document,
    hand_changes,
)
from api.rosters.difference_schemas import DifferenceAnswer, difference_answer
from api.rosters.editing.changes import ChangeOutcome, NewBreachesError
from api.rosters.editing.difference import difference
from api.rosters.records.history import annotate
from api.rosters.records.rosters import find_version, read_version, read_version_beside
from api.rosters.routes import NEWEST
from api.rosters.schemas import version_brief
from api.rosters.service import change_version
from api.store.engine import reading
from api.texts.translator import Translator
from api.web import problems
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import describe_change, reads, writes
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import CREATED, answer_change, answer_document
from api.web.problems import ProblemError
from wfm.message import Plural

WOULD_BREAK = Plural(
    "refused.would_break",
    "{n:number} rule that no roster may break would be broken; nothing was changed",
    "{n:number} rules that no roster may break would be broken; nothing was changed",
)

OtherNumber = Annotated[
    VersionNumber, Path(description="Number of the version after.", examples=[5], ge=1, le=999_999_999)
]

router = APIRouter(prefix=PREFIX)


@router.post(
    f"{ONE}/changes",
    dependencies=[allow(Permission.EDIT_PLAN)],
    tags=[VERSIONS],
    summary="Change a version by hand",
    status_code=CREATED,
    response_model=ChangedAnswer,
    responses=writes(CREATED, 409),
    openapi_extra=describe_change({JSON: SentChanges}, NEWEST),
)
def change(
    place: InPlan, number: VersionInPath, sent: CurrentBody, key: Idempotent, began: IfMatch
) -> Response:
    """Make moves, locks and unlocks in a version, on the newest state of its plan; that is the next version.

    What would break a hard rule that is kept now is refused. Locks and unlocks make a new revision of the
    plan as well.
    """
    sent.only(JSON)
    document = sent.read_as(SentChanges)
    try:
        made = change_version(place, key, number, hand_changes(document), expected=began, note=document.note)
    except NewBreachesError as error:
        raise would_break(error.outcome) from error
    with reading(place.database) as connection:
        version = annotate(connection, find_version(connection, place.plan.id, made.number))
    brief = version_brief(version, place.plan.published, planner=True)
    answer = changed_answer(brief, made.outcome, _lost_seats(made.base), place.speak)
    where = version_address(place, made.number)
    return answer_change(answer, made.number, location=where, status=CREATED, speak=place.speak)


@router.get(
    f"{LIST}/{{number}}/differences/{{other}}",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[VERSIONS],
    summary="What differs between two versions",
    response_model=DifferenceAnswer,
    responses=reads(422),
)
def differences(request: Request, place: InPlan, number: VersionInPath, other: OtherNumber) -> Response:
    """Return what differs by agent, by municipality and by shift, and what becomes of the score."""
    with reading(place.database) as connection:
        after = read_version(connection, find_version(connection, place.plan.id, other))
        compared = find_version(connection, place.plan.id, number)
        before = read_version_beside(connection, compared, after.person_of)
    return answer_document(request, difference_answer(number, other, difference(before, after)), other)


def would_break(outcome: ChangeOutcome) -> ProblemError:
    """Return the answer to changes that would break rules that are kept now."""
    broken = outcome.new_breaches

    def more(speak: Translator) -> dict[str, Any]:
        return {"breaches": [finding_document(finding, speak) for finding in broken]}

    return ProblemError(problems.RULES_BROKEN, WOULD_BREAK(n=len(broken)), more=more)


def _lost_seats(base: ChangeBase) -> list[dict[str, str]]:
    return [{"shift": shift, "agent": agent} for agent, shift in base.lost]
