"""Round trips: what solve writes is confirmed; and what the solver alone can tell."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import solver
import wfm
from api.outputs.folder import write_outputs
from api.publication.repair_file import REPAIR_FILE, Repair, repair_record
from api.verification.checking import verify
from tests.api.verification.answers import not_confirmed, spoiled, states, written
from tests.builders import MONDAY, agent, entry, hotline, lock, municipality, plan
from tests.random_plans import write_plan
from wfm.absence import Absence, without
from wfm.baseline import Baseline
from wfm.finding import SCORED
from wfm.plan import Plan
from wfm.result import Status
from wfm.tables.frames import roster_frame
from wfm.verification import ClaimState

FALSE, OPEN = ClaimState.FALSE, ClaimState.OPEN
ROOT = Path(__file__).parents[3]


SLOW = 4
"""A plan whose bound is proven anew in a minute; the others take a second."""


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=[pytest.mark.prove] if n == SLOW else []) for n in range(13)]
)
def test_what_is_solved_is_confirmed(seed: int, tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    write_plan(tmp_path / "plan", Random(seed))
    asked = wfm.load_plan(tmp_path / "plan")
    written(asked, tmp_path / "out")
    limit = 300 if seed == SLOW else 60
    assert states(asked, tmp_path / "out", time_limit=limit) == {}


def short_plan() -> Plan:
    """Return two weeks in which seats stay empty and quotas are missed for no plain reason."""
    partners = [municipality("1", 100), municipality("2", 300)]
    line = hotline(days=12, language="en")
    people = [agent("1-1"), agent("1-2"), agent("2-1"), agent("2-2"), agent("2-3")]
    away = [entry("2-1", "unavailable", MONDAY, MONDAY + timedelta(days=3))]
    return plan(partners, people, hotline=line, availability=away)


@pytest.fixture
def short(tmp_path: Path) -> tuple[Plan, Path]:
    asked = short_plan()
    result = written(asked, tmp_path)
    assert result.status is Status.OPTIMAL
    assert result.score is not None
    assert result.score.coverage > 0
    assert result.score.quota > 0
    return asked, tmp_path


def test_bounds_that_only_a_solver_proves_are_solved_again(short: tuple[Plan, Path]) -> None:
    assert states(*short) == {}
    open_ones = states(*short, time_limit=0)
    assert set(open_ones.values()) == {OPEN}
    assert {"score.quality.bound", "status"} <= set(open_ones)


@pytest.mark.parametrize("level", SCORED)
def test_a_raised_bound_is_refuted_by_the_roster_itself(short: tuple[Plan, Path], level: str) -> None:
    asked, folder = short
    spoiled(folder / "report.json", lambda report: raise_bound(report, level))
    found = states(asked, folder, time_limit=0)
    assert found[f"score.{level}.bound"] is FALSE
    assert found["status"] is FALSE


def raise_bound(report: dict[str, Any], level: str) -> None:
    report["score"][level]["bound"] += 1


@pytest.mark.parametrize("level", SCORED)
def test_a_bound_above_what_is_possible_is_refuted_by_a_better_roster(
    short: tuple[Plan, Path], level: str, tmp_path: Path
) -> None:
    """Of a poor roster its own value is claimed as the bound, so it refutes nothing."""
    asked, _ = short
    best = wfm.load_roster(asked, tmp_path / "roster.csv")
    poor = wfm.Roster.of(list(best)[: len(best) - 2])
    score = wfm.measure(asked, poor)
    assert not score.breaches
    result = solver.solve(asked, workers=1)
    claimed = replace(result, roster=poor, score=score, bounds=score.values, proofs={})
    write_outputs(asked, claimed, tmp_path)
    found = verify(asked, tmp_path, 20, 1)
    wrong = not_confirmed(found)
    assert wrong["score.coverage.bound"] is FALSE
    assert wrong["status"] is FALSE
    assert result.score is not None
    assert found.better == result.score.values


def test_a_lowered_bound_is_true_but_no_longer_optimal(short: tuple[Plan, Path]) -> None:
    asked, folder = short

    def lower(report: dict[str, Any]) -> None:
        report["score"]["coverage"]["bound"] -= 1
        report["score"]["coverage"]["proof"]["method"] = "cp_sat"

    spoiled(folder / "report.json", lower)
    assert states(asked, folder) == {"status": FALSE}
    spoiled(folder / "report.json", lambda report: report.update(status="FEASIBLE"))
    assert states(asked, folder) == {}


def test_a_search_ends_once_nothing_is_left_to_decide(short: tuple[Plan, Path]) -> None:
    asked, folder = short
    stop = threading.Event()
    found = verify(asked, folder, 600, 1, stop=stop)
    assert not found.interrupted
    assert not found.better
    assert found.seconds > 0


def test_stopped_by_hand_it_says_so(short: tuple[Plan, Path]) -> None:
    asked, folder = short
    stop = threading.Event()
    stop.set()
    found = verify(asked, folder, 600, 1, stop=stop)
    assert found.interrupted
    assert found.state is OPEN


# --- mended rosters --------------------------------------------------------------------------------


@pytest.fixture
def mended(short: tuple[Plan, Path], tmp_path: Path) -> tuple[Plan, Path]:
    """Return a plan and the repair of its roster, for an absence that is not in the plan."""
    asked, folder = short
    baseline = Baseline(wfm.load_roster(asked, folder / "roster.csv"), MONDAY + timedelta(days=2))
    absences = (Absence(asked.agents[2].id, date(2027, 1, 11), date(2027, 1, 15)),)
    changed = without(asked, absences)
    result = solver.solve(changed, workers=1, baseline=baseline)
    assert result.score is not None
    assert result.score.changes > 0
    document = repair_record(changed, Repair(absences, (), ()))
    out = tmp_path / "mended"
    write_outputs(changed, result, out, beside={REPAIR_FILE: json.dumps(document).encode()})
    return asked, out


def test_a_mended_roster_is_checked_with_its_absences_and_the_roster_before(
    mended: tuple[Plan, Path],
) -> None:
    assert states(*mended) == {}


def test_without_the_absences_it_is_another_plan(mended: tuple[Plan, Path]) -> None:
    asked, folder = mended
    (folder / REPAIR_FILE).unlink()
    assert states(asked, folder)["plan_sha256"] is FALSE


@pytest.mark.parametrize("level", ["coverage", "changes", "quality"])
def test_a_raised_bound_of_a_mended_roster_is_refuted(mended: tuple[Plan, Path], level: str) -> None:
    asked, folder = mended
    spoiled(folder / "report.json", lambda report: raise_bound(report, level))
    assert states(asked, folder, time_limit=0)[f"score.{level}.bound"] is FALSE


def test_without_the_roster_before_changes_and_bounds_stay_open(
    mended: tuple[Plan, Path], tmp_path: Path
) -> None:
    asked, folder = mended
    (folder / "wfm-baseline.csv").rename(tmp_path / "before.csv")
    found = states(asked, folder)
    assert set(found.values()) == {OPEN}
    assert {"baseline", "score.changes.value", "score.coverage.bound", "status"} <= set(found)
    assert "score.quality.value" not in found
    assert states(asked, folder, baseline=tmp_path / "before.csv") == {}


def test_another_roster_in_its_place_is_named(mended: tuple[Plan, Path]) -> None:
    asked, folder = mended
    other = wfm.load_roster(asked, folder / "roster.csv")
    roster_frame(asked, other).to_csv(folder / "wfm-baseline.csv", index=False)
    found = states(asked, folder)
    assert found["baseline"] is FALSE
    assert found["score.changes.value"] is OPEN


# --- INFEASIBLE ------------------------------------------------------------------------------------


def contradictory() -> Plan:
    locks = [
        lock("2027-01-04T08:00", municipality="1", agent="1-1"),
        lock("2027-01-04T08:00", municipality="2"),
        lock("2027-01-05T08:00", agent="1-2"),
    ]
    away = [entry("1-2", "unavailable", MONDAY + timedelta(days=1))]
    line = hotline(language="en")
    return plan({"1": 100, "2": 100}, ["1-1", "1-2", "2-1"], hotline=line, locks=locks, availability=away)


@pytest.fixture
def refused(tmp_path: Path) -> tuple[Plan, Path]:
    result = written(contradictory(), tmp_path)
    assert result.status is Status.INFEASIBLE
    return contradictory(), tmp_path


def test_every_contradiction_is_solved_again(refused: tuple[Plan, Path]) -> None:
    found = verify(*refused)
    assert {claim.subject for claim in found.claims} == {
        "plan_sha256",
        "status",
        "conflict.1",
        "conflict.2",
    }
    assert found.state is ClaimState.CONFIRMED


def without_one(report: dict[str, Any]) -> None:
    report["conflict_reasons"].pop(0)
    report["conflict"].pop(0)


def one_more(report: dict[str, Any]) -> None:
    moved = report["conflict_reasons"][-1] | {"contradiction": 1}
    report["conflict_reasons"].insert(0, moved)
    report["conflict"].insert(0, moved["sentence"])


def said_otherwise(report: dict[str, Any]) -> None:
    report["conflict"][0] = report["conflict_reasons"][0]["sentence"] = "It can't be done"


def of_nobody(report: dict[str, Any]) -> None:
    report["conflict_reasons"][0]["subject"] = "agent:9-9"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (without_one, {"conflict.1": FALSE}),
        (one_more, {"conflict.1": FALSE}),
        (said_otherwise, {"conflict.1": FALSE}),
        (of_nobody, {"conflict.1": FALSE}),
        (lambda report: report["conflict"].pop(), {"conflict": FALSE}),
        (lambda report: report.pop("conflict_reasons"), {"conflict": FALSE}),
        (lambda report: report.update(plan_sha256=""), {"plan_sha256": FALSE}),
    ],
)
def test_a_contradiction_that_was_changed_is_named(
    refused: tuple[Plan, Path], change: Any, expected: Mapping[str, ClaimState]
) -> None:
    asked, folder = refused
    spoiled(folder / "report.json", change)
    assert expected.items() <= states(asked, folder).items()


def test_a_sound_plan_is_not_infeasible(short: tuple[Plan, Path]) -> None:
    asked, folder = short
    spoiled(folder / "report.json", lambda report: report.update(status="INFEASIBLE"))
    assert states(asked, folder)["status"] is FALSE


def test_a_plan_without_any_roster_has_no_optimal_one(refused: tuple[Plan, Path]) -> None:
    asked, folder = refused
    spoiled(folder / "report.json", lambda report: report.update(status="OPTIMAL"))
    assert states(asked, folder)["status"] is FALSE
