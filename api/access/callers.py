"""Callers: who stands behind a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant
from wfm.ids import AgentId, MunicipalityCode


@dataclass(frozen=True)
class Nobody:
    """Somebody who showed nothing, or something that is unknown, revoked or out of date."""

    KIND: ClassVar[str] = "nobody"


@dataclass(frozen=True)
class Bearer:
    """Whoever holds the secret address of one calendar: an agent's, a municipality's, or the whole hotline's.

    Raises
    ------
    ValueError
        Where it is not just one of them.
    """

    KIND: ClassVar[str] = "feed"

    hotline: HotlineCode
    agent: AgentId | None = None
    municipality: MunicipalityCode | None = None
    everyone: bool = False

    def __post_init__(self) -> None:
        if sum(map(bool, (self.agent, self.municipality, self.everyone))) != 1:
            raise ValueError("a calendar is an agent's, a municipality's or the hotline's")


@dataclass(frozen=True)
class AccountHolder:
    """Somebody who signed in; ``id`` is the account's own, and names no person.

    Who ``administers_service`` is administrator of every hotline there is and will be, also while there is
    none.
    """

    KIND: ClassVar[str] = "account"

    id: AccountId
    grants: tuple[Grant, ...] = ()
    administers_service: bool = False

    def grants_of(self, hotline: HotlineCode) -> tuple[Grant, ...]:
        """Return what the account is to a hotline; empty where that hotline is foreign to it."""
        return tuple(grant for grant in self.grants if grant.hotline == hotline)


@dataclass(frozen=True)
class LocalUser:
    """Who started ``wfm serve --plan``: the plan's folder is theirs, so nothing is kept from them."""

    KIND: ClassVar[str] = "local user"


CALLER_KIND = "caller_kind"
"""Key of the request's state under which whoever finds out who asks says what kind of caller it is."""

Caller: TypeAlias = Nobody | Bearer | AccountHolder | LocalUser
NOBODY, LOCAL_USER = Nobody(), LocalUser()


def makes_hotlines(caller: Caller) -> bool:
    """Tell whether somebody signed in as an administrator of the whole service, and so makes hotlines."""
    return isinstance(caller, AccountHolder) and caller.administers_service
