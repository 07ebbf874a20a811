"""Deputies: what one person holds half of a municipality holds, and nothing else is taught."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.demonstration.deputies import with_deputies
from tests.builders import agent, competence, hotline, plan
from wfm.plan import Plan


def holders(found: Plan, code: str) -> list[str]:
    return [str(one.id) for one in found.agents if code in one.competences]


@pytest.mark.parametrize(("people", "many"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_what_one_holds_half_of_them_hold(people: int, many: int) -> None:
    line = hotline(competences=(competence("mitid"), competence("tax"), competence("spare", min_agents=0)))
    own = [agent("1-1", competences=("mitid", "spare")), *(agent(f"1-{n}") for n in range(2, people + 1))]
    others = [agent("2-1"), agent("2-2")]
    sample = plan({"1": 100, "2": 50}, [*own, *others], hotline=line)
    found = with_deputies(sample)
    assert len(holders(found, "mitid")) == many
    assert holders(found, "tax") == []  # nobody is there to teach it
    assert holders(found, "spare") == ["1-1"]  # no shift wants it
    bare = [replace(one, competences=frozenset()) for one in sample.agents]
    assert [replace(one, competences=frozenset()) for one in found.agents] == bare
    assert with_deputies(found) == found
