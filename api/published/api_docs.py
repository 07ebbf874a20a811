"""The description of the JSON as a page of our own: no script, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.access.permissions import Permission
from api.publication.body import Body
from api.rendering.templates import render
from api.web.conditional import answer
from api.web.guard import allow
from api.web.pages.frame import HTML, CurrentFrame
from api.web.problems import KINDS

router = APIRouter(include_in_schema=False)

Document = Mapping[str, Any]


class Line(NamedTuple):
    """A parameter, an answer or a field: its name, what kind it is, what it means, an example."""

    name: str
    kind: str
    means: str
    example: str = ""
    schema: str = ""


class Operation(NamedTuple):
    """Something a program can ask for."""

    id: str
    method: str
    path: str
    summary: str
    means: str
    parameters: tuple[Line, ...]
    sent: tuple[Line, ...]
    answers: tuple[Line, ...]


class Schema(NamedTuple):
    """The form of an answer, or of a part of one."""

    name: str
    means: str
    fields: tuple[Line, ...]


@router.get("/api/v1/openapi.json", dependencies=[allow(Permission.READ_HELP)])
def openapi_document(request: Request) -> Response:
    """Answer with the description itself."""
    return JSONResponse(request.app.openapi())


@router.get("/api/v1/docs", dependencies=[allow(Permission.READ_HELP)])
def api_docs(page: CurrentFrame) -> Response:
    """Show what programs can ask for; it is the same whether a roster is published or not."""
    document = page.request.app.openapi()
    text = render(
        "api_docs.html",
        page.language,
        **page.common(""),
        paragraphs=document["info"]["description"].split("\n\n"),
        operations=tuple(_operations(document)),
        schemas=tuple(_schemas(document)),
        problems=KINDS,
    )
    return answer(page.request, Body.of(text), HTML, headers={"Content-Language": page.language})


def _operations(document: Document) -> Iterator[Operation]:
    told = ((path, *one) for path, methods in document["paths"].items() for one in methods.items())
    for path, method, about in told:
        body = about.get("requestBody")
        yield Operation(
            about["operationId"],
            method.upper(),
            path,
            about["summary"],
            about["description"],
            tuple(Line(p["name"], p["in"], p["description"]) for p in about.get("parameters", ())),
            () if body is None else (_answer("", {"description": "", **body}),),
            tuple(_answer(status, response) for status, response in about["responses"].items()),
        )


def _answer(status: str, response: Document) -> Line:
    kinds = response.get("content", {})
    references = [content.get("schema", {}).get("$ref", "") for content in kinds.values()]
    schema = next((reference.split("/")[-1] for reference in references if reference), "")
    return Line(status, ", ".join(kinds), response["description"], schema=schema)


def _schemas(document: Document) -> Iterator[Schema]:
    for name, told in document["components"]["schemas"].items():
        fields = tuple(_field(field, about) for field, about in told.get("properties", {}).items())
        yield Schema(name, told.get("description", ""), fields)


def _field(name: str, about: Document) -> Line:
    example = json.dumps(about["examples"][0], ensure_ascii=False) if about.get("examples") else ""
    return Line(name, str(about.get("type", "")), about.get("description", ""), example)
