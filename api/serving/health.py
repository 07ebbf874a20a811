"""Whether the service lives, and whether it can do its work: for whoever watches over it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.serving.readiness import Check, trouble
from api.serving.schemas import Health, Looked, Readiness
from api.web.guard import allow_anonymous
from api.web.json.description import SERVICE
from api.web.json.problem import errors

UNREADY = 503
FRESH = {"Cache-Control": "no-store"}

router = APIRouter()


@router.get(
    "/healthz",
    dependencies=[allow_anonymous()],
    tags=[SERVICE],
    summary="Whether the service is up",
    response_model=Health,
    responses=errors(),
)
def healthz() -> Response:
    """Answer 200 as long as the process answers at all."""
    return JSONResponse(Health(status="ok").model_dump(), headers=FRESH)


@router.get(
    "/readyz",
    dependencies=[allow_anonymous()],
    tags=[SERVICE],
    summary="Whether the service can do its work",
    response_model=Readiness,
    responses=errors()
    | {UNREADY: {"description": "Something that is needed cannot be used.", "model": Readiness}},
)
def readyz(request: Request) -> Response:
    """Answer 200 where all that is needed can be used, else 503."""
    checks: tuple[Check, ...] = request.app.state.checks
    looked = [Looked(name=check.name, ok=trouble(check) is None) for check in checks]
    ready = all(one.ok for one in looked)
    told = Readiness(status="ok" if ready else "unready", checks=looked)
    headers = FRESH if ready else {**FRESH, "Retry-After": "5"}
    return JSONResponse(told.model_dump(), 200 if ready else UNREADY, headers)
