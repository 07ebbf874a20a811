"""What was kept long enough goes, on the day after and not before, and nothing else with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.privacy.erase import erase_people
from api.privacy.records.plans import find_unneeded_persons
from api.privacy.records.subjects import find_persons
from api.privacy.retention import Periods, bounds, overdue, retain
from api.store import audit, outbox
from api.store.engine import reading, writing
from api.store.tables import MAIL, OUTBOX, PERSON, PLAN, PUBLICATION
from api.upkeep.verify import verify_integrity
from tests.api.calendars.records.written_feeds import find_feed
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW, add_plan, add_roster, fill, plan_with_notes, publish_version
from tests.api.store.test_migrate import guards_of, state_of
from wfm.calendar import Period
from wfm.plan import Plan

PERIODS = Periods(
    working_time_years=5,
    calls_years=5,
    audit_years=3,
    availability_days=90,
    requests_days=30,
    login_hours=12,
)
LAST_DAY = date(2027, 1, 8)
"""Of the plan with which a store is filled."""


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def late(engine: Engine, at: datetime) -> dict[str, int]:
    """Return what is over its time, by kind."""
    with reading(engine) as connection:
        found = overdue(connection, bounds(PERIODS, at))
    return {kind: number for kind, number in found.items() if number}


def applied(engine: Engine, at: datetime) -> dict[str, int]:
    """Apply the periods; return what went."""
    with writing(engine) as connection:
        found = retain(connection, bounds(PERIODS, at), at)
    return {kind: number for kind, number in found.items() if number}


def notes(engine: Engine) -> list[int]:
    state = state_of(engine)
    return [len(state[table]) for table in ("availability_note", "revision_note", "version_note")]


def test_notes_go_ninety_days_after_the_plan_s_last_day(engine: Engine) -> None:
    fill(engine)
    held = notes(engine)
    assert all(held)
    kinds = {"availability_notes", "revision_notes", "version_notes", "runs", "run_events", "run_results"}
    on_the_day, after = (moment(LAST_DAY + timedelta(days=days)) for days in (90, 91))
    assert not kinds & late(engine, on_the_day).keys()
    applied(engine, on_the_day)
    assert notes(engine) == held
    assert kinds <= late(engine, after).keys()
    applied(engine, after)
    assert notes(engine) == [0, 0, 0]
    assert late(engine, after) == {}
    with reading(engine) as connection:
        assert verify_integrity(connection).holds


def test_a_plan_goes_five_years_after_its_last_day_as_a_whole(engine: Engine) -> None:
    fill(engine)
    later = later_plan()
    kept = add_plan(engine, later)
    publish_version(engine, add_roster(engine, kept, SMALL_ROSTER_LATER, expected=0), expected=0)
    on_the_day, after = moment(date(2032, 1, 8)), moment(date(2032, 1, 9))
    applied(engine, on_the_day)
    with reading(engine) as connection:
        guarded = guards_of(connection)
        assert connection.execute(select(PLAN.c.id)).scalars().all() != [kept.plan]
    assert late(engine, after) == {"call_forecasts": 1, "plans": 1}
    assert applied(engine, after) == {"call_forecasts": 1, "plans": 1}
    with reading(engine) as connection:
        assert connection.execute(select(PLAN.c.id)).scalars().all() == [kept.plan]
        assert connection.execute(select(PUBLICATION.c.plan_id)).scalars().all() == [kept.plan]
        assert guards_of(connection) == guarded
        proof = verify_integrity(connection)
        assert proof.holds
        assert (proof.revisions, proof.versions) == (1, 1)


def later_plan() -> Plan:
    """Return a plan of three months later, without the last of its agents."""
    plan = small_plan()
    first = date(2027, 4, 5)
    line = replace(plan.hotline, period=Period(first, first + timedelta(days=4)))
    return Plan(line, plan.municipalities, plan.agents[:-1])


SMALL_ROSTER_LATER = type(SMALL_ROSTER)(
    {
        type(shift)(shift.replace("2027-01-0", "2027-04-0").replace("04-04", "04-05")): agents
        for shift, agents in list(SMALL_ROSTER.agents_on.items())[:1]
    }
)


def test_who_is_in_no_plan_any_more_can_be_erased(engine: Engine) -> None:
    fill(engine)
    add_plan(engine, later_plan())
    with reading(engine) as connection:
        assert find_unneeded_persons(connection) == frozenset()
        (gone,) = find_persons(connection, "3-1")
    at = moment(date(2032, 1, 9))
    applied(engine, at)
    with writing(engine) as connection:
        assert find_unneeded_persons(connection) == {gone.person}
        erase_people(connection, [gone.person], by=None, at=at)
        assert find_unneeded_persons(connection) == frozenset()
        agents = connection.execute(select(PERSON.c.agent)).scalars().all()
        assert sorted(filter(None, agents)) == ["1-1", "1-2", "2-1", "2-2"]


def test_what_is_told_goes_after_three_years_and_the_chain_stays(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as connection:
        before = audit.check_chain(connection)
    on_the_day, after = (NOW.replace(year=2029) + timedelta(days=days) for days in (0, 365))
    assert "audit_payloads" not in late(engine, on_the_day)
    number = late(engine, after)["audit_payloads"]
    applied(engine, after)
    with reading(engine) as connection:
        chain = audit.check_chain(connection)
    assert chain.broken == ()
    assert len(chain.erased) == number == before.head.seq
    assert chain.head.seq == before.head.seq + 1  # that it was done


def test_requests_and_sent_notices_go_after_thirty_days_and_waiting_ones_never(engine: Engine) -> None:
    fill(engine)
    with writing(engine) as connection:
        (waiting, *_) = outbox.unsent_notices(connection)
        sent, mailed = (outbox.add_notice(connection, "published", {"number": n}, NOW) for n in (8, 9))
        for notice in (sent, mailed):
            outbox.mark_sent(connection, notice, NOW)
        mail = {"id": mailed, "notice_id": mailed, "account_id": "a" * 32, "kind": "published", "payload": {}}
        mail |= {"event": "shifts", "role": "self", "channel": "mail"}
        connection.execute(MAIL.insert().values(**mail, created_at=NOW, due_at=NOW, attempts=0))
    published_at = NOW + timedelta(days=1)
    assert "answered_requests" not in late(engine, published_at + timedelta(days=30))
    assert late(engine, published_at + timedelta(days=30, seconds=1))["answered_requests"] == 1
    assert "sent_notices" not in late(engine, NOW + timedelta(days=30))
    assert late(engine, NOW + timedelta(days=30, seconds=1))["sent_notices"] == 1
    applied(engine, NOW.replace(year=2027, month=12))
    with reading(engine) as connection:
        assert waiting in outbox.unsent_notices(connection)
        left = connection.execute(select(OUTBOX.c.id)).scalars().all()
        assert sent not in left
        assert mailed in left  # somebody is still to be told of it


@pytest.mark.parametrize(
    ("kind", "lasts"),
    [
        ("logins", timedelta(hours=12)),
        ("attempts", timedelta(minutes=15)),
        ("links", timedelta(hours=1) + timedelta(days=30)),
        ("access_tokens", timedelta(days=60)),
    ],
)
def test_what_can_no_longer_be_used_goes(engine: Engine, kind: str, lasts: timedelta) -> None:
    fill(engine)
    assert kind not in late(engine, NOW + lasts)
    assert late(engine, NOW + lasts + timedelta(seconds=1))[kind] >= 1
    applied(engine, NOW + lasts + timedelta(seconds=1))
    assert kind not in late(engine, NOW + lasts + timedelta(seconds=1))


def test_where_nothing_is_old_nothing_is_written(engine: Engine) -> None:
    fill(engine)
    before = state_of(engine)
    assert applied(engine, NOW) == {}
    assert state_of(engine) == before


def test_a_leap_day_is_no_trouble() -> None:
    assert bounds(PERIODS, moment(date(2028, 2, 29))).rosters == date(2023, 2, 28)
    assert bounds(PERIODS, moment(date(2028, 2, 29))).told.date() == date(2025, 2, 28)


def test_calendars_stay_as_they_are(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    publish_version(engine, add_roster(engine, revision, SMALL_ROSTER, expected=0), expected=0)
    with reading(engine) as connection:
        (person,) = find_persons(connection, "1-1")
        before = find_feed(connection, revision.hotline, "person", person.person)
    applied(engine, moment(date(2027, 12, 1)))
    with reading(engine) as connection:
        assert find_feed(connection, revision.hotline, "person", person.person) == before
