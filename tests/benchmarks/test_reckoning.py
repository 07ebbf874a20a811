"""Runs that are cut off, ended, started twice and frozen; and that it is noticed where something is wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.reckoning import Tally, reckon
from tests.api.store.databases import postgresql_database, started_postgresql
from tests.benchmarks.test_service import CARELESS, long

KINDS = ("kills of a process", "kills of the service", "cancels", "double starts", "frozen workers")


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the place of a store that is not there yet."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield str(tmp_path)
        else:
            server = stack.enter_context(started_postgresql())
            yield stack.enter_context(postgresql_database(server.url))


@pytest.mark.parametrize(
    ("place", "many"),
    [("sqlite", (1, 0, 0, 1, 0)), long("sqlite", (4, 4, 4, 4, 2)), long("postgresql", (4, 4, 4, 4, 2))],
    indirect=["place"],
)
def test_whatever_happens_to_a_run_it_goes_on_or_is_over(
    place: str, many: tuple[int, ...], tmp_path: Path
) -> None:
    wanted = dict(zip(KINDS, many, strict=True))
    tally, faults = reckon(place, tmp_path, wanted, seed=1)
    assert {name: len(tally.seconds.get(name, ())) for name in KINDS} == wanted
    assert (tally.left, tally.doubled, tally.odd, faults) == (0, 0, [], [])


@pytest.mark.parametrize(("guard", "kind"), [("keys", "double starts"), long("fence", "frozen workers")])
def test_without_a_guard_something_is_wrong(
    guard: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARELESS", guard)
    threads = set(threading.enumerate())
    tally, faults = reckon(str(tmp_path), tmp_path, {kind: 1}, seed=1, careless=CARELESS)
    assert is_noticed(tally, faults)
    assert set(threading.enumerate()) <= threads  # who followed a run that nobody looked at has left


def is_noticed(tally: Tally, faults: list[str]) -> bool:
    """Tell whether anything was found wrong."""
    return bool(tally.left or tally.doubled or tally.odd or faults)
