from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Integer, RowMapping, delete, inspect, text, update
from sqlalchemy.exc import DBAPIError

from api.store import migrate
from api.store.append_only import APPEND_ONLY
from api.store.columns import GDPR, Gdpr
from api.store.engine import open_engine, reading, writing
from api.store.tables import METADATA
from tests.api.store.filled import fill

ROOT = Path(__file__).parents[3]


def differences(connection: Connection) -> list[object]:
    """Return how the tables of a database differ from those of the program."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


def state_of(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table of ours, as text."""
    with reading(engine) as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in METADATA.sorted_tables
        }


def columns_of(engine: Engine) -> set[tuple[str, str]]:
    """Return every column of a database, with its table."""
    with reading(engine) as connection:
        found = inspect(connection)
        return {(name, str(c["name"])) for name in found.get_table_names() for c in found.get_columns(name)}


def rows_of(engine: Engine) -> dict[str, list[RowMapping]]:
    """Return every row of every table of ours."""
    with reading(engine) as connection:
        return {
            table.name: list(connection.execute(table.select()).mappings())
            for table in METADATA.sorted_tables
        }


def narrowed(rows: dict[str, list[RowMapping]], columns: set[tuple[str, str]]) -> dict[str, list[str]]:
    """Return of rows what stands in some columns, as text."""
    return {
        table: sorted(
            repr([value for name, value in row.items() if (table, name) in columns]) for row in found
        )
        for table, found in rows.items()
        if any(table == named for named, _ in columns)
    }


def lasting(rows: dict[str, list[RowMapping]]) -> dict[str, list[RowMapping]]:
    """Return rows without the calendars that only a newer revision knows."""
    known = [row for row in rows["feed_body"] if row["language"] == "da" and row["kind"] != "hotline"]
    return {**rows, "feed_body": known}


def guards_of(connection: Connection) -> list[tuple[str, ...]]:
    """Return the triggers of a database."""
    sqlite = connection.dialect.name == "sqlite"
    asked = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    return sorted(tuple(row) for row in connection.execute(text(asked)))


def test_there_is_one_newest_revision() -> None:
    assert len(migrate.script().get_heads()) == 1
    assert migrate.newest() == migrate.script().get_current_head()


def test_migrated_tables_are_those_of_the_program(engine: Engine) -> None:
    with writing(engine) as connection:
        assert differences(connection) == []
        assert migrate.current(connection) == migrate.newest()
        connection.execute(text("ALTER TABLE outbox ADD COLUMN further INTEGER"))
        assert differences(connection) != []


def test_down_and_up_again_makes_the_same_tables_and_guards(empty_place: str) -> None:
    engine = open_engine(empty_place)
    migrate.upgrade(engine)
    with reading(engine) as connection:
        guarded = guards_of(connection)
    migrate.downgrade(engine, migrate.NOTHING)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert guards_of(connection) == []
    migrate.upgrade(engine)
    with reading(engine) as connection:
        assert differences(connection) == []
        assert guards_of(connection) == guarded
    assert {table for table, _ in guarded} == set(APPEND_ONLY)
    assert len(guarded) == 2 * len(APPEND_ONLY)
    fill(engine)
    engine.dispose()


def kept_and_not(engine: Engine, *, oldest: bool = False) -> tuple[set[tuple[str, str]], list[str]]:
    """Go down to each revision, or the oldest, and up; return the columns that it has, and what was lost."""
    migrate.upgrade(engine)
    fill(engine)
    filled = rows_of(engine)
    assert all(filled[table] for table in filled if not table.endswith("note"))
    lost: list[str] = []
    revisions = list(migrate.script().walk_revisions())[1:]
    for revision in revisions[-1:] if oldest else revisions:
        migrate.downgrade(engine, revision.revision)
        kept = columns_of(engine)
        migrate.upgrade(engine)
        found, wanted = (narrowed(lasting(rows), kept) for rows in (rows_of(engine), filled))
        lost += [f"{revision.revision}: {table}" for table in wanted if found[table] != wanted[table]]
    return kept, lost


def test_data_are_kept_from_revision_to_revision_and_back(empty_place: str) -> None:
    """What a revision brought goes with it; all that was there before it stays."""
    engine = open_engine(empty_place)
    kept, lost = kept_and_not(engine)
    assert lost == []
    assert kept > {("assignment", "person_id"), ("feed_body", "body")}
    engine.dispose()


@pytest.mark.parametrize(
    ("said", "careless", "table"),
    [
        ("def downgrade() -> None:\n", '    op.execute("DELETE FROM outbox")\n', "outbox"),
        ("def upgrade() -> None:\n", "    op.execute(\"UPDATE person SET name = ''\")\n", "person"),
    ],
)
def test_a_migration_that_loses_something_would_be_noticed(
    empty_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, careless: str, table: str
) -> None:
    copy = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (file,) = (copy / "versions").glob("0002_*.py")
    text = file.read_text(encoding="utf-8")
    at = text.index(said) + len(said)
    at = text.index("\n", at) + 1  # past what it says of itself
    file.write_text(text[:at] + careless + text[at:], encoding="utf-8")
    monkeypatch.setattr(migrate, "FOLDER", copy)
    engine = open_engine(empty_place)
    _, lost = kept_and_not(engine, oldest=True)  # only there does it matter
    assert {one.split(": ")[1] for one in lost} == {table}
    engine.dispose()


def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    before = state_of(engine)

    def refuse(connection: Connection) -> None:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        raise RuntimeError("refused")

    monkeypatch.setattr(migrate, "_refuse_orphans", refuse)
    with pytest.raises(RuntimeError, match="refused"):
        migrate.downgrade(engine, migrate.NOTHING)
    assert state_of(engine) == before


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_row_of_an_append_only_table_is_neither_changed_nor_taken_away(engine: Engine, table: str) -> None:
    fill(engine)
    before = state_of(engine)
    guarded = METADATA.tables[table]
    column = next(c for c in guarded.columns if not isinstance(c.type, Integer) and not c.primary_key)
    attempts = [update(guarded).values({column: column}), delete(guarded)]
    if engine.dialect.name == "sqlite":
        names = ", ".join(f'"{c.name}"' for c in guarded.columns)
        attempts.append(text(f"INSERT OR REPLACE INTO {table} SELECT {names} FROM {table}"))  # type: ignore[arg-type]
    else:
        attempts.append(text(f"TRUNCATE {table} CASCADE"))  # type: ignore[arg-type]
    for attempt in attempts:
        with pytest.raises(DBAPIError, match=f"append only: {table}"), writing(engine) as connection:
            connection.execute(attempt)
    assert state_of(engine) == before


def test_every_column_says_what_it_tells_of_people() -> None:
    labels = {
        f"{table.name}.{column.name}": column.info.get(GDPR)
        for table in METADATA.sorted_tables
        for column in table.columns
    }
    assert {name for name, label in labels.items() if label not in set(Gdpr)} == set()
    assert labels["person.name"] == Gdpr.PERSONAL
    assert labels["assignment.person_id"] == Gdpr.PSEUDONYM
    assert len(labels) > 50


def test_every_constraint_has_a_name() -> None:
    found = [constraint.name for table in METADATA.sorted_tables for constraint in table.constraints]
    assert all(found)
    assert len(set(found)) == len(found)
