"""What an administrator does with accounts of the hotline: give and withdraw grants, hand a link on, close.

An administrator of one hotline has a say over an account only as far as that hotline goes. What would open
the whole account (a link to a password) is for those who administer all that the account may do, or else an
administrator of one hotline could become somebody else in another; and closing it ends, for the others,
what the account may in their own hotlines. Who is nothing to the hotline yet is invited (`invitations`).
"""

from __future__ import annotations

from datetime import timedelta

from api.access.callers import AccountHolder as Caller
from api.access.ids import GrantId, HotlineId, LinkId
from api.access.roles import Role
from api.accounts.administration.grant_form import GrantRequest
from api.accounts.administration.member_list import MemberAccount
from api.accounts.administration.offering import hand_on, withdraw_offer, withdraw_role
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, grants, links, second_steps
from api.accounts.records.accounts import Account
from api.accounts.records.grants import GrantRecord
from api.accounts.records.links import LinkKind
from api.store import outbox
from api.store.engine import Connection
from api.store.errors import ClashError, MissingError
from wfm.mail_address import is_reachable
from wfm.message import Text

NOT_OWN = Text("accounts.not_own", "nobody takes their own administration away; another administrator can")
ELSEWHERE_TOO = Text(
    "accounts.elsewhere_too",
    "the account also has grants where you are not an administrator; you can withdraw those of this hotline",
)
EVERYWHERE = Text(
    "accounts.everywhere",
    "the grant counts in every hotline; only an administrator of them all can withdraw it",
)
BY_PROVIDER = Text(
    "accounts.by_provider", "the account has no password here: its owner signs in through the employer"
)
OWN_CODE = Text("accounts.own_code", "you turn your own code off under My account, with a code")
CLOSED = Text("accounts.closed", "the account is deactivated; it can be opened again")


class AdministrationError(ClashError):
    """What an administrator asks for goes against how things stand; the message says how."""


def give(
    connection: Connection,
    context: AccountsContext,
    hotline: HotlineId,
    account: Account,
    wanted: GrantRequest,
    by: Caller,
) -> GrantRecord:
    """Give a grant in a hotline.

    Raises
    ------
    AdministrationError
        Where the account is deactivated.
    MissingError
        Where the person is nobody of the hotline.
    """
    if account.deactivated_at is not None:
        raise AdministrationError(CLOSED())
    return grants.give(
        connection,
        account.id,
        wanted.role,
        hotline=hotline,
        municipality=wanted.municipality,
        person=wanted.person,
        by=by.id,
        at=context.now,
    )


def withdraw(
    connection: Connection, context: AccountsContext, row: MemberAccount, grant: GrantId, by: Caller
) -> None:
    """Withdraw a grant.

    Raises
    ------
    MissingError
        Where the account has no such grant in the hotline.
    AdministrationError
        Where it is the administrator's own, or counts in other hotlines, too.
    """
    found = next((held for held in row.grants if held.id == grant), None)
    if found is None:
        raise MissingError(grant)
    if row.offer is not None:
        withdraw_role(connection, context, row.offer, grant, by)
        return
    if found.role is Role.ADMINISTRATOR and row.account.id == by.id:
        raise AdministrationError(NOT_OWN())
    if found.hotline is None and not grants.administers_all(connection, by.id):
        raise AdministrationError(EVERYWHERE())
    grants.withdraw(connection, found, by=by.id, at=context.now)


def make_link(
    connection: Connection, context: AccountsContext, row: MemberAccount, by: Caller
) -> tuple[str, LinkKind]:
    """Return the secret of a link to hand on: to an invitation, or to a new password.

    Raises
    ------
    AdministrationError
        Where the account is deactivated, belongs to whom a provider vouches for, or may do something where
        the administrator has no say.
    """
    if row.offer is not None:
        return hand_on(connection, context, row.offer), LinkKind.INVITATION
    account = row.account
    _require_whole(connection, account, by)
    if account.deactivated_at is not None:
        raise AdministrationError(CLOSED())
    if not account.email:
        raise AdministrationError(BY_PROVIDER())
    kind = LinkKind.RESET if account.has_password else LinkKind.INVITATION
    made = _make_link(connection, context, account, kind, by)
    return links.renew(connection, made, context.now), kind


def close(connection: Connection, context: AccountsContext, row: MemberAccount, by: Caller) -> bool:
    """Close an account; where it may do something elsewhere, end what it may in the hotline instead.

    An invitation is withdrawn.

    Returns
    -------
    bool
        Whether the whole account is closed.

    Raises
    ------
    AdministrationError
        Where it is the administrator's own, or is nothing to this hotline alone.
    """
    if row.offer is not None:
        withdraw_offer(connection, context, row.offer, by)
        return False
    if row.account.id == by.id:
        raise AdministrationError(NOT_OWN())
    if may_open(connection, row.account, by):
        accounts.deactivate(connection, row.account.id, by=by.id, at=context.now)
        return True
    here = [grant for grant in row.grants if grant.hotline is not None]
    if not here:
        raise AdministrationError(EVERYWHERE())
    for grant in here:
        grants.withdraw(connection, grant, by=by.id, at=context.now)
    return False


def reactivate(connection: Connection, context: AccountsContext, row: MemberAccount, by: Caller) -> None:
    """Open a closed account again; it is taken up anew, by an invitation. An invitation was never closed.

    Raises
    ------
    AdministrationError
        Where the account may do something where the administrator has no say.
    """
    if row.offer is not None:
        return
    account = row.account
    _require_whole(connection, account, by)
    if account.deactivated_at is not None:
        accounts.reactivate(connection, account.id, by=by.id, at=context.now)
        if account.email:  # else its owner signs in by a provider, as before
            _invitation(connection, context, account, by)


def take_second_step(
    connection: Connection, context: AccountsContext, row: MemberAccount, by: Caller
) -> None:
    """Let the password alone be enough for somebody who lost phone and recovery codes.

    Raises
    ------
    AdministrationError
        Where it is the administrator's own, or the account may do something where they have no say.
    """
    if row.offer is not None:
        return
    if row.account.id == by.id:
        raise AdministrationError(OWN_CODE())
    _require_whole(connection, row.account, by)
    second_steps.take_away(connection, row.account.id, by=by.id, at=context.now)


def may_open(connection: Connection, account: Account, by: Caller) -> bool:
    """Tell whether the caller administers every hotline in which an account may do something."""
    if grants.administers_all(connection, by.id):
        return True
    if grants.administers_all(connection, account.id):
        return False
    own = {grant.hotline for grant in by.grants if grant.role is Role.ADMINISTRATOR}
    return all(grant.hotline in own for grant in grants.resolve_grants(connection, account.id))


def has_whole_say(connection: Connection, row: MemberAccount, by: Caller) -> bool:
    """Tell whether an administrator may close what stands in a row of the list, and make links to it."""
    return row.offer is not None or may_open(connection, row.account, by)


def link_lifetime(context: AccountsContext, kind: LinkKind) -> timedelta:
    """Return how long a link can be used: an invitation for days, a new password for minutes."""
    if kind is LinkKind.INVITATION:
        return timedelta(days=context.settings.invitation_days)
    return timedelta(minutes=context.settings.reset_minutes)


def _require_whole(connection: Connection, account: Account, by: Caller) -> None:
    """Refuse where an account may do something in a hotline of which the caller is no administrator."""
    if not may_open(connection, account, by):
        raise AdministrationError(ELSEWHERE_TOO())


def _invitation(connection: Connection, context: AccountsContext, account: Account, by: Caller) -> None:
    if not is_reachable(account.email):
        return  # a link is handed on instead
    made = _make_link(connection, context, account, LinkKind.INVITATION, by)
    told = {"link": made, "account": account.id}
    outbox.add_notice(connection, LinkKind.INVITATION.value, told, context.now)


def _make_link(
    connection: Connection, context: AccountsContext, account: Account, kind: LinkKind, by: Caller
) -> LinkId:
    lasts = link_lifetime(context, kind)
    return links.make(connection, kind, account.id, by=by.id, at=context.now, lasts=lasts)
