"""The web service: pages, JSON and calendars over one publication; it can only be read.

There are no accounts yet. The service therefore answers on loopback only, and only to requests that
name this machine as their host: a page from elsewhere can't reach it by giving itself our address.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import errors
from api.access.callers import LOCAL_USER, Caller
from api.feeds import routes as feeds
from api.guard import require_policies
from api.headers import Surrounded
from api.json import routes as machine
from api.json.description import DESCRIPTION, TAGS, TITLE, Described
from api.pages import api_docs, static
from api.pages import routes as pages
from api.publication import Publication
from api.shown import Source

HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")


def local_user(request: Request) -> Caller:
    """Return the local user, whoever asks: the service answers on loopback only."""
    return LOCAL_USER


def create_app(
    publication: Publication | Callable[[], Publication],
    *,
    language: str | None = None,
    caller: Callable[[Request], Caller] = local_user,
) -> FastAPI:
    """Return the service.

    Parameters
    ----------
    publication
        What is shown, or a function that returns it; the function is asked for each request, and what
        was rendered is kept as long as it returns the same object.
    language
        Of pages whose address names none; the plan's if left out.
    caller
        Tells who stands behind a request.

    Raises
    ------
    Unguarded
        Where a route does not declare exactly one policy that suits its methods.
    """
    app = Described(
        title=TITLE,
        description=DESCRIPTION,
        version=_version(),
        openapi_url=None,  # the ready-made routes have no policy
        openapi_tags=TAGS,
        docs_url=None,  # and their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"auto_configure": False},
        middleware=[
            Middleware(Surrounded),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
    )
    app.state.source = Source(publication)
    app.state.language = language
    app.state.caller = caller
    for router in (
        machine.router,
        machine.health,
        api_docs.router,
        feeds.router,
        static.router,
        pages.router,
    ):
        app.include_router(router)
    require_policies(app.routes)
    errors.install(app)
    return app


def _version() -> str:
    try:
        return version("faellesvagt")
    except PackageNotFoundError:  # an unpacked copy that was never installed
        return "0"
