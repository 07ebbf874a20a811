"""wfm split: the table, the JSON, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.commands.running import SAMPLES, wfm

NORTH = SAMPLES / "nordjylland" / "municipalities.csv"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.csv"
    path.write_text("kommune;navn;indbyggere;opkald\n165;Albertslund;3;10\n161;Glostrup;1;30\n", "utf-8")
    return path


def test_hours_are_shared_by_population_and_sum_to_the_whole() -> None:
    ran = wfm("split", "53", NORTH, "--decimals", "1", "--json")
    document = json.loads(ran.stdout)
    assert ran.stderr == ""
    assert document["total"] == document["amount"] == "53.0"
    hours = {part["name"]: part["amount"] for part in document["parts"]}
    assert hours["Læsø"] == "0.2"
    assert hours["Aalborg"] == "18.8"  # printed: 18.7, and the printed hours sum to 52.9
    assert hours["Hjørring"] == "6.0"
    assert document["parts"][0]["share"] == "0.003115"
    assert document["by"] == [{"column": "population", "percent": "100.0000"}]


def test_keys_are_mixed_by_percent(keys: Path) -> None:
    ran = wfm("split", "1.000,00", keys, "--by", "population:60", "--by", "opkald:40%", "--json")
    parts = json.loads(ran.stdout)["parts"]
    assert [(part["municipality"], part["amount"]) for part in parts] == [
        ("165", "550.00"),
        ("161", "450.00"),
    ]


def test_it_prints_parts_shares_and_the_sum_in_danish(keys: Path) -> None:
    said = wfm("split", "1000,01", keys, "--by", "indbyggere").stdout
    assert "750,01" in said
    assert "75,0000\N{NO-BREAK SPACE}%" in said
    assert "1.000,01" in said
    assert "i alt" in said


def test_a_negative_amount_needs_no_sign_of_its_own(keys: Path) -> None:
    document = json.loads(wfm("split", "-1000", keys, "--by", "lige", "--json").stdout)
    assert [part["amount"] for part in document["parts"]] == ["-500.00", "-500.00"]


def test_how_a_doubtful_amount_was_read_is_told(keys: Path) -> None:
    ran = wfm("split", "1.250", keys, "--by", "equal", "--lang", "en")
    assert "1,250.00" in ran.stdout
    assert "it was taken for 1,250" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ti"], "ti is no amount"),
        (["0,001"], "has more decimals"),
        (["1", "--by", "indbyggere:60"], "must sum to 100, not to 60"),
        (["1", "--by", "indbyggere:60", "--by", "opkald"], "needs a percentage"),
        (["1", "--by", "indbyggere:x"], "needs a percentage"),
        (["1", "--by", "navne"], "one of the keys: indbyggere, opkald and equal"),
        (["1"], "a key to share by, one of"),
        (["1", "--colour"], "colour"),
    ],
)
def test_what_cannot_be_shared_is_told_with_status_2(keys: Path, arguments: list[str], said: str) -> None:
    amount, *options = arguments
    ran = wfm("split", amount, keys, *options, "--lang", "en")
    assert ran.returncode == 2
    assert said in " ".join(ran.stderr.replace("│", " ").split())
    assert ran.stdout == ""


def test_faults_are_json_where_that_was_asked_for(keys: Path) -> None:
    ran = wfm("split", "1", keys, "--by", "navne", "--json")
    assert json.loads(ran.stdout)["faults"][0]["key"] == "fault.key_named"
    assert ran.returncode == 2
