"""What the pages of data protection tell of each table is what the code holds of people, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, event

from api.configuration.settings import Settings, defaults, variable
from api.doctor.retention import periods_of
from api.privacy.inventory import HOLDINGS, RETENTION
from api.privacy.retention import bounds
from api.store.columns import GDPR, METADATA, Gdpr
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from api.store.retention import Bounds
from tests.docs.pages import DOCS, text_of

PAGES = ("data-protection.md", "da/databeskyttelse.md")
HEADINGS = {"data-protection.md": "## What is held", "da/databeskyttelse.md": "## Hvad der gemmes, hvorfor"}
NOW = datetime(2027, 1, 4, 7, tzinfo=UTC)
PERIOD = re.compile(r"(\d+) (?:år|dage|timer|years|days|hours)\b[^(]*\(`(\w+)`\)")
FOLLOWS = {"person": "plan_revision"}
"""Tables that no rule empties by itself, with that whose rows they follow (`find_unneeded_persons`)."""


class Row(NamedTuple):
    """What a page tells of one or two tables."""

    tables: tuple[str, ...]
    personal: frozenset[str]
    pseudonym: frozenset[str]
    kept: str


@cache
def rows(page: str) -> tuple[Row, ...]:
    part = re.split(r"\n###? ", text_of(page).split(HEADINGS[page])[1])[0]
    found = []
    for line in re.findall(r"^\| `.*\|$", part, re.MULTILINE):
        tables, _, personal, pseudonym, why, kept = [cell.strip() for cell in line.strip("|").split("|")]
        assert why, line
        found.append(Row(_named(tables), frozenset(_named(personal)), frozenset(_named(pseudonym)), kept))
    return tuple(found)


def _named(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`(\w+)`", cell))


def _labelled(tables: tuple[str, ...], label: Gdpr) -> frozenset[str]:
    return frozenset(
        column.name
        for table in tables
        for column in METADATA.tables[table].columns
        if column.info[GDPR] == label.value
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_table_that_tells_of_somebody_has_a_row_and_no_other(page: str) -> None:
    told = [table for row in rows(page) for table in row.tables]
    assert sorted(told) == sorted(HOLDINGS)


@pytest.mark.parametrize("page", PAGES)
def test_a_row_names_the_columns_that_the_code_labels(page: str) -> None:
    for row in rows(page):
        assert row.personal == _labelled(row.tables, Gdpr.PERSONAL), row.tables
        assert row.pseudonym == _labelled(row.tables, Gdpr.PSEUDONYM), row.tables


@pytest.fixture(scope="module")
def periods() -> Mapping[str, str | None]:
    """Return, by table, the setting of the first rule that takes rows of it away; none where none is set."""
    found: dict[str, str | None] = {}
    with TemporaryDirectory() as folder:
        engine = open_engine(Path(folder))
        upgrade(engine)
        with writing(engine) as connection:
            for rule in RETENTION:
                setting, tables = _asked(connection, rule)
                for table in tables:
                    found.setdefault(table, setting)
        engine.dispose()
    return found


def _asked(connection: Connection, rule: object) -> tuple[str | None, frozenset[str]]:
    """Return the setting that a rule of retention follows, and the tables that it deletes from."""
    asked: list[str] = []
    deleted: list[str] = []

    class Noting:
        def __getattr__(self, name: str) -> object:
            asked.append(name)
            return getattr(bounds(periods_of(defaults()), NOW), name)

    def noted(_1: object, _2: object, statement: str, *_: object) -> None:
        deleted.extend(re.findall(r'^DELETE FROM "?(\w+)', statement))

    event.listen(connection, "before_cursor_execute", noted)
    rule.take(connection, Noting())  # type: ignore[attr-defined]
    event.remove(connection, "before_cursor_execute", noted)
    (bound,) = set(asked)
    return _setting_of(bound), frozenset(deleted)


def _setting_of(bound: str) -> str | None:
    """Return the setting whose change moves a bound."""
    before = bounds(periods_of(defaults()), NOW)
    moved = [name for name, other in _others() if getattr(other, bound) != getattr(before, bound)]
    assert len(moved) <= 1
    return variable(moved[0]) if moved else None


def _others() -> Iterator[tuple[str, Bounds]]:
    for name, value in defaults().model_dump().items():
        if isinstance(value, int) and not isinstance(value, bool):
            changed: Settings = defaults().model_copy(update={name: value + 1})
            yield name, bounds(periods_of(changed), NOW)


@pytest.mark.parametrize("page", PAGES)
def test_a_row_says_how_long_by_the_setting_that_the_code_follows(
    page: str, periods: Mapping[str, str | None]
) -> None:
    known = {variable(name): value for name, value in defaults().model_dump().items()}
    for row in rows(page):
        told = PERIOD.findall(row.kept)
        assert all(int(number) == known[setting] for number, setting in told), row
        followed = {periods.get(FOLLOWS.get(table, table)) for table in row.tables}
        assert {setting for _, setting in told} == followed - {None}, row
        assert row.kept


def test_every_rule_of_retention_is_told_of(periods: Mapping[str, str | None]) -> None:
    told = {table for row in rows(PAGES[0]) for table in row.tables}
    untold = {"plan", "run_event", "version_step", "call_day", "call_forecast", "webhook_delivery"}
    assert set(periods) - told == untold
    assert {setting for setting in periods.values() if setting} == {
        "WFM_KEEP_WORKING_TIME_YEARS",
        "WFM_KEEP_AUDIT_YEARS",
        "WFM_KEEP_CALLS_YEARS",
        "WFM_KEEP_AVAILABILITY_DAYS",
        "WFM_KEEP_REQUESTS_DAYS",
        "WFM_LOGIN_HOURS",
    }


def test_the_notice_to_staff_says_the_same_periods() -> None:
    text = text_of("da/orientering.md")
    told = defaults()
    for said in (
        f"[{told.keep_working_time_years} år]",
        f"[{told.keep_availability_days} dage]",
        f"[{told.keep_audit_years} år]",
    ):
        assert said in text


def test_where_a_lawyer_decides_is_marked_on_every_page_that_says_something_of_law() -> None:
    for page in ("databeskyttelse", "databehandleraftale", "orientering", "med-udvalg", "tilgaengelighed"):
        assert "⚖" in (DOCS / "da" / f"{page}.md").read_text(encoding="utf-8"), page


def _held_to_the_code(page: str, periods: Mapping[str, str | None]) -> None:
    test_every_table_that_tells_of_somebody_has_a_row_and_no_other(page)
    test_a_row_names_the_columns_that_the_code_labels(page)
    test_a_row_says_how_long_by_the_setting_that_the_code_follows(page, periods)


@pytest.mark.parametrize("spoiled", ["a table", "a column", "a period"])
def test_a_page_that_leaves_something_out_is_noticed(
    spoiled: str, monkeypatch: pytest.MonkeyPatch, periods: Mapping[str, str | None]
) -> None:
    page = PAGES[0]
    kept = rows(page)
    login = next(row for row in kept if row.tables == ("login",))
    other = {
        "a table": (),
        "a column": (login._replace(personal=frozenset()),),
        "a period": (login._replace(kept="30 days (`WFM_KEEP_REQUESTS_DAYS`)"),),
    }[spoiled]
    changed = (*(row for row in kept if row is not login), *other)
    monkeypatch.setattr(f"{__name__}.rows", lambda _page: changed)
    with pytest.raises(AssertionError):
        _held_to_the_code(page, periods)
