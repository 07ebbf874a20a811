"""What is marked as long is proven in short as well, so that every run of the tests looks at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARK = "mark.prove"


def collected(marks: str, files: list[str]) -> set[str]:
    """Return the tests with these marks, without what they are called with."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", "-m", marks]
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.split("[")[0] for line in done.stdout.splitlines() if "::" in line}


def test_each_has_a_short_form_under_the_same_name() -> None:
    here = Path(__file__)
    modules = [path for path in (ROOT / "tests").rglob("test_*.py") if path != here]
    marked = [str(path.relative_to(ROOT)) for path in modules if MARK in path.read_text(encoding="utf-8")]
    long = collected("prove", marked)
    assert {name.split("::")[0] for name in long} == set(marked)
    assert long - collected("not prove", marked) == set()
