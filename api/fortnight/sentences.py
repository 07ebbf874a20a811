"""What stands in the documents of the next fourteen days."""

from __future__ import annotations

from api.fortnight.days import Fortnight
from api.publication.seating import MunicipalityGroup, ShiftSeating
from api.texts.one_line import one_line
from api.texts.translator import Translator
from wfm.calendar import clock
from wfm.message import Plural, Text

TITLE = Text("fortnight.title", "{hotline}: {period}")
ABOUT = Text(
    "fortnight.about",
    "The roster as it is on {day:day} at {time:time}. What happens while nobody reaches Fællesvagt is "
    "written down here, and entered afterwards.",
)
EMPTY = Plural("fortnight.empty", "{n:number} empty seat", "{n:number} empty seats")
LEARNS = Text("fortnight.learns", "{names:list} beside")
CLOSED = Text("fortnight.closed", "No shift.")
DAY, TIME, WHERE, WHO, NOTES = (
    Text("fortnight.day", "Day"),
    Text("fortnight.time", "Time"),
    Text("fortnight.where", "Municipality"),
    Text("fortnight.who", "Who"),
    Text("fortnight.notes", "What happened"),
)
"""Heads of the columns."""


def title_of(found: Fortnight, speak: Translator) -> str:
    """Return the name of the documents."""
    period = speak.dates(*found.period)
    return speak.say(TITLE(hotline=one_line(found.name), period=period))


def about(found: Fortnight, speak: Translator) -> str:
    """Say as of when it is."""
    return speak.say(ABOUT(day=found.at.date().isoformat(), time=found.at.strftime("%H:%M")))


def times_of(seating: ShiftSeating, speak: Translator) -> str:
    """Return from when to when a shift is."""
    return speak.times(clock(seating.shift.start), clock(seating.shift.end))


def names_of(group: MunicipalityGroup) -> tuple[str, ...]:
    """Return who sits there of a municipality, as the reader sees them."""
    return tuple(sitter.name for sitter in group.sitters)


def notes_of(seating: ShiftSeating, speak: Translator) -> tuple[str, ...]:
    """Return what else is to be known of a shift: empty seats, and who learns there."""
    empty = (speak.say(EMPTY(n=seating.empty)),) if seating.empty else ()
    novices = tuple(novice.name for novice in seating.beside)
    return (*empty, speak.say(LEARNS(names=novices))) if novices else empty
