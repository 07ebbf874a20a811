"""A small plan and a history of its line in folders, for commands."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

from tests.api.publications import small_plan
from tests.wfm.demand.made_series import made
from wfm.calendar import clock
from wfm.tables.plan_writing import write_plan_folder


def write_small(folder: Path, *, weeks: int = 14) -> tuple[Path, Path]:
    """Write a plan, and a history that ends with the plan's first week; return both folders."""
    plan, history = folder / "plan", folder / "history"
    write_plan_folder(small_plan(), plan)
    history.mkdir(parents=True)
    hotline = small_plan().hotline
    first = hotline.period.first_day - timedelta(weeks=weeks - 1)
    rows = made(hotline, first, weeks, seed=1).intervals
    with (history / "opkald.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(
            ["dato", "start", "tilbudte", "besvarede", "samtaletid", "efterbehandling", "bemandet"]
        )
        for one in rows:
            counts = (one.offered, one.answered, one.talk_seconds, one.wrap_seconds, 2)
            writer.writerow([f"{one.day:%d-%m-%Y}", clock(one.start), *counts])
    return plan, history
