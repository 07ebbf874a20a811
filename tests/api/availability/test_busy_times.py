"""Calendars taken in: as four programs write them, hostile ones, and that nothing is kept of them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.api.availability.asked import open_collection
from tests.api.filled_service import Served
from wfm.tables.confined import reader

SECRET = "KANARIE-tandlæge"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    reader.close()


def calendar(*events: str, more: str = "") -> bytes:
    whole = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nDTSTAMP:20261201T000000Z\nSUMMARY:{SECRET}\nDESCRIPTION:{SECRET}\n{event}\nEND:VEVENT\n"
        for n, event in enumerate(events)
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{more}{whole}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def shifts(served: Served, content: bytes, agent: str = "1-1", caller: str = "agent") -> list[str]:
    told = served.send(
        "POST", f"availability/{agent}/busy-times", content, caller=caller, media="text/calendar"
    )
    assert told.status_code == 200, told.text
    assert SECRET not in told.text
    return list(told.json()["shifts"])


OUTLOOK = """BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            calendar(
                "DTSTART;TZID=Romance Standard Time:20270105T090000\n"
                "DTEND;TZID=Romance Standard Time:20270105T093000\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY",
                more=OUTLOOK,
            ),
            ["2027-01-05T08:00"],
        ),
        (calendar("DTSTART:20270106T100000Z\nDTEND:20270106T110000Z"), ["2027-01-06T11:00"]),
        (
            calendar(
                "DTSTART;TZID=Europe/Copenhagen:20270104T120000\nDURATION:PT30M\n"
                "RRULE:FREQ=DAILY;COUNT=5\nEXDATE;TZID=Europe/Copenhagen:20270106T120000"
            ),
            ["2027-01-04T11:00", "2027-01-05T11:00", "2027-01-07T11:00", "2027-01-08T11:00"],
        ),
        (
            calendar("DTSTART;VALUE=DATE:20270107\nDTEND;VALUE=DATE:20270108"),
            ["2027-01-07T08:00", "2027-01-07T11:00"],
        ),
        (calendar("DTSTART:20270105T100000\nDTEND:20270105T110000"), ["2027-01-05T08:00"]),
        (calendar("DTSTART:20270105T140000\nDTEND:20270105T230000"), []),
    ],
    ids=["outlook", "google", "apple", "nextcloud", "floating", "outside the hours"],
)
def test_a_calendar_comes_to_the_shifts_it_overlaps(served: Served, content: bytes, found: list[str]) -> None:
    assert shifts(served, content) == found


def test_meetings_that_repeat_for_years_are_read(served: Served) -> None:
    daily = "DTSTART:20150104T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    assert len(shifts(served, calendar(*[daily] * 12))) == 5


@pytest.mark.parametrize(
    "free",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org",
    ],
)
def test_free_time_is_no_busy_time(served: Served, free: str) -> None:
    assert shifts(served, calendar(f"DTSTART:20270105T080000Z\nDTEND:20270105T090000Z\n{free}")) == []


def test_nothing_is_kept(served: Served) -> None:
    open_collection(served)
    before = served.digest()
    assert shifts(served, calendar("DTSTART:20270105T080000Z\nDTEND:20270105T090000Z"))
    assert served.digest() == before


def test_an_unknown_time_zone_is_told(served: Served) -> None:
    content = calendar("DTSTART;TZID=Nowhere/Here:20270105T090000\nDTEND;TZID=Nowhere/Here:20270105T093000")
    told = served.send(
        "POST", "availability/1-1/busy-times", content, caller="agent", media="text/calendar"
    ).json()
    assert told["shifts"] == ["2027-01-05T08:00"]
    assert "Nowhere/Here" in told["notices"][0]
    assert told["entries"] == [
        {
            "kind": "unavailable",
            "first_day": "2027-01-05",
            "last_day": "2027-01-05",
            "days": None,
            "from": "08:00",
            "to": "11:00",
            "note": "",
        }
    ]


HOSTILE = {
    "every second": calendar("DTSTART:20270104T080000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"),
    "every hour since year 1": calendar("DTSTART:00010101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY"),
    "by hours": calendar("DTSTART:20270104T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=1,2,3"),
    "by seconds": calendar("DTSTART:20270104T080000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYSECOND=1,2,3"),
    "ten thousand": calendar(*["DTSTART:20270105T080000Z\nDURATION:PT1H"] * 10_000)[:999_900] + b"\r\n",
    "no calendar": b"PK\x03\x04" * 1000,
    "no end": calendar("DTSTART:20270105T080000Z")[:-40],
    "deep": b"BEGIN:VEVENT\r\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_bounded_time_and_the_next_one_is_read(
    served: Served, name: str
) -> None:
    began = time.monotonic()
    told = served.send(
        "POST", "availability/1-1/busy-times", HOSTILE[name], caller="agent", media="text/calendar"
    )
    assert told.status_code == 422, told.text
    assert [fault["file"] for fault in told.json()["faults"]] == ["calendar.ics"]
    assert time.monotonic() - began < 20
    assert shifts(served, calendar("DTSTART:20270105T080000Z\nDURATION:PT1H")) == ["2027-01-05T08:00"]


def test_a_meeting_of_two_thousand_years_is_read_or_refused_in_bounded_time(served: Served) -> None:
    began = time.monotonic()
    ancient = calendar("DTSTART:00010101T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY")
    told = served.send("POST", "availability/1-1/busy-times", ancient, caller="agent", media="text/calendar")
    if told.status_code == 200:
        assert told.json()["shifts"]
    else:
        assert told.status_code == 422, told.text
        assert [fault["file"] for fault in told.json()["faults"]] == ["calendar.ics"]
    assert time.monotonic() - began < 20


def test_a_large_file_and_another_s_calendar_are_refused(served: Served) -> None:
    def status(agent: str, content: bytes, caller: str = "agent", media: str = "text/calendar") -> int:
        address = f"availability/{agent}/busy-times"
        return served.send("POST", address, content, caller=caller, media=media).status_code

    sound = calendar("DTSTART:20270105T080000Z\nDURATION:PT1H")
    assert status("1-1", sound + b" " * 1_000_000) == 413
    assert status("1-1", sound, media="application/json") == 415
    assert status("2-1", sound) == status("2-1", sound, "leader") == 404
    assert status("1-1", sound, "administrator") == 403
    assert status("1-2", sound, "leader") == 200
