"""Who may subscribe to which calendars: said once, for those that are offered and those that are handed out.

Nobody has a right to somebody else's own calendar: whoever made an address of it could go on reading it
unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.access.roles import HOTLINE_WIDE, Role

PERSON, MUNICIPALITY, HOTLINE = "person", "municipality", "hotline"
"""Whose calendar it is; its subject is a person's random id, a municipality's code, the hotline's id."""


@dataclass(frozen=True)
class CalendarRight:
    """A right to subscribe to calendars.

    Parameters
    ----------
    kind
        Whose calendars.
    own
        Whether only that of whom the grant names, and not every one of the hotline.
    """

    kind: str
    own: bool = False


WHOLE_HOTLINE = (CalendarRight(HOTLINE), CalendarRight(MUNICIPALITY))
"""The rights of those who look after all of it, the local user among them."""

RIGHTS: Mapping[Role, tuple[CalendarRight, ...]] = {
    Role.AGENT: (CalendarRight(PERSON, own=True),),
    Role.LEADER: (CalendarRight(MUNICIPALITY, own=True),),
    **dict.fromkeys(HOTLINE_WIDE, WHOLE_HOTLINE),
}
"""The rights of each role, the narrowest first."""
