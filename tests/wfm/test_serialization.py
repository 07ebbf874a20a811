"""What is packed and read back is the same, and measures the same."""

from __future__ import annotations

import pickle

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.solver.plans import baselines, rosters, tiny_plans
from wfm.score import measure
from wfm.serialization import pack


@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_plan_roster_and_baseline_travel_unchanged(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    roster, baseline = data.draw(rosters(plan)), data.draw(baselines(plan))
    before = pack((plan, roster, baseline))
    score = measure(plan, roster, baseline)
    for packed in (before, pack((plan, roster, baseline))):  # also after figures were kept in the plan
        found = pickle.loads(packed)
        assert found == (plan, roster, baseline)
        assert measure(*found) == score
