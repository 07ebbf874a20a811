"""What came of a scenario a moment ago, and its pictures: as reckoned anew, and nobody is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from hypothesis import given, settings

from api.access.ids import HotlineId, PlanId, RevisionId, RevisionNumber
from api.plans.records.plans import Revision
from api.scenarios.courses import BOTTOM, TOP, balance_courses
from api.scenarios.outcomes import MOST, figures_before, find_outcome, try_edits
from api.scenarios.place import ScenarioBase
from api.texts.translator import translator
from tests.examples import examples
from tests.strategies import plans
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits
from wfm.scenario.figures import find_figures

JOINS = ScenarioEdits(joins=("67100:Struer:21846:2",))
_numbers = count()


def base_of(plan: Plan) -> ScenarioBase:
    """Return a plan as a revision that nobody has asked for."""
    digest = f"{next(_numbers):064x}"
    at = datetime(2026, 12, 1, tzinfo=UTC)
    revision = Revision(
        id=RevisionId("1" * 32),
        plan=PlanId("2" * 32),
        hotline=HotlineId("3" * 32),
        number=RevisionNumber(1),
        parent=RevisionNumber(0),
        author=None,
        at=at,
        plan_sha256=digest,
        sha256=digest,
    )
    return ScenarioBase(revision, plan)


@settings(max_examples=examples(15), deadline=None)
@given(plans())
def test_what_is_remembered_is_what_is_reckoned_and_names_nobody(plan: Plan) -> None:
    base = base_of(plan)
    found, anew = find_outcome(base, JOINS, 3), try_edits(plan, JOINS, 3)
    assert figures_before(base, 3).municipalities == find_figures(plan, 3).municipalities
    assert (found.faults, found.notices) == (anew.faults, anew.notices)
    assert (found.figures is None) == (anew.figures is None)
    if found.figures and anew.figures:
        assert found.figures.municipalities == anew.figures.municipalities
        assert found.figures.empty_seats == anew.figures.empty_seats
        known = {agent.id for agent in plan.agents}
        kept = [agent for agent in found.figures.plan.agents if agent.id in known]
        assert all((agent.name, agent.email, agent.phone) == (agent.id, "", "") for agent in kept)


@settings(max_examples=examples(3), deadline=None)
@given(plans())
def test_another_revision_and_other_quarters_are_reckoned_anew_and_the_oldest_is_forgotten(
    plan: Plan,
) -> None:
    base = base_of(plan)
    first = figures_before(base, 2)
    assert figures_before(base, 2) is first
    assert figures_before(base, 3) is not first
    assert figures_before(base_of(plan), 2) is not first
    for _ in range(MOST):
        figures_before(base_of(replace(plan)), 1)
    assert figures_before(base, 2) is not first


@settings(max_examples=examples(15), deadline=None)
@given(plans())
def test_pictures_lie_within_their_frame_and_end_where_the_tables_do(plan: Plan) -> None:
    before, after = find_figures(plan, 4), try_edits(plan, JOINS, 4).figures
    if after is None:
        return
    drawn = balance_courses(before, after, translator("da"))
    assert [one.name for one in drawn.courses][-1] == "Struer"
    assert drawn.courses[-1].before == ""
    for one in drawn.courses:
        for line, figures in ((one.before, before), (one.after, after)):
            heights = [float(point.split(",")[1]) for point in line.split()]
            assert all(TOP <= height <= BOTTOM for height in heights)
            assert len(heights) in (0, figures.quarters)
