"""The pages of the plan folder, in English and in Danish, hold every column and key of the code."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.docs.pages import text_of
from wfm.limits import DEFAULT_WEIGHTS
from wfm.tables.columns import PLAN_TABLES
from wfm.tables.hotline_reading import read_hotline
from wfm.tables.settings import HotlineSettings, Setting, toml_settings

PAGES = ("plan-folder.md", "da/planmappe.md")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("table", PLAN_TABLES, ids=lambda table: table.name)
def test_every_column_is_explained_with_its_danish_name_and_words(page: str, table: Any) -> None:
    text = text_of(page)
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    names = (table.name, table.danish)
    found = next(part for part in section if part.split("\n")[0].split(" {")[0].casefold() in names)
    for column in table.columns:
        row = next(
            (row for row in found.splitlines() if _first_cells(row) == {column.name, column.danish}), ""
        )
        assert row, f"{page} explains no {column.name} ({column.danish})"
        for word in (*column.aliases, *column.words, *column.words.values()):
            assert f"`{word}`" in row
        assert bool({"needed", "kræves"} & {cell.strip() for cell in row.split("|")}) is column.required


def _first_cells(row: str) -> set[str]:
    """Return the names in the first two cells of a row of a table."""
    cells = row.split("|")[1:3] if row.startswith("| `") else []
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell.split("(")[0])}


class _Asked(dict[str, Setting]):
    """Settings that remember which keys were asked for."""

    def __init__(self, *keys: str) -> None:
        super().__init__({key: Setting(key, "") for key in keys})
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


@pytest.mark.parametrize("page", PAGES)
def test_every_key_of_the_hotline_is_explained_and_no_other(page: str) -> None:
    settings = _Asked("competences.1.code", "unsocial.1.days")
    read_hotline(HotlineSettings("hotline.toml", settings, typed=True))
    explained = set(re.findall(r"^\| `([\w.]+)`", text_of(page).split("## hotline.toml")[1], re.MULTILINE))
    tables = {column.name for table in PLAN_TABLES for column in table.columns}
    tables |= {column.danish for table in PLAN_TABLES for column in table.columns}
    days = {f"opening_hours.{day}" for day in ("tue", "wed", "thu", "fri", "sat", "sun")}
    top = {key for key in settings.asked if "." not in key}
    assert explained - (tables - top) == settings.asked - days
    assert "`opening_hours.mon` … `opening_hours.sun`" in text_of(page)


def test_the_default_weights_are_those_of_the_code() -> None:
    for page in PAGES:
        stated = dict(re.findall(r"^\| `weights\.(\w+)` \|.*\| (\d+) \|$", text_of(page), re.MULTILINE))
        assert {rule: int(stated[rule]) for rule in DEFAULT_WEIGHTS} == dict(DEFAULT_WEIGHTS)


def test_the_example_of_a_hotline_can_be_read() -> None:
    example = re.search(r"```toml\n(.*?)```", text_of("plan-folder.md"), re.DOTALL)
    assert example
    reading = read_hotline(toml_settings("hotline.toml", example[1]))
    assert (reading.faults, reading.notices) == ((), ())
