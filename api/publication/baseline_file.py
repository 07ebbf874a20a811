"""The roster from which another was mended, kept beside it, so that its changes can be counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from wfm.baseline import Baseline
from wfm.errors import Fault, InputError
from wfm.message import Text
from wfm.plan import Plan
from wfm.tables.csv_files import csv_table
from wfm.tables.frames import roster_frame
from wfm.tables.raw_table import RawTable
from wfm.tables.roster_reading import roster_of

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
    if document.get("baseline") is None:
        return None
    path = folder / BASELINE_FILE
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    return baseline_of(content, plan, document)


def baseline_of(
    content: bytes,
    plan: Plan,
    document: Mapping[str, Any],
    read: Callable[[str, bytes], RawTable] = csv_table,
) -> Baseline | None:
    """Return what a roster was to stay close to, from that file's content, as `read_baseline` does.

    Raises
    ------
    InputError
        As there.
    """
    said = document.get("baseline")
    if said is None:
        return None
    try:
        before = said["freeze_before"]
        day = None if before is None else date.fromisoformat(before)
        if sha256(content).hexdigest() == said["sha256"]:
            return Baseline(roster_of(plan, BASELINE_FILE, content, read).roster, day)
    except (KeyError, TypeError, ValueError):
        pass
    raise InputError([Fault(BASELINE_FILE, None, "", "", AS_WRITTEN())])
