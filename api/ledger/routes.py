"""The ledger, for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.ledger.schemas import LedgerAnswer, ledger_answer
from api.ledger.service import read_ledger
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.web.guard import allow
from api.web.json.description import QUOTAS
from api.web.json.operations import reads
from api.web.json.responses import answer_document
from wfm.ids import MunicipalityCode

Whose = Annotated[
    str | None,
    Query(
        description="Code of a municipality; all that you see without it.", examples=["730"], max_length=64
    ),
]
Quarter = Annotated[
    date | None, Query(description="First day of a plan; all of them without it.", examples=["2027-01-04"])
]

router = APIRouter(prefix=PREFIX)


@router.get(
    "/{hotline}/ledger",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[QUOTAS],
    summary="The ledger: every seat and krone of a municipality",
    response_model=LedgerAnswer,
    responses=reads(422),
)
def ledger(
    request: Request, place: InHotline, municipality: Whose = None, quarter: Quarter = None
) -> Response:
    """Return entries and what they add up to: of the own municipality to its leader, of all to planners.

    Entries are added at each publication, when a quarter is closed, and by corrections after that; none is
    ever changed. A quarter's balance is the sum of its entries but `carry_over`, which states it and is the
    next quarter's `opening`.
    """
    code = None if municipality is None else MunicipalityCode(municipality)
    found = read_ledger(place, code, quarter)
    return answer_document(request, ledger_answer(found, planner=place.sees_drafts), found.last)
