from __future__ import annotations

import pytest

from api.publication.loads import Fairness, Load, loads
from tests import builders
from tests.api.showcase import showcase
from wfm.fair_share import load_bands
from wfm.personal_carry_over import personal_carry_overs
from wfm.quota import Band


@pytest.mark.parametrize(
    ("seats", "fairness"),
    [(1, Fairness.BELOW), (2, Fairness.FAIR), (3, Fairness.FAIR), (4, Fairness.ABOVE)],
)
def test_a_load_is_fair_from_the_lower_to_the_upper_end_of_the_band(seats: int, fairness: Fairness) -> None:
    assert Load(builders.agent("1-1"), seats, 0, Band(2, 3), 0, None).fairness is fairness


def test_bands_and_seats_are_those_that_the_rules_measure() -> None:
    published = showcase()
    found = {load.agent.id: load for load in loads(published)}
    bands = load_bands(published.plan)
    for agent in published.plan.staffing_agents:
        assert found[agent.id].band == bands[agent.id]
        fair = found[agent.id].fair
        assert fair is not None
        assert Band.around(fair.to_sit) == bands[agent.id], "what unfolds is what the range lies around"
        assert found[agent.id].seats == len(published.roster.of_agent(agent.id))


def test_an_agent_of_a_municipality_that_only_finances_has_no_band() -> None:
    found = {load.agent.id: load for load in loads(showcase())}
    assert (found["3-1"].band, found["3-1"].fairness) == (None, Fairness.FAIR)  # type: ignore[index]


def test_what_is_carried_over_is_what_the_whole_municipality_leaves() -> None:
    published = showcase()
    accounts = personal_carry_overs(published.plan, published.roster)
    assert {load.agent.id: load.carry_over for load in loads(published)} == accounts


def test_unsocial_shifts_are_counted() -> None:
    found = {str(load.agent.id): load.unsocial for load in loads(showcase())}
    assert (found["1-1"], found["1-2"], found["2-1"]) == (2, 0, 1)
