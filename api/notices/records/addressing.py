"""From notices to mails: one becomes its mails in one transaction and only once, however many look at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from api.access.ids import AccountId, HotlineId
from api.accounts.records.preferences import NoticePreference, find_preferences
from api.notices.quiet import QuietHours
from api.notices.records.quiet_hours import find_quiet_hours, municipalities_of
from api.store import outbox
from api.store.engine import Database, reading, writing
from api.store.mail_kinds import MailDraft, MailKind, Outcome
from api.store.notice_table import Channel, UnknownNoticeError, is_held_back
from api.store.outbox import Notice
from api.store.tables import MAIL
from api.store.types import new_id
from wfm.ids import MunicipalityCode


def notices_to_sort(
    database: Database, kinds: Collection[str], due: datetime | None = None
) -> tuple[Notice, ...]:
    """Return the oldest notices that mails are to be made of; those only that are due by then."""
    with reading(database) as connection:
        return outbox.unsent_notices(connection, kinds=kinds, due=due)


def make_mails(
    database: Database,
    kind: MailKind,
    notice: Notice,
    at: datetime,
    channels: Collection[Channel] = (Channel.MAIL,),
) -> int:
    """Make the mails and text messages of a notice; return how many, none where somebody else has made them.

    Parameters
    ----------
    channels
        By which something can be sent at all.

    Raises
    ------
    StoreError, InputError
        Where what the notice tells of cannot be read.
    UnknownNoticeError
        Where a draft is of a topic that the kind does not declare, or the table does not know.
    """
    drafts: tuple[MailDraft, ...] = ()
    if not kind.makes_accounts:
        with reading(database) as connection:
            drafts = tuple(kind.address(connection, notice))
    with writing(database) as connection:
        if not outbox.mark_sent(connection, notice.id, at):
            return 0
        if kind.makes_accounts:
            drafts = tuple(kind.address(connection, notice))
        chosen = find_preferences(connection, {one.account for one in drafts if one.account is not None})
        rows: list[dict[str, Any]] = []
        places = _Places(connection, {one.account for one in drafts if one.account is not None})
        for draft in drafts:
            if draft.topic not in kind.topics:
                raise UnknownNoticeError(f"mails of {notice.kind} declare no {draft.topic}")
            mine = (
                NoticePreference() if draft.account is None else chosen.get(draft.account, NoticePreference())
            )
            held = None if draft.hotline is None else places.of(draft.hotline, draft.account)
            rows += _rows(notice, draft, mine, at, held, channels)
        if rows:
            connection.execute(insert(MAIL), rows)
    return len(rows)


def set_aside(database: Database, notice: Notice, at: datetime) -> None:
    """Note that no mails are made of a notice: it is older than a mail may become."""
    with writing(database) as connection:
        outbox.mark_sent(connection, notice.id, at)


class _Places:
    """By which municipality's quiet hours accounts go, asked for once for each hotline."""

    def __init__(self, connection: Connection, accounts: Collection[AccountId]) -> None:
        self._connection, self._accounts = connection, accounts
        self._towns: dict[HotlineId, Mapping[AccountId, MunicipalityCode]] = {}
        self._hours: dict[tuple[HotlineId, MunicipalityCode | None], QuietHours] = {}

    def of(self, hotline: HotlineId, account: AccountId | None) -> tuple[MunicipalityCode | None, QuietHours]:
        """Return the municipality of an account, if any, and its quiet hours."""
        if hotline not in self._towns:
            self._towns[hotline] = municipalities_of(self._connection, hotline, self._accounts)
        town = None if account is None else self._towns[hotline].get(account)
        if (hotline, town) not in self._hours:
            self._hours[hotline, town] = find_quiet_hours(self._connection, hotline, town).hours
        return town, self._hours[hotline, town]


def _rows(
    notice: Notice,
    draft: MailDraft,
    mine: NoticePreference,
    at: datetime,
    held: tuple[MunicipalityCode | None, QuietHours] | None,
    channels: Collection[Channel],
) -> Iterator[dict[str, Any]]:
    """Yield what is written of a draft: a mail that is not wanted is kept as such, a text is not made."""
    for channel in Channel:
        wanted = mine.wants(draft.topic, channel)
        if channel not in channels or (channel is Channel.TEXT and not wanted):
            continue
        due = at
        if held is not None and is_held_back(draft.topic, channel):
            due = held[1].waits_until(at, draft.useful_until) or at
        row = _row(notice, draft, channel, at, _outcome(draft, wanted=wanted))
        yield {**row, "due_at": due, "municipality": None if held is None else held[0]}


def _outcome(draft: MailDraft, *, wanted: bool) -> Outcome | None:
    """Return what became of a mail before it was sent; nothing where it is to be."""
    if draft.nowhere:
        return Outcome.NOT_NEEDED
    return None if wanted else Outcome.SWITCHED_OFF


def _row(
    notice: Notice, draft: MailDraft, channel: Channel, at: datetime, outcome: Outcome | None
) -> dict[str, Any]:
    what = {"kind": notice.kind, "payload": draft.payload, "channel": channel.value}
    about: dict[str, Any] = {"event": draft.topic.event.value, "role": draft.topic.role.value}
    whom = {"notice_id": notice.id, "account_id": draft.account, "person_id": draft.person}
    ended = outcome is not None
    done = {"done_at": at if ended else None, "outcome": outcome.value if outcome is not None else None}
    about |= {"hotline_id": draft.hotline, "useful_until": draft.useful_until}
    row = {"id": new_id(), **whom, **what, **about, "created_at": notice.created_at}
    return {**row, "attempts": 0, **done}
