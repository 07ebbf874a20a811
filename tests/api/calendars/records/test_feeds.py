from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from api.access.ids import HotlineId, PersonId
from api.calendars.ics.reading import parse_events
from api.calendars.rights import MUNICIPALITY, PERSON
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.plans.records.plans import Revision
from api.publication.publication import CalendarEvent
from api.rosters.records.rosters import Version, read_version
from api.store.engine import reading
from api.store.errors import MissingError
from tests import builders
from tests.api.calendars.records.written_feeds import Feed, find_feed
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import OTHER_ROSTER, add_plan, add_roster, plan_with_notes, publish_version
from wfm.calendar import Period
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster


def next_week(plan: Plan) -> Plan:
    """Return the plan of the week after."""
    period = plan.hotline.period
    days = timedelta(days=7)
    line = replace(plan.hotline, period=Period(period.first_day + days, period.last_day + days))
    return replace(plan, hotline=line, availability=())


def moved(roster: Roster) -> Roster:
    """Return a roster a week later."""
    return builders.roster(
        {
            f"{date.fromisoformat(shift[:10]) + timedelta(days=7)}{shift[10:]}": agents
            for shift, agents in roster.agents_on.items()
        }
    )


def put(
    engine: Engine,
    plan: Plan,
    roster: Roster,
    answers: PersonAnswers = NO_ANSWERS,
    *,
    expected: int = 0,
    before: int = 0,
) -> tuple[Revision, Version]:
    """Import a plan, add a roster and publish it."""
    revision = add_plan(engine, plan, expected=expected, answers=answers)
    version = add_roster(engine, revision, roster, expected=before)
    publish_version(engine, version, expected=before)
    return revision, version


def person(connection: Connection, agent: str, municipality: str) -> PersonId:
    """Return a random id."""
    asked = text("SELECT id FROM person WHERE agent = :agent AND municipality = :municipality")
    return PersonId(connection.execute(asked, {"agent": agent, "municipality": municipality}).scalar_one())


def feed_of(engine: Engine, hotline: HotlineId, agent: str, municipality: str | None = None) -> Feed:
    """Return an agent's calendar."""
    with reading(engine) as connection:
        who = person(connection, agent, municipality or agent.split("-")[0])
        return find_feed(connection, hotline, PERSON, who)


def events_of(feed: Feed) -> dict[str, CalendarEvent]:
    """Return the events of a calendar by shift."""
    return {str(event.shift): event for event in parse_events(feed.body.content)}


def test_what_was_never_published_has_no_calendar(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    with reading(engine) as connection, pytest.raises(MissingError):
        find_feed(connection, revision.hotline, MUNICIPALITY, "1")


def test_a_shift_taken_away_stays_cancelled_and_the_others_keep_their_sequence(engine: Engine) -> None:
    revision, _ = put(engine, plan_with_notes(), SMALL_ROSTER)
    version = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    publish_version(engine, version, expected=1)
    events = events_of(feed_of(engine, revision.hotline, "1-1"))
    told = {shift: (event.cancelled, event.sequence) for shift, event in events.items()}
    assert told == {
        "2027-01-04T08:00": (False, 0),
        "2027-01-05T08:00": (True, 1),
        "2027-01-06T11:00": (True, 1),
        "2027-01-07T11:00": (False, 0),
    }


def test_mending_this_period_leaves_the_next_one_s_shifts_as_they_are(engine: Engine) -> None:
    plan = plan_with_notes()
    revision, _ = put(engine, plan, SMALL_ROSTER)
    put(engine, next_week(plan), moved(SMALL_ROSTER))
    before = events_of(feed_of(engine, revision.hotline, "2-1"))
    others = feed_of(engine, revision.hotline, "1-1")
    assert len(before) == 2
    mended = builders.roster({"2027-01-04T08:00": ("1-1", "1-2")})
    version = add_roster(engine, revision, mended, expected=1)
    publish_version(engine, version, expected=1)
    after = events_of(feed_of(engine, revision.hotline, "2-1"))
    assert after["2027-01-11T11:00"] == before["2027-01-11T11:00"]
    assert after["2027-01-04T11:00"].cancelled
    assert feed_of(engine, revision.hotline, "1-1") != others


def test_the_next_period_leaves_this_one_s_shifts_as_they_are(engine: Engine) -> None:
    plan = plan_with_notes()
    revision, _ = put(engine, plan, SMALL_ROSTER)
    before = feed_of(engine, revision.hotline, "1-1")
    put(engine, next_week(plan), builders.roster({"2027-01-11T11:00": ("2-1", "2-2")}))
    assert feed_of(engine, revision.hotline, "1-1") == before


def test_who_left_the_plan_keeps_the_calendar_byte_for_byte(engine: Engine) -> None:
    plan = plan_with_notes()
    revision, _ = put(engine, plan, SMALL_ROSTER)
    before = feed_of(engine, revision.hotline, "1-2")
    later = next_week(plan)
    stayed = replace(later, agents=tuple(agent for agent in later.agents if agent.id != "1-2"))
    put(engine, stayed, builders.roster({"2027-01-11T11:00": ("2-1", "2-2")}))
    assert feed_of(engine, revision.hotline, "1-2") == before


NEW = PersonAnswers(new=frozenset({AgentId("1-1")}))


def test_an_agent_s_id_given_anew_shows_nobody_another_s_shifts(engine: Engine) -> None:
    plan = plan_with_notes()
    revision, _ = put(engine, plan, SMALL_ROSTER)
    old = feed_of(engine, revision.hotline, "1-1")
    later = next_week(plan)
    anew = replace(later.agents[0], municipality=MunicipalityCode("2"), name="Somebody else")
    roster = builders.roster({"2027-01-11T08:00": ("1-1", "2-1")})
    put(engine, replace(later, agents=(anew, *later.agents[1:])), roster, NEW)
    new = feed_of(engine, revision.hotline, "1-1", "2")
    assert set(events_of(new)) == {"2027-01-11T08:00"}
    assert b"Somebody else" in new.body.content
    after = feed_of(engine, revision.hotline, "1-1", "1")
    assert b"Somebody else" not in after.body.content
    assert {s: e.sequence for s, e in events_of(after).items()} == {
        s: e.sequence for s, e in events_of(old).items()
    }


def test_an_agent_s_id_given_anew_within_a_period_takes_the_shifts_along(engine: Engine) -> None:
    plan = plan_with_notes()
    revision, _ = put(engine, plan, SMALL_ROSTER)
    anew = replace(plan.agents[0], municipality=MunicipalityCode("2"))
    changed = replace(plan, agents=(anew, *plan.agents[1:]))
    roster = builders.roster({"2027-01-05T08:00": ("1-1",)})
    second = add_plan(engine, changed, expected=1, answers=NEW)
    version = add_roster(engine, second, roster, expected=1)
    publish_version(engine, version, expected=1)
    own = events_of(feed_of(engine, revision.hotline, "1-1", "2"))
    assert not own["2027-01-05T08:00"].cancelled
    left = events_of(feed_of(engine, revision.hotline, "1-1", "1"))
    assert "2027-01-05T08:00" not in left or left["2027-01-05T08:00"].cancelled


def test_an_erased_person_gets_no_new_calendar(engine: Engine) -> None:
    plan = plan_with_notes()
    revision, version = put(engine, plan, SMALL_ROSTER)
    with engine.begin() as connection:
        who = person(connection, "1-1", "1")
        gone = "UPDATE person SET agent = NULL, name = '', email = '', phone = '' WHERE id = :who"
        connection.execute(text(gone), {"who": who})
        connection.execute(text("DELETE FROM feed_body WHERE subject = :who"), {"who": who})
    with reading(engine) as connection:
        agents = {p: a for a, p in read_version(connection, version).person_of.items()}
    roster = builders.roster({"2027-01-04T08:00": (agents[who], "1-2")})
    second = add_roster(engine, revision, roster, expected=1)
    publish_version(engine, second, expected=1)
    with reading(engine) as connection, pytest.raises(MissingError):
        find_feed(connection, revision.hotline, PERSON, who)
    assert AgentId("1-1") not in agents.values()
