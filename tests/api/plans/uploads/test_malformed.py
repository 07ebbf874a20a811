"""Uploads that came apart are refused with their place, and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Never

import pytest

from api.store import outbox
from api.store.engine import reading, writing
from tests.api.filled_service import Served
from tests.api.plans.uploads.bombs import bombs
from tests.api.plans.uploads.malformed import upload
from tests.api.plans.uploads.throwing import Thrown
from tests.api.store.filled import NOW
from tests.api.store.invariants import breaches
from tests.api.web.json.fuzzing import filled_store
from wfm.errors import Fault, PlanError
from wfm.tables.zip_files import (
    ARCHIVE,
)

SHORT, MANY = 80, 300


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    database = filled_store()
    yield Served(database)
    database.dispose()


@pytest.fixture
def thrown(served: Served) -> Thrown:
    return Thrown(served)


@pytest.mark.parametrize("many", [SHORT, pytest.param(MANY, marks=pytest.mark.prove)])
def test_uploads_that_came_apart_are_refused_with_their_place(thrown: Thrown, many: int) -> None:
    for seed in range(many):
        thrown.throw(seed, upload(seed))
    assert thrown.wrong == []
    assert sum(thrown.refused.values()) > many / 2
    assert set(thrown.refused) == {upload(seed).kind for seed in range(many)}
    with reading(thrown.served.database) as connection:
        assert breaches(connection) == []


def test_bombs_are_refused(served: Served) -> None:
    """All in one test: they take long to make, and each process that collects tests would make them."""
    for name, bomb in bombs().items():
        thrown = Thrown(served)
        thrown.throw(name, bomb)
        assert thrown.wrong == [], name
        assert thrown.refused.total() == 1, name


def test_a_write_would_be_noticed(thrown: Thrown, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken away: a reader that writes before it refuses."""

    def careless(content: bytes) -> None:
        with writing(thrown.served.database) as connection:
            outbox.add_notice(connection, "half", {}, NOW)
        raise PlanError([Fault("plan.zip", None, "", "", ARCHIVE())])

    monkeypatch.setattr("api.plans.routes.read_packed_plan", careless)
    thrown.throw("careless", next(one for one in map(upload, range(100)) if one.kind == "zip bytes"))
    assert len(thrown.wrong) == 1


@pytest.mark.parametrize(
    "error", [RuntimeError("a fault of ours"), PlanError([Fault("", None, "", "", ARCHIVE())])]
)
def test_a_fault_of_ours_and_one_without_a_place_would_be_noticed(
    thrown: Thrown, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def careless(content: bytes) -> Never:
        raise error

    monkeypatch.setattr("api.plans.routes.read_packed_plan", careless)
    thrown.throw("careless", next(one for one in map(upload, range(100)) if one.kind == "zip bytes"))
    assert len(thrown.wrong) == 1
