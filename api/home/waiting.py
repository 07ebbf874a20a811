"""The page in the place of what is not there yet: what comes next, and who does it."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.callers import makes_hotlines
from api.access.permissions import Permission
from api.access.policy import SAFE
from api.access.viewer import Viewer
from api.home.progress import StepKey, find_progress
from api.store.engine import Database, reading
from api.web.errors import API, CALENDARS, answer_error
from api.web.guard import NothingYetError
from api.web.pages.frame import read_frame

SECTIONS = {"": "roster", "weeks": "roster", "roster.html": "roster"}


def install(app: FastAPI) -> None:
    """Let pages say what comes next where a roster, or a hotline, is not there yet."""
    app.add_exception_handler(NothingYetError, _answer)


def _answer(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    database: Database | None = request.app.state.database
    is_page = request.method in SAFE and not request.url.path.startswith((API, *CALENDARS))
    if database is None or not is_page:
        return answer_error(request, error)
    return show_next_step(request, request.state.viewer, database)


def show_next_step(request: Request, viewer: Viewer, database: Database) -> Response:
    """Return the page that says what comes next, to whoever looks."""
    with reading(database) as connection:
        progress = find_progress(connection, viewer, request.app.state.now())
    makes = makes_hotlines(viewer.caller)
    first = request.url.path.split("/")[1]
    return read_frame(request).respond(
        "home/waiting.html",
        SECTIONS.get(first, first),
        progress=progress,
        steps=tuple(StepKey),
        plans=viewer.may(Permission.READ_DRAFTS) or makes,
        makes=makes,
        edits=viewer.may(Permission.EDIT_PLAN),
        invites=viewer.may(Permission.ADMINISTER),
    )
