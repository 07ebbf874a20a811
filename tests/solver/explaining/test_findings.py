"""What need not be is told as such; what a plan has no roster for is a conflict; groups keep together."""

from __future__ import annotations

from datetime import timedelta

import pytest

import solver
import solver.explaining.findings
from solver.explaining import explain
from solver.explaining.findings import explain_findings
from solver.explaining.oracle import OracleAnswer
from solver.params import Clock
from tests.builders import MONDAY, agent, competence, entry, hotline, lock, plan, roster
from wfm.explanation import Answer
from wfm.finding import Level
from wfm.roster import Roster
from wfm.score import measure


def test_an_empty_roster_need_not_be_and_a_better_one_is_shown() -> None:
    question = plan(hotline=hotline(days=1, hours="08:00-11:00"))
    seats, quota = explain_findings(question, Roster(), Clock(10))
    for one in (seats, quota):
        assert one.answer is Answer.NOT_FORCED
        assert not one.because
        assert one.instead is not None
        assert measure(question, one.instead.roster).values == one.instead.values
        assert one.instead.values[one.findings[0].level] == 0


def test_a_roster_without_findings_has_nothing_to_explain() -> None:
    question = plan(hotline=hotline(days=1, hours="08:00-11:00"))
    assert explain_findings(question, roster({"2027-01-04T08:00": ["1-1", "1-2"]}), Clock(5)) == ()


def test_the_same_reason_for_many_shifts_is_told_once() -> None:
    away = [entry("1-2", "unavailable", MONDAY, MONDAY + timedelta(days=4))]
    question = plan(hotline=hotline(days=3, hours="08:00-11:00"), availability=away)
    found = solver.solve(question, workers=1).roster
    assert found is not None
    (one,) = explain_findings(question, found, Clock(20))
    assert len(one.findings) == len(one.questions) == 3
    assert [fact.rule for fact in one.facts] == ["availability"]
    (mend,) = one.mends[:1]
    assert mend.outlook.values[Level.COVERAGE] == 0


def test_what_no_question_decides_the_search_may_prove(monkeypatch: pytest.MonkeyPatch) -> None:
    away = [entry("1-2", "unavailable", MONDAY)]
    question = plan(hotline=hotline(days=1, hours="08:00-11:00"), availability=away)
    found = solver.solve(question, workers=1).roster
    assert found is not None
    monkeypatch.setattr(solver.explaining.findings, "ask", lambda *_: OracleAnswer(Answer.OPEN))
    assert found is not None
    (one,) = explain_findings(question, found, Clock(20))
    assert one.answer is Answer.FORCED
    assert one.message.key == "explain.forced_somehow"
    assert not one.verified
    seats, quota = explain_findings(question, Roster(), Clock(20))
    assert seats.answer is quota.answer is Answer.NOT_FORCED


def test_who_lacks_a_competence_is_told_together() -> None:
    line = hotline(days=1, hours="08:00-11:00", competences=(competence("a"),))
    question = plan(agents=["1-1", "1-2", "1-3"], hotline=line)
    found = solver.solve(question, workers=1).roster
    assert found is not None
    (one,) = explain_findings(question, found, Clock(20))
    (group,) = one.because
    assert group.message.key == "fact.some_lack"
    assert len(group.facts) == 3


def test_what_nobody_knows_does_not_make_another_competence_of_the_shift_seem_forced() -> None:
    line = hotline(days=1, hours="08:00-14:00", competences=(competence("a"), competence("b")))
    people = [agent("1-1", competences="a"), *(agent(f"1-{number}") for number in range(2, 6))]
    question = plan(agents=people, hotline=line)
    found = roster({"2027-01-04T08:00": ["1-2", "1-3"], "2027-01-04T11:00": ["1-4", "1-5"]})
    said = explain_findings(question, found, Clock(20))
    by_competence = {str(finding.subject.competence): one for one in said for finding in one.findings}
    assert by_competence["b"].answer is Answer.FORCED
    assert by_competence["a"].answer is Answer.NOT_FORCED  # "1-1" sits on one of the two


def test_too_few_agents_are_told_where_nothing_that_could_be_lifted_forces_it() -> None:
    question = plan(agents=["1-1"], hotline=hotline(days=1, hours="08:00-11:00"))
    found = solver.solve(question, workers=1).roster
    assert found is not None
    (one,) = explain_findings(question, found, Clock(20))
    assert [group.message.key for group in one.because] == ["fact.too_few"]
    (mend,) = one.mends
    assert [change.kind for change in mend.changes] == ["add_agent"]
    assert mend.outlook.values[Level.COVERAGE] == 0


def test_contradicting_locks_are_all_that_is_told_of_a_plan_without_a_roster() -> None:
    question = plan(
        {"1": 1, "2": 1},
        ["1-1", agent("2-1")],
        locks=[lock("2027-01-04T08:00", municipality=code) for code in ("1", "2")],
    )
    found = explain(question, None, 5, with_prices=True)
    assert found.conflict is not None
    assert found.conflict.verified
    assert found.conflict.minimal
    assert (found.explanations, found.why_not, found.prices) == ((), None, None)
