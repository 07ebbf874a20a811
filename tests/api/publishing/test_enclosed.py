"""Changed shifts come along as files for the calendar, to those who subscribe to none, as in their feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from api.access.ids import HotlineId
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import PERSON
from api.notices.relay import Relay
from api.store.engine import Database, open_engine, reading, writing
from api.store.persons import identities_of
from api.store.tables import FEED_BODY
from api.store.tables import PERSON as PEOPLE
from tests.api.notices.post import add_agents, address, settings
from tests.api.notices.server import MailServer, mail_server
from tests.api.notices.test_relay import LATER
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import NOW, OTHER_ROSTER, add_plan, add_roster, plan_with_notes, publish_version

Changed = dict[str, dict[str, tuple[int, bool]]]


@pytest.fixture
def kind() -> str:
    """Return which database it is; that both do alike is seen elsewhere."""
    return "sqlite"


@pytest.fixture
def database(place: str) -> Iterator[Database]:
    opened = open_engine(place)
    yield opened
    opened.dispose()


def publish_one_after_the_other(database: Database, *, with_accounts: bool = True) -> HotlineId:
    """Publish two rosters, the second some days later, and tell only of that one; return the hotline."""
    revision = add_plan(database, plan_with_notes())
    if with_accounts:
        add_agents(database, revision.hotline)
    first = add_roster(database, revision, SMALL_ROSTER, expected=0)
    second = add_roster(database, revision, OTHER_ROSTER, expected=1)
    publish_version(database, first, expected=0)
    publish_version(database, second, expected=1)
    return revision.hotline


def enclosed(office: MailServer) -> tuple[Changed, int]:
    """Return of each receiver's last mail the events by method, and how many mails had none."""
    found: Changed = {}
    without = 0
    for taken in office.taken:
        files = list(taken.message.iter_attachments())
        without += not files
        events: dict[str, tuple[int, bool]] = {}
        for part in files:
            calendar = Calendar.from_ical(part.get_content().encode())
            assert part.get_content_type() == "text/calendar"
            assert part.get_param("method") == calendar["METHOD"]
            for event in calendar.walk("VEVENT"):
                cancelled = str(event["STATUS"]) == "CANCELLED"
                # what RFC 5546 (3.2.1, 3.2.5) wants of an event of which nobody is asked anything
                assert str(event["ORGANIZER"]) == "mailto:vagt@example.dk"
                assert "ATTENDEE" not in event
                assert cancelled == (str(calendar["METHOD"]) == "CANCEL")
                events[str(event["UID"])] = (int(str(event["SEQUENCE"])), cancelled)
        found[taken.receivers[0]] = events
    return found, without


def fed(database: Database, hotline: HotlineId) -> dict[str, dict[str, tuple[int, bool]]]:
    """Return what stands in everybody's feed, by the address to which their mails go."""
    with reading(database) as connection:
        who = identities_of(connection, hotline)
        rows = connection.execute(select(FEED_BODY).where(FEED_BODY.c.kind == PERSON)).all()
    found: dict[str, dict[str, tuple[int, bool]]] = {}
    for row in rows:
        calendar: Any = Calendar.from_ical(row.body)
        found[address(who[row.subject].agent)] = {
            str(event["UID"]): (int(str(event["SEQUENCE"])), str(event["STATUS"]) == "CANCELLED")
            for event in calendar.walk("VEVENT")
        }
    return found


def send(database: Database) -> tuple[Changed, int]:
    with mail_server() as office:
        Relay(database, settings(office.port), lambda: LATER).round()
        return enclosed(office)


def test_uids_and_sequences_are_those_of_the_feed_and_lost_shifts_are_cancelled(database: Database) -> None:
    hotline = publish_one_after_the_other(database)
    files, without = send(database)
    feeds = fed(database, hotline)
    assert without == 0
    for receiver, events in files.items():
        assert events, receiver
        assert events.items() <= feeds[receiver].items()
    cancelled = {uid for events in feeds.values() for uid, (_, gone) in events.items() if gone}
    assert cancelled
    assert cancelled == {uid for events in files.values() for uid, (_, gone) in events.items() if gone}


def test_who_subscribes_to_the_own_calendar_gets_no_file(database: Database) -> None:
    hotline = publish_one_after_the_other(database)
    with writing(database) as connection:
        for person in identities_of(connection, hotline):
            owner = CalendarOwner(PERSON, person)
            make_address(connection, hotline, owner, name="phone", language="da", at=NOW, account=None)
    files, without = send(database)
    assert (set(map(len, files.values())), without) == ({0}, 6)


def test_who_has_no_account_gets_the_files_at_the_address_in_the_plan(database: Database) -> None:
    hotline = publish_one_after_the_other(database, with_accounts=False)
    with writing(database) as connection:
        for person, who in identities_of(connection, hotline).items():
            connection.execute(PEOPLE.update().where(PEOPLE.c.id == person).values(email=address(who.agent)))
    files, without = send(database)
    feeds = fed(database, hotline)
    assert without == 0
    assert all(events.items() <= feeds[receiver].items() for receiver, events in files.items())
