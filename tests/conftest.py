"""All tests: which begin, and property tests with the same cases every time and no verdict by the clock.

``pytest --hypothesis-profile=explore`` looks further, with other cases each time.
"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import settings

from tests.trusted import read_certificates_once

read_certificates_once()

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("steady")

LONG_FIRST = ("benchmarks", "solver", "house")
"""Rooms with modules of a minute: begun last, they would keep one worker busy while the others are done."""


def pytest_collection() -> None:
    """Look for no garbage while tests are gathered: there is none, and each look goes through all of them."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage among what tests leave, not among the tests."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; workers take modules in this order."""
    items.sort(key=lambda item: _room(item.path) not in LONG_FIRST)


def _room(path: Path) -> str:
    return path.relative_to(Path(__file__).parent).parts[0]
