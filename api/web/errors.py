"""Errors as the caller reads them: a page for people, problem+json for programs, text for calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.policy import SAFE
from api.logs import log
from api.store.errors import StoreError, UnavailableError
from api.texts.translator import DEFAULT, LANGUAGES, Translator, translator
from api.web.csrf import TOO_OLD, own_origins
from api.web.form_faults import form_fault
from api.web.headers import security
from api.web.languages import default_language, language_from_header, translator_for
from api.web.pages.frame import read_frame
from api.web.problem_titles import title_of
from api.web.problems import OF_STATUS, More, ProblemError, ProblemKind
from api.web.store_problems import input_refusal, refusal
from wfm.errors import InputError
from wfm.message import Message, Text

PROBLEM = "application/problem+json"
API = "/api/"
CALENDARS = ("/feeds/", "/calendars/")
SIGN_IN = "/sign-in"

NOT_HERE = Text("web.not_here", "this page does not exist, or you have no access to it")
NOT_HERE_WHY = Text(
    "web.not_here_why",
    "The address may be mistyped, or what it names is not part of this roster. Nothing is broken.",
)
WRONG = Text("web.wrong", "something went wrong")
WRONG_WHY = Text(
    "web.wrong_why", "The fault is ours and has been noted. Trying again later may help; nothing was changed."
)
UNKNOWN = Text("web.sign_in", "you are not signed in")
UNKNOWN_WHY = Text("web.sign_in_why", "This is shown only to those who are signed in.")
INTERRUPTED_WHY = Text(
    "web.interrupted_why",
    "You are no longer signed in, so nothing was changed. Sign in, and you come back to where you were.",
)
NOT_ALLOWED = Text("web.not_allowed", "this is not for you to see or do")
NOT_ALLOWED_WHY = Text(
    "web.not_allowed_why", "Your role in the hotline does not include it. Its administrator can change that."
)
NOT_DONE = Text("web.not_done", "this can't be done here")
NOT_DONE_WHY = Text("web.not_done_why", "The address is there, but not for this kind of request.")
CLASH = Text("web.clash", "this does not go with what is there")
CLASH_WHY = Text("web.clash_why", "Nothing was changed.")
CHANGED = Text("web.changed", "something was changed meanwhile")
CHANGED_WHY = Text(
    "web.changed_why", "Something else is there by now than you began with. Nothing was changed."
)
NOT_UNDERSTOOD = Text("web.not_understood", "the request was not understood")
NOT_UNDERSTOOD_WHY = Text(
    "web.not_understood_why", "Something in the address is not of the form it should be."
)
SENT_WRONG = Text("web.sent_wrong", "Something in what was sent is not of the form it should be.")
TOO_OFTEN = Text("web.too_often", "too many tries")
TOO_OFTEN_WHY = Text("web.too_often_why", "Wait a while before you try again. Nothing was changed.")
TOO_SLOW = Text("web.too_slow", "the request did not arrive in time")
TOO_SLOW_WHY = Text("web.too_slow_why", "The connection may be slow. Nothing was changed; try again.")
TOO_LARGE = Text("web.too_large", "the request is too large")
TOO_LARGE_WHY = Text("web.too_large_why", "It holds more than the service reads. Nothing was changed.")
BUSY = Text("web.busy", "no answer just now")
BUSY_WHY = Text("web.busy_why", "It takes too long at present. Try again in a little while.")

_SENTENCES: dict[int, tuple[Text, Text]] = {
    401: (UNKNOWN, UNKNOWN_WHY),
    403: (NOT_ALLOWED, NOT_ALLOWED_WHY),
    404: (NOT_HERE, NOT_HERE_WHY),
    405: (NOT_DONE, NOT_DONE_WHY),
    408: (TOO_SLOW, TOO_SLOW_WHY),
    409: (CLASH, CLASH_WHY),
    412: (CHANGED, CHANGED_WHY),
    413: (TOO_LARGE, TOO_LARGE_WHY),
    422: (NOT_UNDERSTOOD, NOT_UNDERSTOOD_WHY),
    429: (TOO_OFTEN, TOO_OFTEN_WHY),
    500: (WRONG, WRONG_WHY),
    503: (BUSY, BUSY_WHY),
}


def install(app: FastAPI) -> None:
    """Give every error of an application its form."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_request)
    app.add_exception_handler(StoreError, _on_store)
    app.add_exception_handler(InputError, _on_input)
    app.add_exception_handler(Exception, _on_fault)


def answer_error(request: Request, error: HTTPException | StoreError) -> Response:
    """Return the answer to an error outside the routes."""
    return _on_store(request, error) if isinstance(error, StoreError) else _on_http(request, error)


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error, ProblemError):
        return _answer_problem(request, error)
    message: Message | None = getattr(error, "message", None)  # of ours, where it has one of its own
    led_to: str | None = getattr(error, "led_to", None)  # where a page says what is to be done first
    if led_to and request.method in SAFE and not request.url.path.startswith((API, *CALENDARS)):
        return RedirectResponse(led_to, HTTPStatus.SEE_OTHER)
    return _answer(request, error.status_code, dict(error.headers or {}), message)


def _on_store(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)
    if isinstance(error, UnavailableError):
        log().warning("database_unavailable", exc_info=error.__cause__)
    return _answer_problem(request, refusal(error))


def _on_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return _answer_problem(request, input_refusal(error))


def _answer_problem(request: Request, problem: ProblemError) -> Response:
    headers = dict(problem.headers or {})
    return _answer(
        request, problem.status_code, headers, problem.message, kind=problem.kind, more=problem.more
    )


def _on_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    sent = any(fault["loc"][:1] == ("body",) for fault in faults)
    return _answer(
        request, HTTPStatus.UNPROCESSABLE_ENTITY, {}, SENT_WRONG() if sent else None, errors=faults
    )


def _on_fault(request: Request, error: Exception) -> Response:
    # It is noted further out, without the address, which may be a secret.
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    # This answer is sent outside the surrounding headers, so it carries them itself.
    guards = dict(security(request.scope))
    try:
        return _answer(request, status, guards, None)
    except Exception:  # whatever broke the page may break the page of the fault, too
        return PlainTextResponse(status.phrase + "\n", status, guards)


def _answer(
    request: Request,
    status: int,
    headers: dict[str, str],
    message: Message | None,
    *,
    errors: Sequence[Any] = (),
    kind: ProblemKind | None = None,
    more: More | None = None,
) -> Response:
    """Answer as whoever asks reads it; `message` says why, where more is known than the status."""
    heading, why = _SENTENCES.get(status, (NOT_UNDERSTOOD, NOT_UNDERSTOOD_WHY))
    path = request.url.path
    if path.startswith(API):
        speak = translator_for(request)
        return _as_problem(
            request, speak, status, headers, message or why(), errors=errors, kind=kind, more=more
        )
    if path.startswith(CALENDARS):
        sentence = translator(default_language(request)).sentence(heading())
        return PlainTextResponse(sentence + "\n", status, headers)
    if status == HTTPStatus.UNAUTHORIZED and request.method in SAFE:
        return _to_sign_in(request)
    if request.method not in SAFE and (status == HTTPStatus.UNAUTHORIZED or message == TOO_OLD()):
        signed_out = status == HTTPStatus.UNAUTHORIZED
        said = INTERRUPTED_WHY() if signed_out else message or why()
        return _as_interrupted(request, status, heading() if signed_out else CHANGED(), said)
    return read_frame(request).respond_missing(status, heading(), message or why(), headers)


def _as_interrupted(request: Request, status: int, heading: Message, sentence: Message) -> Response:
    """Answer to a form that came too late, with the way back to its page, where it is filled again."""
    page, form = read_frame(request), _page_of_form(request)
    signed_out = status == HTTPStatus.UNAUTHORIZED
    led_to = page.link(SIGN_IN.strip("/"), next=form or "/") if signed_out else form or page.link()
    return page.respond(
        "interrupted.html",
        status=status,
        heading=heading,
        sentence=sentence,
        led_to=led_to,
        signed_out=signed_out,
    )


def _page_of_form(request: Request) -> str:
    """Return the address of our page from which a form was sent; empty where the browser does not say."""
    parts = urlsplit(request.headers.get("referer", ""))
    ours = parts.netloc and f"{parts.scheme}://{parts.netloc}" in own_origins(request)
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if ours else ""


def _to_sign_in(request: Request) -> Response:
    """Lead whoever is not known to where they can sign in, and back from there."""
    query = f"?{request.url.query}" if request.url.query else ""
    language = request.query_params.get("lang")
    kept = {"lang": language} if language in LANGUAGES else {}
    address = f"{SIGN_IN}?{urlencode({'next': request.url.path + query} | kept)}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def problem(request: Request, status: int, headers: Mapping[str, str]) -> Response:
    """Return the answer to a program where the application itself could not be asked."""
    language = language_from_header(request) or request.app.state.language or DEFAULT
    _, why = _SENTENCES[status]
    return _as_problem(request, translator(language), status, headers, why())


def _as_problem(
    request: Request,
    speak: Translator,
    status: int,
    headers: Mapping[str, str],
    detail: Message,
    *,
    errors: Sequence[Any] = (),
    kind: ProblemKind | None = None,
    more: More | None = None,
) -> Response:
    kind = kind or OF_STATUS.get(status)
    document: dict[str, Any] = {
        "type": kind.address if kind else "about:blank",
        "title": title_of(kind, status, speak),
        "status": int(status),
        "detail": speak.sentence(detail),
        "instance": request.url.path,
    }
    if errors:
        document["errors"] = [
            {"where": ".".join(map(str, error["loc"])), "what": form_fault(error, speak)} for error in errors
        ]
    if more is not None:
        document |= more(speak)
    by_language = {"Content-Language": speak.language, "Vary": "Accept-Language"}
    return JSONResponse(document, status, {**headers, **by_language}, media_type=PROBLEM)
