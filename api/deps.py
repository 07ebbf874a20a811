"""What routes and errors are given: the language of addresses that name none, and nobody's view."""

from __future__ import annotations

from fastapi import Request

from api.access.scope import NOTHING
from api.shown import Shown, Source
from api.texts.translator import LANGUAGES


def shown_to_nobody(request: Request) -> Shown:
    """Return what stands around an error, whoever caused it: a hotline's name and period."""
    source: Source = request.app.state.source
    return source.seen(NOTHING)


def default_language(request: Request) -> str:
    """Return the language of pages whose address names none."""
    asked: str | None = request.app.state.language
    if asked in LANGUAGES:
        return asked
    source: Source = request.app.state.source
    return source.hotline().language
