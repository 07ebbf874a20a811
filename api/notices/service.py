"""What somebody is told, as they see and choose it: every event that comes to them, and on which way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from api.access.callers import AccountHolder
from api.access.roles import Role
from api.accounts.mobile import LONGEST_TYPED, read_mobile
from api.accounts.records.preferences import NoticePreference, find_preference, keep_preference
from api.store.engine import Connection, Database, reading
from api.store.idempotency import IdempotentRequest, once
from api.store.notice_table import Channel, Default, NoticeEvent, NoticeRole, default_of
from wfm.errors import Fault, InputError
from wfm.message import Text

ROLES: Mapping[Role, NoticeRole] = {
    Role.AGENT: NoticeRole.AGENT,
    Role.LEADER: NoticeRole.LEADER,
    Role.COORDINATOR: NoticeRole.COORDINATOR,
    Role.ADMINISTRATOR: NoticeRole.ADMINISTRATOR,
}
FILE = "notices"
NEVER = Text("notices.never", "something that you are told this way")
NUMBER = Text("notices.number", "a mobile number, such as 20 20 20 20 or +45 20 20 20 20; or nothing")
FIXED = Text("notices.fixed", "on: this cannot be switched off")


@dataclass(frozen=True)
class NoticeChoice:
    """One event on one way, as it holds for somebody.

    Parameters
    ----------
    event, channel
        What, and how.
    on
        Whether they are told.
    default
        What holds where they choose nothing; `ALWAYS` where they cannot choose.
    """

    event: NoticeEvent
    channel: Channel
    on: bool
    default: Default


@dataclass(frozen=True)
class NoticeChoices:
    """All that somebody can choose, in the order of the table, and what is kept of it."""

    lines: tuple[NoticeChoice, ...]
    preference: NoticePreference

    def of(self, event: NoticeEvent, channel: Channel) -> NoticeChoice | None:
        """Return a choice; nothing where they are not told this way."""
        return next((one for one in self.lines if (one.event, one.channel) == (event, channel)), None)

    @property
    def events(self) -> tuple[NoticeEvent, ...]:
        """The events that come to them."""
        return tuple(dict.fromkeys(one.event for one in self.lines))


@dataclass(frozen=True)
class ChosenMobile:
    """The number that text messages are to go to, as it was typed, and whether it may be seen."""

    typed: str
    shown: bool


def roles_of(holder: AccountHolder) -> frozenset[NoticeRole]:
    """Return in which roles somebody is told."""
    held = {ROLES[grant.role] for grant in holder.grants if grant.role in ROLES}
    return frozenset(held | {NoticeRole.SELF})


def read_choices(database: Database, holder: AccountHolder) -> NoticeChoices:
    """Return what comes to somebody, and what they have chosen."""
    with reading(database) as connection:
        return _choices(connection, holder)


def set_choices(
    database: Database,
    holder: AccountHolder,
    request: IdempotentRequest,
    wanted: Iterable[tuple[NoticeEvent, Channel, bool]],
    *,
    mobile: ChosenMobile | None = None,
    expected: int,
    at: datetime,
) -> NoticeChoices:
    """Choose what one is told from now on; what is not named stays as it is.

    Parameters
    ----------
    mobile
        The number for text messages; ``None`` lets it be as it is.

    Raises
    ------
    InputError
        With everything that cannot be chosen, and a number that is none.
    ConflictError
        Where it was changed since the caller saw it.
    """
    chosen = tuple(wanted)

    def effect(connection: Connection) -> Mapping[str, int]:
        now = _choices(connection, holder)
        faults = list(_impossible(now, chosen))
        kept = now.preference
        if mobile is not None:
            try:
                kept = replace(kept, mobile=read_mobile(mobile.typed), mobile_shown=mobile.shown)
            except ValueError:
                faults.append(Fault(FILE, None, "mobile", mobile.typed[:LONGEST_TYPED], NUMBER()))
        if faults:
            raise InputError(faults)
        kept = replace(kept, number=expected, choices=_merged(now, chosen))
        return {"number": keep_preference(connection, holder.id, kept, at).number}

    once(database, request, at, effect)
    return read_choices(database, holder)


def _choices(connection: Connection, holder: AccountHolder) -> NoticeChoices:
    mine, roles = find_preference(connection, holder.id), roles_of(holder)
    lines = []
    for event in NoticeEvent:
        for channel in Channel:
            default = default_of(event, roles, channel)
            if default is not None:
                on = default.is_fixed or mine.choices.get((event, channel), default.is_sent)
                lines.append(NoticeChoice(event, channel, on, default))
    return NoticeChoices(tuple(lines), mine)


def _impossible(now: NoticeChoices, chosen: Iterable[tuple[NoticeEvent, Channel, bool]]) -> Iterator[Fault]:
    for event, channel, on in chosen:
        line = now.of(event, channel)
        if line is None or (line.default.is_fixed and not on):
            expected = NEVER() if line is None else FIXED()
            yield Fault(FILE, None, f"{event}.{channel}", "on" if on else "off", expected)


def _merged(
    now: NoticeChoices, chosen: Iterable[tuple[NoticeEvent, Channel, bool]]
) -> Mapping[tuple[NoticeEvent, Channel], bool]:
    """Return what differs from the table; what was chosen in a role that is not held any more stays."""
    kept = dict(now.preference.choices)
    for event, channel, on in chosen:
        line = now.of(event, channel)
        assert line is not None
        kept.pop((event, channel), None)
        if on != line.default.is_sent:
            kept[event, channel] = on
    return kept
