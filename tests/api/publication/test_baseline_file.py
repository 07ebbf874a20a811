"""The roster that was mended, kept beside its successor and read back with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from api.outputs.folder import read_publication, write_outputs
from api.texts.names import proof
from tests.api.publications import NOW, SMALL_ROSTER, result_of, small_plan
from tests.builders import roster
from wfm.baseline import WITH_CHANGES, Baseline
from wfm.errors import InputError
from wfm.finding import Level
from wfm.proof import COUNTING
from wfm.result import Result, Status
from wfm.score import measure

PLAN = small_plan()
BEFORE = Baseline(
    roster({"2027-01-04T08:00": ("1-1", "1-2"), "2027-01-05T08:00": ("1-2",)}), date(2027, 1, 5)
)


def mended() -> Result:
    score = measure(PLAN, SMALL_ROSTER, BEFORE)
    bounds = MappingProxyType(dict(score.values))
    proofs = MappingProxyType(dict.fromkeys(WITH_CHANGES, COUNTING))
    return replace(result_of(PLAN, SMALL_ROSTER), score=score, bounds=bounds, proofs=proofs, baseline=BEFORE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_outputs(PLAN, mended(), tmp_path, now=NOW)
    return tmp_path


def test_it_is_read_back_as_it_was_written(out: Path) -> None:
    report = read_publication(PLAN, out).report
    assert report.baseline == BEFORE
    assert report.score == measure(PLAN, SMALL_ROSTER, BEFORE)
    assert report.score is not None
    assert report.score.changes == 1
    assert report.status is Status.OPTIMAL


def test_a_folder_without_one_has_none(tmp_path: Path) -> None:
    write_outputs(PLAN, result_of(PLAN, SMALL_ROSTER), tmp_path, now=NOW)
    assert read_publication(PLAN, tmp_path).report.baseline is None


@pytest.mark.parametrize("spoil", ["gone", "changed", "day"])
def test_another_file_than_the_report_names_is_refused(out: Path, spoil: str) -> None:
    path = out / "wfm-baseline.csv"
    if spoil == "gone":
        path.unlink()
    elif spoil == "changed":
        path.write_bytes(path.read_bytes().replace(b"1-2", b"1-1"))
    else:
        report: dict[str, Any] = json.loads((out / "report.json").read_bytes())
        report["baseline"]["freeze_before"] = "some day"
        (out / "report.json").write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_publication(PLAN, out)
    assert [fault.expected.key for fault in caught.value.faults] == ["report.baseline"]


@pytest.mark.parametrize(
    ("status", "open_levels", "key"),
    [
        (Status.OPTIMAL, (), "status.mended"),
        (Status.FEASIBLE, (Level.QUALITY,), "status.changes_proven"),
        (Status.FEASIBLE, (Level.QUOTA, Level.QUALITY), "status.changes_proven"),
        (Status.FEASIBLE, (Level.CHANGES,), "status.feasible"),
    ],
)
def test_what_is_proven_of_a_mended_roster_is_said(
    status: Status, open_levels: tuple[Level, ...], key: str
) -> None:
    values = dict.fromkeys(WITH_CHANGES, 1)
    bounds = {level: 0 if level in open_levels else 1 for level in WITH_CHANGES}
    assert proof(status, values, bounds).key == key
