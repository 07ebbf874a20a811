"""What may be imported from the packages: the contract's names, each of them there."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

import solver
import wfm


def test_wfm_offers_just_these() -> None:
    assert set(wfm.__all__) == {
        "Baseline",
        "Fault",
        "InputError",
        "Plan",
        "PlanError",
        "Result",
        "Roster",
        "RosterError",
        "Score",
        "Status",
        "WfmError",
        "apportion",
        "load_plan",
        "load_roster",
        "measure",
    }


def test_solver_offers_just_these() -> None:
    assert set(solver.__all__) == {
        "Phase",
        "Progress",
        "Session",
        "SessionAnswer",
        "conflict_holds",
        "find_conflicts",
        "solve",
    }


@pytest.mark.parametrize("package", [wfm, solver])
def test_every_name_is_there_in_order_and_documented(package: ModuleType) -> None:
    assert package.__all__ == sorted(package.__all__)
    assert all(inspect.getdoc(getattr(package, name)) for name in package.__all__)


def test_the_contracts_calls_fit() -> None:
    inspect.signature(wfm.load_plan).bind("sample_data/midtjylland")
    inspect.signature(solver.solve).bind(object(), time_limit=60, workers=2, seed=1)
    inspect.signature(wfm.measure).bind(object(), object())
    inspect.signature(wfm.apportion).bind({}, 10, method="sainte_lague", floors={})


def test_the_contracts_example_of_apportionment() -> None:
    weights = {"Læsø": 1809, "Aalborg": 205407}
    assert wfm.apportion(weights, 10, method="sainte_lague", floors={"Læsø": 1}) == {"Læsø": 1, "Aalborg": 9}
