"""Files of statements: how their routes are declared, and how a file is handed out."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.publication.body import Body
from api.statements.billing import BillingTerms, read_billing_terms
from api.texts.translator import Translator, translator
from api.web.conditional import answer as answer_conditionally
from api.web.guard import allow
from api.web.json.description import QUOTAS
from api.web.json.operations import reads
from api.web.json.requests import CSV
from api.web.json.responses import OK, language_headers

TownInPath = Annotated[
    str, Path(description="Code of the municipality.", examples=["730"], min_length=1, max_length=64)
]


def _file(media: str, what: str) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {media: {"schema": {"type": "string", "description": what, "format": "binary"}}}
    if media == CSV:
        content = {CSV: {"schema": {"type": "string"}, "example": "statement,kind,corrects,hotline\n"}}
    return reads(422) | {OK: {"description": what, "headers": reads()[200]["headers"], "content": content}}


def describe_file(path: str, media: str, summary: str) -> dict[str, Any]:
    """Return how a route of a file is declared."""
    return {
        "path": path,
        "dependencies": [allow(Permission.READ_FIGURES)],
        "tags": [QUOTAS],
        "summary": summary,
        "responses": _file(media, summary),
        "response_class": Response,
    }


def read_terms(request: Request) -> BillingTerms:
    """Return what the settings say of statements."""
    return read_billing_terms(request.app.state.settings)


def in_language(usual: Translator, language: str | None) -> Translator:
    """Return the language that a request names, else the usual one."""
    return usual if language is None else translator(language)


def hand_out(request: Request, content: bytes, media: str, speak: Translator | None = None) -> Response:
    """Answer with a file under a name that ends as its address does."""
    name = request.url.path.rsplit("/", 2)[-2:]
    told = {"Content-Disposition": f'attachment; filename="{_plain("-".join(name))}"'}
    return answer_conditionally(request, Body.of(content), media, headers=told | language_headers(speak))


def _plain(name: str) -> str:
    """Return a name of a file that any header and any disk takes."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)
