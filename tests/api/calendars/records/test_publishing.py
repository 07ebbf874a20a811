"""Calendars from publication to publication: what changes, what stays, and what is dropped when."""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine, text

from api.calendars.ics.content import CANCELLED_KEPT
from api.calendars.records import publishing as feed_writing
from api.calendars.records.addresses import CalendarOwner
from api.calendars.rights import HOTLINE, MUNICIPALITY
from api.store.engine import reading
from api.texts.translator import LANGUAGES
from tests import builders
from tests.api.calendars.records.subscribed import Hotline
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW, plan_with_notes
from wfm.calendar import Period
from wfm.hotline import Pairing
from wfm.ids import AgentId, ShiftId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.roster import Roster

GONE = "2027-01-05T08:00"
WITHOUT = Roster.of((agent, shift) for agent, shift in SMALL_ROSTER if shift != GONE)
FEWER = Roster.of((agent, shift) for agent, shift in WITHOUT if shift != "2027-01-06T11:00")
DAY = timedelta(days=1)
OVER = NOW + 36 * DAY
"""A day after the shift that is gone."""


def some_roster(chance: Random, before: Roster) -> Roster:
    """Return a roster in which a few agents sit otherwise than before."""
    sitting: dict[ShiftId, set[AgentId]] = defaultdict(set)
    for agent, shift in before:
        sitting[shift].add(agent)
    for _ in range(chance.randint(0, 2)):
        shift = chance.choice(small_plan().shifts).id
        agents = ("1-1", "1-2", "2-1", "2-2")
        sitting[shift] = {AgentId(one) for one in chance.sample(agents, chance.randint(0, 2))}
    return Roster.of((agent, shift) for shift, agents in sitting.items() for agent in agents)


@pytest.mark.parametrize("seed", range(3))
def test_a_publication_changes_the_etag_of_just_those_whose_shifts_changed(engine: Engine, seed: int) -> None:
    chance = Random(seed)
    plan = small_plan(pairing=Pairing.MIXED, limits=Limits(9, 99, 0))
    hotline, roster = Hotline(engine, plan), SMALL_ROSTER
    hotline.publish(roster, NOW)
    agents = [agent.id for agent in plan.agents]
    tokens = {(a, code): hotline.subscribe(hotline.person(a), code)[1] for a in agents for code in LANGUAGES}
    for day in range(1, 8):
        etags = {key: hotline.etags([token]) for key, token in tokens.items()}
        after = some_roster(chance, roster)
        hotline.publish(after, NOW + day * DAY)
        expected = {a for a in agents if roster.of_agent(a) != after.of_agent(a)}
        changed = {key for key, token in tokens.items() if hotline.etags([token]) != etags[key]}
        assert changed == {(agent, code) for agent in expected for code in LANGUAGES}
        roster = after


def test_a_dtstamp_of_the_publication_would_be_noticed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    _, token = hotline.subscribe(hotline.person("1-2"))
    before = hotline.etags([token])
    monkeypatch.setattr("api.calendars.ics.events._continue", lambda event, known: event)
    hotline.publish(SMALL_ROSTER, NOW + DAY)
    assert hotline.etags([token]) != before


def test_a_cancelled_shift_is_shown_until_it_is_over_and_dropped_when_its_calendar_changes_next(
    engine: Engine,
) -> None:
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    tokens = [
        hotline.subscribe(owner, "da")[1]
        for owner in (hotline.person("1-1"), CalendarOwner(MUNICIPALITY, "1"))
    ]
    hotline.publish(WITHOUT, NOW + DAY)
    before = hotline.etags(tokens)
    assert NOW + DAY + CANCELLED_KEPT < OVER
    for at in (NOW + DAY + CANCELLED_KEPT, OVER):
        assert hotline.publish(WITHOUT, at) == ()
        assert hotline.etags(tokens) == before
    for token in tokens:
        gone = hotline.events(token)[GONE]
        assert (gone.cancelled, gone.summary, gone.sequence) == (True, "Aflyst: Vagt: Test", 1)
    hotline.publish(FEWER, OVER)
    for token in tokens:
        assert GONE not in hotline.events(token)
        assert hotline.events(token)["2027-01-06T11:00"].cancelled


def test_a_dropped_shift_that_comes_back_goes_on_counting(engine: Engine) -> None:
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    _, token = hotline.subscribe(hotline.person("1-1"))
    hotline.publish(WITHOUT, NOW + DAY)
    hotline.publish(FEWER, NOW + 40 * DAY)
    assert GONE not in hotline.events(token)
    hotline.publish(WITHOUT, NOW + 41 * DAY)
    hotline.publish(SMALL_ROSTER, NOW + 42 * DAY)
    back = hotline.events(token)[GONE]
    assert (back.cancelled, back.sequence, back.changed_at) == (False, 2, NOW + 42 * DAY)


def test_a_calendar_is_as_new_as_its_last_change_and_never_looks_older(engine: Engine) -> None:
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    _, token = hotline.subscribe(hotline.person("1-1"))

    def since() -> timedelta:
        opened = hotline.opened(token)
        assert opened is not None
        assert opened.changed_at is not None
        return opened.changed_at - NOW

    assert since() == timedelta()
    hotline.publish(WITHOUT, NOW + DAY)
    hotline.publish(WITHOUT, NOW + 2 * DAY)
    assert since() == DAY
    hotline.publish(FEWER, NOW + 40 * DAY)
    assert since() == 40 * DAY
    hotline.publish(SMALL_ROSTER, NOW)  # by a clock that was set back
    assert since() == 40 * DAY + timedelta(seconds=1)


def test_what_only_another_plan_says_otherwise_changes_nobody_s_calendar(engine: Engine) -> None:
    plan = plan_with_notes()
    first = plan.hotline.period.first_day + timedelta(days=91)
    line = replace(plan.hotline, name="Another name", period=Period(first, first + timedelta(days=4)))
    towns = tuple(replace(town, name=f"New {town.name}") for town in plan.municipalities if town.code != "1")
    agents = tuple(agent for agent in plan.agents if agent.municipality != "1")
    later = Hotline(engine, Plan(line, towns, agents))
    hotline = Hotline(engine, plan)
    hotline.publish(SMALL_ROSTER, NOW)
    later.publish(builders.roster({f"{first}T08:00": ("2-1",)}), NOW)
    owners = [hotline.person("1-2"), hotline.person("2-1"), CalendarOwner(MUNICIPALITY, "1")]
    tokens = [hotline.subscribe(owner)[1] for owner in owners]
    others = [*owners[1:2], CalendarOwner(MUNICIPALITY, "2"), CalendarOwner(MUNICIPALITY, "3")]
    strangers = [hotline.subscribe(owner)[1] for owner in others]
    before, etags = hotline.etags(tokens), hotline.etags(strangers)
    hotline.publish(FEWER, NOW + DAY)  # takes a shift from 1-1 and 1-2
    assert hotline.etags(strangers) == etags
    assert [one != other for one, other in zip(before, hotline.etags(tokens), strict=True)] == [
        True,
        False,
        True,
    ]
    opened = hotline.opened(tokens[2])
    assert opened is not None
    assert b"X-WR-CALNAME:Another name: M1\r\n" in opened.body


def test_what_is_pressed_together_is_the_same(engine: Engine) -> None:
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT body, zipped FROM feed_body")).all()
    assert len(rows) == len(LANGUAGES) * (5 + 3 + 1)
    assert all(gzip.decompress(bytes(row.zipped)) == bytes(row.body) for row in rows)


def test_a_language_that_is_new_to_a_calendar_goes_on_from_another(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_writing.render_feeds, "__defaults__", (("da",),))
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    hotline.publish(WITHOUT, NOW + DAY)
    monkeypatch.undo()
    _, token = hotline.subscribe(hotline.person("1-1"), "en")
    assert hotline.events(token)[GONE].summary == "Aflyst: Vagt: Test"  # until the next publication
    hotline.publish(SMALL_ROSTER, NOW + 2 * DAY)
    events = hotline.events(token)
    assert (events[GONE].summary, events[GONE].sequence) == ("Hotline shift: Test", 2)
    assert events["2027-01-06T11:00"].sequence == 1


def test_the_whole_hotline_s_calendar_tells_of_each_shift_once_and_of_a_change(engine: Engine) -> None:
    hotline = Hotline(engine, plan_with_notes())
    hotline.publish(SMALL_ROSTER, NOW)
    _, token = hotline.subscribe(CalendarOwner(HOTLINE, hotline.id))
    before = hotline.events(token)
    hotline.publish(builders.roster({GONE: ("1-2", "1-1")}), NOW + DAY)
    after = hotline.events(token)
    changed = {shift for shift, event in after.items() if event != before[shift]}
    assert changed == {str(shift) for shift in SMALL_ROSTER.agents_on}
    assert {after[shift].sequence for shift in changed} == {1}
    assert len({event.uid for event in after.values()}) == len(after) == len(before)
