"""wfm quota --compare: the tables and sentences, the JSON, the chart."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import wfm
from api.commands.terminal.outlook_tables import bars
from tests.api.commands.running import SAMPLES, copy_of, spoil
from tests.api.commands.running import wfm as run
from wfm.apportionment import Method

MIDT, NORTH, WEST = (SAMPLES / name for name in ("midtjylland", "nordjylland", "vestegnen"))


@pytest.fixture(scope="module")
def compared() -> Any:
    return json.loads(run("quota", NORTH, "--compare", "--json").stdout)["comparison"]


def test_bars_have_seven_heights_within_one_unit_and_arrows_beyond() -> None:
    within = [Fraction(number, 7) for number in range(-6, 7, 2)]
    assert bars(within) == "▁▂▃▄▅▆▇"
    assert bars([Fraction(-1), Fraction(-999, 1000), Fraction(999, 1000), Fraction(1)]) == "▼▁▇▲"
    assert bars([Fraction(-1, 7), Fraction(1, 7) - Fraction(1, 100)]) == "▄▄"


def test_it_shows_targets_balances_and_what_is_proven() -> None:
    told = run("quota", MIDT, "--compare", "--lang", "en").stdout
    assert "Compared with largest remainder, D'Hondt gives more to Herning (+1), Aarhus (+1)" in told
    assert "Sainte-Laguë gives the same targets as largest remainder." in told
    assert "no balance ever reaches a whole shift, however many quarters follow" in told
    assert "488 seats in 244 shifts" in told
    assert "floor" not in told.replace("populations and floors", "")


def test_it_speaks_the_plans_language() -> None:
    told = run("quota", MIDT, "--compare").stdout
    assert "Med største brøks metode når ingen saldo nogensinde op på en hel vagt" in told
    assert "Odder" not in told  # it only finances


def test_a_floor_above_the_share_is_told_with_the_floor_that_would_be_fair() -> None:
    told = run("quota", NORTH, "--compare", "--lang", "en").stdout
    assert "Læsø has a floor of 3 shifts, but its share of a quarter is 0.77 shifts." in told
    assert "Its credit grows by 2.23 shifts (4.47 seats) every quarter" in told
    assert "The largest floor at which its balance does not drift is 0 shifts" in told
    assert "Its share makes 3 shifts in 3.9 quarters." in told
    assert "The shifts have different numbers of seats" in told


def test_where_units_are_seats_no_shifts_are_spoken_of() -> None:
    told = run("quota", WEST, "--compare", "--lang", "en").stdout
    assert "no balance ever reaches a whole seat" in told
    assert "shift" not in told


def test_a_floor_within_the_share_makes_nothing_drift(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    spoil(plan / "municipalities.csv", "Ishøj,20820,staffing,0,0", "Ishøj,20820,staffing,0,40")
    told = run("quota", plan, "--compare", "--lang", "en").stdout
    assert "No floor lies above its municipality's share of a quarter; none makes a balance drift." in told


def test_seats_that_a_roster_leaves_empty_are_told(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("date,start,end,seat,municipality,agent\n", encoding="utf-8")
    told = run("quota", WEST, "--compare", "--roster", tmp_path / "roster.csv", "--lang", "en").stdout
    assert "The roster leaves seats empty." in told
    assert "Seats stay empty; below the target: Glostrup, Albertslund" in told
    assert "All seats are filled" not in told


def test_carry_overs_that_do_not_sum_to_nothing_are_told(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    spoil(plan / "municipalities.csv", "Ishøj,20820,staffing,0,0", "Ishøj,20820,staffing,1.5,0")
    told = run("quota", plan, "--compare", "--lang", "en").stdout
    assert "The carry-overs sum to 1.5 seats and not to 0" in told


def test_a_method_that_may_favour_the_large_is_said_not_to_promise(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    spoil(plan / "hotline.toml", '"largest_remainder"', '"dhondt"')
    told = run("quota", plan, "--compare", "--lang", "en").stdout
    assert "D'Hondt may give a large municipality a whole unit more or less than its exact share." in told


def test_json_holds_every_method_municipality_and_quarter(compared: Any) -> None:
    plan = wfm.load_plan(NORTH)
    assert (compared["method"], compared["unit"], compared["quarters"]) == ("sainte_lague", "shift", 8)
    assert list(compared["methods"]) == [method.value for method in Method]
    assert [row["municipality"] for row in compared["municipalities"]] == [m.code for m in plan.staffing]
    for method in Method:
        own = [row["methods"][method.value] for row in compared["municipalities"]]
        assert sum(one["target"] for one in own) == plan.units
        assert sum(one["gain"] for one in own) == 0
        for number in range(8):
            quarter = [one["quarters"][number] for one in own]
            assert sum(one["target"] for one in quarter) == plan.units
            assert sum(Decimal(one["carry_over_out"]) for one in quarter) == 0


def test_json_names_who_drifts_and_by_how_much(compared: Any) -> None:
    laesoe = next(row for row in compared["municipalities"] if row["name"] == "Læsø")
    assert (laesoe["floor"], laesoe["fair_floor"], laesoe["drift"]) == (3, 0, "-2.2305")
    own = compared["methods"]["sainte_lague"]
    assert own["furthest"]["municipality"] == "825"
    assert (own["under_one_unit"], own["promised"]) == (False, False)
    assert own["obstacles"] == {
        "unequal_shifts": True,
        "common_balance": "0.0000",
        "floored": ["825"],
        "negative": ["825"],
        "short": [],
    }
    assert "outlook.floor_drifts" in [one["key"] for one in compared["sentences"]]


def test_json_without_compare_is_as_it_was() -> None:
    assert set(json.loads(run("quota", WEST, "--json").stdout)) == {"by", "quota"}


def test_a_chart_implies_the_comparison_and_is_written(tmp_path: Path) -> None:
    ran = run("quota", WEST, "--chart", tmp_path / "balances.svg", "--lang", "en")
    assert ran.returncode == 0
    assert f"The chart was written to {tmp_path / 'balances.svg'}." in ran.stdout.replace("\n", "")
    assert "furthest of all" in ran.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["balances.svg"]


@pytest.mark.parametrize("name", ["balances.pdf", "balances"])
def test_a_chart_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    ran = run("quota", WEST, "--chart", tmp_path / name)
    assert ran.returncode == 2
    assert not list(tmp_path.iterdir())
