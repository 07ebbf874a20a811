"""Who was preferred steps in where they may, and nothing is called proven that no longer is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, agent, competence, entry, hotline, plan, roster
from wfm.absence import Absence, without
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.preference import Preference, prefer
from wfm.proof import COUNTING, ZERO
from wfm.replacements import vacancies
from wfm.result import Result, Status
from wfm.roster import Roster
from wfm.rules import availability, pairing
from wfm.score import measure

MON, MON_LATE, TUE = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00"


def ids(*texts: str) -> list[AgentId]:
    return [AgentId(text) for text in texts]


def ill(question: Plan, *agents: str) -> Plan:
    return without(question, [Absence(one, MONDAY, MONDAY) for one in ids(*agents)])


def came(
    question: Plan, before: Roster, after: Roster, *agents: str
) -> tuple[Roster, Mapping[str, Preference]]:
    found, preferences = prefer(question, Baseline(before), after, ids(*agents))
    return found, {one.agent: one for one in preferences}


FOUR = ["1-1", "1-2", "1-3", "1-4", "2-1"]


def test_one_who_may_takes_the_seat_and_nothing_else_changes() -> None:
    question = ill(plan({"1": 100, "2": 100}, FOUR), "1-1")
    before = roster({MON: ["1-1", "1-2"], TUE: ["2-1"]})
    found, wishes = came(question, before, roster({MON: ["1-2", "1-3"], TUE: ["2-1"]}), "1-4")
    assert found == roster({MON: ["1-2", "1-4"], TUE: ["2-1"]})
    assert wishes["1-4"].shifts == (MON,)


def test_a_rule_that_forbids_it_is_named_and_the_mended_roster_stays() -> None:
    question = plan({"1": 100, "2": 100}, FOUR, availability=[entry("1-4", "unavailable", MONDAY)])
    after = roster({MON: ["1-2", "1-3"]})
    found, wishes = came(ill(question, "1-1"), roster({MON: ["1-1", "1-2"]}), after, "1-4", "2-1")
    assert found == after
    assert wishes["1-4"].refused == {MON: availability.KEY}
    assert wishes["2-1"].refused == {MON: pairing.KEY}


def test_the_colleague_stays_where_the_shift_had_been_given_to_others() -> None:
    question = ill(plan({"1": 100, "2": 100}, [*FOUR, "2-2"]), "1-1")
    found, _ = came(question, roster({MON: ["1-1", "1-2"]}), roster({MON: ["2-1", "2-2"]}), "1-4")
    assert found == roster({MON: ["1-2", "1-4"]})


def test_two_of_one_shift_have_a_seat_each_and_a_third_none() -> None:
    question = ill(plan(agents=["1-1", "1-2", "1-3", "1-4", "1-5", "1-6"]), "1-1", "1-2")
    before, after = roster({MON: ["1-1", "1-2"]}), roster({MON: ["1-3", "1-4"]})
    found, wishes = came(question, before, after, "1-6", "1-3", "1-5")
    assert found == roster({MON: ["1-3", "1-6"]})
    assert [wishes[one].shifts for one in ("1-6", "1-3", "1-5")] == [(MON,), (MON,), ()]
    assert not wishes["1-5"].refused


def test_who_looks_worst_of_many_is_measured_when_preferred() -> None:
    many = [f"1-{number:02}" for number in range(1, 40)]
    question = ill(plan(agents=many, availability=[entry("1-39", "undesired")]), "1-01")
    before, after = roster({MON: ["1-01", "1-02"]}), roster({MON: ["1-02", "1-03"]})
    assert not any(
        "1-39" in one.joins for v in vacancies(question, Baseline(before), after) for one in v.options
    )
    found, _ = came(question, before, after, "1-39")
    assert found == roster({MON: ["1-02", "1-39"]})


@given(
    gone=st.sets(st.sampled_from(["1-1", "1-2", "1-3"]), min_size=1),
    wished=st.lists(st.sampled_from(["1-1", "1-2", "1-3", "1-4", "1-5", "1-6"]), unique=True),
)
def test_every_hard_rule_is_kept_and_only_vacated_seats_change(gone: set[str], wished: list[str]) -> None:
    people = [agent(f"1-{number}", shifts_per_week=2) for number in range(1, 7)]
    question = ill(plan(agents=people, hotline=hotline(days=2)), *gone)
    before = roster({MON: ["1-1", "1-2"], MON_LATE: ["1-3"], TUE: ["1-1", "1-4"]})
    kept = Roster.of(pair for pair in before if pair[0] not in gone or pair[1] == TUE)
    found, wishes = came(question, before, kept, *wished)
    assert not measure(question, found, Baseline(before)).breaches
    assert set(kept) <= set(found)
    for one in wishes.values():
        assert {shift for someone, shift in set(found) - set(kept) if someone == one.agent} == set(one.shifts)


@pytest.mark.parametrize("worse", [False, True])
def test_below_a_level_that_is_worse_than_its_bound_nothing_is_claimed(worse: bool) -> None:
    question = plan(
        agents=[agent("1-1", competences=["mitid"]), "1-2", "1-3"],
        hotline=hotline(hours="08:00-11:00", days=1, competences=(competence("mitid"),)),
    )
    best = roster({MON: ["1-1", "1-2"]})
    score = measure(question, best)
    result = Result(
        status=Status.OPTIMAL,
        roster=best,
        score=score,
        bounds=dict(score.values),
        proofs=dict.fromkeys(score.levels, COUNTING),
    )
    other = roster({MON: ["1-2", "1-3"]}) if worse else roster({MON: ["1-1", "1-3"]})
    now = result.with_roster(other, measure(question, other))
    assert now.status is (Status.FEASIBLE if worse else Status.OPTIMAL)
    assert now.gaps[Level.COMPETENCE] == (1 if worse else 0)
    assert (now.proofs[Level.COVERAGE], now.proofs[Level.COMPETENCE]) == (COUNTING, COUNTING)
    assert (now.proofs[Level.QUALITY] == ZERO) is worse
