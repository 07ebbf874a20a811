"""Asking for a new password: a mail with a link, if there is such an account; nobody is told whether."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.accounts.context import AccountsContext
from api.accounts.records import accounts, attempts, links
from api.accounts.records.attempts import Limit, Try
from api.accounts.records.links import LinkKind
from api.accounts.sign_in.service import as_counted
from api.store import outbox
from api.store.engine import writing

FROM, OF = "reset from", "reset of"
"""Kinds of tries: from one client's address, and for one account."""
ASKED = Limit(3, timedelta(hours=1))
"""How many mails about a new password an account gets at most."""


@dataclass(frozen=True)
class ResetTries:
    """Tries that were counted: from where they came, and for the account."""

    here: Try
    account: Try


def take(context: AccountsContext, email: str) -> ResetTries:
    """Count a try to ask for a new password."""
    with writing(context.database) as connection:
        here = attempts.take(connection, FROM, context.client, context.per_client, context.now)
        to = attempts.take(connection, OF, as_counted(email), ASKED, context.now)
    return ResetTries(here, to)


def send_link(context: AccountsContext, email: str) -> None:
    """Let a mail with a link be sent, if there is an account of that e-mail that has a password."""
    address = accounts.normalize_email(email)
    if address is None:
        return
    with writing(context.database) as connection:
        account = accounts.find_by_email(connection, address)
        if account is None or account.deactivated_at is not None or not account.has_password:
            return
        if not account.reachable:
            return  # an administrator hands a link on
        lasts = timedelta(minutes=context.settings.reset_minutes)
        made = links.make(connection, LinkKind.RESET, account.id, by=None, at=context.now, lasts=lasts)
        outbox.add_notice(
            connection, LinkKind.RESET.value, {"link": made, "account": account.id}, context.now
        )
