"""Using the link of an invitation: whoever has no account yet chooses a password, the others sign in.

Until somebody does, the link shows the same whether there is an account of that address or not.
"""

from __future__ import annotations

from anyio.to_thread import run_sync

from api.access.ids import AccountId
from api.accounts import received_offers as own
from api.accounts.context import AccountsContext
from api.accounts.credentials.password_rules import password_fault
from api.accounts.received_offers import ReceivedOffer
from api.accounts.records import accounts, grants, offers
from api.accounts.sign_in.begin import NewLogin, begin
from api.accounts.sign_in.links import LinkUse
from api.store.engine import Connection, reading, writing
from wfm.message import Text

SIGN_IN_FIRST = Text("offers.sign_in_first", "that you sign in: the address has an account already")


def find_offer(context: AccountsContext, token: str) -> ReceivedOffer | None:
    """Return the offer that a secret opens."""
    with reading(context.database) as connection:
        offer = offers.find(connection, token, context.now)
        return None if offer is None else own.show(connection, offer)


def is_for(context: AccountsContext, received: ReceivedOffer, account: AccountId) -> bool:
    """Tell whether an offer is to the address of an account."""
    with reading(context.database) as connection:
        return accounts.find(connection, account).email == received.offer.email


def decline(context: AccountsContext, token: str) -> bool:
    """Decline what a link offers; tell whether it did offer anything."""
    with writing(context.database) as connection:
        offer = offers.find(connection, token, context.now)
        if offer is not None:
            own.decline(connection, context, offer, None)
        return offer is not None


async def use(
    context: AccountsContext,
    token: str,
    received: ReceivedOffer,
    *,
    password: str,
    again: str,
    language: str,
    device: str,
) -> LinkUse:
    """Make the account, keep its password, give it what was offered and sign its owner in.

    Raises
    ------
    TooBusyError
        Where too many passwords are being looked at.
    """
    fault = await password_fault(password, again, (received.offer.email,))
    if fault is not None:
        return LinkUse(fault=fault)
    kept = await context.passwords.hash_of(password)
    return await run_sync(_use, context, token, language, kept, device)


def _use(context: AccountsContext, token: str, language: str, kept: str, device: str) -> LinkUse:
    with writing(context.database) as connection:
        offer = offers.find(connection, token, context.now)
        if offer is None:
            return LinkUse()
        account = _new_account(connection, context, offer.email, language)
        if account is None:
            return LinkUse(fault=SIGN_IN_FIRST())
        own.take(connection, context, offer, account)
        accounts.set_language(connection, account, language, at=context.now)
        accounts.set_password(connection, account, kept, by=account, at=context.now)
        accounts.note_reach(connection, account, None if offer.handed else context.now)
        return LinkUse(_begin(connection, context, account, device))


def _new_account(
    connection: Connection, context: AccountsContext, email: str, language: str
) -> AccountId | None:
    """Return an account that was never anybody's; none where somebody has it, or had."""
    found = accounts.find_by_email(connection, email)
    if found is None:
        return accounts.make(connection, email, language, by=None, at=context.now).id
    taken = found.has_password or found.deactivated_at is not None
    return None if taken or grants.grants_of(connection, found.id) else found.id


def _begin(connection: Connection, context: AccountsContext, account: AccountId, device: str) -> NewLogin:
    return begin(connection, account, at=context.now, device=device, how="invitation")
