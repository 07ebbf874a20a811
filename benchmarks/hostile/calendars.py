"""Calendars of busy times made to harm: events that repeat without end, or never, and bytes that are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random


def _fine_rules(chance: Random) -> bytes:
    rule = chance.choice(("SECONDLY", "MINUTELY", "HOURLY", "DAILY;BYHOUR=1,2,3", "YEARLY;BYSECOND=0,1,2"))
    return _calendar(f"DTSTART:{chance.choice(('0001', '1970', '2027'))}0104T080000Z\nRRULE:FREQ={rule}")


def _old_rules(chance: Random) -> bytes:
    rule = chance.choice(("DAILY", "WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "MONTHLY", "DAILY;COUNT=2147483647"))
    event = f"DTSTART:00010101T000000Z\nDURATION:PT1H\nRRULE:FREQ={rule}"
    return _calendar(*[event] * chance.randrange(1, 300))


def _empty_rules(chance: Random) -> bytes:
    rule = chance.choice(
        (
            "YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "DAILY;BYMONTH=2;BYMONTHDAY=31",
            "DAILY;INTERVAL=0",
            "YEARLY;BYWEEKNO=53;BYYEARDAY=100",
            "MONTHLY;BYSETPOS=366;BYDAY=MO",
        )
    )
    return _calendar(
        *[f"DTSTART:20270104T080000Z\nDURATION:PT1H\nRRULE:FREQ={rule}"] * chance.randrange(1, 9)
    )


def _many_events(chance: Random) -> bytes:
    event = f"DTSTART:2027010{chance.randrange(1, 9)}T080000Z\nDURATION:PT{chance.randrange(1, 10**6)}H"
    return _calendar(*[event] * chance.randrange(4_000, 11_000))


def _many_dates(chance: Random) -> bytes:
    dates = ",".join(["20270105T080000Z"] * chance.randrange(5_000, 50_000))
    name = chance.choice(("RDATE", "EXDATE", "RDATE;VALUE=PERIOD", "CATEGORIES"))
    return _calendar(f"DTSTART:20270104T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n{name}:{dates}")


def _long_lines(chance: Random) -> bytes:
    text = chance.choice(("x", "\n x", "\\n", "å", "\0", ";A=", '"')) * chance.randrange(10**5, 3 * 10**5)
    return _calendar(f"DTSTART:20270104T080000Z\nDURATION:PT1H\nSUMMARY{chance.choice((':', ';'))}{text}")


def _deep_parts(chance: Random) -> bytes:
    return b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * chance.randrange(1_000, 60_000)


def _odd_times(chance: Random) -> bytes:
    begins = chance.choice(
        ("99991231T235959Z", "00010101T000000Z", "20271332T250000Z", "-1", "9" * 10**5, "20270104", "")
    )
    lasts = chance.choice(
        (f"PT{'9' * 5_000}S", "-P9999D", "P999999999W", f"P{'1D' * 9_000}", "PT0S", "99991231")
    )
    return _calendar(f"DTSTART:{begins}\n{chance.choice(('DURATION', 'DTEND'))}:{lasts}\nRRULE:FREQ=DAILY")


def _many_zones(chance: Random) -> bytes:
    many = chance.randrange(100, 3_000)
    shape = (
        "BEGIN:VTIMEZONE\nTZID:z{n}\nBEGIN:STANDARD\nDTSTART:00010101T000000\nTZOFFSETFROM:+0200\n"
        "TZOFFSETTO:+0100\nRRULE:FREQ=DAILY\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    used = "DTSTART;TZID=z1:20270104T080000\nDTEND;TZID=../../etc/passwd:20270104T090000"
    return _calendar(used, more="".join(shape.format(n=n) for n in range(many)))


def _odd_bytes(chance: Random) -> bytes:
    start = chance.choice((b"\xff\xfe", b"PK\x03\x04", b"BEGIN:VCALENDAR\r\n", b"<?xml?>", b"\x1b[2J", b"{"))
    return start + chance.randbytes(chance.randrange(1_000, 900_000))


def _too_large(chance: Random) -> bytes:
    return _calendar("DTSTART:20270104T080000Z") + b"\r\n" * chance.randrange(600_000, 3_000_000)


CALENDARS: Mapping[str, Callable[[Random], bytes]] = {
    "an event every second": _fine_rules,
    "events since the year 1": _old_rules,
    "events that never come": _empty_rules,
    "events without end": _many_events,
    "dates without end": _many_dates,
    "a line of a calendar without end": _long_lines,
    "parts in parts": _deep_parts,
    "times that there are not": _odd_times,
    "time zones without end": _many_zones,
    "bytes that are no calendar": _odd_bytes,
    "a calendar of blank lines": _too_large,
}


def _calendar(*events: str, more: str = "") -> bytes:
    whole = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{more}{whole}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()[:999_000]
