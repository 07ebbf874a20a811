from __future__ import annotations

import pytest

from api.texts.glossary import level_explained, method_explained, method_name, rule_explained
from wfm.apportionment import Method
from wfm.finding import Level
from wfm.rules import ALL_RULES, BASELINE_RULES, BaselineRule, Rule

RULES: tuple[Rule | BaselineRule, ...] = (*ALL_RULES, *BASELINE_RULES)


@pytest.mark.parametrize("rule", [rule.KEY for rule in RULES])
def test_every_rule_is_explained(rule: str) -> None:
    assert rule_explained(rule) is not None


@pytest.mark.parametrize("level", Level)
def test_every_level_is_explained(level: Level) -> None:
    assert str(level_explained(level))


@pytest.mark.parametrize("method", Method)
def test_every_method_is_named_and_explained(method: Method) -> None:
    assert str(method_name(method))
    assert str(method_explained(method))


def test_a_rule_that_is_not_known_is_left_unexplained() -> None:
    assert rule_explained("nonsense") is None
