"""Every rule of the contract has its two halves, in both folders and in both tuples."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

import solver.rules
import wfm.rules
from wfm.limits import DEFAULT_WEIGHTS

HARD = (
    "seats",
    "availability",
    "employment",
    "shifts_per_day",
    "shifts_per_week",
    "rest",
    "pairing",
    "locks",
)
LEVELS = ("coverage", "competence", "quota")
QUALITY = ("unsocial_share", "agent_balance", "unsocial_balance", "upkeep", "week_spread", "wishes")
BASELINE = ("frozen", "changes")
"""Those that count only where a roster is compared with another."""

CONTRACT = (*HARD, "participation", *LEVELS, *QUALITY)
"""The contract's rules in its order, and our key for agents of financing municipalities."""


@pytest.mark.parametrize("room", [wfm.rules, solver.rules])
def test_the_tuple_holds_the_contract_s_rules_in_its_order(room: ModuleType) -> None:
    assert tuple(rule.KEY for rule in room.ALL_RULES) == CONTRACT


@pytest.mark.parametrize("room", [wfm.rules, solver.rules])
def test_the_folder_holds_a_file_for_each_rule_and_no_other(room: ModuleType) -> None:
    files = {path.stem for path in Path(str(room.__file__)).parent.glob("*.py")}
    assert files == {*CONTRACT, *BASELINE, "__init__"}
    assert tuple(rule.KEY for rule in room.BASELINE_RULES) == BASELINE


@pytest.mark.parametrize("key", [*CONTRACT, *BASELINE])
def test_the_two_halves_of_a_rule_name_the_same_key_and_level(key: str) -> None:
    measured, posted = (importlib.import_module(f"{room}.rules.{key}") for room in ("wfm", "solver"))
    assert measured.KEY == posted.KEY == key
    assert measured.LEVEL == posted.LEVEL
    assert measured.__doc__
    assert posted.__doc__
    assert measured.__doc__.startswith(f"{key}: ")
    assert posted.__doc__.startswith(f"{key}: ")


def test_each_quality_rule_has_a_default_weight() -> None:
    assert tuple(DEFAULT_WEIGHTS) == QUALITY


@pytest.mark.parametrize("rule", wfm.rules.BINDING_RULES, ids=lambda rule: rule.KEY)
def test_each_hard_rule_can_say_why_it_binds(rule: ModuleType) -> None:
    assert callable(rule.reason)
