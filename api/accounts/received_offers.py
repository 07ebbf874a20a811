"""What is offered to the owner of an account: they accept it or decline it, and nobody else does."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.ids import AccountId, OfferId
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, grants, logins, offers
from api.accounts.records.offers import Offer
from api.store.engine import Connection
from api.store.errors import MissingError


@dataclass(frozen=True)
class ReceivedOffer:
    """An offer as whoever gets it sees it: of which hotline, by name."""

    offer: Offer
    hotline: str


def show(connection: Connection, offer: Offer) -> ReceivedOffer:
    """Return an offer with what its receiver is told."""
    return ReceivedOffer(offer, offers.hotline_name(connection, offer))


def find_received(
    connection: Connection, context: AccountsContext, account: AccountId
) -> tuple[ReceivedOffer, ...]:
    """Return what is offered to an account's address."""
    email = accounts.find(connection, account).email
    return tuple(show(connection, offer) for offer in offers.offers_to(connection, email, context.now))


def find_own(connection: Connection, context: AccountsContext, account: AccountId, offer: OfferId) -> Offer:
    """Return an offer to an account's address.

    Raises
    ------
    MissingError
        Where there is none, which looks as if it were somebody else's.
    """
    for one in find_received(connection, context, account):
        if one.offer.id == offer:
            return one.offer
    raise MissingError(offer)


def take(connection: Connection, context: AccountsContext, offer: Offer, account: AccountId) -> None:
    """Give an account what was offered; a role whose person was erased meanwhile is nobody's.

    Raises
    ------
    MissingError
        Where somebody was quicker.
    """
    logins.hold(connection, account)
    if not offers.end(connection, offer, "accept", by=account, at=context.now):
        raise MissingError(offer.id)
    for role in offer.roles:
        if role.person is not None and not grants.is_person(connection, offer.hotline, role.person):
            continue
        grants.give(
            connection,
            account,
            role.role,
            hotline=offer.hotline,
            municipality=role.municipality,
            person=role.person,
            by=role.by,
            at=context.now,
        )


def accept(
    connection: Connection, context: AccountsContext, offer: Offer, account: AccountId, device: str
) -> str:
    """Accept an offer, and return the secret of a new login: the others ended with the change of roles.

    Raises
    ------
    MissingError
        Where somebody was quicker.
    """
    take(connection, context, offer, account)
    return logins.begin(connection, account, at=context.now, device=device, how="offer")


def decline(connection: Connection, context: AccountsContext, offer: Offer, by: AccountId | None) -> None:
    """Decline an offer; whoever made it is told nothing but that it waits no longer."""
    offers.end(connection, offer, "decline", by=by, at=context.now)
