"""A calendar file read for one thing: from when to when its owner is busy. Nothing else of it is kept.

It runs in a child process that may use little memory and time. What would unfold into millions of times is
refused before anything is unfolded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from wfm.errors import Fault
from wfm.message import Text
from wfm.tables.raw_table import UnusableTableError

NO_CALENDAR = Text("fault.no_calendar", "a calendar (iCalendar, .ics)")
FINE_RULE = Text(
    "fault.fine_rule", "events that repeat by days, weeks, months or years; this one repeats by {rule}"
)
FEWER_EVENTS = Text("fault.fewer_events", "a calendar with at most {limit:number} events in the period")

MOST_TIMES = 5_000
MOST_ZONES = 5
LONGEST_ZONE = 60
_FINE = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_FINE_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_FAULTS = (ValueError, KeyError, IndexError, AttributeError, TypeError, ArithmeticError, RecursionError)

Interval = tuple[datetime, datetime]


def read_busy(
    name: str, content: bytes, first_day: str, last_day: str, timezone: str, address: str = ""
) -> dict[str, Any]:
    """Return from when to when the owner of a calendar is busy, and time zones that nobody knows.

    Parameters
    ----------
    name, content
        What faults call the file, and its bytes.
    first_day, last_day
        Of the period that is asked about, both inclusive.
    timezone
        Of times that name none, and of whole days.
    address
        E-mail of the owner, where it is known: what that one declined is free.

    Raises
    ------
    UnusableTableError
        Where it is no calendar, or one that would unfold into too much.
    """
    zone = ZoneInfo(timezone)
    begin = _midnight(date.fromisoformat(first_day), zone)
    end = _midnight(date.fromisoformat(last_day) + timedelta(days=1), zone)
    try:
        calendar = Calendar.from_ical(content)
        if not isinstance(calendar, Calendar):
            _refuse(name, NO_CALENDAR())
        _refuse_fine_rules(name, calendar)
        zones = dict.fromkeys(_unknown_zones(calendar))
        busy = [*_events(name, calendar, begin, end, zone, address), *_periods(calendar, zone)]
    except _FAULTS as error:
        raise UnusableTableError(Fault(name, None, "", "", NO_CALENDAR())) from error
    inside = ((max(start, begin), min(stop, end)) for start, stop in busy)
    merged = _merge(sorted((start, stop) for start, stop in inside if start < stop))
    return {"busy": list(merged), "unknown_zones": list(zones)[:MOST_ZONES]}


def _refuse(name: str, expected: Any) -> NoReturn:
    raise UnusableTableError(Fault(name, None, "", "", expected))


def _refuse_fine_rules(name: str, calendar: Calendar) -> None:
    for event in calendar.walk("VEVENT"):
        for rule in (*_several(event.get("RRULE")), *_several(event.get("EXRULE"))):
            told = {str(one).upper() for one in _several(rule.get("FREQ"))} & _FINE
            told |= {part for part in _FINE_PARTS if rule.get(part)}
            if told:
                _refuse(name, FINE_RULE(rule=min(told)))


def _events(
    name: str, calendar: Calendar, begin: datetime, end: datetime, zone: ZoneInfo, address: str
) -> Iterator[Interval]:
    found = recurring_ical_events.of(calendar).between(begin, end)  # `after` takes forty times as long
    if len(found) > MOST_TIMES:
        _refuse(name, FEWER_EVENTS(limit=MOST_TIMES))
    for event in found:
        start, stop = _instant(event.start, zone), _instant(event.end, zone)
        if start < stop and not _is_free(event, address):
            yield start, stop


def _periods(calendar: Calendar, zone: ZoneInfo) -> Iterator[Interval]:
    """Yield what a file of free and busy times says."""
    for component in calendar.walk("VFREEBUSY"):
        for value in _several(component.get("FREEBUSY")):
            kind = str(getattr(value, "params", {}).get("FBTYPE", "BUSY")).upper()
            if kind != "FREE":
                start, stop = value.dt
                first = _instant(start, zone)
                yield first, first + stop if isinstance(stop, timedelta) else _instant(stop, zone)


def _is_free(event: Mapping[str, Any], address: str) -> bool:
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return True
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return True
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE":
        return True
    return _is_declined(event, address)


def _is_declined(event: Mapping[str, Any], address: str) -> bool:
    """Tell whether the owner declined: by their address, else where everybody asked did."""
    asked = {
        str(one).lower().removeprefix("mailto:"): str(one.params.get("PARTSTAT", "")).upper() == "DECLINED"
        for one in _several(event.get("ATTENDEE"))
    }
    own = asked.get(address.lower()) if address else None
    return bool(asked) and all(asked.values()) if own is None else own


def _unknown_zones(calendar: Calendar) -> Iterator[str]:
    """Yield time zones that neither the file nor anybody else explains: such times count as local ones."""
    for event in calendar.walk("VEVENT"):
        for key in ("DTSTART", "DTEND"):
            for value in _several(event.get(key)):
                named, moment = value.params.get("TZID"), value.dt
                if named and isinstance(moment, datetime) and moment.tzinfo is None:
                    yield str(named)[:LONGEST_ZONE]


def _merge(busy: Iterable[Interval]) -> Iterator[Interval]:
    """Yield times in order, those that touch as one."""
    last: Interval | None = None
    for start, stop in busy:
        if last is not None and start <= last[1]:
            last = last[0], max(last[1], stop)
            continue
        if last is not None:
            yield last
        last = start, stop
    if last is not None:
        yield last


def _several(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _instant(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return _midnight(moment, zone)
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return aware.astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
