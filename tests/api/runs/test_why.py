"""Why a finding of quality is there: asked about beside it, reckoned as a run, read on the run's page."""

from __future__ import annotations

import re

import pytest

from api.access.ids import VersionNumber
from api.rosters.records.rosters import find_version, read_version
from api.runs.kinds import RunKind
from api.runs.orders import EXPLAINED_RULES
from api.store.engine import reading
from solver.explaining.rules import QUALITY
from tests.api.filled_service import Served
from tests.api.runs.reckoning import place_in, reckon, run_in
from tests.api.runs.test_pages import PLACE, page, send
from wfm.explanation import Answer
from wfm.finding import Finding, Level
from wfm.score import measure

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def found_in(served: Served, number: int) -> list[Finding]:
    """Return the findings of quality of a version that are about an agent."""
    with reading(served.database) as connection:
        plan = place_in(served.database).plan.id
        read = read_version(connection, find_version(connection, plan, VersionNumber(number)))
    findings = measure(read.plan, read.roster).findings
    return [one for one in findings if one.level is Level.QUALITY and one.subject.agent]


def test_what_is_asked_of_a_rule_and_an_agent_is_answered_and_nothing_else(served: Served) -> None:
    asked = found_in(served, 1)[0]
    run, result = reckon(
        served.database,
        kind=RunKind.EXPLAIN,
        version=VersionNumber(1),
        rule=asked.rule,
        agent=asked.subject.agent,
    )
    assert asked.subject.agent not in repr(run.asked)  # orders keep nobody's id
    assert result.document is not None
    explanations = result.document["en"]["explanations"]
    expected = [
        one
        for one in found_in(served, 1)
        if (one.rule, one.subject.agent) == (asked.rule, asked.subject.agent)
    ]
    told = [finding for one in explanations for finding in one["findings"]]
    assert [one["subject"] for one in told] == [str(one.subject) for one in expected]
    assert {one["rule"] for one in told} == {asked.rule}
    assert all(one["level"] == "quality" for one in explanations)
    text = page(served, f"{PLACE}/{run.id}")
    for one in explanations:
        assert one["findings"][0]["sentence"] in text
        assert one["sentence"] in text
        assert one["answer"] in {answer.value for answer in Answer}


def test_beside_a_finding_stands_why_and_leads_to_the_question_with_all_filled_in(served: Served) -> None:
    text = page(served, "/findings?hotline=test")
    links = re.findall(r'<a href="(/plans/2027-01-04/runs\?[^"]*)#why">Why\?', text)
    assert links
    asked = next(one for one in found_in(served, 1) if one.rule == "agent_balance")
    mine = next(one for one in links if "agent_balance" in one and asked.subject.agent in one)
    form = page(served, mine.replace("&amp;", "&").replace("lang=en", "")).split('value="explain">')[1]
    assert '<option value="1" selected>' in form
    assert '<option value="agent_balance" selected>' in form
    assert f'<option value="{asked.subject.agent}" selected>' in form


def test_who_may_have_nothing_reckoned_is_led_nowhere_and_a_leader_to_questions(served: Served) -> None:
    assert "#why" in page(served, "/findings?hotline=test")
    assert "Why?" not in page(served, "/findings?hotline=test", "administrator")
    leaders = page(served, "/findings?hotline=test", "leader")
    assert "#why" not in leaders
    assert "/plans/2027-01-04/questions?" in leaders


def test_what_can_be_asked_about_is_what_is_explained(served: Served) -> None:
    assert set(EXPLAINED_RULES) == set(QUALITY)
    assert "rule=standby" not in page(served, "/findings?hotline=test")


def test_an_agent_alone_may_be_asked_about(served: Served) -> None:
    answer = send(served, kind="explain", version="1", agent="1-1", rule="", day="", time="")
    assert answer.status_code == 303
    found = run_in(served.database, answer.headers["location"].split("?")[0].split("/")[-1])  # type: ignore[arg-type]
    assert found.asked["shift"] is None
    assert len(found.asked["person"]) == 32
    refused = send(served, kind="explain", version="1", rule="coverage")
    assert refused.status_code == 422
    assert 'id="rule-wrong"' in refused.text
