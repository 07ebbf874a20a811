"""What an administrator does: invite, give and withdraw grants, hand a link on, close an account.

An administrator of one hotline has a say over an account only as far as that hotline goes. What would open
or close the whole account (a link to a password, deactivation) is for those who administer all that the
account may do, or else an administrator of one hotline could become somebody else in another.
"""

from __future__ import annotations

from datetime import timedelta

from api.access.callers import AccountHolder as Caller
from api.access.ids import GrantId, HotlineId, LinkId
from api.access.roles import Role
from api.accounts.administration.grant_form import GrantRequest
from api.accounts.administration.member_list import MemberAccount
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, grants, links, second_steps
from api.accounts.records.accounts import Account
from api.accounts.records.grants import GrantRecord
from api.accounts.records.links import LinkKind
from api.store import outbox
from api.store.engine import Connection
from api.store.errors import ClashError, MissingError
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


def invite(
    connection: Connection,
    context: AccountsContext,
    hotline: HotlineId,
    email: str,
    language: str,
    wanted: GrantRequest,
    by: Caller,
) -> Account:
    """Give somebody a grant, and an account and an invitation where they have none.

    Whether they had one already is told to nobody by what happens here.

    Raises
    ------
    AdministrationError
        Where the account is deactivated.
    MissingError
        Where the person is nobody of the hotline.
    """
    account = accounts.find_by_email(connection, email)
    if account is None:
        account = accounts.make(connection, email, language, by=by.id, at=context.now)
    give(connection, context, hotline, account, wanted, by)
    if not account.has_password:
        _invitation(connection, context, account, by)
    return account


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
    if found.role is Role.ADMINISTRATOR and row.account.id == by.id:
        raise AdministrationError(NOT_OWN())
    if found.hotline is None and not grants.administers_all(connection, by.id):
        raise AdministrationError(EVERYWHERE())
    grants.withdraw(connection, found, by=by.id, at=context.now)


def may_hand_on(connection: Connection, account: Account, by: Caller) -> bool:
    """Tell whether an account waits to be taken up by a link that the administrator may have in hand."""
    waits = not account.has_password and account.deactivated_at is None and bool(account.email)
    return waits and _whole(connection, account, by)


def make_link(
    connection: Connection, context: AccountsContext, account: Account, by: Caller
) -> tuple[str, LinkKind]:
    """Return the secret of a link to hand on: to take the account up, or to a new password.

    Raises
    ------
    AdministrationError
        Where the account is deactivated, belongs to whom a provider vouches for, or may do something where
        the administrator has no say.
    """
    _require_whole(connection, account, by)
    if account.deactivated_at is not None:
        raise AdministrationError(CLOSED())
    if not account.email:
        raise AdministrationError(BY_PROVIDER())
    kind = LinkKind.RESET if account.has_password else LinkKind.INVITATION
    made = _make_link(connection, context, account, kind, by)
    return links.renew(connection, made, context.now), kind


def deactivate(connection: Connection, context: AccountsContext, account: Account, by: Caller) -> None:
    """Close an account.

    Raises
    ------
    AdministrationError
        Where it is the administrator's own, or may do something where the administrator has no say.
    """
    if account.id == by.id:
        raise AdministrationError(NOT_OWN())
    _require_whole(connection, account, by)
    accounts.deactivate(connection, account.id, by=by.id, at=context.now)


def reactivate(connection: Connection, context: AccountsContext, account: Account, by: Caller) -> None:
    """Open a closed account again; it is taken up anew, by an invitation.

    Raises
    ------
    AdministrationError
        Where the account may do something where the administrator has no say.
    """
    _require_whole(connection, account, by)
    if account.deactivated_at is not None:
        accounts.reactivate(connection, account.id, by=by.id, at=context.now)
        if account.email:  # else its owner signs in by a provider, as before
            _invitation(connection, context, account, by)


def take_second_step(connection: Connection, context: AccountsContext, account: Account, by: Caller) -> None:
    """Let the password alone be enough for somebody who lost phone and recovery codes.

    Raises
    ------
    AdministrationError
        Where it is the administrator's own, or the account may do something where they have no say.
    """
    if account.id == by.id:
        raise AdministrationError(OWN_CODE())
    _require_whole(connection, account, by)
    second_steps.take_away(connection, account.id, by=by.id, at=context.now)


def link_lifetime(context: AccountsContext, kind: LinkKind) -> timedelta:
    """Return how long a link can be used: an invitation for days, a new password for minutes."""
    if kind is LinkKind.INVITATION:
        return timedelta(days=context.settings.invitation_days)
    return timedelta(minutes=context.settings.reset_minutes)


def _require_whole(connection: Connection, account: Account, by: Caller) -> None:
    """Refuse where an account may do something in a hotline of which the caller is no administrator."""
    if not _whole(connection, account, by):
        raise AdministrationError(ELSEWHERE_TOO())


def _whole(connection: Connection, account: Account, by: Caller) -> bool:
    """Tell whether the caller administers every hotline in which an account may do something."""
    if grants.administers_all(connection, by.id):
        return True
    if grants.administers_all(connection, account.id):
        return False
    own = {grant.hotline for grant in by.grants if grant.role is Role.ADMINISTRATOR}
    return all(grant.hotline in own for grant in grants.resolve_grants(connection, account.id))


def _invitation(connection: Connection, context: AccountsContext, account: Account, by: Caller) -> None:
    made = _make_link(connection, context, account, LinkKind.INVITATION, by)
    told = {"link": made, "account": account.id}
    outbox.add_notice(connection, LinkKind.INVITATION.value, told, context.now)


def _make_link(
    connection: Connection, context: AccountsContext, account: Account, kind: LinkKind, by: Caller
) -> LinkId:
    lasts = link_lifetime(context, kind)
    return links.make(connection, kind, account.id, by=by.id, at=context.now, lasts=lasts)
