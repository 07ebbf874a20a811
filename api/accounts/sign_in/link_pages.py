"""What a link that can be used once opens: a page on which its bearer chooses a password.

Looking at the page uses nothing up: programs that look at mails before people do follow links, too.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.access.callers import AccountHolder
from api.accounts.credentials.passwords import TooBusyError
from api.accounts.received_offers import ReceivedOffer
from api.accounts.records.links import LinkKind
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in import links, offer_links
from api.accounts.sign_in.device import device_of
from api.accounts.sign_in.links import UsableLink
from api.accounts.sign_in.pages import FormText, admit, busy
from api.accounts.urls import ACCOUNT, LINKS
from api.texts.translator import DEFAULT, LANGUAGES
from api.web.guard import allow_anonymous
from api.web.pages.frame import CurrentFrame
from wfm.message import Message, Text

GONE = Text("link.gone", "the link can't be used")
GONE_WHY = Text(
    "link.gone_why",
    "It was used before, is out of date, or another one has taken its place. Ask for a new one.",
)

router = APIRouter(include_in_schema=False)


@router.get(f"{LINKS}/{{token}}", dependencies=[allow_anonymous()])
def link_page(page: CurrentFrame, context: CurrentContext, token: str) -> Response:
    """Ask for a password."""
    usable = links.find_usable(context, token)
    if usable is not None:
        return _form(page, usable)
    received = offer_links.find_offer(context, token)
    return _gone(page, context, token) if received is None else _offer(page, context, received)


@router.post(f"{LINKS}/{{token}}", dependencies=[allow_anonymous(writes=True)])
async def use_link(
    request: Request,
    page: CurrentFrame,
    context: CurrentContext,
    token: str,
    email: FormText = "",
    password: FormText = "",
    again: FormText = "",
    language: Annotated[str, Form(max_length=2)] = DEFAULT,
) -> Response:
    """Keep the password and sign its owner in, on this browser and no other; perhaps by a code as well."""
    usable = await run_in_threadpool(links.find_usable, context, token)
    received = None if usable else await run_in_threadpool(offer_links.find_offer, context, token)
    typed = {
        "password": password,
        "again": again,
        "language": language if language in LANGUAGES else DEFAULT,
        "device": device_of(request.headers.get("user-agent", "")),
    }
    try:
        if usable is not None:
            done = await links.use(context, token, usable, email=email, **typed)
        elif received is not None:
            done = await offer_links.use(context, token, received, **typed)
        else:
            return await run_in_threadpool(_gone, page, context, token)
    except TooBusyError:
        raise busy() from None
    if done.fault is not None and received is not None:
        return await run_in_threadpool(_offer, page, context, received, done.fault)
    if done.fault is not None and usable is not None:
        return _form(page, usable, email, done.fault)
    if done.begun is None:
        return await run_in_threadpool(_gone, page, context, token)
    # Who is new wants to see the roster, or what comes before it; the others came for their account.
    new = received is not None or (usable is not None and usable.link.kind is not LinkKind.RESET)
    return await run_in_threadpool(admit, request, context, "/" if new else ACCOUNT, done.begun)


@router.post(f"{LINKS}/{{token}}/decline", dependencies=[allow_anonymous(writes=True)])
def decline(page: CurrentFrame, context: CurrentContext, token: str) -> Response:
    """Decline what a link offers: whoever has it need not sign in for that."""
    if not offer_links.decline(context, token):
        return _gone(page, context, token)
    return page.respond("accounts/offer.html", received=None, wrong=None)


def _form(page: CurrentFrame, usable: UsableLink, email: str = "", wrong: Message | None = None) -> Response:
    status = HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return page.respond(
        "accounts/link.html",
        status=status,
        kind=usable.link.kind.value,
        owner=usable.email,
        email=email,
        wrong=wrong,
    )


def _offer(
    page: CurrentFrame, context: CurrentContext, received: ReceivedOffer, wrong: Message | None = None
) -> Response:
    """Show an offer; to its receiver, signed in, with what they can answer."""
    caller = page.request.app.state.caller(page.request)
    mine = isinstance(caller, AccountHolder) and offer_links.is_for(context, received, caller.id)
    return page.respond(
        "accounts/offer.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        received=received,
        mine=mine,
        wrong=wrong,
    )


def _gone(page: CurrentFrame, context: CurrentContext, token: str) -> Response:
    """Say that a link can't be used; one that is out of date never can be again, whatever the clock says."""
    links.bury(context, token)
    return page.respond_missing(HTTPStatus.NOT_FOUND, GONE(), GONE_WHY(), {"Cache-Control": "no-store"})
