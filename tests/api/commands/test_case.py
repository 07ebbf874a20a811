"""wfm case: the printed figures of the sources, the files, what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.api.commands.running import SAMPLES, copy_of, spoil, wfm

WEST, TALK = SAMPLES / "vestegnen_case", SAMPLES / "borgerkontakt_case"


@pytest.fixture(scope="module")
def west() -> Any:
    return json.loads(wfm("case", WEST, "--json").stdout)


@pytest.fixture(scope="module")
def talk() -> Any:
    return json.loads(wfm("case", TALK, "--json").stdout)


def amounts(written: list[str]) -> list[Decimal]:
    return list(map(Decimal, written))


def test_vestegnens_table_1_comes_out_as_printed(west: Any) -> None:
    assert west["years"] == [1, 2, 3, 4, 5]
    assert amounts(west["gains"]) == [1_640_608, 2_034_766, 2_498_607, 2_501_607, 2_501_607]
    assert amounts(west["costs"]) == [2_400_000, 1_412_000, 1_312_000, 1_312_000, 1_312_000]
    assert amounts(west["effect"]) == [-759_392, 622_766, 1_186_607, 1_189_607, 1_189_607]
    assert amounts(west["accumulated"]) == [-759_392, -136_626, 1_049_981, 2_239_588, 3_429_195]
    assert west["payback"] == {"year": 3, "number": 3, "years": "2.1151", "relapse": None}
    assert west["differences"] == []


def test_vestegnens_tables_2_and_3_are_its_areas(west: Any) -> None:
    areas = {one["area"]: amounts(one["amounts"]) for one in west["areas"]}
    assert areas["Gevinstområde 1 & 2"] == [736_536, 1_130_248, 1_485_747, 1_488_747, 1_488_747]
    assert areas["Gevinstområde 5"] == [833_670, 835_243, 944_314, 944_314, 944_314]
    assert areas["Teknik"] == [1_350_000, 662_000, 662_000, 662_000, 662_000]
    assert sum(Decimal(one["total"]) for one in west["areas"]) == 11_177_195 + 7_748_000


def test_the_row_that_vestegnens_total_leaves_out_is_told(west: Any) -> None:
    assert west["not_counted"] == [
        {
            "kind": "cost",
            "name": "Buffer",
            "year": 1,
            "amount": "275000.00",
            "total": "2400000.00",
            "total_with_it": "2675000.00",
        }
    ]
    assert "efter 2,35 år" in " ".join(west["checks"])


def test_each_partners_part_is_exact_and_they_sum_to_the_effect(west: Any) -> None:
    assert [one["name"] for one in west["partners"]] == [
        "Glostrup",
        "Albertslund",
        "Hvidovre",
        "Rødovre",
        "Ishøj",
    ]
    for year, effect in enumerate(amounts(west["effect"])):
        assert sum(Decimal(one["effect"][year]) for one in west["partners"]) == effect


def test_borgerkontakts_money_and_break_even_come_out_as_printed(talk: Any) -> None:
    printed = [-2013, -1138, -463, 213]
    effect = amounts(talk["effect"])[:4]
    assert [
        abs(one / 1000 - figure) <= Decimal("0.5") for one, figure in zip(effect, printed, strict=True)
    ] == [True] * 4
    assert amounts(talk["gains"])[4] == 2_700_000
    assert talk["payback"]["number"] == talk["payback_discounted"]["number"] == 6
    assert "Den trykte tilbagebetaling i 2021 er det, posterne giver." in talk["checks"]
    partners = {one["partner"]: one for one in talk["partners"]}
    assert amounts(partners["KFU"]["costs"])[:4] == [2_350_000, 2_150_000, 2_150_000, 2_150_000]
    assert Decimal(partners["ØKU"]["costs"][0]) == 0


def test_where_print_splits_a_rounded_figure_every_difference_is_listed(talk: Any) -> None:
    found = talk["differences"]
    assert len(found) == 6 * 4
    assert {one["partner"] for one in found} == {"ØKU", "KFU", "BUU", "SOU", "TMU", "BIU"}
    assert {(one["year"], one["printed"], one["computed"]) for one in found} == {
        (2016, "56.33", "56.25"),
        (2017, "168.83", "168.75"),
        (2018, "281.33", "281.25"),
        (2019, "393.83", "393.75"),
    }


def test_it_prints_in_the_cases_language_and_in_another() -> None:
    danish = wfm("case", WEST)
    assert danish.returncode == 0
    assert "Tilbagebetalt i år 3, efter 2,12 år." in danish.stdout
    assert "Alle 15 trykte tal er det, posterne giver." in danish.stdout
    english = wfm("case", TALK, "--lang", "en").stdout
    assert "12 further figures differ" in english
    assert "Present value: 1,182,229 DKK" in english


def test_files_are_written_together(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = wfm("case", WEST, "--out", out, "--json")
    document = json.loads(ran.stdout)
    assert document["files"] == ["case.json", "case.svg", "case.xlsx", "case.pdf"]
    assert sorted(path.name for path in out.iterdir()) == sorted(document["files"])
    kept = json.loads((out / "case.json").read_text(encoding="utf-8"))
    assert kept["effect"] == document["effect"]
    assert (out / "case.pdf").read_bytes().startswith(b"%PDF")


def test_a_changed_item_is_told_to_differ_from_print(tmp_path: Path) -> None:
    folder = copy_of("vestegnen_case", tmp_path)
    spoil(folder / "items.csv", "Buffer,no,275000", "Buffer,yes,275000")
    document = json.loads(wfm("case", folder, "--json").stdout)
    assert document["not_counted"] == []
    assert [(one["kind"], one["year"], one["difference"]) for one in document["differences"]] == [
        ("cost", 1, "-275000"),
        ("effect", 1, "275000"),
    ]


def test_faults_are_told_with_status_2_and_nothing_is_written(tmp_path: Path) -> None:
    folder = copy_of("vestegnen_case", tmp_path)
    spoil(folder / "items.csv", "gain,Gevinstområde 3", "loss,Gevinstområde 3")
    ran = wfm("case", folder, "--out", tmp_path / "out", "--lang", "en")
    assert ran.returncode == 2
    assert "items.csv, row 3, column kind" in ran.stderr
    assert not (tmp_path / "out").exists()
