"""What a request about a hotline's webhooks brings along."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.accounts.administration.page_request import CurrentAdministrator
from api.accounts.request_context import CurrentContext
from api.web.guard import CurrentViewer
from api.webhooks.service import WebhooksContext


def webhooks_context(
    context: CurrentContext, viewer: CurrentViewer, by: CurrentAdministrator
) -> WebhooksContext:
    """Return with what the hotline's webhooks are dealt with."""
    return WebhooksContext(accounts=context, hotline=viewer.hotline, by=by.id)


CurrentWebhooks = Annotated[WebhooksContext, Depends(webhooks_context)]
