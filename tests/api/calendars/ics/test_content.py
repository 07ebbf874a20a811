"""What is dropped from a calendar and when: by today's date, and only where it is written anyway."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.calendars.ics.content import CANCELLED_KEPT, KEPT, CalendarContent, next_content
from api.calendars.ics.events import events_of
from api.publication.publication import CalendarEvent
from tests import builders
from tests.api.publications import SMALL_ROSTER, small_plan

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
PLAN = small_plan()
PERIOD = PLAN.hotline.period.first_day
OTHER = datetime(2027, 5, 31).date()
[EVENT, NEW, *_] = events_of(PLAN, SMALL_ROSTER, (), NOW)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def event(uid: str, ago: timedelta, **changes: object) -> CalendarEvent:
    """Return an event of another quarter that began so long ago."""
    return replace(EVENT, uid=uid, starts_at=NOW - ago, periods=(OTHER,), **changes)  # type: ignore[arg-type]


def cancelled(uid: str, ago: timedelta, since: timedelta) -> CalendarEvent:
    """Return one that was cancelled so long ago."""
    return event(uid, ago, cancelled=True, changed_at=NOW - since)


def content_after(*before: CalendarEvent) -> CalendarContent:
    """Return what a calendar shows once something else in it changed."""
    changed = replace(NEW, starts_at=NOW, sequence=NEW.sequence + 1)
    return next_content((*before, changed), CalendarContent((*before, NEW)), PERIOD, NOW)


def test_a_shift_is_dropped_ninety_days_after_it_began() -> None:
    young, old = event("young", KEPT), event("old", KEPT + SECOND)
    assert old not in content_after(young, old).events
    assert young in content_after(young, old).events


def test_a_cancelled_one_is_dropped_after_thirty_days_once_its_time_is_over() -> None:
    gone = cancelled("gone", DAY, CANCELLED_KEPT)
    stays = cancelled("stays", DAY, CANCELLED_KEPT - SECOND)
    to_come = cancelled("to come", -DAY, KEPT)
    found = content_after(gone, stays, to_come)
    assert set(found.events) >= {stays, to_come}
    assert found.dropped == (gone,)


def test_what_was_dropped_is_forgotten_after_ninety_days() -> None:
    assert content_after(cancelled("gone", KEPT + SECOND, KEPT)).dropped == ()


def test_nothing_is_dropped_where_nothing_is_new() -> None:
    before = CalendarContent((event("old", KEPT + DAY), cancelled("gone", DAY, KEPT)))
    assert next_content(before.events, before, PERIOD, NOW) is before


def test_nothing_comes_back_because_it_was_dropped() -> None:
    gone = cancelled("gone", DAY, KEPT)
    before = CalendarContent((NEW,), (gone,))
    assert next_content((gone, NEW), before, PERIOD, NOW) is before
    past = event("past", KEPT + DAY)  # of a roster that is published again, and dropped long ago
    assert next_content((past, gone, NEW), before, PERIOD, NOW) is before


def test_the_plan_that_is_published_shows_its_own_however_long_ago() -> None:
    events = events_of(PLAN, builders.roster({"2027-01-04T08:00": ("1-1",)}), (), NOW)
    late = NOW + 10 * KEPT
    assert next_content(events, CalendarContent(), PERIOD, late).events == events
