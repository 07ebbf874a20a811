"""Each morning a notice for each hotline: once a day, whichever process looks, however often it starts."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from api.published.records import list_hotline_codes
from api.store import outbox
from api.store.engine import Database, writing

MORNING = "fortnight"
"""Kind of the notices."""
AT = time(6)
ZONE = ZoneInfo("Europe/Copenhagen")
"""When in the morning, and where: as quiet hours, in Danish time."""


def plan_mornings(database: Database, at: datetime) -> int:
    """Put in this day's notices where the morning has come and they are not there; return how many.

    Who is told is asked when the mails are made of them.
    """
    local = at.astimezone(ZONE)
    if local.time() < AT:
        return 0
    day = local.date().isoformat()
    with writing(database) as connection:
        return sum(
            outbox.add_notice_once(connection, f"{day} {code}", MORNING, {"hotline": code, "day": day}, at)
            for code in list_hotline_codes(connection)
        )
