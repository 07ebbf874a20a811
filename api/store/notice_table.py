"""What people are told of, in which role, and how: one table, which everything that is sent asks.

A capability names the event and the role of each mail that it drafts; `api.notices` looks up here, and in
what the receiver has chosen, whether and how it goes out. What does not stand here cannot be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Channel(StrEnum):
    """How something is told."""

    MAIL = "mail"
    TEXT = "text"
    """A text message, where a number was given."""


class NoticeRole(StrEnum):
    """In which role somebody is told."""

    SELF = "self"
    """Whoever did it, or whose account it is."""
    AGENT = "agent"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "admin"


class NoticeEvent(StrEnum):
    """What people are told of."""

    ACCOUNT = "account"
    """An invitation, a new password, what became of the code at sign-in."""
    SHIFTS_SOON = "shifts_soon"
    """Own shifts were given or taken by a publication that is near."""
    SHIFTS = "shifts"
    """The same, of later shifts."""
    DRAFT = "draft"
    REMARK_ANSWERED = "remark_answered"
    AVAILABILITY = "availability"
    """Asked when one can sit, and reminded."""
    SEATS_EMPTY = "seats_empty"
    OFFER = "offer"
    """Asked to take a seat, and that it is not needed any more."""
    OFFER_WILLING = "offer_willing"
    """Somebody would take a seat if one says yes."""
    SWAP_ASKED = "swap_asked"
    SWAP_APPROVAL = "swap_approval"
    SWAP_STATE = "swap_state"
    """How far a swap is in which one takes part, or of own people."""
    RUN_ENDED = "run_ended"
    BILL = "bill"
    """What a quarter comes to for a municipality, when it is closed or corrected."""
    FORTNIGHT = "fortnight"
    """The next fourteen days on paper, each morning."""
    FORTNIGHT_CHANGED = "fortnight_changed"
    """The same, where a publication changes them."""
    WEBHOOK_OFF = "webhook_off"
    """An address that is told of what happens was switched off, as nothing comes through."""


class Topic(NamedTuple):
    """What somebody is told of, in which role: a line of the table."""

    event: NoticeEvent
    role: NoticeRole


class Default(StrEnum):
    """What holds as long as nothing was chosen."""

    ALWAYS = "always"
    """It cannot be switched off."""
    ON = "on"
    OFF = "off"

    @property
    def is_fixed(self) -> bool:
        """Tell whether nothing can be chosen."""
        return self is Default.ALWAYS

    @property
    def is_sent(self) -> bool:
        """Tell whether it is sent where nothing was chosen."""
        return self is not Default.OFF


@dataclass(frozen=True)
class NoticeRule:
    """A line of the table.

    Parameters
    ----------
    mail, text
        What holds for each channel; ``None`` where it is never sent that way.
    waits
        Whether mails wait for the end of quiet hours, as text messages do.
    """

    mail: Default
    text: Default | None = None
    waits: bool = False

    def of(self, channel: Channel) -> Default | None:
        """Return what holds for a channel."""
        return self.mail if channel is Channel.MAIL else self.text


_E, _R, _D = NoticeEvent, NoticeRole, Default
TABLE: Mapping[Topic, NoticeRule] = MappingProxyType(
    {
        Topic(_E.ACCOUNT, _R.SELF): NoticeRule(_D.ALWAYS),
        Topic(_E.SHIFTS_SOON, _R.AGENT): NoticeRule(_D.ALWAYS, _D.ON),
        Topic(_E.SHIFTS, _R.AGENT): NoticeRule(_D.ON, _D.OFF),
        Topic(_E.DRAFT, _R.AGENT): NoticeRule(_D.ON),
        Topic(_E.DRAFT, _R.LEADER): NoticeRule(_D.ON),
        Topic(_E.REMARK_ANSWERED, _R.SELF): NoticeRule(_D.ON),
        Topic(_E.AVAILABILITY, _R.AGENT): NoticeRule(_D.ON),
        Topic(_E.AVAILABILITY, _R.LEADER): NoticeRule(_D.ON),
        Topic(_E.SEATS_EMPTY, _R.LEADER): NoticeRule(_D.ON, _D.OFF),
        Topic(_E.SEATS_EMPTY, _R.COORDINATOR): NoticeRule(_D.ON, _D.OFF),
        Topic(_E.OFFER, _R.AGENT): NoticeRule(_D.ON, _D.ON, waits=True),
        Topic(_E.OFFER, _R.LEADER): NoticeRule(_D.ON, _D.OFF, waits=True),
        Topic(_E.OFFER_WILLING, _R.LEADER): NoticeRule(_D.ON, _D.OFF, waits=True),
        Topic(_E.SWAP_ASKED, _R.AGENT): NoticeRule(_D.ON, _D.OFF),
        Topic(_E.SWAP_APPROVAL, _R.LEADER): NoticeRule(_D.ON),
        Topic(_E.SWAP_APPROVAL, _R.COORDINATOR): NoticeRule(_D.ON),
        Topic(_E.SWAP_STATE, _R.AGENT): NoticeRule(_D.ON),
        Topic(_E.SWAP_STATE, _R.LEADER): NoticeRule(_D.ON),
        Topic(_E.RUN_ENDED, _R.SELF): NoticeRule(_D.ON),
        Topic(_E.BILL, _R.LEADER): NoticeRule(_D.ON),
        Topic(_E.FORTNIGHT, _R.LEADER): NoticeRule(_D.OFF),
        Topic(_E.FORTNIGHT, _R.COORDINATOR): NoticeRule(_D.OFF),
        Topic(_E.FORTNIGHT_CHANGED, _R.LEADER): NoticeRule(_D.OFF),
        Topic(_E.FORTNIGHT_CHANGED, _R.COORDINATOR): NoticeRule(_D.ON),
        Topic(_E.WEBHOOK_OFF, _R.ADMINISTRATOR): NoticeRule(_D.ON),
    }
)
"""By what happened, and in which role one is told. At the top what cannot be switched off."""


class UnknownNoticeError(Exception):
    """Something was to be sent that the table does not know."""


def rule_of(topic: Topic) -> NoticeRule:
    """Return the line of the table.

    Raises
    ------
    UnknownNoticeError
        Where there is none.
    """
    found = TABLE.get(topic)
    if found is None:
        raise UnknownNoticeError(f"{topic.event} for {topic.role} is not in the table of notices")
    return found


def is_held_back(topic: Topic, channel: Channel) -> bool:
    """Tell whether something waits where its receiver is not to be disturbed.

    Raises
    ------
    UnknownNoticeError
        Where the table does not know it.
    """
    return channel is Channel.TEXT or rule_of(topic).waits


def default_of(event: NoticeEvent, roles: frozenset[NoticeRole], channel: Channel) -> Default | None:
    """Return what holds for whoever has some roles: the most that is told to any of them.

    ``None`` where an event is told to none of them, or not that way.
    """
    found = {rule.of(channel) for (one, role), rule in TABLE.items() if one is event and role in roles}
    return next((one for one in Default if one in found), None)
