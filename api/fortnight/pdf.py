"""The next fourteen days as PDF: A4, a block for each day, with room to write."""

from __future__ import annotations

from api.documents.typesetting import typeset
from api.fortnight.days import Fortnight, FortnightDay
from api.fortnight.sentences import (
    CLOSED,
    NOTES,
    TIME,
    WHO,
    about,
    names_of,
    notes_of,
    times_of,
    title_of,
)
from api.publication.seating import ShiftSeating
from api.texts.translator import Translator


def make_pdf(found: Fortnight, speak: Translator) -> bytes:
    """Return the document."""
    data = {
        "title": title_of(found, speak),
        "about": about(found, speak),
        "closed": speak.say(CLOSED()),
        "header": [speak.say(one()) for one in (TIME, WHO, NOTES)],
        "days": [_day(day, speak) for day in found.days],
    }
    return typeset("fortnight", data, speak)


def _day(day: FortnightDay, speak: Translator) -> dict[str, object]:
    rows = [[times_of(one, speak), _who(one, speak)] for one in day.seatings]
    return {"heading": speak.day(day.day).capitalize(), "rows": rows}


def _who(seating: ShiftSeating, speak: Translator) -> list[dict[str, str]]:
    groups = [
        {"town": group.municipality.name, "names": ", ".join(names_of(group))} for group in seating.groups
    ]
    return [*groups, *({"town": "", "names": note} for note in notes_of(seating, speak))]
