"""The accounts of a hotline as its administrators see them: all, one, those that words fit, by pages.

Who was invited and has not accepted stands among them by what the inviter wrote and nothing else, whether
there is an account of that address or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.access.ids import AccountId, HotlineId
from api.accounts.records import accounts, grants, offers
from api.accounts.records.accounts import Account
from api.accounts.records.grants import GrantRecord
from api.accounts.records.members import Members
from api.accounts.records.offers import Offer
from api.store.engine import Connection
from api.store.errors import MissingError
from api.texts.alphabet import danish_order

AT_ONCE = 50
"""Accounts on a page."""


@dataclass(frozen=True)
class MemberAccount:
    """An account as a hotline's administrators see it: with its grants in that hotline.

    Parameters
    ----------
    account, grants
        As they are; of an offer, as they would be if it were a new account.
    offer
        What waits to be accepted; none where it is an account of the hotline.
    """

    account: Account
    grants: tuple[GrantRecord, ...]
    offer: Offer | None = None

    @property
    def since(self) -> datetime:
        """Since when it is something to the hotline: how old the account itself is, is not the hotline's."""
        return min(grant.created_at for grant in self.grants)


def list_accounts(connection: Connection, hotline: HotlineId, at: datetime) -> tuple[MemberAccount, ...]:
    """Return every account with a grant in a hotline (random id), and who was invited, by e-mail."""
    found: dict[AccountId, list[GrantRecord]] = {}
    for grant in grants.grants_in(connection, hotline):
        found.setdefault(grant.account, []).append(grant)
    known = accounts.find_all(connection, found)
    rows = [MemberAccount(known[account], tuple(held)) for account, held in found.items()]
    rows += map(offer_row, offers.offers_in(connection, hotline, at))
    return tuple(sorted(rows, key=lambda row: danish_order(row.account.shown)))


def offer_row(offer: Offer) -> MemberAccount:
    """Return what was offered, as if a new account had it."""
    stand_in = Account(
        id=AccountId(offer.id),
        email=offer.email,
        language=offer.language,
        created_at=offer.created_at,
        deactivated_at=None,
        has_password=False,
    )
    held = (
        GrantRecord(
            id=one.id,
            account=stand_in.id,
            role=one.role,
            hotline=offer.hotline,
            municipality=one.municipality,
            person=one.person,
            created_at=offer.created_at,
        )
        for one in offer.roles
    )
    return MemberAccount(stand_in, tuple(held), offer)


def find_account(
    connection: Connection, hotline: HotlineId, account: AccountId, at: datetime
) -> MemberAccount:
    """Return one account of a hotline.

    Raises
    ------
    MissingError
        Where it has no grant there, which looks as if it were not there at all.
    """
    for row in list_accounts(connection, hotline, at):
        if row.account.id == account:
            return row
    raise MissingError(account)


def search_accounts(rows: Sequence[MemberAccount], words: str, members: Members) -> tuple[MemberAccount, ...]:
    """Return the accounts of which every word tells: of the e-mail, the agent, or the municipality."""
    wanted = words.casefold().split()
    return tuple(row for row in rows if all(word in _told(row, members) for word in wanted))


def _told(row: MemberAccount, members: Members) -> str:
    told = [row.account.shown]
    for grant in row.grants:
        who = members.people.get(grant.person) if grant.person else None
        home = grant.municipality or (who.municipality if who else None)
        told += [who.agent, who.name] if who else []
        told += [home, members.municipalities.get(home, "")] if home else []
    return "\n".join(told).casefold()
