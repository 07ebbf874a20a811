"""What tightens a model takes no wanted roster away."""

from __future__ import annotations

import pytest

from solver.model.cuts import tighten
from tests.builders import agent, competence, hotline, plan, roster
from tests.solver.agreement import is_feasible, posted, solved
from wfm.score import measure

EIGHT = "2027-01-04T08:00"
TEAMS = {"1-1 1-2": True, "1-1 1-3": True, "1-3 1-4": False, "1-1": False, "2-1 2-2": True, "2-1": False}
"""Teams on the one shift, and whether they fill it and hold both competences wanted."""


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("full", [True, False])
def test_every_team_that_fills_a_shift_and_holds_all_competences_may_still_sit(team: str, full: bool) -> None:
    line = hotline(days=1, hours="08:00-11:00", competences=(competence("a"), competence("b")))
    people = [
        agent("1-1", competences="ab"),
        agent("1-2", competences="ab"),
        agent("1-3", competences="b"),
        agent("1-4", competences="b"),
        agent("2-1", competences="a"),
        agent("2-2", competences="b"),
    ]
    question = plan({"1": 3, "2": 1}, people, hotline=line)
    sitting = roster({EIGHT: team.split()})
    score = measure(question, sitting)
    assert (score.coverage == 0 and score.competence == 0) == TEAMS[team]
    draft = posted(question)
    tighten(draft, full=full)
    for pair, variable in draft.assigned.items():
        draft.model.add(variable == (pair in set(sitting)))
    assert is_feasible(solved(draft)) == (TEAMS[team] or not full)
