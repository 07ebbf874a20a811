"""Who could take a seat: ranked by measure, refused with a reason."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import MONDAY, agent, competence, entry, hotline, plan, roster
from wfm.absence import Absence, without
from wfm.agent import Agent
from wfm.baseline import Baseline
from wfm.finding import Level
from wfm.hotline import Pairing
from wfm.ids import AgentId
from wfm.limits import Limits
from wfm.plan import Plan
from wfm.replacements import vacancies
from wfm.roster import Roster
from wfm.score import measure
from wfm.vacancy import Vacancy, impossible_assignments

MON, MON_LATE, TUE = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00"
ILL = [Absence(AgentId("1-1"), MONDAY, MONDAY)]


def found(question: Plan, before: Roster, after: Roster) -> list[Vacancy]:
    return list(vacancies(without(question, ILL), Baseline(before), after))


def test_only_free_seats_that_can_no_longer_be_are_vacated() -> None:
    ill = without(plan(agents=["1-1", "1-2"]), ILL)
    before = roster({MON: ["1-1", "1-2"], TUE: ["1-1"]})
    assert impossible_assignments(ill, Baseline(before)) == (("1-1", MON),)
    assert not impossible_assignments(ill, Baseline(before, MONDAY + timedelta(days=1)))


def test_candidates_are_ranked_by_the_score_they_give() -> None:
    trained = [agent("1-3", competences=["mitid"]), agent("1-2"), agent("1-4")]
    question = plan(
        agents=[agent("1-1", competences=["mitid"]), *trained],
        hotline=hotline(days=1, competences=(competence("mitid"),)),
        availability=[entry("1-4", "undesired")],
    )
    before, after = roster({MON: ["1-1", "1-2"]}), roster({MON: ["1-2", "1-3"]})
    (vacancy,) = found(question, before, after)
    assert [option.joins for option in vacancy.options] == [("1-3",), ("1-4",)]
    assert [option.chosen for option in vacancy.options] == [True, False]
    best, other = vacancy.options
    assert (best.levels[Level.COVERAGE], best.levels[Level.COMPETENCE]) == (-1, -1)
    assert (other.levels[Level.COVERAGE], other.levels[Level.COMPETENCE]) == (-1, 0)
    assert other.rules["wishes"] == 1
    assert "wishes" not in best.rules


def test_what_an_option_adds_is_the_difference_of_two_measures() -> None:
    question = plan({"1": 100, "2": 100}, ["1-1", "1-2", "1-3", "2-1", "2-2"])
    before, after = roster({MON: ["1-1", "1-2"], TUE: ["2-1"]}), roster({MON: ["1-2", "1-3"], TUE: ["2-1"]})
    ill, baseline = without(question, ILL), Baseline(before)
    (vacancy,) = vacancies(ill, baseline, after)
    empty = measure(ill, roster({MON: ["1-2"], TUE: ["2-1"]}), baseline)
    for option in vacancy.options:
        there = measure(ill, roster({MON: ["1-2", *option.joins], TUE: ["2-1"]}), baseline)
        assert option.levels == {level: there[level] - empty[level] for level in there.levels}
        costs = {rule.rule: rule.cost for rule in empty.rules}
        assert option.rules == {
            rule.rule: rule.cost - costs[rule.rule] for rule in there.rules if rule.cost != costs[rule.rule]
        }


def test_who_cannot_is_told_with_the_rule_that_forbids_it() -> None:
    people: list[str | Agent] = [
        "1-1",
        "1-2",
        agent("1-3", last_day=MONDAY - timedelta(days=1)),
        agent("1-4"),
        agent("1-5", shifts_per_week=0),
        agent("1-6", shifts_per_week=1),
        agent("1-7"),
        "2-1",
    ]
    question = plan(
        {"1": 100, "2": 100},
        people,
        hotline=hotline(limits=Limits(rest=24 * 60)),
        availability=[entry("1-4", "unavailable")],
    )
    others = {MON_LATE: ["1-7"], TUE: ["1-6"]}
    before, after = roster({MON: ["1-1", "1-2"], **others}), roster({MON: ["1-2"], **others})
    (vacancy,) = found(question, before, after)
    assert vacancy.refused == {
        "employment": ("1-3",),
        "availability": ("1-4",),
        "shifts_per_week": ("1-5", "1-6"),
        "shifts_per_day": ("1-7",),
        "pairing": ("2-1",),
    }
    assert not vacancy.options


def test_rest_refuses_too() -> None:
    question = plan(agents=["1-1", "1-2", "1-3"], hotline=hotline(limits=Limits(rest=24 * 60)))
    before, after = (
        roster({MON_LATE: ["1-1", "1-2"], TUE: ["1-3"]}),
        roster({MON_LATE: ["1-2"], TUE: ["1-3"]}),
    )
    (vacancy,) = found(question, before, after)
    assert vacancy.refused == {"rest": ("1-3",)}


def test_under_mixed_pairing_anybody_may_join() -> None:
    question = plan({"1": 100, "2": 100}, ["1-1", "1-2", "2-1"], hotline=hotline(pairing=Pairing.MIXED))
    before, after = roster({MON: ["1-1", "1-2"]}), roster({MON: ["1-2", "2-1"]})
    (vacancy,) = found(question, before, after)
    assert [option.joins for option in vacancy.options] == [("2-1",)]
    assert not vacancy.refused


def test_a_shift_that_was_given_to_others_is_compared_with_those_who_could_have_stayed() -> None:
    question = plan({"1": 100, "2": 100, "4": 100}, ["1-1", "1-2", "1-3", "2-1", "2-2", "4-1", "4-2"])
    before, after = roster({MON: ["1-1", "1-2"]}), roster({MON: ["2-1", "2-2"]})
    (vacancy,) = found(question, before, after)
    assert vacancy.agents == ("1-1",)
    by_team = {option.joins: option for option in vacancy.options}
    assert set(by_team) == {("1-3",), ("2-1", "2-2"), ("4-1", "4-2")}
    assert by_team["1-3",].leaves == ()  # type: ignore[index]
    given = by_team["2-1", "2-2"]  # type: ignore[index]
    assert given.leaves == ("1-2",)
    assert given.levels[Level.CHANGES] == 1
    assert given.chosen


def test_a_shift_whose_whole_team_is_ill_is_one_vacancy() -> None:
    question = without(
        plan({"1": 100, "2": 100}, ["1-1", "1-2", "1-3", "1-4", "2-1", "2-2"]),
        [Absence(AgentId("1-2"), MONDAY, MONDAY)],
    )
    (vacancy,) = found(question, roster({MON: ["1-1", "1-2"]}), roster({MON: ["2-1", "2-2"]}))
    assert vacancy.agents == ("1-1", "1-2")
    assert {option.joins for option in vacancy.options} == {("2-1", "2-2"), ("1-3", "1-4")}


def test_two_seats_of_a_shift_are_told_one_by_one() -> None:
    question = without(
        plan(agents=["1-1", "1-2", "1-3", "1-4"], hotline=hotline(agents=3)),
        [Absence(AgentId("1-2"), MONDAY, MONDAY)],
    )
    told = found(question, roster({MON: ["1-1", "1-2", "1-3"]}), roster({MON: ["1-3", "1-4"]}))
    assert [vacancy.agents for vacancy in told] == [("1-1",), ("1-2",)]
    assert [[option.joins for option in vacancy.options] for vacancy in told] == [[("1-4",)], []]


def test_of_many_who_could_take_a_seat_the_most_promising_25_are_measured() -> None:
    many = [f"1-{number}" for number in range(1, 31)]
    question = plan(agents=many, hotline=hotline(days=1))
    before, after = roster({MON: ["1-1", "1-2"]}), roster({MON: ["1-2", "1-3"]})
    (vacancy,) = found(question, before, after)
    assert len(vacancy.options) == 25
    assert vacancy.unmeasured == 30 - len(["1-1", "1-2"]) - 25


def test_who_took_the_seat_is_among_the_options_however_many_look_better() -> None:
    many = [f"1-{number}" for number in range(1, 31)]
    question = plan(agents=many, hotline=hotline(days=1), availability=[entry("1-9", "undesired")])
    before, after = roster({MON: ["1-1", "1-2"]}), roster({MON: ["1-2", "1-9"]})
    (vacancy,) = found(question, before, after)
    assert [option.joins for option in vacancy.options if option.chosen] == [("1-9",)]
    assert (len(vacancy.options), vacancy.unmeasured) == (25, 3)
