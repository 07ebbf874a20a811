"""Run commands, in this process or in one of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from api.cli import app

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "sample_data"


class Ran(NamedTuple):
    """What a command printed, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def wfm(*arguments: str | Path) -> Ran:
    """Run a command in this process; what nobody foresaw is raised."""
    ran = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def wfm_process(*arguments: str | Path, language: str = "en") -> Ran:
    """Run a command in a process of its own, as a user does with its output piped."""
    ran = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "WFM_LANG": language, "PYTHONWARNINGS": "error"},
        timeout=120,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def copy_of(name: str, folder: Path) -> Path:
    """Return a copy of a sample plan that a test may spoil."""
    return Path(shutil.copytree(SAMPLES / name, folder / name))


def spoil(path: Path, before: str, after: str) -> None:
    """Replace one piece of a file; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
