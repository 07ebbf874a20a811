"""Two measures, written apart, agree on any roster of any plan: levels, amounts, breaches, quota table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import wfm
from tests.independent_plan import read_book
from tests.independent_score import independent_carry_over, independent_quota, independent_score
from tests.random_plans import write_fair_roster, write_plan, write_roster
from wfm.personal_carry_over import personal_carry_overs
from wfm.plan import Plan
from wfm.quota_table import QuotaRow, quota_table
from wfm.rules import HARD_RULES

SAMPLES = sorted(
    path.parent for path in Path(__file__).parents[2].joinpath("sample_data").glob("*/municipalities.csv")
)
OF_A_SHIFT = {"seats", "pairing", "locks"}


def measured(plan: Plan, roster: wfm.Roster) -> dict[str, Any]:
    """Return our own measure in the form of the second one."""
    score = wfm.measure(plan, roster)
    hard = {(f.rule, f.subject.shift if f.rule in OF_A_SHIFT else f.subject.agent) for f in score.breaches}
    return {
        **{level.value: value for level, value in score.values.items()},
        "rules": {rule.rule: rule.amount for rule in score.rules if rule.weight},
        "hard": sorted(hard),
    }


def told(row: QuotaRow) -> dict[str, Any]:
    """Return a row of our quota table in the form of the second one."""
    account = row.settlement
    return {
        "name": row.municipality.name,
        "population": row.municipality.population,
        "share": row.quota.share,
        "entitlement": row.quota.entitlement,
        "target": row.quota.target,
        "assigned": row.assigned,
        "deviation": row.deviation,
        "unsocial": row.unsocial,
        "seats": row.seats,
        "carry_over_in": row.municipality.carry_over,
        "carry_over_out": row.carry_over_out,
        "hours": account.hours,
        "credit": account.credit,
        "price": account.price,
        "net": account.net,
    }


def agree(folder: Path, file: Path, plan: Plan) -> dict[str, Any]:
    """Hold both measures of one roster against each other; return what they say."""
    roster = wfm.load_roster(plan, file)
    ours, second = measured(plan, roster), independent_score(folder, file)
    weighed = {rule: second["rules"][rule] for rule in ours["rules"]}  # we do not measure what weighs 0
    assert ours == second | {"rules": weighed}
    assert {row.municipality.code: told(row) for row in quota_table(plan, roster)} == independent_quota(
        folder, file
    )
    carried = {
        agent: (own.all_seats.carry_out, own.unsocial.carry_out)
        for agent, own in personal_carry_overs(plan, roster).items()
    }
    assert carried == independent_carry_over(folder, file)
    return second


def opinions(folder: Path, chance: Random) -> Iterator[dict[str, Any]]:
    """Yield what both say of a fair roster and of two by chance."""
    book, plan = read_book(folder), wfm.load_plan(folder)
    for number, write in enumerate((write_fair_roster, write_roster, write_roster)):
        file = folder / f"roster-{number}.csv"
        write(file, book, chance)
        yield agree(folder, file, plan)


@pytest.mark.parametrize("seed", range(40))
def test_two_measures_agree_on_plans_by_chance(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    write_plan(tmp_path, chance)
    assert len(list(opinions(tmp_path, chance))) == 3


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_two_measures_agree_on_the_sample_plans(sample: Path, tmp_path: Path) -> None:
    for file in sample.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert len(list(opinions(tmp_path, Random(sample.name)))) == 3


def test_the_plans_by_chance_keep_and_break_every_rule(tmp_path: Path) -> None:
    amounts: dict[str, set[int]] = {}
    broken: dict[str, set[bool]] = {}
    for seed in range(16):
        chance, folder = Random(seed), tmp_path / str(seed)
        folder.mkdir()
        write_plan(folder, chance)
        for second in opinions(folder, chance):
            rules = {rule for rule, _ in second["hard"]}
            for hard in HARD_RULES:
                broken.setdefault(hard.KEY, set()).add(hard.KEY in rules)
            for rule, amount in second["rules"].items():
                amounts.setdefault(rule, set()).add(amount)
    assert {rule for rule, seen in broken.items() if seen != {True, False}} == set()
    assert {rule for rule, seen in amounts.items() if len(seen) < 3} == set()
