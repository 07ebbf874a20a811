"""The one way in with a password, old or new: to a login, or to the question for a code before it.

Every page that has seen a right password begins here, so that none can forget the second step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.access.ids import AccountId
from api.accounts.records import half_logins, logins, second_steps
from api.store.engine import Connection


@dataclass(frozen=True)
class NewLogin:
    """What a browser is to keep: the secret of a login, or of half a one, which waits for a code."""

    secret: str
    half: bool


def begin(connection: Connection, account: AccountId, *, at: datetime, device: str, how: str) -> NewLogin:
    """Let somebody in whose password was right, or ask them for a code first.

    Raises
    ------
    MissingError
        Where there is no such account, or it is deactivated.
    """
    logins.hold(connection, account)
    if second_steps.is_on(connection, account):
        return NewLogin(half_logins.begin(connection, account, at=at, device=device, how=how), half=True)
    return NewLogin(logins.begin(connection, account, at=at, device=device, how=how), half=False)
