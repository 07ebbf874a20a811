"""Answers: a document with its tag, in the caller's language where it holds sentences."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.publication.body import Body
from api.texts.translator import Translator
from api.web.conditional import answer
from api.web.json.requests import JSON

OK, CREATED = 200, 201


def tag(number: int, content: bytes = b"") -> str:
    """Return a strong entity tag: the number that If-Match may name, and what tells apart all else."""
    return f'"{number}-{sha256(content).hexdigest()[:16]}"' if content else f'"{number}"'


def answer_document(
    request: Request,
    document: BaseModel,
    number: int,
    *,
    speak: Translator | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Answer what was asked for, or that the caller's copy is current.

    Parameters
    ----------
    request, document
        What is asked and answered.
    number
        Of what is shown: what a change of it has to name in If-Match.
    speak
        Whose sentences the document holds, if any.
    headers
        Further ones.
    """
    content = document.model_dump_json().encode()
    told = (headers or {}) | language_headers(speak)
    return answer(request, Body(content, tag(number, content)), JSON, headers=told)


def answer_change(
    document: BaseModel,
    number: int,
    *,
    location: str = "",
    status: int = OK,
    speak: Translator | None = None,
) -> Response:
    """Answer what was done.

    Parameters
    ----------
    document, status
        What is answered.
    number
        Of what there is now.
    location
        Address of what was made.
    speak
        Whose sentences the document holds, if any.
    """
    told = {"ETag": tag(number)} | language_headers(speak) | location_header(location)
    return Response(document.model_dump_json().encode(), status, told, JSON)


def location_header(address: str) -> dict[str, str]:
    """Return the header that says where what was made lies; none for no address.

    Codes and ids may hold any letter, and a header only those of ASCII.
    """
    return {"Location": quote(address, safe="/:")} if address else {}


def language_headers(speak: Translator | None) -> dict[str, str]:
    """Return the headers of an answer with sentences."""
    if speak is None:
        return {}
    return {"Content-Language": speak.language, "Vary": "Accept-Language"}
