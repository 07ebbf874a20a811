"""What is marked as long is proven in short as well, so that every run of the tests looks at it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import GATHERED, LISTED, LONG_FIRST
from tests.long_forms import LONG_FORMS

ROOT = Path(__file__).parents[2]
MARKS = ("mark.prove", "@IN_BOTH_LANGUAGES")
"""How a module's text shows that some of its tests are long."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell which tests are long, where this module is loaded as a plugin."""
    told = session.config.get_terminal_writer()
    told.line(json.dumps({kind: sorted(names) for kind, names in session.config.stash[GATHERED].items()}))


def collected(files: list[str], config: pytest.Config) -> dict[str, set[str]]:
    """Return the tests of some files, long and short: as gathered here, or anew where not all of them are."""
    gathered = config.stash[GATHERED]
    if {module_of(name) for names in gathered.values() for name in names} >= set(files):
        return {
            kind: {name for name in names if module_of(name) in files} for kind, names in gathered.items()
        }
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-p", __name__, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    (told,) = (line for line in done.stdout.splitlines() if line.startswith("{"))
    return {kind: set(names) for kind, names in json.loads(told).items()}


def module_of(name: str) -> str:
    """Return the module of a test."""
    return name.partition("::")[0]


def test_each_has_a_short_form_under_the_same_name(request: pytest.FixtureRequest) -> None:
    here = Path(__file__)
    modules = [path for path in (ROOT / "tests").rglob("test_*.py") if path != here]
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in modules}
    marked = [
        module
        for module, text in texts.items()
        if any(mark in text for mark in MARKS) or module in map(module_of, LONG_FORMS)
    ]
    found = collected(marked, request.config)
    assert {module_of(name) for name in found["long"]} == set(marked)
    assert found["long"] - found["short"] == set()


def test_what_is_listed_as_long_is_there(request: pytest.FixtureRequest) -> None:
    modules = {module_of(name) for names in request.config.stash[GATHERED].values() for name in names}
    assert {case for case in LONG_FORMS if module_of(case) in modules} == request.config.stash[LISTED]


@pytest.mark.parametrize("place", LONG_FIRST)
def test_what_is_begun_first_is_there(place: str) -> None:
    assert (ROOT / "tests" / place).exists()
