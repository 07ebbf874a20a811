"""Offering roles in a hotline to an e-mail address, and what can be done with an offer before it is accepted.

It is the same whether the address has an account, an old one, a closed one or none: nobody looks. Else an
administrator of one hotline could find out about another's people, sign them out, and take the power over
their accounts away from those who have it.
"""

from __future__ import annotations

from datetime import timedelta

from api.access.callers import AccountHolder as Caller
from api.access.ids import GrantId, HotlineId, OfferId
from api.accounts.administration.grant_form import GrantRequest
from api.accounts.administration.member_list import MemberAccount, offer_row
from api.accounts.context import AccountsContext
from api.accounts.records import grants, offers
from api.accounts.records.grants import GrantRecord
from api.accounts.records.offers import Offer
from api.store import outbox
from api.store.engine import Connection
from api.store.errors import MissingError
from wfm.mail_address import is_reachable


def offer_role(
    connection: Connection,
    context: AccountsContext,
    hotline: HotlineId,
    email: str,
    language: str,
    wanted: GrantRequest,
    by: Caller,
) -> MemberAccount:
    """Offer a role to an address, and let that be mailed where mail reaches it.

    Raises
    ------
    MissingError
        Where the person is nobody of the hotline.
    """
    lasts = timedelta(days=context.settings.invitation_days)
    made = offers.make(connection, hotline, email, language, by=by.id, at=context.now, lasts=lasts)
    _add(connection, context, made, hotline, wanted, by)
    if is_reachable(email):  # else its link is handed on
        outbox.add_notice(connection, offers.NOTICE, {"offer": made}, context.now)
    return offer_row(_found(connection, context, made))


def offer_more(
    connection: Connection, context: AccountsContext, offer: Offer, wanted: GrantRequest, by: Caller
) -> GrantRecord:
    """Offer one role more, in the same offer.

    Raises
    ------
    MissingError
        Where the person is nobody of the hotline.
    """
    added = _add(connection, context, offer.id, offer.hotline, wanted, by)
    shown = offer_row(_found(connection, context, offer.id))
    return next(grant for grant in shown.grants if grant.id == added)


def withdraw_role(
    connection: Connection, context: AccountsContext, offer: Offer, role: GrantId, by: Caller
) -> None:
    """Offer one role less.

    Raises
    ------
    MissingError
        Where it is none of what is offered.
    """
    if not offers.withdraw_role(connection, offer, role, by=by.id, at=context.now):
        raise MissingError(role)


def withdraw_offer(connection: Connection, context: AccountsContext, offer: Offer, by: Caller) -> None:
    """Offer nothing any more."""
    offers.end(connection, offer, "withdraw", by=by.id, at=context.now)


def hand_on(connection: Connection, context: AccountsContext, offer: Offer) -> str:
    """Return the secret of a link to hand on; the one that was mailed opens nothing any more."""
    return offers.renew(connection, offer.id, context.now, handed=True)


def _add(
    connection: Connection,
    context: AccountsContext,
    offer: OfferId,
    hotline: HotlineId,
    wanted: GrantRequest,
    by: Caller,
) -> GrantId:
    home = (
        wanted.municipality if wanted.person is None else grants.home_of(connection, hotline, wanted.person)
    )
    found = offers.add_role(
        connection,
        offer,
        wanted.role,
        municipality=home,
        person=wanted.person,
        by=by.id,
        at=context.now,
    )
    return found.id


def _found(connection: Connection, context: AccountsContext, offer: OfferId) -> Offer:
    found = offers.find_by_id(connection, offer, context.now)
    if found is None:
        raise MissingError(offer)
    return found
