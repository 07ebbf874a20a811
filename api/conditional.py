"""Conditional answers (RFC 9110): a strong ETag from the bytes, Last-Modified where it is known, 304."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request
from fastapi.responses import Response

from api.body import Body

NOT_MODIFIED = 304
REVALIDATE = "private, no-cache"
"""A copy may be kept but is asked about each time, so nobody reads yesterday's roster."""


def answer(
    request: Request,
    body: Body,
    media_type: str,
    *,
    changed_at: datetime | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Answer with the body, or with 304 where the caller holds it already."""
    told = {"ETag": body.etag, "Cache-Control": REVALIDATE} | (headers or {})
    if changed_at is not None:
        told["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    if _is_held(request, body.etag, changed_at):
        return Response(status_code=NOT_MODIFIED, headers=told)
    return Response(body.content, media_type=media_type, headers=told)


def _is_held(request: Request, etag: str, changed_at: datetime | None) -> bool:
    """Tell whether the caller's copy is current; If-None-Match, where sent, is all that counts."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = (tag.strip().removeprefix("W/") for tag in asked.split(","))
        return any(tag in ("*", etag) for tag in tags)
    since = _moment(request.headers.get("if-modified-since"))
    return since is not None and changed_at is not None and changed_at.replace(microsecond=0) <= since


def _moment(text: str | None) -> datetime | None:
    """Read an HTTP date; one that is none counts as not sent."""
    if text is None:
        return None
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
