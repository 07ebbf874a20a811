"""Who subscribes to calendars, for routes and pages to depend on; and addresses as they are told."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.accounts.request_context import database_of
from api.calendars.service import Subscriber
from api.web.guard import CurrentViewer


def read_subscriber(request: Request, viewer: CurrentViewer) -> Subscriber:
    """Return who subscribes."""
    return Subscriber(database_of(request), viewer, request.app.state.now())


CurrentSubscriber = Annotated[Subscriber, Depends(read_subscriber)]


def secret_address(request: Request, secret: str) -> str:
    """Return the whole address of a calendar, as a calendar program is to be told.

    Where a public address is set it counts, and not what the request came by: a proxy may be silent about
    its port or about https, and a program that begins without https has sent the secret readably.
    """
    public: str | None = request.app.state.settings.public_url
    return f"{public or str(request.base_url).rstrip('/')}/calendars/{secret}.ics"
