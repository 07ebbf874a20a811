"""Every rule of the contract has its two halves, in both folders and in both tuples."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

import solver.explaining.rules
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
QUALITY = (
    "unsocial_share",
    "agent_balance",
    "unsocial_balance",
    "upkeep",
    "week_spread",
    "standby",
    "wishes",
)
ASKED = tuple(key for key in QUALITY if key != "standby")
"""Those of which is asked why a finding is there: a stand-in needs nobody's shift to change."""
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


EXPLAINED = (*HARD, "participation", "competence")
"""Each hard rule, and competence, which is a fact without one; rules of quality are asked about."""
ROOT = Path(__file__).parents[2]


def test_each_rule_of_these_has_a_third_half_for_explaining() -> None:
    files = {path.stem for path in (ROOT / "solver" / "explaining" / "rules").glob("*.py")}
    assert files == {*EXPLAINED, *ASKED, "__init__"}
    assert set(solver.explaining.rules.EXPLANATIONS) == set(EXPLAINED)
    assert tuple(solver.explaining.rules.QUALITY) == ASKED


@pytest.mark.parametrize("key", [*EXPLAINED, *ASKED])
def test_the_third_half_names_its_rule(key: str) -> None:
    module = importlib.import_module(f"solver.explaining.rules.{key}")
    assert (module.__doc__ or "").startswith(f"{key}: ")
    known = {**solver.explaining.rules.EXPLANATIONS, **solver.explaining.rules.QUALITY}
    assert type(known[key]).__module__ == module.__name__


def rules_named(source: str) -> set[str]:
    """Return the rules that a source names by string."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    constants = {node.value for node in nodes if isinstance(node.value, str)}
    return constants & {*HARD, "participation"}


def test_nothing_else_of_explaining_names_a_rule_so_a_new_one_touches_nothing_else() -> None:
    paths = sorted((ROOT / "solver" / "explaining").glob("*.py"))
    named = {path.name: rules_named(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: rules for name, rules in named.items() if rules} == {}
    assert rules_named("_RANK = ('seats', 'rest')") == {"seats", "rest"}
