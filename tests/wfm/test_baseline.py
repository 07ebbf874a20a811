"""Baseline: what is frozen, what counts as a change, and which breaches are nobody's fault."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders import MONDAY, agent, entry, hotline, lock, municipality, plan, roster
from wfm.baseline import WITH_CHANGES, Baseline, levels_of
from wfm.finding import SCORED, Level
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import Score, measure

TUESDAY = MONDAY + timedelta(days=1)
MON, MON_LATE, TUE, WED, THU = (
    "2027-01-04T08:00",
    "2027-01-04T11:00",
    "2027-01-05T08:00",
    "2027-01-06T08:00",
    "2027-01-07T08:00",
)
PLAN = plan({"1": 100, "2": 100}, ["1-1", "1-2", "2-1", "2-2"])


def rules(findings: tuple[object, ...]) -> list[str]:
    return [finding.rule for finding in findings]  # type: ignore[attr-defined]


def scored(question: Plan, before: Roster, freeze_before: date | None, after: Roster | None = None) -> Score:
    return measure(question, before if after is None else after, Baseline(before, freeze_before))


def test_changes_are_a_level_only_where_there_is_a_baseline() -> None:
    assert levels_of(None) == SCORED
    assert levels_of(Baseline(Roster())) == WITH_CHANGES
    assert [level for level in WITH_CHANGES if level is not Level.CHANGES] == list(SCORED)
    assert tuple(measure(PLAN, Roster()).values) == SCORED
    assert tuple(measure(PLAN, Roster(), Baseline(Roster())).values) == WITH_CHANGES


def test_without_a_baseline_no_rule_of_it_counts() -> None:
    assert "changes" not in {rule.rule for rule in measure(PLAN, Roster()).rules}


@pytest.mark.parametrize(("before", "frozen"), [(MONDAY, set()), (TUESDAY, {MON, MON_LATE}), (None, set())])
def test_shifts_of_earlier_days_are_frozen(before: date | None, frozen: set[str]) -> None:
    assert Baseline(Roster(), before).frozen_shifts(PLAN) == frozen


def test_who_stands_twice_counts_once() -> None:
    assert len(Baseline(roster({MON: ["1-1", "1-1"]})).roster) == 1


def test_every_assignment_that_is_gone_counts_and_none_that_is_new() -> None:
    before, after = roster({MON: ["1-1", "1-2"], TUE: ["2-1"]}), roster({MON: ["1-1"], TUE: ["2-1", "2-2"]})
    assert scored(PLAN, before, None, after).changes == 1
    assert scored(PLAN, before, None, Roster()).changes == 3
    assert scored(PLAN, before, None).changes == 0


def test_a_frozen_shift_that_was_changed_is_a_breach() -> None:
    before = roster({MON: ["1-1"]})
    for after in (Roster(), roster({MON: ["1-1", "1-2"]}), roster({MON: ["1-2"]})):
        assert set(rules(scored(PLAN, before, TUESDAY, after).breaches)) == {"frozen"}
        assert not scored(PLAN, before, MONDAY, after).breaches


def test_what_a_frozen_shift_breaks_by_itself_is_a_finding_and_no_breach() -> None:
    away = plan(availability=[entry("1-1", "unavailable")])
    score = scored(away, roster({MON: ["1-1"]}), TUESDAY)
    assert rules(score.forced) == ["availability"]
    assert score.forced[0] in score.findings
    assert not score.breaches
    assert rules(scored(away, roster({MON: ["1-1"]}), MONDAY).breaches) == ["availability"]


def test_a_frozen_week_over_its_limit_may_not_be_added_to() -> None:
    few = plan(agents=["1-1"], hotline=hotline(limits=Limits(shifts_per_week=1)))
    before = roster({MON: ["1-1"], TUE: ["1-1"]})
    frozen = scored(few, before, MONDAY + timedelta(days=2))
    assert rules(frozen.forced) == ["shifts_per_week"]
    assert not frozen.breaches
    more = roster({MON: ["1-1"], TUE: ["1-1"], WED: ["1-1"]})
    added = scored(few, before, MONDAY + timedelta(days=2), more)
    assert rules(added.breaches) == ["shifts_per_week"]
    assert not added.forced


def test_a_frozen_week_at_its_limit_makes_a_further_shift_a_breach() -> None:
    few = plan(agents=["1-1"], hotline=hotline(limits=Limits(shifts_per_week=2)))
    before = roster({MON: ["1-1"], TUE: ["1-1"]})
    more = roster({MON: ["1-1"], TUE: ["1-1"], WED: ["1-1"]})
    assert not scored(few, before, MONDAY + timedelta(days=2)).forced
    assert rules(scored(few, before, MONDAY + timedelta(days=2), more).breaches) == ["shifts_per_week"]


def test_a_free_shift_too_soon_after_a_frozen_one_is_a_breach() -> None:
    tired = plan(agents=["1-1"], hotline=hotline(limits=Limits(rest=24 * 60)))
    after = roster({MON_LATE: ["1-1"], TUE: ["1-1"]})
    assert rules(scored(tired, after, TUESDAY).breaches) == ["rest"]
    assert rules(scored(tired, after, TUESDAY + timedelta(days=1)).forced) == ["rest"]


def test_a_lock_on_a_frozen_shift_is_no_matter_and_one_on_a_free_shift_is() -> None:
    locked = plan(locks=[lock(MON, agent="1-2"), lock(WED, agent="1-1")])
    assert rules(scored(locked, roster({MON: ["1-1"], WED: ["1-1"]}), TUESDAY).forced) == ["locks"]
    assert rules(scored(locked, roster({MON: ["1-1"]}), TUESDAY).breaches) == ["locks"]


def test_locks_that_contradict_each_other_on_a_frozen_shift_are_forced() -> None:
    two = [lock(MON, municipality="1"), lock(MON, municipality="2")]
    question = plan({"1": 100, "2": 100}, ["1-1", "2-1"], locks=two)
    assert rules(scored(question, Roster(), TUESDAY).forced) == ["locks"]
    assert rules(scored(question, Roster(), MONDAY).breaches) == ["locks"]


def test_a_financing_agent_who_sits_on_a_frozen_shift_may_sit_on_no_other() -> None:
    towns = [municipality("1"), municipality("3", staffing=False)]
    question = plan(towns, [agent("1-1"), agent("3-1")])
    before = roster({MON: ["3-1"]})
    assert rules(scored(question, before, TUESDAY).forced) == ["participation"]
    assert rules(scored(question, before, TUESDAY, roster({MON: ["3-1"], THU: ["3-1"]})).breaches) == [
        "participation"
    ]
