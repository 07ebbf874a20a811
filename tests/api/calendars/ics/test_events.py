from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.calendars.ics.events import events_of
from api.publication.publication import CalendarEvent
from tests import builders
from tests.api.publications import LATER, NOW, SMALL_ROSTER, small_plan
from wfm.calendar import Period
from wfm.ids import AgentId
from wfm.roster import Roster

PLAN = small_plan()
SHIFTS = [shift.id for shift in PLAN.shifts]
AGENTS = [agent.id for agent in PLAN.staffing_agents]
ROSTERS = st.sets(st.tuples(st.sampled_from(AGENTS), st.sampled_from(SHIFTS))).map(Roster.of)


def of_agents(events: tuple[CalendarEvent, ...]) -> Mapping[tuple[AgentId, str], CalendarEvent]:
    return {(event.agent, event.shift): event for event in events if event.agent}


def test_each_assignment_is_an_event_of_its_agent() -> None:
    events = of_agents(events_of(PLAN, SMALL_ROSTER, (), NOW))
    assert set(events) == set(SMALL_ROSTER)
    first = events[AgentId("1-1"), "2027-01-04T08:00"]
    assert first.starts_at == datetime(2027, 1, 4, 7, tzinfo=UTC)
    assert first.ends_at == datetime(2027, 1, 4, 10, tzinfo=UTC)
    assert (first.sequence, first.changed_at, first.cancelled) == (0, NOW, False)
    assert first.summary == "Hotline shift: Test"
    assert first.location == "M1"
    assert first.description == "Test\nCompetences wanted: Mitid, Moving"


def test_each_shift_is_one_event_of_a_municipality() -> None:
    events = [event for event in events_of(PLAN, SMALL_ROSTER, (), NOW) if not event.agent]
    assert [(e.municipality, e.shift) for e in events] == [
        ("1", "2027-01-04T08:00"),
        ("2", "2027-01-04T11:00"),
        ("1", "2027-01-05T08:00"),
        ("1", "2027-01-06T11:00"),
    ]
    assert events[0].description.endswith("2 agents of M1")
    assert events[2].description.endswith("1 agent of M1")


def test_a_mixed_shift_is_an_event_of_each_municipality_on_it() -> None:
    roster = builders.roster({"2027-01-04T08:00": ("1-1", "2-1")})
    events = [event for event in events_of(PLAN, roster, (), NOW) if not event.agent]
    assert [(e.municipality, e.description.splitlines()[-1]) for e in events] == [
        ("1", "1 agent of M1"),
        ("2", "1 agent of M2"),
    ]


def test_no_other_person_is_named_unless_the_plan_says_so() -> None:
    for event in events_of(PLAN, SMALL_ROSTER, (), NOW):
        assert "Agent " not in event.summary + event.location + event.description


def test_where_the_plan_says_so_companions_are_named() -> None:
    plan = small_plan(names_in_feeds=True)
    events = events_of(plan, SMALL_ROSTER, (), NOW)
    assert of_agents(events)[AgentId("1-1"), "2027-01-04T08:00"].description.endswith(
        "Together with: Agent 1-2"
    )
    assert "Together" not in of_agents(events)[AgentId("1-1"), "2027-01-05T08:00"].description
    of_municipality = next(event for event in events if not event.agent)
    assert of_municipality.description.endswith("Agents: Agent 1-1 and Agent 1-2")


@given(ROSTERS)
def test_publishing_the_same_again_changes_nothing(roster: Roster) -> None:
    first = events_of(PLAN, roster, (), NOW)
    assert events_of(PLAN, roster, first, LATER) == first


@given(ROSTERS, ROSTERS, ROSTERS)
def test_only_what_changed_rises_and_by_one(first: Roster, second: Roster, third: Roster) -> None:
    events: tuple[CalendarEvent, ...] = ()
    for roster, moment in ((first, NOW), (second, LATER), (third, LATER + timedelta(hours=1))):
        before, events = {event.uid: event for event in events}, events_of(PLAN, roster, events, moment)
        assert {e.uid for e in events} >= set(before)
        assert {key for key, e in of_agents(events).items() if not e.cancelled} == set(roster)
        for event in events:
            known = before.get(event.uid)
            if known is None:
                assert (event.sequence, event.changed_at) == (0, moment)
            elif event != known:
                assert (event.sequence, event.changed_at) == (known.sequence + 1, moment)


def test_a_removed_event_is_cancelled_once_and_comes_back_higher() -> None:
    key = AgentId("1-1"), "2027-01-05T08:00"
    first = events_of(PLAN, SMALL_ROSTER, (), NOW)
    without = Roster.of(a for a in SMALL_ROSTER if a != key)
    second = events_of(PLAN, without, first, LATER)
    gone = of_agents(second)[key]
    assert (gone.cancelled, gone.sequence, gone.changed_at) == (True, 1, LATER)
    assert gone.summary == "Cancelled: Hotline shift: Test"
    third = events_of(PLAN, without, second, LATER + timedelta(days=1))
    assert third == second
    back = of_agents(events_of(PLAN, SMALL_ROSTER, third, LATER + timedelta(days=2)))[key]
    assert (back.cancelled, back.sequence, back.summary) == (False, 2, "Hotline shift: Test")


def test_a_longer_shift_is_the_same_event_changed() -> None:
    first = events_of(PLAN, SMALL_ROSTER, (), NOW)
    longer = small_plan(shift_minutes=360)
    roster = builders.roster({"2027-01-04T08:00": ("1-1", "1-2")})
    changed = of_agents(events_of(longer, roster, first, LATER))[AgentId("1-1"), "2027-01-04T08:00"]
    assert (changed.sequence, changed.cancelled) == (1, False)
    assert changed.ends_at == datetime(2027, 1, 4, 13, tzinfo=UTC)


def test_a_swap_within_a_municipality_is_no_change_of_its_own_calendar() -> None:
    first = events_of(PLAN, builders.roster({"2027-01-05T08:00": ("1-1",)}), (), NOW)
    second = events_of(PLAN, builders.roster({"2027-01-05T08:00": ("1-2",)}), first, LATER)
    assert [e for e in second if not e.agent] == [e for e in first if not e.agent]


def test_an_agent_who_left_the_plan_keeps_cancelled_events() -> None:
    first = events_of(PLAN, SMALL_ROSTER, (), NOW)
    smaller = builders.plan({"1": 100}, ("1-2",), hotline=PLAN.hotline)
    events = of_agents(events_of(smaller, builders.roster({}), first, LATER))
    assert all(event.cancelled for event in events.values())
    assert {agent for agent, _ in events} == set(AGENTS)


def test_last_quarters_shifts_stand_when_the_next_is_published() -> None:
    first = events_of(PLAN, SMALL_ROSTER, (), NOW)
    monday = builders.MONDAY + timedelta(days=7)
    following = small_plan(period=Period(monday, monday + timedelta(days=4)))
    roster = builders.roster({f"{monday}T08:00": ("1-1",)})
    events = events_of(following, roster, first, LATER)
    assert [event for event in events if event in first] == list(first)
    assert not any(event.cancelled for event in events)


def test_shifts_after_the_periods_end_are_cancelled() -> None:
    first = events_of(PLAN, SMALL_ROSTER, (), NOW)
    shorter = small_plan(days=1)
    kept = Roster.of(a for a in SMALL_ROSTER if a[1].startswith("2027-01-04"))
    events = of_agents(events_of(shorter, kept, first, LATER))
    assert {key for key, event in events.items() if event.cancelled} == set(SMALL_ROSTER) - set(kept)


def test_the_shifts_of_a_later_quarter_stand_when_this_one_is_published_again() -> None:
    monday = builders.MONDAY + timedelta(days=182)
    later = small_plan(period=Period(monday, monday + timedelta(days=4)))
    ahead = events_of(later, builders.roster({f"{monday}T08:00": ("1-1",)}), (), NOW)
    both = events_of(PLAN, SMALL_ROSTER, ahead, LATER)
    assert set(ahead) < set(both)
    assert set(ahead) < set(events_of(PLAN, builders.roster({}), both, LATER))


def test_nothing_that_was_published_is_left_out_whatever_the_plan_s_first_day() -> None:
    monday = builders.MONDAY + timedelta(days=182)
    later = small_plan(period=Period(monday, monday + timedelta(days=4)))
    first = events_of(PLAN, SMALL_ROSTER, (), NOW)
    assert set(first) < set(events_of(later, builders.roster({f"{monday}T08:00": ("1-1",)}), first, NOW))


def test_where_plans_overlap_a_shift_holds_as_long_as_one_of_them_holds_it() -> None:
    longer = small_plan(period=Period(builders.MONDAY - timedelta(days=1), builders.MONDAY))
    seat = builders.roster({"2027-01-04T08:00": ("1-1",)})
    nobody = builders.roster({})

    def alive(events: tuple[CalendarEvent, ...]) -> bool:
        return not of_agents(events)[AgentId("1-1"), "2027-01-04T08:00"].cancelled

    both = events_of(longer, seat, events_of(PLAN, seat, (), NOW), NOW)
    assert alive(events_of(PLAN, nobody, both, NOW))
    assert alive(events_of(longer, nobody, both, NOW))
    assert not alive(events_of(longer, nobody, events_of(PLAN, nobody, both, NOW), NOW))


def test_an_event_from_before_they_knew_their_periods_stays_as_it_was() -> None:
    known = events_of(PLAN, SMALL_ROSTER, (), NOW)
    old = tuple(replace(event, periods=()) for event in known)
    assert events_of(PLAN, SMALL_ROSTER, old, LATER) == old
    monday = builders.MONDAY + timedelta(days=7)
    later = small_plan(period=Period(monday, monday + timedelta(days=4)))
    nobody = builders.roster({})
    assert events_of(later, nobody, old, LATER) == old
    assert all(event.cancelled for event in events_of(PLAN, nobody, old, LATER))
    shorter = small_plan(days=1)
    days = {event.starts_at.date() for event in events_of(shorter, nobody, old, LATER) if not event.cancelled}
    assert builders.MONDAY not in days
    assert days  # nobody knows whose they are
    first_days = (builders.MONDAY, monday)
    assert all(e.cancelled for e in events_of(shorter, nobody, old, LATER, published=first_days))


def test_a_clock_that_was_set_back_makes_no_change_look_older() -> None:
    first = events_of(PLAN, SMALL_ROSTER, (), LATER)
    second = events_of(PLAN, builders.roster({}), first, NOW)
    assert {event.changed_at for event in second} == {LATER}


def test_both_sides_of_the_change_of_clocks_keep_their_local_times() -> None:
    friday = datetime(2027, 3, 26).date()
    plan = small_plan(period=Period(friday, friday + timedelta(days=3)))
    roster = builders.roster({"2027-03-26T08:00": ("1-1",), "2027-03-29T08:00": ("1-1",)})
    events = of_agents(events_of(plan, roster, (), NOW))
    assert events[AgentId("1-1"), "2027-03-26T08:00"].starts_at == datetime(2027, 3, 26, 7, tzinfo=UTC)
    assert events[AgentId("1-1"), "2027-03-29T08:00"].starts_at == datetime(2027, 3, 29, 6, tzinfo=UTC)


def test_in_danish_a_cancelled_shift_is_called_aflyst() -> None:
    danish = small_plan(language="da")
    first = events_of(danish, SMALL_ROSTER, (), NOW)
    second = events_of(danish, builders.roster({}), first, LATER)
    assert {event.summary for event in first} == {"Vagt: Test"}
    assert {event.summary for event in second} == {"Aflyst: Vagt: Test"}
