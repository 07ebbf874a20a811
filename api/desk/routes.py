"""A seat of a version for programs: who may sit there, what each would do, who may not and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.desk.choice import Chooser
from api.desk.schemas import SeatAnswer, seat_answer
from api.plans.addresses import PREFIX
from api.plans.context import InPlan, VersionInPath
from api.rosters.addresses import ONE
from api.rosters.change_base import find_base
from api.rosters.change_schemas import SHIFT
from api.rosters.editing.trials import Trials
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import VERSIONS
from api.web.json.operations import reads
from api.web.json.responses import answer_document
from wfm.ids import AgentId, ShiftId

router = APIRouter(prefix=PREFIX)

ShiftInPath = Annotated[
    ShiftId, Path(description="Local start of the shift.", examples=["2027-01-14T08:00"], pattern=SHIFT)
]
SeatInPath = Annotated[
    int, Path(description="Number of the seat, from 1; empty ones come last.", examples=[1], ge=1, le=9999)
]
AgentAsked = Annotated[
    AgentId | None,
    Query(
        description="Of whom to tell how they could come there from a shift of their own.",
        examples=["730-04"],
        min_length=1,
        max_length=200,
    ),
]


@router.get(
    f"{ONE}/seats/{{shift}}/{{seat}}",
    dependencies=[allow(Permission.READ_DRAFTS)],
    tags=[VERSIONS],
    summary="Who may sit in a seat",
    response_model=SeatAnswer,
    responses=reads(409, 422),
)
def seat(
    request: Request,
    place: InPlan,
    number: VersionInPath,
    shift: ShiftInPath,
    seat: SeatInPath,
    agent: AgentAsked = None,
) -> Response:
    """Return everybody, ranked by what a change would do to the score, and whom a change would refuse.

    All is measured on the newest state of the plan, as a change of this version is.
    """
    with reading(place.database) as connection:
        base = find_base(connection, place, number)
    chooser = Chooser(Trials(base.plan, base.roster, base.baseline))
    chosen = chooser.seat(shift, seat)
    exchanges = () if agent is None else chooser.exchanges(chosen, agent)
    answer = seat_answer(base.plan, chooser.choose(chosen), exchanges, place.speak)
    return answer_document(request, answer, number, speak=place.speak)
