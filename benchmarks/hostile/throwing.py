"""Files are thrown at the doors of a service, and given to commands; what comes of it is noted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.hostile.doors import Door, doors_of
from benchmarks.hostile.files import FAMILIES, HostileFile
from benchmarks.hostile.seen import Seen
from benchmarks.hostile.target import LIMIT, Target, told_of
from tests.api.plans.uploads.malformed import folder as plan_files

WHOLE = {400, 413, 415}
"""Statuses that speak of the whole file, so that there is no place in it."""
PLACED = re.compile(r'tabindex="-1" autofocus[^>]*>.*?<(li|td|p)\b', re.DOTALL)
"""How a page tells what is wrong with what was sent."""


def throw(aim: Target, seed: int, file: HostileFile, seen: Seen) -> None:
    """Send a file to the doors whose turn it is."""
    for number, door in enumerate(doors_of(file.media, seed // len(FAMILIES))):
        what = f"{seed} {file.trick}, {door.method} {door.address}"
        began = time.perf_counter()
        try:
            status, text = aim.send(door, file.media, file.content, f"{seed}-{number}")
        except OSError as error:
            seen.wrong.append(f"{what}: {type(error).__name__}")
            continue
        seen.took(what, time.perf_counter() - began)
        note(what, door, status, text, seen)


def note(what: str, door: Door, status: int, text: str, seen: Seen) -> None:
    """Note an answer: refused with a place, sound, or neither."""
    placed = bool(PLACED.search(text)) if door.field else has_place(told_of(text))
    if status in (200, 201, 303):
        seen.sound += 1
    elif 400 <= status < 500 and (placed or status in WHOLE):
        seen.refused += 1
    else:
        seen.wrong.append(f"{what}: {status} {text[:200]}")


def has_place(document: dict[str, Any]) -> bool:
    """Tell whether an answer says where the fault is."""
    faults = document.get("faults", [])
    return bool(document.get("errors")) or (bool(faults) and all(fault["file"] for fault in faults))


def give(file: HostileFile, seen: Seen) -> None:
    """Give a file to every command that reads such files."""
    with TemporaryDirectory(prefix="faellesvagt-hostile-") as place:
        folder = Path(place)
        for command, arguments in _given(file, folder):
            began = time.perf_counter()
            wfm = str(Path(sys.executable).with_name("wfm"))
            environment = {**os.environ, "WFM_DATA_FOLDER": str(folder / "data")}
            done = subprocess.run(
                [wfm, command, *arguments, "--lang", "en"],
                capture_output=True,
                timeout=LIMIT,
                env=environment,
                cwd=folder,
                check=False,
            )
            seen.took(f"{file.trick}, wfm {command}", time.perf_counter() - began)
            said = (done.stdout + done.stderr).decode(errors="replace")
            if done.returncode == 0:
                seen.sound += 1
            elif done.returncode == 2 and said.strip() and "Traceback" not in said:
                seen.refused += 1
            else:
                seen.wrong.append(f"{file.trick}, wfm {command}: {done.returncode} {said[-300:]}")


def _given(file: HostileFile, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield commands that read a file, and what they are given; tables lie in a plan folder, as files do."""
    hostile = folder / f"hostile{file.suffix}"
    if file.suffix == ".xlsx":
        hostile.write_bytes(file.content)
        yield "check", [str(hostile)]
        yield "merge", [str(_plan_folder(folder, {})), str(hostile)]
        yield "import", [str(hostile)]
        yield "kpi", [str(_plan_folder(folder, {})), str(hostile), "--week", "2027-W01"]
        return
    put = {
        ".csv": {"agents.csv": file.content},
        ".toml": {"hotline.toml": file.content},
        ".zip": file.unpacked() if file.suffix == ".zip" else {},
    }.get(file.suffix)
    if put is not None:
        plan = _plan_folder(folder, put)
        yield "check", [str(plan)]
        yield "import", [str(plan)]
    if file.suffix == ".csv":
        hostile.write_bytes(file.content)
        yield "kpi", [str(_plan_folder(folder, {})), str(hostile), "--week", "2027-W01"]


def _plan_folder(folder: Path, others: Any) -> Path:
    plan = folder / "plan"
    plan.mkdir(exist_ok=True)
    for name, content in {**plan_files(), **others}.items():
        (plan / name).write_bytes(content)
    return plan
