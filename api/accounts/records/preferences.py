"""What accounts have chosen to be told of, and the number that text messages go to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from api.access.ids import AccountId, HotlineId, PersonId
from api.accounts.records import logins
from api.store.errors import ConflictError
from api.store.notice_table import Channel, NoticeEvent, Topic, rule_of
from api.store.tables import GRANT, NOTICE_PREFERENCE

Choices = Mapping[tuple[NoticeEvent, Channel], bool]
MOST_NAMED = 100
"""Accounts that the database is asked for by name; of more, all rows are read."""
BETWEEN = ":"
"""Between event and channel in what is kept."""


@dataclass(frozen=True)
class NoticePreference:
    """What an account has chosen.

    Parameters
    ----------
    number
        Rises with each change; 0 where nothing was chosen.
    choices
        What is switched on or off otherwise than the table has it.
    mobile
        Where text messages go, in international form; ``None`` for nowhere.
    mobile_shown
        Whether the own leader and coordinators may see that number.
    """

    number: int = 0
    choices: Choices = field(default_factory=dict)
    mobile: str | None = None
    mobile_shown: bool = False

    def wants(self, topic: Topic, channel: Channel) -> bool:
        """Tell whether something is told this way; what the table says always holds.

        Raises
        ------
        UnknownNoticeError
            Where it is not in the table.
        """
        default = rule_of(topic).of(channel)
        if default is None or (channel is Channel.TEXT and self.mobile is None):
            return False
        return default.is_fixed or self.choices.get((topic.event, channel), default.is_sent)


def find_preference(connection: Connection, account: AccountId) -> NoticePreference:
    """Return what an account has chosen."""
    return find_preferences(connection, (account,)).get(account, NoticePreference())


def find_preferences(
    connection: Connection, accounts: Collection[AccountId]
) -> Mapping[AccountId, NoticePreference]:
    """Return what accounts have chosen; those that chose nothing are left out."""
    p, wanted = NOTICE_PREFERENCE.c, set(accounts)
    asked = select(p.account_id, p.number, p.choices, p.mobile, p.mobile_shown)
    if len(wanted) <= MOST_NAMED:
        asked = asked.where(p.account_id.in_(wanted))
    return {row.account_id: _preference(row) for row in connection.execute(asked) if row.account_id in wanted}


def find_shown_mobiles(
    connection: Connection, hotline: HotlineId, persons: Collection[PersonId]
) -> Mapping[PersonId, str]:
    """Return the private numbers of people who let their own leader and coordinators see them.

    Whoever asks has to be one of these.
    """
    g, p = GRANT.c, NOTICE_PREFERENCE.c
    asked = select(g.person_id, p.mobile).join(NOTICE_PREFERENCE, p.account_id == g.account_id)
    given = p.mobile.is_not(None) & p.mobile_shown.is_(True)
    wanted = set(persons)
    rows = connection.execute(asked.where(g.hotline_id == hotline, given)) if wanted else ()
    return {row.person_id: row.mobile for row in rows if row.person_id in wanted}


def keep_preference(
    connection: Connection, account: AccountId, kept: NoticePreference, at: datetime
) -> NoticePreference:
    """Write down what an account chooses, if what it had chosen is still of the number given.

    Raises
    ------
    ConflictError
        Where it was changed meanwhile.
    MissingError
        Where the account is not there or is deactivated.
    """
    logins.hold(connection, account)
    p = NOTICE_PREFERENCE.c
    told = {f"{event}{BETWEEN}{channel}": on for (event, channel), on in kept.choices.items()}
    own = {"mobile": kept.mobile, "mobile_shown": kept.mobile_shown}
    values = {"number": kept.number + 1, "choices": told, **own, "at": at}
    now = find_preference(connection, account)
    if now.number != kept.number:
        raise ConflictError(kept.number, now.number, account, None)
    if now.number:
        connection.execute(update(NOTICE_PREFERENCE).where(p.account_id == account).values(**values))
    else:
        connection.execute(insert(NOTICE_PREFERENCE).values(account_id=account, **values))
    return find_preference(connection, account)


def _preference(row: Any) -> NoticePreference:
    """Return a row; what an older or newer release called otherwise is left out."""
    known = {f"{event}{BETWEEN}{channel}": (event, channel) for event in NoticeEvent for channel in Channel}
    choices = {known[name]: bool(on) for name, on in row.choices.items() if name in known}
    return NoticePreference(row.number, choices, row.mobile, row.mobile_shown)
