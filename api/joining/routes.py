"""The check list of a municipality that joins, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.joining.schemas import CheckListAnswer, check_list_answer
from api.joining.service import read_check_list
from api.plans.addresses import PREFIX
from api.plans.context import InHotline
from api.web.guard import allow
from api.web.json.description import PEOPLE
from api.web.json.operations import reads
from api.web.json.responses import answer_document
from wfm.ids import MunicipalityCode

Municipality = Annotated[
    MunicipalityCode, Path(description="Code of the municipality.", examples=["730"], max_length=64)
]

router = APIRouter(prefix=PREFIX)


@router.get(
    "/{hotline}/joining/{municipality}",
    dependencies=[allow(Permission.READ_FIGURES)],
    tags=[PEOPLE],
    summary="The check list of a municipality's first weeks",
    response_model=CheckListAnswer,
    responses=reads(422),
)
def check_list(request: Request, place: InHotline, municipality: Municipality) -> Response:
    """Return what is done and what is missing, for its leader and those who look after the hotline."""
    found = read_check_list(place, municipality)
    return answer_document(request, check_list_answer(found), found.revision)
