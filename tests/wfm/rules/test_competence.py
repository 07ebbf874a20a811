"""competence: holders missing below min_agents, over all shifts and competences."""

from __future__ import annotations

from tests.builders import agent, competence, hotline, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.plan import Plan

EARLY = "2027-01-04T08:00"


def question(*wanted: tuple[str, int]) -> Plan:
    """Return a plan with one shift and three agents: with both competences, one and none."""
    line = hotline(
        days=1, hours="08:00-11:00", agents=3, competences=tuple(competence(*each) for each in wanted)
    )
    people = [
        agent("1-1", competences=[code for code, _ in wanted]),
        agent("1-2", competences=[wanted[0][0]]),
        agent("1-3"),
    ]
    return plan(agents=people, hotline=line)


BOTH = question(("mitid", 1), ("moving", 1))


def test_one_holder_of_each_is_enough_and_may_be_one_person() -> None:
    assert not told("competence", BOTH, roster({EARLY: ["1-1", "1-3"]}))


def test_each_competence_is_missing_by_itself() -> None:
    lacking = roster({EARLY: ["1-2", "1-3"]})
    assert told("competence", BOTH, lacking) == [
        (f"shift:{EARLY}|competence:moving", 1, "competence.missing")
    ]
    assert sentences("competence", BOTH, lacking) == [f"1 agent with Moving is missing on {EARLY}"]


def test_an_empty_shift_misses_them_all() -> None:
    asked = question(("mitid", 2), ("moving", 1))
    assert told("competence", asked, roster({})) == [
        (f"shift:{EARLY}|competence:mitid", 2, "competence.missing"),
        (f"shift:{EARLY}|competence:moving", 1, "competence.missing"),
    ]
    assert sentences("competence", asked, roster({}))[0] == f"2 agents with Mitid are missing on {EARLY}"


def test_up_to_min_agents_and_one_less() -> None:
    asked = question(("mitid", 2))
    assert not told("competence", asked, roster({EARLY: ["1-1", "1-2"]}))
    assert [amount for _, amount, _ in told("competence", asked, roster({EARLY: ["1-1", "1-3"]}))] == [1]


def test_more_seats_wanted_than_there_are_still_count() -> None:
    asked = question(("mitid", 5))
    assert [amount for _, amount, _ in told("competence", asked, roster({EARLY: ["1-1", "1-2"]}))] == [3]


def test_none_wanted_none_missing() -> None:
    assert not told("competence", question(("mitid", 0)), roster({}))
    assert not told("competence", plan(), roster({}))
