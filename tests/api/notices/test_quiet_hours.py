"""Nobody is disturbed at night, unless the shift begins before it is over; leaders say when night is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from api.notices.quiet import QuietHours
from api.notices.records.quiet_hours import KeptQuietHours, keep_quiet_hours
from api.notices.relay import Round
from api.store.engine import reading, writing
from api.store.tables import MAIL
from tests.api.filled_service import Served
from tests.api.notices.post import publish_twice
from tests.api.notices.receiver import Receiver
from tests.api.notices.test_texts import give_number, relay
from tests.api.store.filled import NOW
from wfm.ids import MunicipalityCode

HOME = ZoneInfo("Europe/Copenhagen")
NIGHT = datetime(2026, 12, 3, 22, 30, tzinfo=HOME).astimezone(UTC)
MORNING = datetime(2026, 12, 4, 7, tzinfo=HOME).astimezone(UTC)
TIMES = st.times().map(lambda one: one.strftime("%H:%M"))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(TIMES, TIMES, MOMENTS)
def test_what_waits_ends_outside_of_quiet_hours_and_within_a_day(
    begins: str, ends: str, at: datetime
) -> None:
    hours = QuietHours(begins, ends)
    end = hours.end(at)
    local = at.astimezone(HOME).strftime("%H:%M")
    within = begins <= local < ends if begins <= ends else (local >= begins or local < ends)
    assert (end is not None) == within
    if end is not None:
        assert at - timedelta(hours=1) < end <= at + timedelta(hours=25)
        assert hours.waits_until(at, end) is None, "it would come too late"
        assert hours.waits_until(at, end + timedelta(minutes=1)) == end
        assert hours.waits_until(at, None) == end


def test_texts_wait_for_the_morning_and_are_sent_then(engine: Engine, phones: Receiver) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    assert relay(engine, phones, NIGHT).round() == Round()
    assert not phones.posted
    with reading(engine) as connection:
        assert set(connection.scalars(select(MAIL.c.due_at).where(MAIL.c.channel == "text"))) == {MORNING}
    assert relay(engine, phones, MORNING - timedelta(seconds=1)).round() == Round()
    assert relay(engine, phones, MORNING).round() == Round(sent=2)


def test_a_retry_does_not_disturb_the_night_either(engine: Engine, phones: Receiver) -> None:
    _, people = publish_twice(engine)
    give_number(engine, people["1-1"].id)
    phones.answer = lambda before: 500 if before < 2 else 200
    evening = NIGHT.replace(hour=19, minute=59)  # a minute before nine there
    assert relay(engine, phones, evening).round() == Round(failed=2)
    assert relay(engine, phones, NIGHT).round() == Round()
    assert len(phones.posted) == 2
    assert relay(engine, phones, MORNING).round() == Round(sent=2)


def test_each_municipality_has_its_own_night(engine: Engine, phones: Receiver) -> None:
    revision, people = publish_twice(engine)
    for agent in ("1-1", "2-1"):
        give_number(engine, people[agent].id)
    with writing(engine) as connection:
        kept = KeptQuietHours(QuietHours("00:00", "00:00"), 1, None, NOW)
        keep_quiet_hours(connection, revision.hotline, MunicipalityCode("2"), kept)
    done = relay(engine, phones, NIGHT).round()
    assert done.sent == len(phones.posted) > 0
    with reading(engine) as connection:
        waits = connection.execute(
            select(MAIL.c.municipality).where(MAIL.c.channel == "text", MAIL.c.done_at.is_(None))
        )
        assert {row.municipality for row in waits} == {"1"}


PAGE = "/api/v1/hotlines/test/quiet-hours"


def test_leaders_say_when_it_is_quiet_and_only_for_their_own(served: Served) -> None:
    usual = served.get(f"{PAGE}/2", "leader 2").json()
    assert usual == {
        "municipality": "2",
        "begins": "21:00",
        "ends": "07:00",
        "waiting": 0,
        "waiting_until": None,
    }
    assert served.get(f"{PAGE}/1", "leader").json()["ends"] == "08:00"
    said = {"begins": "19:30", "ends": "08:00"}
    done = served.send("PUT", f"{PAGE}/1", said, caller="leader", began=1)
    assert (done.status_code, done.json()["begins"]) == (200, "19:30")
    assert served.send("PUT", f"{PAGE}/1", said, caller="leader", began=1, key="late").status_code == 412
    assert served.send("PUT", f"{PAGE}/2", said, caller="leader", began=0).status_code == 404
    assert served.send("PUT", f"{PAGE}/2", said, caller="coordinator", began=0).status_code == 200
    for odd in ("24:00", "7:00", "07:60", "", "<b>"):
        wrong = served.send("PUT", f"{PAGE}/1", {**said, "ends": odd}, began=2)
        assert wrong.status_code == 422, odd
    assert served.send("PUT", f"{PAGE}/1", said, caller="agent", began=2).status_code == 403
