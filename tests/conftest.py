"""All tests: which begin, and property tests with the same cases every time and no verdict by the clock.

``--hypothesis-profile=whole`` shows each property three times as many, as the long form does;
``--hypothesis-profile=explore`` looks further, with other cases each time.
"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import WHOLE
from tests.long_forms import LONG_FORMS, other_database
from tests.trusted import read_certificates_once

read_certificates_once()

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=WHOLE // 3)
settings.register_profile("whole", deadline=None, derandomize=True, max_examples=WHOLE)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("steady")

LISTED = pytest.StashKey[set[str]]()
"""The cases that were gathered and are listed as long."""
GATHERED = pytest.StashKey[dict[str, set[str]]]()
"""The tests that were gathered, long and short, without what they are called with."""
LONG_FIRST = (
    "benchmarks/test_service.py",
    "api/privacy/test_erase.py",
    "api/access/test_matrix.py",
    "solver/cluster/",
    "api/runs/test_worker.py",
    "house/test_without_what_is_not_used.py",
    "api/commands/test_store.py",
    "house/test_sbom.py",
    "benchmarks/",
    "solver/",
    "house/",
)
"""Modules that take long, and rooms with such: begun last, one would keep a worker while others are done."""


def pytest_collection() -> None:
    """Look for no garbage while tests are gathered: there is none, and each look goes through all of them."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage among what tests leave, not among the tests."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # what tests make is large and short-lived: seldom worth a look
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before the short run leaves out what is long
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest; workers take modules in this order."""
    items.sort(key=lambda item: _turn(item.path))
    listed = [item for item in items if item.nodeid in LONG_FORMS]
    for item in listed:
        item.add_marker("prove")
    for item in list(other_database(items)):
        item.add_marker("prove")
    config.stash[LISTED] = {item.nodeid for item in listed}
    config.stash[GATHERED] = _by_length(items)  # the short run leaves the long ones out after this


def _by_length(items: list[pytest.Item]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"long": set(), "short": set()}
    for item in items:
        kind = "long" if item.get_closest_marker("prove") else "short"
        found[kind].add(item.nodeid.partition("[")[0])
    return found


def _turn(path: Path) -> int:
    inside = path.relative_to(Path(__file__).parent).as_posix()
    return next((turn for turn, long in enumerate(LONG_FIRST) if inside.startswith(long)), len(LONG_FIRST))
