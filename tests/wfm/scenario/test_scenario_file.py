"""Several scenarios in a file: read, or refused with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from wfm.errors import PlanError
from wfm.scenario.edits import ScenarioEdits
from wfm.scenario.scenario_file import MOST_SCENARIOS, Scenario, read_scenarios


def written(folder: Path, text: str) -> Path:
    path = folder / "scenarios.toml"
    path.write_text(text, "utf-8")
    return path


def test_each_section_is_a_scenario(tmp_path: Path) -> None:
    text = """
[[scenario]]
name = "With Struer"
join = ["671:Struer:21846:4"]
set = ["quota.method=dhondt"]

[[scenario]]
name = "Without Hjørring"
leave = ["860"]
"""
    assert read_scenarios(written(tmp_path, text)) == (
        Scenario("With Struer", ScenarioEdits(("671:Struer:21846:4",), (), ("quota.method=dhondt",))),
        Scenario("Without Hjørring", ScenarioEdits((), ("860",), ())),
    )


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ["fault.scenarios"]),
        ("scenario = 3", ["fault.scenarios"]),
        ("[[scenario]]\nname = 'a'\n" * (MOST_SCENARIOS + 1), ["fault.scenarios"]),
        ("[[scenario]]", ["fault.scenario_name"]),
        ("[[scenario]]\nname = 'a'\n[[scenario]]\nname = ' a '", ["fault.scenario_name"]),
        ("[[scenario]]\nname = 'a'\njoins = []", ["fault.scenario_key"]),
        ("[[scenario]]\nname = 'a'\njoin = '1:A:1'\nset = [1]", ["fault.scenario_list"] * 2),
        ("x = 1\n[[scenario]]\nname = 'a'", ["fault.scenario_key"]),
        ("[[scenario]", ["fault.toml"]),
    ],
)
def test_what_is_amiss_is_told(tmp_path: Path, text: str, keys: list[str]) -> None:
    with pytest.raises(PlanError) as refused:
        read_scenarios(written(tmp_path, text))
    assert [one.expected.key for one in refused.value.faults] == keys


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as refused:
        read_scenarios(tmp_path / "none.toml")
    assert [one.expected.key for one in refused.value.faults] == ["fault.scenario_readable"]


def test_tables_in_tables_are_a_fault_however_deep(tmp_path: Path) -> None:
    deep = "{" + ".".join("a" * 19) + "="
    text = f'[[scenario]]\nname = "x"\nset = {deep * 200}1{"}" * 200}\n'
    with pytest.raises(PlanError) as error:
        read_scenarios(written(tmp_path, text))
    assert error.value.faults
