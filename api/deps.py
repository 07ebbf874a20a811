"""What routes are given: the publication shown now, and the language asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.shown import Shown, Source
from api.texts.translator import LANGUAGES


def shown_now(request: Request) -> Shown:
    """Return the publication that is to be shown now."""
    source: Source = request.app.state.source
    return source.now()


def default_language(request: Request) -> str:
    """Return the language of pages whose address names none."""
    asked: str | None = request.app.state.language
    if asked in LANGUAGES:
        return asked
    return shown_now(request).publication.language


ShownNow = Annotated[Shown, Depends(shown_now)]
