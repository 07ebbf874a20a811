"""Seats for which nobody could step in: counted and told whatever the rule weighs."""

from __future__ import annotations

import pytest

from api.verification.figures import _wrong_rules
from tests import builders
from tests.api.publications import publication_of
from tests.api.published.test_pages import words
from tests.api.showcase import client
from wfm.agent import Agent
from wfm.limits import Weights


@pytest.mark.parametrize("weight", [0, 3])
def test_seats_without_a_stand_in_stand_on_the_page_of_findings_whatever_the_weight(weight: int) -> None:
    line = builders.hotline(
        days=1,
        hours="08:00-11:00",
        language="en",
        competences=(builders.competence("a"),),
        weights=Weights({"standby": weight, "wishes": 1}),
    )
    people: list[str | Agent] = [builders.agent("1-1", competences="a"), "1-2", "1-3"]
    plan = builders.plan(agents=people, hotline=line)
    publication = publication_of(plan, builders.roster({"2027-01-04T08:00": ("1-1", "1-2")}))
    pages = client(publication)
    for address in ("/findings", "/findings/standby"):
        text = words(pages.get(address).text)
        assert "Nobody could step in for Agent 1-1 on Monday 4 January 2027 at 08:00." in text
        assert "Agent 1-2 on Monday" not in text
    rule = next(one for one in publication.score.rules if one.rule == "standby")
    assert (rule.amount, rule.cost) == (1, weight)


def test_a_report_of_before_the_rule_says_nothing_false_of_it() -> None:
    figures = {"rule": "standby", "level": "quality", "weight": 0, "amount": 3, "cost": 0}
    assert not list(_wrong_rules({}, {"standby": figures}, set()))
    assert len(list(_wrong_rules({"standby": {**figures, "amount": 4}}, {"standby": figures}, set()))) == 1
    assert list(_wrong_rules({}, {"standby": {**figures, "weight": 2}}, set()))
