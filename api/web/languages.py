"""What routes and errors are given: the language of addresses that name none, and of programs."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request

from api.texts.translator import DEFAULT, LANGUAGES, Translator, translator
from api.web.sources import Hotlines, NothingPublishedError

LanguageAsked = Annotated[
    Literal["da", "en"] | None,
    Query(
        alias="lang",
        description="Of the document; what Accept-Language prefers without it.",
        examples=["da"],
    ),
]


def default_language(request: Request) -> str:
    """Return the language of answers whose address names none: the service's, else the caller's own.

    Who has none is answered in the hotline's, and where no hotline is shown in Danish.
    """
    for chosen in (request.app.state.language, getattr(request.state, "language", None)):
        if chosen in LANGUAGES:
            return str(chosen)
    viewer = getattr(request.state, "viewer", None)
    if viewer is None or not viewer.hotline:
        return DEFAULT
    hotlines: Hotlines = request.app.state.hotlines
    try:
        source = hotlines.source(viewer.hotline, request.query_params.get("plan", ""))
    except NothingPublishedError:
        return DEFAULT
    return source.hotline().language


def translator_for(request: Request) -> Translator:
    """Return who speaks to a program: in the first language of Accept-Language that is ours, if any."""
    return translator(language_from_header(request) or default_language(request))


def language_from_header(request: Request) -> str | None:
    """Return the first of our languages that Accept-Language names, if any."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return None
