"""The roster from which another was mended, kept beside it, so that its changes can be counted again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import wfm
from wfm.baseline import Baseline
from wfm.errors import Fault, InputError
from wfm.message import Text
from wfm.plan import Plan
from wfm.tables.frames import roster_frame

BASELINE_FILE = "wfm-baseline.csv"
AS_WRITTEN = Text(
    "report.baseline", "the roster from which this one was mended, just as solve wrote it; solve again"
)


def baseline_csv(plan: Plan, baseline: Baseline) -> bytes:
    """Return the roster to stay close to, with the columns of ``roster.csv``."""
    return roster_frame(plan, baseline.roster).to_csv(index=False, lineterminator="\n").encode()


def baseline_sha256(plan: Plan, baseline: Baseline) -> str:
    """Return the SHA-256 of that file, in hexadecimal."""
    return sha256(baseline_csv(plan, baseline)).hexdigest()


def read_baseline(folder: Path, plan: Plan, document: Mapping[str, Any]) -> Baseline | None:
    """Return what the roster of a folder was to stay close to, by its report; nothing if it says nothing.

    Raises
    ------
    InputError
        Where the file is missing, or another than the report names.
    """
    said = document.get("baseline")
    if said is None:
        return None
    path = folder / BASELINE_FILE
    try:
        before = said["freeze_before"]
        day = None if before is None else date.fromisoformat(before)
        if sha256(path.read_bytes()).hexdigest() == said["sha256"]:
            return Baseline(wfm.load_roster(plan, path), day)
    except (OSError, KeyError, TypeError, ValueError):
        pass
    raise InputError([Fault(BASELINE_FILE, None, "", "", AS_WRITTEN())])
