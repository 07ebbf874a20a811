"""What a request about a hotline's providers brings along."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.accounts.administration.page_request import CurrentAdministrator
from api.accounts.providers.service import ProvidersContext
from api.accounts.request_context import CurrentContext
from api.accounts.urls import way_back
from api.web.guard import CurrentViewer


def providers_context(
    request: Request, context: CurrentContext, viewer: CurrentViewer, by: CurrentAdministrator
) -> ProvidersContext:
    """Return with what the hotline's providers are dealt with."""
    return ProvidersContext(
        accounts=context, hotline=viewer.hotline, settled=request.app.state.providers, by=by.id
    )


CurrentProviders = Annotated[ProvidersContext, Depends(providers_context)]


def redirect_address(request: Request, provider: str) -> str:
    """Return the address that a provider has to know: there it sends browsers back."""
    public: str | None = request.app.state.settings.public_url
    return way_back(provider, public or str(request.base_url))
