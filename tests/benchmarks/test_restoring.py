"""The benchmark of restoring, in small: the store is what it says, and a backup that lost rows is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.store.engine import Database, open_engine, reading
from api.store.migrate import upgrade
from api.store.tables import PLAN, PUBLICATION, ROSTER_VERSION
from api.upkeep.backup import Manifest, check_backup, write_backup
from benchmarks import restoring

NOW = datetime(2027, 1, 4, 7, tzinfo=UTC)
QUARTERS, VERSIONS = 2, 3


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store of two weeks that follow each other."""
    found = open_engine(tmp_path_factory.mktemp("store"))
    upgrade(found)
    restoring.filled(found, "week", QUARTERS, VERSIONS)
    yield found
    found.dispose()


@pytest.fixture
def manifest(database: Database, tmp_path: Path) -> Manifest:
    write_backup(database, tmp_path / "one.backup", NOW)
    return check_backup(tmp_path / "one.backup")


def test_each_quarter_has_its_versions_and_the_last_is_published(database: Database) -> None:
    with reading(database) as connection:
        days: list[date] = list(
            connection.execute(select(PLAN.c.first_day).order_by(PLAN.c.first_day)).scalars()
        )
        assert (days[1] - days[0]).days == 7
        counted = select(func.count()).select_from(ROSTER_VERSION).group_by(ROSTER_VERSION.c.plan_id)
        assert list(connection.execute(counted).scalars()) == [VERSIONS] * QUARTERS
        assert set(connection.execute(select(PUBLICATION.c.number)).scalars()) == {VERSIONS}


def test_the_same_rows_are_the_same_and_lost_ones_are_noticed(
    database: Database, manifest: Manifest, tmp_path: Path
) -> None:
    assert restoring._others(manifest, manifest) == []
    rows, digest = manifest.tables["assignment"]
    lost = replace(manifest, tables={**manifest.tables, "assignment": (rows - 1, digest)})
    assert restoring._others(manifest, lost) == ["assignment"]


def test_a_command_that_fails_misses_its_target(tmp_path: Path) -> None:
    figure = restoring._timed(
        "restore", {"WFM_DATA_FOLDER": str(tmp_path)}, "restore", str(tmp_path / "none")
    )
    assert not figure.met
    assert "exit status" in str(figure)
