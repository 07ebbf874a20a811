"""The score: four levels compared in order, costs per rule, findings."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.builders import agent, competence, entry, hotline, plan, roster
from wfm import measure
from wfm.finding import SCORED, Finding, Level, Subject
from wfm.limits import DEFAULT_WEIGHTS, Weights
from wfm.message import Text
from wfm.roster import Roster
from wfm.rules import ALL_RULES, HARD_RULES, SCORING_RULES
from wfm.score import RuleCost, Score

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"


def score(*values: int) -> Score:
    """Return a score of four levels."""
    return Score(
        tuple(RuleCost(level, level, 1, value) for level, value in zip(SCORED, values, strict=True)), ()
    )


def test_an_earlier_level_beats_anything_later() -> None:
    ordered = [
        score(0, 0, 0, 0),
        score(0, 0, 0, 99),
        score(0, 0, 1, 0),
        score(0, 0, 1, 1),
        score(0, 1, 0, 0),
        score(1, 0, 0, 0),
        score(1, 9, 9, 9),
        score(2, 0, 0, 0),
    ]
    assert all(better < worse and not worse < better for better, worse in pairwise(ordered))
    assert not score(1, 2, 3, 4) < score(1, 2, 3, 4)


def test_a_level_is_the_sum_of_its_costs_and_a_cost_is_weight_times_amount() -> None:
    two = Score(
        (RuleCost("wishes", Level.QUALITY, 3, 4), RuleCost("upkeep", Level.QUALITY, 6, 5)), findings=()
    )
    assert [rule.cost for rule in two.rules] == [12, 30]
    assert (two.coverage, two.competence, two.quota, two.quality) == (0, 0, 0, 42)
    assert dict(two.values) == {"coverage": 0, "competence": 0, "quota": 0, "quality": 42}
    assert two["quality"] == 42


def test_the_rules_are_those_of_the_contract_in_its_order() -> None:
    assert [rule.KEY for rule in HARD_RULES] == [
        "seats",
        "availability",
        "employment",
        "shifts_per_day",
        "shifts_per_week",
        "rest",
        "pairing",
        "locks",
        "participation",
    ]
    assert [(rule.KEY, rule.LEVEL) for rule in SCORING_RULES] == [
        ("coverage", "coverage"),
        ("competence", "competence"),
        ("quota", "quota"),
        ("unsocial_share", "quality"),
        ("agent_balance", "quality"),
        ("unsocial_balance", "quality"),
        ("upkeep", "quality"),
        ("week_spread", "quality"),
        ("standby", "quality"),
        ("wishes", "quality"),
    ]
    assert all(rule.LEVEL is Level.HARD for rule in HARD_RULES)
    assert list(ALL_RULES) == [*HARD_RULES, *SCORING_RULES]


def test_the_default_weights_are_those_of_the_contract() -> None:
    assert dict(DEFAULT_WEIGHTS) == {
        "unsocial_share": 10,
        "agent_balance": 8,
        "unsocial_balance": 6,
        "upkeep": 6,
        "week_spread": 5,
        "standby": 0,
        "wishes": 1,
    }
    assert Weights().upkeep_weeks == 4
    assert Weights({"wishes": 2}).of("upkeep") == 0


def test_an_empty_roster_lacks_everything() -> None:
    # One municipality and one day with two shifts of two seats; one competence.
    line = hotline(days=1, competences=(competence("mitid"),))
    found = measure(plan(hotline=line), Roster())
    assert (found.coverage, found.competence, found.quota) == (4, 2, 4)
    assert found.breaches == ()


def test_the_levels_do_not_know_weights_and_quality_is_weighted() -> None:
    line = hotline(days=1, weights=Weights({"coverage": 100, "quota": 0, "wishes": 7}))
    question = plan(hotline=line, availability=[entry("1-1", "undesired")])
    found = measure(question, roster({EARLY: ["1-1"]}))
    assert (found.coverage, found.quota, found.quality) == (3, 1, 7)
    assert RuleCost("wishes", Level.QUALITY, 7, 1) in found.rules


def test_a_weight_of_0_turns_a_rule_off() -> None:
    line = hotline(days=1, weights=Weights(dict.fromkeys(DEFAULT_WEIGHTS, 0)))
    question = plan(hotline=line, availability=[entry("1-1", "undesired")])
    found = measure(question, roster({EARLY: ["1-1"]}))
    assert found.quality == 0
    assert RuleCost("wishes", Level.QUALITY, 0, 0) in found.rules
    assert {finding.rule for finding in found.findings} == {"coverage", "quota"}


def test_findings_tell_hard_breaches_first_and_every_amount() -> None:
    question = plan(agents=["1-1", agent("1-2", shifts_per_week=0)], hotline=hotline(days=1))
    found = measure(question, roster({EARLY: ["1-1", "1-2"], LATE: ["1-1"]}))
    assert [finding.rule for finding in found.breaches] == ["shifts_per_day", "shifts_per_week"]
    assert found.findings[: len(found.breaches)] == found.breaches
    for rule in found.rules:
        assert rule.amount == sum(f.amount for f in (*found.findings, *found.counted) if f.rule == rule.rule)


@pytest.mark.parametrize(
    ("subject", "written"),
    [
        (Subject(), ""),
        (Subject(agent=agent("1-1").id, entry=0), "agent:1-1|row:2"),
        (Subject(shift=next(iter(plan().shift))), "shift:2027-01-04T08:00"),
        (
            Subject(municipality=plan().municipalities[0].code, week=plan().weeks[0]),
            "municipality:1|week:2027-W01",
        ),
    ],
)
def test_a_subject_is_written_with_what_applies(subject: Subject, written: str) -> None:
    assert str(subject) == written


def test_a_finding_can_be_kept_in_a_set() -> None:
    one = Finding("rest", Level.HARD, Subject(), 1, Text("test.said", "said {who}")(who="1-1"))
    assert len({one, one}) == 1
