"""Files for the calendar that come along with the mail of a publication, to those who subscribe to none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from typing import Any

from api.calendars.ics.enclosed import IcsMethod, write_enclosed
from api.calendars.ics.media_type import CALENDAR
from api.calendars.records.own_events import list_unsubscribed_events
from api.published.records import find_state
from api.store.engine import Connection
from api.store.errors import MissingError
from api.texts.letter import Attachment
from api.texts.translator import Translator
from wfm.message import Text

NEW = Text("mail.file_new", "new-shifts")
GONE = Text("mail.file_gone", "shifts-no-longer-yours")
"""Names of the files, in letters that every mail program takes."""


def enclose_shifts(
    connection: Connection, told: Mapping[str, Any], speak: Translator, sender: Address | None
) -> tuple[Attachment, ...]:
    """Return the files: shifts that are new or moved, and those that are to be taken out again.

    What has changed since the publication is as it is now.

    Parameters
    ----------
    told
        The payload of the mail: whose shifts it tells, and which.
    sender
        From whom it comes: who organizes the shifts, as such a file has to say.
    """
    try:
        hotline = find_state(connection, told["hotline"]).id
    except MissingError:
        return ()
    persons = told.get("persons", ())  # mails of before the files say nothing of them
    events = list_unsubscribed_events(connection, hotline, persons, speak.language) if persons else ()
    changed = {f"{day}T{start}" for name in ("joined", "left") for day, start, _ in told[name]}
    mine = [event for event in events if event.shift in changed]

    def files() -> Iterator[Attachment]:
        for method, name, cancelled in ((IcsMethod.PUBLISH, NEW, False), (IcsMethod.CANCEL, GONE, True)):
            meant = [event for event in mine if event.cancelled is cancelled]
            if meant:
                content = write_enclosed(speak.language, meant, method, sender)
                yield Attachment(f"{speak.say(name())}.ics", f"{CALENDAR}; method={method}", content)

    return tuple(files())
