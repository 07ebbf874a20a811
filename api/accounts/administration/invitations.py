"""Who gets a role at once, and who is asked first: whoever is of the hotline already is not asked."""

from __future__ import annotations

from api.access.callers import AccountHolder as Caller
from api.access.ids import AccountId, HotlineId
from api.accounts.administration.grant_form import GrantRequest
from api.accounts.administration.member_list import MemberAccount
from api.accounts.administration.offering import offer_more, offer_role
from api.accounts.administration.service import give
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, grants
from api.accounts.records.grants import GrantRecord
from api.store.engine import Connection


def invite(
    connection: Connection,
    context: AccountsContext,
    hotline: HotlineId,
    email: str,
    language: str,
    wanted: GrantRequest,
    by: Caller,
) -> MemberAccount:
    """Offer a role to an address; whoever is something to just this hotline already is given it.

    Raises
    ------
    AdministrationError
        Where it is an account of the hotline that is deactivated.
    MissingError
        Where the person is nobody of the hotline.
    """
    member = grants.member_by_email(connection, hotline, email)
    if member is None:
        return offer_role(connection, context, hotline, email, language, wanted, by)
    give(connection, context, hotline, accounts.find(connection, member), wanted, by)
    return _row(connection, hotline, member)


def give_to(
    connection: Connection,
    context: AccountsContext,
    hotline: HotlineId,
    row: MemberAccount,
    wanted: GrantRequest,
    by: Caller,
) -> GrantRecord:
    """Give a role to an account of the hotline, or offer one more to whoever has yet to accept.

    Who administers every hotline and is nothing to just this one is asked, as anybody else is; nobody asks
    themselves.

    Raises
    ------
    AdministrationError
        Where it is an account of the hotline that is deactivated.
    MissingError
        Where the person is nobody of the hotline.
    """
    if row.offer is not None:
        return offer_more(connection, context, row.offer, wanted, by)
    account = row.account
    own = account.id == by.id or any(grant.hotline == hotline for grant in row.grants)
    if own or not account.email:
        return give(connection, context, hotline, account, wanted, by)
    asked = offer_role(connection, context, hotline, account.email, account.language, wanted, by)
    return asked.grants[-1]


def _row(connection: Connection, hotline: HotlineId, account: AccountId) -> MemberAccount:
    held = grants.grants_of(connection, account)
    counts = tuple(grant for grant in held if grant.hotline in (hotline, None))
    return MemberAccount(accounts.find(connection, account), counts)
