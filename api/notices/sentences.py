"""What each kind of mail says; names in it are made one plain line first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from api.notices.letter import Items, Letter
from api.texts.one_line import one_line
from api.texts.translator import Translator, translator
from wfm.message import Message, Plural, Text

INVITED = Text("mail.invited", "You can now sign in to Fællesvagt")
INVITED_TO = Text("mail.invited_to", "You have been given an account in Fællesvagt, for {hotlines:list}.")
INVITED_BARE = Text("mail.invited_bare", "You have been given an account in Fællesvagt.")
CHOOSE = Text("mail.choose", "Choose your password")
RESET = Text("mail.reset", "A new password for Fællesvagt")
RESET_ASKED = Text(
    "mail.reset_asked",
    "Somebody, probably you, asked to choose a new password for your account in Fællesvagt.",
)
CHOOSE_NEW = Text("mail.choose_new", "Choose a new password")
ONCE_UNTIL = Text("mail.once_until", "The link works once, until {day:day} at {time:time}.")
NEWEST_COUNTS = Text(
    "mail.newest_counts", "If you received this more than once, only the link of the last one works."
)
NOT_YOU = Text(
    "mail.not_you", "Was it not you? Then you need do nothing: without the link nothing is changed."
)
UNEXPECTED = Text("mail.unexpected", "Did you not expect this? Then you need do nothing.")
SHIFTS_READY = Text("mail.shifts_ready", "Your shifts: {hotline}")
SHIFTS_CHANGED = Text("mail.shifts_changed", "Your shifts have changed: {hotline}")
FIRST = Text("mail.first", "The roster of {hotline} for {period} has been published. These are your shifts.")
AGAIN = Text(
    "mail.again",
    "The roster of {hotline} for {period} has been published again, on {day:day} at {time:time}. This is "
    "what has changed for you.",
)
YOURS = Plural("mail.yours", "{n:number} shift", "{n:number} shifts")
JOINED = Plural("mail.joined", "{n:number} new shift", "{n:number} new shifts")
LEFT = Plural(
    "mail.left", "{n:number} shift that is no longer yours", "{n:number} shifts that are no longer yours"
)
SHIFT = Text("mail.shift", "{day:day}, {times}")
SEE = Text("mail.see", "See all your shifts")
CALENDAR_LATER = Text(
    "mail.calendar_later",
    "A calendar that you subscribed to follows by itself; with some programs after a day.",
)
CODE_CHANGED = Text("mail.code_changed", "Your code at sign-in to Fællesvagt")
CODE_BECAME = MappingProxyType(
    {
        "on": Text("mail.code_on", "The code at sign-in to your account in Fællesvagt has been turned on."),
        "off": Text(
            "mail.code_off", "The code at sign-in to your account in Fællesvagt has been turned off."
        ),
        "codes": Text("mail.code_codes", "Your account in Fællesvagt has been given new recovery codes."),
        "taken": Text(
            "mail.code_taken",
            "An administrator has taken the code at sign-in to your account in Fællesvagt away. "
            "Your password alone is enough now; turn the code on again when you can.",
        ),
        "recovered": Text(
            "mail.code_recovered", "Somebody used a recovery code of your account in Fællesvagt."
        ),
    }
)
"""By what became of it, as the store calls that."""
SEE_CODE = Text("mail.see_code", "See the code at sign-in")
CODE_NOT_YOU = Text(
    "mail.code_not_you",
    "Was it not you? Then choose a new password at once, and tell your hotline's administrator.",
)
WHY = Text("mail.why", "You get this mail because you have an account in Fællesvagt.")


@dataclass(frozen=True)
class Turn:
    """A shift as somebody reads it: its day, and from when to when on the wall clock."""

    day: date
    start: str
    end: str


def invitation(language: str, hotlines: Iterable[str], url: str, expires: datetime, zone: str) -> Letter:
    """Say that somebody has an account now, and where they choose its password."""
    speak = translator(language)
    names = tuple(filter(None, map(one_line, hotlines)))
    opening = INVITED_TO(hotlines=names) if names else INVITED_BARE()
    closing = (_until(expires, zone), NEWEST_COUNTS(), UNEXPECTED())
    return _letter(speak, INVITED(), opening, CHOOSE(), url, closing)


def reset(language: str, url: str, expires: datetime, zone: str) -> Letter:
    """Say where a new password is chosen."""
    closing = (_until(expires, zone), NEWEST_COUNTS(), NOT_YOU())
    return _letter(translator(language), RESET(), RESET_ASKED(), CHOOSE_NEW(), url, closing)


def second_step(language: str, what: str, url: str) -> Letter:
    """Say what became of the code at sign-in."""
    closing = (CODE_NOT_YOU(), WHY())
    return _letter(translator(language), CODE_CHANGED(), CODE_BECAME[what](), SEE_CODE(), url, closing)


def published(
    language: str,
    hotline: str,
    period: tuple[date, date],
    at: datetime | None,
    joined: tuple[Turn, ...],
    left: tuple[Turn, ...],
    url: str,
) -> Letter:
    """Say what a publication changed for one person; `at` is on the wall clock, and none at the first."""
    speak, name = translator(language), one_line(hotline)
    about = {"hotline": name, "period": speak.dates(*period)}
    subject = SHIFTS_READY(hotline=name) if at is None else SHIFTS_CHANGED(hotline=name)
    opening = FIRST(**about) if at is None else AGAIN(**about, **_moment(at))
    lists = tuple(
        Items(speak.sentence(title(n=len(turns))) + ":", tuple(_turn(speak, turn) for turn in turns))
        for title, turns in ((YOURS if at is None else JOINED, joined), (LEFT, left))
        if turns
    )
    return _letter(speak, subject, opening, SEE(), url, (CALENDAR_LATER(), WHY()), lists)


def _letter(
    speak: Translator,
    subject: Message,
    opening: Message,
    action: Message,
    url: str,
    closing: tuple[Message, ...],
    lists: tuple[Items, ...] = (),
) -> Letter:
    said = tuple(speak.sentence(one) for one in closing)
    return Letter(
        speak.language,
        speak.sentence(subject),
        speak.sentence(opening),
        lists,
        speak.sentence(action),
        url,
        said,
    )


def _until(expires: datetime, zone: str) -> Message:
    return ONCE_UNTIL(**_moment(expires.astimezone(ZoneInfo(zone))))


def _moment(at: datetime) -> dict[str, str]:
    return {"day": at.date().isoformat(), "time": at.strftime("%H:%M")}


def _turn(speak: Translator, turn: Turn) -> str:
    said = SHIFT(day=turn.day.isoformat(), times=speak.times(turn.start, turn.end))
    return speak.sentence(said)
