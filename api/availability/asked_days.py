"""The days of a collection as a form tells them: from when on, and until when, people answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from api.availability.deadline import end_of_day, read_day
from api.availability.place import CollectionPlace
from api.availability.records.collections import Stage
from api.web.pages.sent_form import PageForm
from wfm.message import Message, Text

MORNING = time(7)
"""When a collection opens on a day: its mails arrive as people begin, not in the night."""
LATER_DAY = Text("collect.later_day", "a day that is not over yet")
BEGINS_AFTER = Text("collect.begins_after", "a first day that comes no later than the last day")


@dataclass(frozen=True)
class AskedDays:
    """From when until when people answer.

    Parameters
    ----------
    opens
        ``None`` where it stays as it was, or it is at once.
    closes
        The end of the last day.
    """

    opens: datetime | None
    closes: datetime

    @classmethod
    def read(cls, form: PageForm, place: CollectionPlace, zone: ZoneInfo) -> AskedDays | Message:
        """Return what a form says, or what is wrong with it."""
        last = read_day(form.text("closes"))
        if last is None:
            return LATER_DAY()
        closes = end_of_day(last, zone)
        if closes <= place.at:
            return LATER_DAY()
        if place.stage not in (Stage.NONE, Stage.PLANNED) or "opens" not in form.fields:
            return cls(None, closes)  # who was asked has been
        if not form.text("opens"):
            return cls(place.at, closes)
        first = read_day(form.text("opens"))
        if first is None or first > last:
            return BEGINS_AFTER()
        kept = None if place.collection is None else place.collection.opens.astimezone(zone).date()
        if first == kept:
            return cls(None, closes)
        return cls(max(datetime.combine(first, MORNING, tzinfo=zone), place.at), closes)
