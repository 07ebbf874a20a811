"""Style sheets, scripts and the icon: read once, kept by browsers for as long as they do not change."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.publication.body import Body
from api.rendering.templates import STATIC, static_address, static_text
from api.web.conditional import answer
from api.web.guard import public

KINDS = {
    "pages.css": "text/css; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
    "parts.js": "text/javascript; charset=utf-8",
    "news.js": "text/javascript; charset=utf-8",
    "runs.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
FOR_EVER = "private, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@router.get(f"/{STATIC}/{{name}}", dependencies=[public()])
def static(request: Request, name: str, v: str = "") -> Response:
    """Answer with a file that pages use; by its full address it may be kept for ever."""
    if name not in KINDS:
        raise HTTPException(404)
    told = {"Cache-Control": FOR_EVER} if v and static_address(name).endswith(f"?v={v}") else {}
    return answer(request, Body.of(static_text(name)), KINDS[name], headers=told)
