"""Errors as programs read them: RFC 9457 problem details, the same for every operation."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

MEDIA_TYPE = "application/problem+json"
REFERENCE = "#/components/schemas/{model}"


class ProblemPart(BaseModel):
    """One part of a request that is not of the form it should be."""

    where: str = Field(description="Which part, such as a query parameter.", examples=["query.week"])
    what: str = Field(
        description="What was expected instead, in English.", examples=["String should match pattern"]
    )


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(
        description="Kind of problem; always about:blank, the status says it.", examples=["about:blank"]
    )
    title: str = Field(description="The status in words, in English.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(
        description="A sentence for people, in the first language of Accept-Language that is da or en.",
        examples=["The roster knows no agent 730-99"],
    )
    instance: str = Field(description="The path that was asked for.", examples=["/api/v1/agents/730-99"])
    errors: list[ProblemPart] = Field(
        default=[],
        description="The parts that were not understood; only with status 422.",
        examples=[[{"where": "query.week", "what": "String should match pattern"}]],
    )


def problem_schemas() -> dict[str, Any]:
    """Return the schemas of problems, for the description of the service."""
    _, definitions = models_json_schema([(Problem, "serialization")], ref_template=REFERENCE)
    found: dict[str, Any] = definitions["$defs"]
    return found


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how an operation documents its errors; 304, 400, 500 and 503 may always come."""
    found: dict[int | str, dict[str, Any]] = {304: NOT_MODIFIED, 400: WRONG_HOST}
    for status in statuses:
        found[status] = _described(_WHY[status])
    return found | {500: _described("A fault of the service; it has been noted."), 503: _described(_WHY[503])}


NOT_MODIFIED: dict[str, Any] = {
    "description": "The caller's copy is current (`If-None-Match`, or `If-Modified-Since` for calendars).",
    "headers": {"ETag": {"description": "Of the current answer.", "schema": {"type": "string"}}},
}
WRONG_HOST: dict[str, Any] = {
    "description": "The request names another host than the service's.",
    "content": {"text/plain": {"schema": {"type": "string"}, "example": "Invalid host header"}},
}
_WHY = {
    401: "Nobody known asks.",
    403: "The caller's role does not include it.",
    404: "Something that the request names is not part of the roster.",
    408: "The request did not arrive in time.",
    413: "The request is larger than the service reads.",
    409: "It goes against how things stand; the detail says how.",
    422: "A parameter is not of the form that it should be.",
    503: "There is no answer at present; `Retry-After` says when to ask again.",
}


def _described(why: str) -> dict[str, Any]:
    return {
        "description": why,
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
    }
