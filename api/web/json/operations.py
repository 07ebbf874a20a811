"""How operations on the store's resources are described: what they carry, and every answer there can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.web.json.problem import REFERENCE, WRONG_HOST, errors, refusals

Responses = dict[int | str, dict[str, Any]]

_SENT: list[type[BaseModel]] = []

TAGGED: dict[str, Any] = {
    "ETag": {
        "description": "Number of what is shown, for If-Match, and a digest.",
        "schema": {"type": "string"},
        "example": '"7-1f0c4d5e6a7b8c9d"',
    }
}
KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Of the caller's own making, another one for each thing to be done. Repeated, the request "
    "gets the first one's answer and changes nothing; with another body it is refused.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$", "minLength": 1, "maxLength": 200},
    "example": "b3c0a5de-3f8e-4c57-9e6a-2a0f4f0d9f31",
}


def sends(model: type[BaseModel]) -> type[BaseModel]:
    """Note that a model describes a body that is sent, so that the description holds its schema."""
    _SENT.append(model)
    return model


def body_schemas() -> dict[str, Any]:
    """Return the schemas of all bodies that are sent."""
    _, found = models_json_schema([(model, "validation") for model in _SENT], ref_template=REFERENCE)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def describe_change(
    bodies: Mapping[str, type[BaseModel] | str], if_match: str, example: str = '"7"'
) -> dict[str, Any]:
    """Return what the description says of a request that changes something.

    Parameters
    ----------
    bodies
        By media type the model of the body, or what it holds where it is no JSON.
    if_match, example
        What If-Match names.
    """
    tag = {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": if_match,
        "schema": {"type": "string", "pattern": '^"[0-9]{1,9}(-[0-9a-f]{1,64})?"$'},
        "example": example,
    }
    content = {media: _body(media, about) for media, about in bodies.items()}
    return {"parameters": [KEY, tag], "requestBody": {"required": True, "content": content}}


def _body(media: str, about: type[BaseModel] | str) -> dict[str, Any]:
    if isinstance(about, str):
        binary = {} if media.startswith("text/") else {"format": "binary"}
        return {"schema": {"type": "string", "description": about, **binary}}
    return {"schema": {"$ref": REFERENCE.format(model=about.__name__)}}


def reads(*statuses: int) -> Responses:
    """Return the errors of an operation that reads: those given, and that one may not or finds nothing."""
    return {200: {"headers": TAGGED}} | errors(401, 403, 404, *statuses)


LISTED: dict[str, Any] = {
    "Link": {
        "description": 'Where the next page is, as rel="next"; left out on the last.',
        "schema": {"type": "string"},
    }
}


def lists(*statuses: int) -> Responses:
    """Return the same of an operation that lists, a page at a time."""
    return reads(422, *statuses) | {200: {"headers": {**TAGGED, **LISTED}}}


def writes(made: int, *statuses: int) -> Responses:
    """Return the errors of an operation that changes something.

    Parameters
    ----------
    made
        Status of the answer where it is done.
    statuses
        Further errors.
    """
    usual = (401, 403, 404, 408, 412, 413, 415, 422, 428, 500, 503, *statuses)
    wrong = refusals(400)[400]
    both = {**wrong, "content": {**wrong["content"], **WRONG_HOST["content"]}}
    done: Responses = {made: {"headers": {**TAGGED, **(_LOCATION if made == 201 else {})}}}
    return done | {400: both} | refusals(*sorted(usual))


_LOCATION: dict[str, Any] = {
    "Location": {"description": "Address of what was made.", "schema": {"type": "string"}}
}
