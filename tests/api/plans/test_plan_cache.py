"""A plan that was read a moment ago is not read again, and never shown with names of then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from api.access.ids import RevisionId
from api.plans.records.plan_cache import PlanCache, PlanText
from api.plans.records.plans import read_plan, revision_by_id
from api.store.engine import open_engine, reading, writing
from api.store.tables import AVAILABILITY_NOTE, PERSON
from tests import builders
from tests.api.store.filled import add_plan, plan_with_notes
from wfm.plan import Plan

NOTHING = PlanText({}, {}, {})


@pytest.fixture
def stored(migrated_file: Path, tmp_path: Path) -> Iterator[tuple[Engine, RevisionId]]:
    """Return a store with one plan."""
    (tmp_path / migrated_file.name).write_bytes(migrated_file.read_bytes())
    engine = open_engine(tmp_path)
    yield engine, add_plan(engine, plan_with_notes()).id
    engine.dispose()


def read(engine: Engine, revision: RevisionId) -> Plan:
    """Read a revision's plan, in a transaction of its own."""
    with reading(engine) as connection:
        return read_plan(connection, revision_by_id(connection, revision))


def test_the_same_revision_is_read_once(stored: tuple[Engine, RevisionId]) -> None:
    assert read(*stored) is read(*stored)


def test_whoever_is_called_otherwise_since_is_called_so(stored: tuple[Engine, RevisionId]) -> None:
    engine, _ = stored
    before = read(*stored)
    with writing(engine) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent == before.agents[0].id).values(name="Agent 9"))
    assert read(*stored).agents[0].name == "Agent 9" != before.agents[0].name


def test_a_note_that_is_gone_is_gone(stored: tuple[Engine, RevisionId]) -> None:
    engine, _ = stored
    assert any(entry.note for entry in read(*stored).availability)
    with writing(engine) as connection:
        connection.execute(AVAILABILITY_NOTE.delete())
    assert not any(entry.note for entry in read(*stored).availability)


def test_of_each_revision_there_is_one_reading_and_of_revisions_so_many() -> None:
    cache, plan = PlanCache(most=2), builders.plan()
    ids = [RevisionId(letter) for letter in "abc"]
    for one in ids:
        cache.get(one, NOTHING, lambda _: plan)
    assert [one in cache for one in ids] == [False, True, True]
    cache.get(ids[1], NOTHING, lambda _: builders.plan())
    cache.get(ids[0], NOTHING, lambda _: plan)
    assert [one in cache for one in ids] == [True, True, False]
    other = PlanText({"agents.csv": "another"}, {}, {})
    assert cache.get(ids[0], other, lambda _: builders.plan()) is not plan
    assert cache.get(ids[0], NOTHING, lambda _: plan) is plan
