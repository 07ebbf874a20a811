"""Absence: an unavailable entry more, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import MONDAY, entry, plan
from wfm.absence import Absence, without
from wfm.ids import AgentId


def test_the_agent_is_unavailable_on_those_days_and_no_other() -> None:
    question = plan(agents=["1-1", "1-2"], availability=[entry("1-2", "preferred")])
    ill = without(question, [Absence(AgentId("1-1"), MONDAY, MONDAY + timedelta(days=1))])
    gone = question.assignable[AgentId("1-1")] - ill.assignable[AgentId("1-1")]
    assert {shift[:10] for shift in gone} == {"2027-01-04", "2027-01-05"}
    assert ill.assignable[AgentId("1-2")] == question.assignable[AgentId("1-2")]
    assert ill.availability[:1] == question.availability
