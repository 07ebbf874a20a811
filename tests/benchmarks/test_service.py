"""The proofs against the running service, small; and that they notice what would be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from benchmarks import kills, restarts
from benchmarks.service.figures import Figure, exactly, none_of, told
from benchmarks.service.story import STEPS
from benchmarks.service.world import CHANGE, PUBLISH
from tests.api.store.databases import Postgresql, postgresql_database, started_postgresql

CARELESS = "tests.benchmarks.careless"
KILLS, ROUNDS = 3, 3
MANY = 30
"""Kills or rounds of the long form."""


def long(*values: object) -> Any:
    """Return parameters under which a proof takes long and shows no more than under the others."""
    return pytest.param(*values, marks=pytest.mark.prove)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Postgresql]:
    """Return a PostgreSQL of this module's own: others must not see it crash."""
    with started_postgresql() as server:
        yield server


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the place of a store that is not there yet."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield str(tmp_path)
        else:
            server = request.getfixturevalue("postgresql")
            yield stack.enter_context(postgresql_database(server.url))


def values(figures: list[Figure]) -> dict[str, str]:
    """Return figures by what they are called, without the database's name."""
    return {figure.name.split(": ", 1)[1]: figure.value for figure in figures}


@pytest.mark.parametrize(
    ("place", "many"), [("sqlite", KILLS), long("sqlite", MANY), long("postgresql", MANY)], indirect=["place"]
)
def test_a_killed_service_has_lost_halved_and_doubled_nothing(
    place: str, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if many == KILLS:
        monkeypatch.setattr(kills, "RECENT", 2)
    tally = kills.kill(place, tmp_path, many, seed=1)
    assert (tally.lost, tally.refused, tally.faults) == ([], [], [])
    assert tally.kills == many
    assert tally.in_flight > 0
    assert set(tally.by_action) == set(kills.ACTIONS)


@pytest.mark.parametrize(
    ("place", "many"), [("sqlite", KILLS), long("sqlite", MANY), long("postgresql", MANY)], indirect=["place"]
)
def test_a_service_killed_while_a_plan_is_made_has_lost_nothing(
    place: str, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "RECENT", 2)
    tally = kills.kill(place, tmp_path, many, seed=1, actions=kills.PLANNING)
    assert (tally.lost, tally.refused, tally.faults) == ([], [], [])
    assert set(tally.by_action) == set(kills.PLANNING)


@pytest.mark.parametrize(
    ("place", "many"), [("sqlite", 1), long("sqlite", MANY), long("postgresql", MANY)], indirect=["place"]
)
def test_a_service_killed_while_shifts_change_hands_has_lost_nothing(
    place: str, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "RECENT", 1)
    tally = kills.kill(place, tmp_path, many, seed=1, actions=STEPS)
    assert (tally.lost, tally.refused, tally.faults) == ([], [], [])
    assert tally.by_action == Counter(STEPS[number % len(STEPS)] for number in range(many))


@pytest.mark.parametrize("guard", ["keys", long("early")])
def test_it_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    monkeypatch.setenv("CARELESS", guard)
    monkeypatch.setattr(kills, "RECENT", 2)
    many = 5 if guard == "early" else 1  # without keys, whatever is asked again shows it
    if guard == "early":
        monkeypatch.setattr(kills, "ACTIONS", (CHANGE, PUBLISH))
        monkeypatch.setattr(kills, "AT_COMMIT_EVERY", many + 1)
    else:
        monkeypatch.setattr(kills, "AT_COMMIT_EVERY", 1)
    tally = kills.kill(str(tmp_path), tmp_path, many, seed=1, careless=CARELESS)
    assert tally.lost or tally.refused or tally.faults


@pytest.mark.parametrize(
    ("place", "rounds"),
    [("postgresql", ROUNDS), long("postgresql", MANY), long("sqlite", MANY)],
    indirect=["place"],
)
def test_of_two_who_publish_at_once_exactly_one_wins(place: str, rounds: int, tmp_path: Path) -> None:
    found = values(restarts.races("x", place, tmp_path, rounds))
    assert found["answers to two who publish at once"] == f"200 and 412: {rounds}"
    assert found["half or doubled"] == "0"


def test_without_the_expected_number_it_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARELESS", "anything")
    figures = restarts.races("x", str(tmp_path), tmp_path, ROUNDS, careless=CARELESS)
    assert not all(figure.met for figure in figures)


@pytest.mark.parametrize("crashes", [1, long(5)])
def test_a_crash_of_postgresql_loses_no_write(postgresql: Postgresql, crashes: int, tmp_path: Path) -> None:
    figures = restarts.restarts(postgresql, tmp_path, crashes, seconds=2 if crashes > 1 else 1)
    assert [figure.name for figure in figures if not figure.met] == []


@pytest.mark.parametrize(
    ("guard", "seen"),
    [
        long("raw", "postgresql: answers but success or 503 with Retry-After"),
        ("unwritten", "postgresql: writes lost, half or doubled"),
    ],
)
def test_a_crash_that_lost_a_write_or_was_told_otherwise_would_be_noticed(
    postgresql: Postgresql, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str, seen: str
) -> None:
    monkeypatch.setenv("CARELESS", guard)
    figures = restarts.restarts(postgresql, tmp_path, 1, seconds=1, careless=CARELESS)
    assert seen in [figure.name for figure in figures if not figure.met]


def test_a_figure_says_whether_it_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    assert told([exactly("kills", 5, 5), none_of("lost", 0), Figure("said", "1")]) == 0
    assert told([none_of("lost", 1)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "kills = 5 (target 5)",
        "lost = 0 (target 0)",
        "said = 1",
        "lost = 1 (target 0) MISSED",
    ]
