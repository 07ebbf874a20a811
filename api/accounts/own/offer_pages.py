"""One's own offers: accepted or declined under My account, or by the link in whose hands one is.

Under My account they are accepted only where it is known that whoever has the account reads its address's
mail: else an administrator who once had a link to the account in hand could accept what another hotline
offers. The link that belongs to the offer shows it as well.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.ids import OfferId
from api.accounts import received_offers as own
from api.accounts.context import AccountsContext
from api.accounts.own.pages import CurrentOwner, Owner
from api.accounts.records import accounts, offers
from api.accounts.records.offers import Offer
from api.accounts.request_context import CurrentContext
from api.accounts.urls import ACCOUNT, LINKS
from api.store.engine import Connection, writing
from api.store.errors import MissingError
from api.web import login_cookie
from api.web.guard import require_sign_in
from wfm.message import Text

BY_ITS_LINK = Text("offers.by_its_link", "open the link of the invitation; it shows that it is meant for you")

router = APIRouter(include_in_schema=False)


class ByItsLinkError(HTTPException):
    """An offer is accepted where nobody knows whose the account is."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.FORBIDDEN)
        self.message = BY_ITS_LINK()


@router.post(f"{ACCOUNT}/offers/{{offer}}/accept", dependencies=[require_sign_in(writes=True)])
def accept(request: Request, context: CurrentContext, owner: CurrentOwner, offer: OfferId) -> Response:
    """Accept what is offered."""
    with writing(context.database) as connection:
        found = own.find_own(connection, context, owner.caller.id, offer)
        if not accounts.is_reached(connection, owner.caller.id):
            raise ByItsLinkError
        return _accept(request, connection, context, owner, found)


@router.post(f"{ACCOUNT}/offers/{{offer}}/decline", dependencies=[require_sign_in(writes=True)])
def decline(context: CurrentContext, owner: CurrentOwner, offer: OfferId) -> Response:
    """Decline what is offered."""
    with writing(context.database) as connection:
        found = own.find_own(connection, context, owner.caller.id, offer)
        own.decline(connection, context, found, owner.caller.id)
    return RedirectResponse(f"{ACCOUNT}?done=decline", HTTPStatus.SEE_OTHER)


@router.post(f"{LINKS}/{{token}}/accept", dependencies=[require_sign_in(writes=True)])
def accept_by_link(request: Request, context: CurrentContext, owner: CurrentOwner, token: str) -> Response:
    """Accept what a link offers to the account that one is signed in to."""
    with writing(context.database) as connection:
        linked = offers.find(connection, token, context.now)
        if linked is None:
            raise MissingError("offer")
        found = own.find_own(connection, context, owner.caller.id, linked.id)
        if not found.handed:
            accounts.note_reach(connection, owner.caller.id, context.now)
        return _accept(request, connection, context, owner, found)


def _accept(
    request: Request, connection: Connection, context: AccountsContext, owner: Owner, offer: Offer
) -> Response:
    secret = own.accept(connection, context, offer, owner.caller.id, owner.login.device)
    answer = RedirectResponse(f"{ACCOUNT}?done=accept", HTTPStatus.SEE_OTHER)
    login_cookie.keep(request, answer, secret)
    return answer
