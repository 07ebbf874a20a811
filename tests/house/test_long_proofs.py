"""What is marked as long is proven in short as well, so that every run of the tests looks at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONG_FIRST

ROOT = Path(__file__).parents[2]
MARKS = ("mark.prove", "@IN_BOTH_LANGUAGES")
"""How a module's text shows that some of its tests are long."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell which tests are long, where this module is loaded as a plugin."""
    told = session.config.get_terminal_writer()
    for item in session.items:
        told.line(f"{'long' if item.get_closest_marker('prove') else 'short'} {item.nodeid.split('[')[0]}")


def collected(files: list[str]) -> dict[str, set[str]]:
    """Return the tests of some files, long and short, without what they are called with."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-p", __name__, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, set[str]] = {"long": set(), "short": set()}
    for line in done.stdout.splitlines():
        kind, _, name = line.partition(" ")
        if kind in found:
            found[kind].add(name)
    return found


def test_each_has_a_short_form_under_the_same_name() -> None:
    here = Path(__file__)
    modules = [path for path in (ROOT / "tests").rglob("test_*.py") if path != here]
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in modules}
    marked = [module for module, text in texts.items() if any(mark in text for mark in MARKS)]
    found = collected(marked)
    assert {name.split("::")[0] for name in found["long"]} == set(marked)
    assert found["long"] - found["short"] == set()


@pytest.mark.parametrize("place", LONG_FIRST)
def test_what_is_begun_first_is_there(place: str) -> None:
    assert (ROOT / "tests" / place).exists()
