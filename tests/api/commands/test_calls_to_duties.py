"""From what was counted to calendars: forecast, need, duties; and simulated calls that meet the goals."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.api.commands.running import SAMPLES, wfm

HISTORY = SAMPLES / "koebenhavn_history"
LAST, INTERVAL = "2027-01-12", 1800
Row = dict[str, str]


class Chain(NamedTuple):
    """A plan of two days, its forecast and what was designed."""

    plan: Path
    forecast: Path
    out: Path


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """Return what three commands made of the sample, cut to two days and without any need in its folder."""
    folder = tmp_path_factory.mktemp("chain")
    plan = Path(shutil.copytree(SAMPLES / "koebenhavn", folder / "plan"))
    for name in ("staffing.csv", "mail.csv", "blocks.csv"):
        (plan / name).unlink()
    hotline = (plan / "hotline.toml").read_text(encoding="utf-8").replace("2027-01-15", LAST)
    (plan / "hotline.toml").write_text(hotline, encoding="utf-8")
    for command in (
        ("forecast", HISTORY, plan, "--out", folder / "forecast", "--paths", "100"),
        ("demand", plan, folder / "forecast", "--out", plan),
        ("design", plan, "--out", folder / "out", "--workers", "1"),
    ):
        ran = wfm(*command, "--lang", "en")
        assert ran.returncode == 0, ran.stderr
    return Chain(plan, folder / "forecast", folder / "out")


def test_need_and_mail_of_the_period_stand_in_the_plan_and_duties_cover_them(chain: Chain) -> None:
    need = rows(chain.plan / "staffing.csv")
    assert len(need) == 2 * 20
    assert {row["date"] for row in need} == {"2027-01-11", LAST}
    assert rows(chain.plan / "mail.csv")
    assert not (chain.plan / "demand.csv").exists()
    wanted = {(row["date"], row["start"]): row["need"] for row in need}
    coverage = rows(chain.out / "coverage.csv")
    assert {(row["date"], row["start"]): row["need"] for row in coverage} == wanted
    levels = json.loads((chain.out / "report.json").read_text())["levels"]
    assert levels["shortage"] == {"value": 0, "bound": 0}
    assert len(list((chain.out / "feeds").glob("*.ics"))) == 53


def calls_of(chance: Random, expected: list[Row]) -> Iterator[tuple[float, float]]:
    """Yield moments of calls of a day in seconds, and the talk that each takes."""
    for row in expected:
        start = int(row["start"][:2]) * 3600 + int(row["start"][3:]) * 60
        moment, rate = float(start), float(row["calls"]) / INTERVAL
        while (moment := moment + chance.expovariate(rate)) < start + INTERVAL:
            yield moment, chance.expovariate(1 / float(row["aht"]))


def answered_in_time(chance: Random, expected: list[Row], there: dict[int, int]) -> tuple[int, int]:
    """Return the calls of a simulated day and those answered within twenty seconds.

    Callers wait in turn and hang up after two minutes on average. Agents who go home finish their call; those
    who come are free at once.
    """
    free = [0.0] * there[min(there)]
    heapify(free)
    number, in_time, at = 0, 0, min(there)
    for moment, talk in calls_of(chance, expected):
        now = int(moment) // INTERVAL * INTERVAL
        while at < now:
            before, at = there[at], at + INTERVAL
            for _ in range(there[at] - before):
                heappush(free, float(at))
            for _ in range(before - there[at]):
                heappop(free)
        number += 1
        begins = max(moment, free[0])
        if begins - moment > chance.expovariate(1 / 120):
            continue  # hung up
        heappop(free)
        heappush(free, begins + talk)
        in_time += begins - moment <= 20
    return number, in_time


@pytest.mark.parametrize("day", ["2027-01-11", LAST])
def test_simulated_calls_are_answered_as_the_goals_say(chain: Chain, day: str) -> None:
    """Eighty of a hundred within twenty seconds, over many simulated days; not with three fewer of ten."""
    expected = [row for row in rows(chain.forecast / "forecast.csv") if row["date"] == day]
    there = {
        int(row["start"][:2]) * 3600 + int(row["start"][3:]) * 60: int(row["planned"])
        for row in rows(chain.out / "coverage.csv")
        if row["date"] == day
    }
    chance = Random(7)
    days = [answered_in_time(chance, expected, there) for _ in range(20)]
    share = sum(good for _, good in days) / sum(calls for calls, _ in days)
    assert share >= 0.80
    fewer = {moment: max(1, agents * 7 // 10) for moment, agents in there.items()}
    worse = [answered_in_time(chance, expected, fewer) for _ in range(5)]
    assert sum(good for _, good in worse) / sum(calls for calls, _ in worse) < 0.80


def test_seats_are_not_spread_where_shifts_are_designed(chain: Chain, tmp_path: Path) -> None:
    ran = wfm("demand", chain.plan, chain.forecast, "--seats", "20", "--out", tmp_path, "--lang", "en")
    assert ran.returncode == 2
    assert "designed" in ran.stderr
    assert not list(tmp_path.iterdir())
