"""upkeep: an agent who could sit sits at least once in every window of ISO weeks."""

from __future__ import annotations

from datetime import date, timedelta

from tests.builders import MONDAY, agent, entry, hotline, municipality, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.agent import Agent
from wfm.availability import Entry
from wfm.calendar import Period
from wfm.limits import Weights
from wfm.plan import Plan


def question(*entries: Entry, weeks: int = 3, length: int = 2, one: str | Agent = "1-1") -> Plan:
    """Return a plan of whole weeks with one agent."""
    line = hotline(days=7 * weeks, weights=Weights(upkeep_weeks=length))
    return plan(agents=[one], hotline=line, availability=entries)


def week(number: int) -> date:
    """Return the Monday of a week of the period, the first being 1."""
    return MONDAY + timedelta(days=7 * (number - 1))


def idle(asked: Plan, *weeks: int) -> list[str]:
    """Return the first weeks of the windows told, where the agent sits on the Mondays of these weeks."""
    sat = roster({f"{week(number)}T08:00": ["1-1"] for number in weeks})
    rows = told("upkeep", asked, sat)
    assert {(amount, key) for _, amount, key in rows} <= {(1, "upkeep.idle")}
    return [subject.removeprefix("agent:1-1|week:2027-") for subject, *_ in rows]


def leave(first: int, last: int) -> Entry:
    return entry("1-1", "unavailable", week(first), week(last) + timedelta(days=6))


def test_one_shift_in_every_window_is_enough() -> None:
    assert idle(question(), 2) == []
    assert idle(question(weeks=4), 2, 4) == []


def test_every_window_without_a_shift_counts() -> None:
    assert idle(question()) == ["W01", "W02"]
    assert idle(question(), 1) == ["W02"]
    assert idle(question(), 3) == ["W01"]
    assert idle(question(weeks=4), 1, 4) == ["W02"]


def test_a_period_shorter_than_a_window_has_none() -> None:
    assert idle(question(weeks=2, length=2)) == ["W01"]
    assert idle(question(weeks=2, length=3)) == []


def test_a_window_of_one_week_is_every_week() -> None:
    assert idle(question(length=1), 2) == ["W01", "W03"]


def test_weeks_cut_by_the_periods_ends_count() -> None:
    # From a Friday to a Monday ten days later: three ISO weeks, two windows.
    line = hotline(
        period=Period(MONDAY + timedelta(days=4), MONDAY + timedelta(days=14)),
        weights=Weights(upkeep_weeks=2),
    )
    assert idle(plan(agents=["1-1"], hotline=line)) == ["W01", "W02"]


def test_a_window_of_leave_does_not_count_and_one_shift_left_makes_it_count() -> None:
    assert idle(question(leave(1, 2))) == ["W02"]
    assert idle(question(leave(1, 3))) == []
    nearly = entry("1-1", "unavailable", week(1), week(2) + timedelta(days=3))
    assert idle(question(nearly)) == ["W01", "W02"]


def test_only_weeks_of_employment_count() -> None:
    assert idle(question(one=agent("1-1", first_day=week(3)))) == ["W02"]
    assert idle(question(one=agent("1-1", last_day=week(1)))) == ["W01"]


def test_who_may_not_sit_at_all_is_not_idle() -> None:
    assert idle(question(one=agent("1-1", shifts_per_week=0))) == []
    financing = plan(
        [municipality("1", staffing=False), municipality("2")],
        ["1-1"],
        hotline=hotline(days=14, weights=Weights(upkeep_weeks=2)),
    )
    assert idle(financing) == []


def test_the_sentence_tells_the_window() -> None:
    assert sentences("upkeep", question(weeks=2), roster({})) == [
        "Agent 1-1 has no shift from 2027-W01 to 2027-W02"
    ]


def test_windows_run_over_week_53_into_the_new_year() -> None:
    line = hotline(period=Period(date(2026, 12, 21), date(2027, 1, 10)), weights=Weights(upkeep_weeks=2))
    rows = told("upkeep", plan(agents=["1-1"], hotline=line), roster({}))
    assert [subject for subject, *_ in rows] == ["agent:1-1|week:2026-W52", "agent:1-1|week:2026-W53"]
