"""A roster on a newer state of its plan: what is possible stays, the past stays, all else is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from api.rosters.editing.carry import Carry, LossReason, carry_roster
from api.rosters.editing.past import PastHoursError
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.rosters.editing.revising import Pair, pairs
from tests.builders import MONDAY, entry, hotline, plan, roster, span
from tests.examples import examples
from wfm.calendar import Closing, Shift
from wfm.errors import PlanError
from wfm.finding import Level
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.lock import Demand
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

BEFORE = MONDAY - timedelta(days=7)
WEDNESDAY = MONDAY + timedelta(days=2)


def closed(question: Plan, *days: date) -> Plan:
    return replace(question, hotline=replace(question.hotline, closing=Closing(closed=frozenset(days))))


def losses(carry: Carry) -> list[tuple[str, str, str]]:
    return [(loss.agent, loss.shift.id, loss.reason) for loss in carry.losses]


def faces(question: Plan, today: date) -> set[tuple[Shift, bool]]:
    """Return the shifts that have been, with all that is so of them."""
    return {(shift, question.mixed_on(shift.id)) for shift in question.shifts if shift.day < today}


def test_a_day_that_is_closed_loses_its_shifts_and_nothing_else_is_lost() -> None:
    carry = carry_roster(small_plan(), SMALL_ROSTER, closed(small_plan(), MONDAY), BEFORE)
    assert losses(carry) == [
        ("1-1", "2027-01-04T08:00", LossReason.SHIFT_GONE),
        ("1-2", "2027-01-04T08:00", LossReason.SHIFT_GONE),
        ("2-1", "2027-01-04T11:00", LossReason.SHIFT_GONE),
        ("2-2", "2027-01-04T11:00", LossReason.SHIFT_GONE),
    ]
    assert carry.roster == roster({"2027-01-05T08:00": ("1-1",), "2027-01-06T11:00": ("1-1", "1-2")})
    assert [shift.id for shift in carry.gone_shifts] == ["2027-01-04T08:00", "2027-01-04T11:00"]
    assert (carry.new_shifts, carry.breaches, carry.baseline) == ((), (), None)
    targets = {one.code: (one.before, one.after) for one in carry.difference.municipalities}
    assert all(was and now and was.quota.target >= now.quota.target for was, now in targets.values())


def test_a_new_opening_day_is_empty() -> None:
    line = hotline(days=7)
    before = replace(small_plan(), hotline=line)
    opened = replace(line, opening_hours={**line.opening_hours, 5: (span("08:00-14:00"),)})
    carry = carry_roster(before, SMALL_ROSTER, replace(before, hotline=opened), BEFORE)
    assert [shift.id for shift in carry.new_shifts] == ["2027-01-09T08:00", "2027-01-09T11:00"]
    assert (carry.losses, carry.roster) == ((), SMALL_ROSTER)


def test_what_has_been_stays_though_its_day_is_closed_now() -> None:
    after = closed(small_plan(), MONDAY, WEDNESDAY)
    carry = carry_roster(small_plan(), SMALL_ROSTER, after, MONDAY + timedelta(days=1))
    assert losses(carry) == [
        ("1-1", "2027-01-06T11:00", LossReason.SHIFT_GONE),
        ("1-2", "2027-01-06T11:00", LossReason.SHIFT_GONE),
    ]
    assert carry.plan.hotline.closing.closed == {WEDNESDAY}
    assert carry.roster.on(ShiftId("2027-01-04T08:00")) == ("1-1", "1-2")


def test_whoever_left_keeps_the_past_and_loses_what_is_to_come() -> None:
    after = replace(small_plan(), agents=tuple(a for a in small_plan().agents if a.id != "1-1"))
    carry = carry_roster(small_plan(), SMALL_ROSTER, after, WEDNESDAY)
    assert losses(carry) == [("1-1", "2027-01-06T11:00", LossReason.LEFT)]
    assert carry.past.back == ("1-1",)
    assert carry.plan.agent[AgentId("1-1")].last_day == WEDNESDAY - timedelta(days=1)
    assert carry.breaches == ()
    unworked = carry_roster(small_plan(), SMALL_ROSTER, after, BEFORE)
    assert {loss.agent for loss in unworked.losses} == {"1-1"}
    assert len(unworked.losses) == 3
    assert unworked.plan is after


def test_whoever_moved_keeps_the_past_in_a_row_of_its_own() -> None:
    moved = tuple(
        replace(a, municipality=MunicipalityCode("2")) if a.id == "1-1" else a for a in small_plan().agents
    )
    after = replace(small_plan(), agents=moved)
    carry = carry_roster(small_plan(), SMALL_ROSTER, after, WEDNESDAY)
    assert losses(carry) == [("1-1", "2027-01-06T11:00", LossReason.OTHER_MUNICIPALITY)]
    was, now = carry.plan.agent[AgentId("1-1")], carry.plan.agent[AgentId("1-1-2")]
    assert (was.municipality, was.last_day) == ("1", WEDNESDAY - timedelta(days=1))
    assert (now.municipality, now.first_day) == ("2", WEDNESDAY)
    assert was.person == now.person == "1-1"
    assert carry.past.answers.new == {"1-1-2"}


def test_a_municipality_that_left_finances_what_its_agents_sat() -> None:
    before = small_plan()
    after = replace(
        before,
        municipalities=tuple(m for m in before.municipalities if m.code != "2"),
        agents=tuple(a for a in before.agents if a.municipality != "2"),
    )
    carry = carry_roster(before, SMALL_ROSTER, after, WEDNESDAY)
    assert carry.losses == ()
    assert not carry.plan.municipality[MunicipalityCode("2")].staffing
    assert carry.plan.quotas.keys() == {"1"}
    assert carry.breaches == ()
    assert carry.baseline is not None


def test_who_turns_out_to_staff_from_a_later_day_loses_the_shifts_before_it() -> None:
    before = small_plan()
    tuesday = MONDAY + timedelta(days=1)
    later = tuple(replace(m, joined=tuesday if m.code == "2" else None) for m in before.municipalities)
    after = replace(before, municipalities=later)
    assert losses(carry_roster(before, SMALL_ROSTER, after, BEFORE)) == [
        ("2-1", "2027-01-04T11:00", LossReason.STAFFS_NO_MORE),
        ("2-2", "2027-01-04T11:00", LossReason.STAFFS_NO_MORE),
    ]


def test_absence_limit_and_financing_lose_what_they_forbid() -> None:
    before = small_plan()
    away = entry("1-1", "unavailable", MONDAY + timedelta(days=1))
    none = tuple(replace(a, shifts_per_week=0) if a.id == "1-2" else a for a in before.agents)
    pays = tuple(replace(m, staffing=m.code == "1") for m in before.municipalities)
    after = replace(before, availability=(away,), agents=none, municipalities=pays)
    assert losses(carry_roster(before, SMALL_ROSTER, after, BEFORE)) == [
        ("1-2", "2027-01-04T08:00", LossReason.UNAVAILABLE),
        ("2-1", "2027-01-04T11:00", LossReason.STAFFS_NO_MORE),
        ("2-2", "2027-01-04T11:00", LossReason.STAFFS_NO_MORE),
        ("1-1", "2027-01-05T08:00", LossReason.UNAVAILABLE),
        ("1-2", "2027-01-06T11:00", LossReason.UNAVAILABLE),
    ]


def test_a_novice_leaves_the_seat() -> None:
    novice = tuple(
        replace(a, beside_until=MONDAY + timedelta(days=1)) if a.id == "1-1" else a
        for a in small_plan().agents
    )
    carry = carry_roster(small_plan(), SMALL_ROSTER, replace(small_plan(), agents=novice), BEFORE)
    assert losses(carry) == [
        ("1-1", "2027-01-04T08:00", LossReason.SITS_BESIDE),
        ("1-1", "2027-01-05T08:00", LossReason.SITS_BESIDE),
    ]


def test_what_several_break_together_is_told_and_left_to_decide() -> None:
    after = replace(small_plan(), demand=(Demand(WEDNESDAY, 11 * 60, 1),))
    carry = carry_roster(small_plan(), SMALL_ROSTER, after, BEFORE)
    assert carry.losses == ()
    assert [finding.rule for finding in carry.breaches] == ["seats"]


def test_a_rule_that_came_later_is_no_breach_of_what_has_been() -> None:
    line = hotline(pairing=Pairing.MIXED)
    before = plan({"1": 100, "2": 100}, ["1-1", "2-1"], hotline=line)
    sits = roster({"2027-01-04T08:00": ("1-1", "2-1")})
    after = replace(before, hotline=replace(line, pairing=Pairing.SAME_MUNICIPALITY))
    assert carry_roster(before, sits, after, BEFORE).breaches
    worked = carry_roster(before, sits, after, WEDNESDAY)
    assert (worked.breaches, worked.roster) == ((), sits)


@pytest.mark.parametrize(
    "hours", ["08:00-20:00", "08:00-11:00", "11:00-17:00", "15:00-18:00", "08:00-13:00", ""]
)
def test_other_opening_hours_leave_the_past_as_it_was(hours: str) -> None:
    line = hotline(days=14)
    before = replace(small_plan(), hotline=line)
    opening = {day: (span(hours),) for day in range(5)} if hours else {0: (span("08:00-11:00"),)}
    after = replace(before, hotline=replace(line, opening_hours=opening))
    today = MONDAY + timedelta(days=7)
    try:
        carry = carry_roster(before, SMALL_ROSTER, after, today)
    except PastHoursError:
        assert hours == "08:00-13:00"  # two shifts cannot both start at 11:00
        return
    assert faces(carry.plan, today) == faces(before, today)
    assert [s for s in carry.plan.shifts if s.day >= today] == [s for s in after.shifts if s.day >= today]
    assert (carry.losses, carry.roster) == ((), SMALL_ROSTER)


@settings(max_examples=examples(60), deadline=None)
@given(pairs(), st.integers(-1, 11))
def test_just_what_is_possible_is_kept_and_the_past_is_as_it_was(pair: Pair, passed: int) -> None:
    before, after = pair.before.plan, pair.after.plan
    sits = Roster.of(dict.fromkeys(pair.before.roster))
    today = before.hotline.period.first_day + timedelta(days=passed)
    try:
        carry = carry_roster(before, sits, after, today)
    except (PastHoursError, PlanError):
        reject()  # the hours of the past and those to come can't both be; or no shift or unit would be left
    lost = Counter((loss.agent, loss.shift.id) for loss in carry.losses)
    assert Counter(carry.roster) + lost == Counter(sits)
    assert faces(carry.plan, today) == faces(before, today)
    coming = [shift for shift in after.shifts if shift.day >= today]
    assert [shift for shift in carry.plan.shifts if shift.day >= today] == coming
    for who, shift in sits:
        past = before.shift[shift].day < today
        assert ((who, shift) in lost) is (not past and not possible(before, after, who, shift))
        if past:
            assert carry.plan.agent[who].municipality == before.agent[who].municipality
    worked = {shift.id for shift, _ in faces(carry.plan, today)}
    assert not worked & {finding.subject.shift for finding in carry.breaches}


def possible(before: Plan, after: Plan, who: AgentId, shift: ShiftId) -> bool:
    """Tell whether somebody alone could sit on a shift, by the hard rules about one seat."""
    if shift not in after.shift or who not in after.agent:
        return False
    if after.agent[who].municipality != before.agent[who].municipality:
        return False
    if after.weekly_limit(after.agent[who]) < 1:
        return False
    rules = {"availability", "employment", "participation"}
    found = measure(after, Roster.of([(who, shift)])).findings
    return not any(one.level is Level.HARD and one.rule in rules for one in found)
