"""The two addresses of signing in by a provider: the way there, and the way back.

Both are got, since a provider sends browsers back that way. The way back begins a login all the same: what
shows that it is the browser's own doing is the state, which only that browser and the provider know.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.accounts.context import AccountsContext
from api.accounts.oidc import attempt_cookie
from api.accounts.oidc.attempt import Attempt
from api.accounts.oidc.claims import UnknownName
from api.accounts.oidc.discovery import Directory
from api.accounts.oidc.errors import ProviderRefusedError, ProviderUnreachableError
from api.accounts.oidc.flow import claims_of, way_to
from api.accounts.oidc.service import EntryResult, enter
from api.accounts.records import attempts
from api.accounts.records.attempts import Try
from api.accounts.request_context import CurrentContext, providers_of
from api.accounts.sign_in.device import device_of
from api.accounts.sign_in.pages import answer_with_login
from api.accounts.sign_in.service import start_page_of
from api.accounts.urls import SIGN_IN, local_address, way_back
from api.configuration.oidc_providers import Provider
from api.logs import log
from api.store.engine import writing
from api.texts.one_line import one_line
from api.web.guard import allow_anonymous
from api.web.pages.frame import CurrentFrame, PageFrame
from wfm.message import Message, Text

AGAIN = Text(
    "oidc.again", "what came back from {name} could not be used, so you are not signed in; try again"
)
DOWN = Text("oidc.down", "{name} does not answer right now, so you are not signed in; try again in a while")
TOO_OFTEN = Text("oidc.too_often", "that was tried too often from here; try again in a while")
CLOSED = Text("oidc.closed", "your account here is closed; ask your hotline's administrator")
NOTHING = Text(
    "oidc.nothing",
    "{name} says who you are, but nothing here is open to you; ask your hotline's administrator, or whoever "
    "gives out rights at {name}",
)
NO_HOTLINE = Text("oidc.no_hotline", "there is no hotline {value} here")
NO_MUNICIPALITY = Text("oidc.no_municipality", "no hotline of yours knows a municipality {value}")
NO_AGENT = Text("oidc.no_agent", "your municipality has no agent {value} in the hotline's newest plan")
_UNKNOWN = {"hotline": NO_HOTLINE, "municipality": NO_MUNICIPALITY, "agent": NO_AGENT}
FROM = "oidc from"
RETRY = {"Retry-After": "30"}
LONGEST = 60  # characters of a value that is shown

router = APIRouter(include_in_schema=False)


def asked_provider(request: Request, provider: str) -> Provider:
    """Return the provider that an address names.

    Raises
    ------
    HTTPException
        404 where there is none of that name.
    """
    named = next((one for one in providers_of(request) if one.id == provider), None)
    if named is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return named


AskedProvider = Annotated[Provider, Depends(asked_provider)]


@router.get(SIGN_IN + "/{provider}", dependencies=[allow_anonymous()])
def to_provider(request: Request, page: CurrentFrame, provider: AskedProvider, next: str = "") -> Response:
    """Send somebody to a provider, who asks them who they are."""
    made = Attempt.new(provider.id, local_address(next) or "")
    try:
        where = way_to(_directory(request), provider, made, _back(request, provider))
    except ProviderUnreachableError as error:
        return _down(page, provider, error)
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
    attempt_cookie.keep(request, answer, made)
    return answer


@router.get(SIGN_IN + "/{provider}/back", dependencies=[allow_anonymous()])
def from_provider(
    request: Request, page: CurrentFrame, context: CurrentContext, provider: AskedProvider
) -> Response:
    """Let somebody in who comes back from a provider."""
    kept = attempt_cookie.attempt_in(request)
    answer = (
        _refused(page, provider, ProviderRefusedError("no attempt"))
        if kept is None
        else _arrived(request, page, context, provider, kept)
    )
    attempt_cookie.forget(request, answer)
    return answer


def _arrived(
    request: Request, page: PageFrame, context: AccountsContext, provider: Provider, kept: Attempt
) -> Response:
    tried = _take(context)
    if not tried.allowed:
        return _page(page, provider, TOO_OFTEN(), HTTPStatus.TOO_MANY_REQUESTS, headers=RETRY)
    query, back = dict(request.query_params), _back(request, provider)
    try:
        claims = claims_of(_directory(request), provider, kept, query, back, context.now)
    except ProviderUnreachableError as error:
        return _down(page, provider, error)
    except ProviderRefusedError as error:
        return _refused(page, provider, error)
    device = device_of(request.headers.get("user-agent", ""))
    came = enter(context.database, provider, claims, context.now, device)
    with writing(context.database) as connection:
        attempts.give_back(connection, tried)
    if came.account is None or came.secret is None:
        return _nothing(page, provider, came)
    return answer_with_login(
        request, context, local_address(kept.led_to) or start_page_of(context, came.account), came.secret
    )


def _directory(request: Request) -> Directory:
    found: Directory = request.app.state.directory
    return found


def _back(request: Request, provider: Provider) -> str:
    public: str | None = request.app.state.settings.public_url
    return way_back(provider.id, public or str(request.base_url))


def _take(context: AccountsContext) -> Try:
    """Count a try: each asks the provider something, and anybody can invent one."""
    with writing(context.database) as connection:
        return attempts.take(connection, FROM, context.client, context.per_client, context.now)


def _refused(page: PageFrame, provider: Provider, error: ProviderRefusedError) -> Response:
    log().warning("provider_refused", provider=provider.id, reason=error.reason)
    return _page(page, provider, AGAIN(name=provider.name), HTTPStatus.BAD_REQUEST)


def _down(page: PageFrame, provider: Provider, error: ProviderUnreachableError) -> Response:
    log().warning("provider_unusable", provider=provider.id, reason=error.reason)
    said = DOWN(name=provider.name)
    return _page(page, provider, said, HTTPStatus.SERVICE_UNAVAILABLE, headers=RETRY)


def _nothing(page: PageFrame, provider: Provider, came: EntryResult) -> Response:
    reason = "deactivated" if came.deactivated else "no grants"
    log().info("provider_no_entry", provider=provider.id, reason=reason, unknown=len(came.unknown))
    said = CLOSED() if came.deactivated else NOTHING(name=provider.name)
    return _page(page, provider, said, HTTPStatus.FORBIDDEN, came.unknown)


def _page(
    page: PageFrame,
    provider: Provider,
    said: Message,
    status: HTTPStatus,
    unknown: tuple[UnknownName, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    reasons = [_UNKNOWN[one.kind](value=one_line(one.value)[:LONGEST]) for one in unknown]
    told: dict[str, Any] = {
        "provider": provider,
        "said": said,
        "reasons": reasons,
        "again": said.text is not CLOSED,
    }
    answer = page.respond("oidc/not_in.html", status=status, **told)
    answer.headers.update(headers or {})
    return answer
