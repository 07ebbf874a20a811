"""Each recipe names files that are there and that speak of its example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT

RECIPES = sorted(page for page in (DOCS / "recipes").glob("*.md") if page.stem != "index")
INDEX = (DOCS / "recipes" / "index.md").read_text(encoding="utf-8")
TEN = ("column", "page", "json-resource", "mail", "role", "rule", "setting", "migration", "command")


def example(page: Path) -> str:
    """Return the word that stands for what the recipe's example added."""
    (found,) = re.findall(r"^Example: `([^`]+)`", page.read_text(encoding="utf-8"), re.MULTILINE)
    return str(found)


def files(page: Path) -> list[str]:
    """Return the files of the recipe's table."""
    return re.findall(r"^\| `([^`<>]+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE)


def missing(word: str, names: list[str]) -> list[str]:
    """Return the files that are not there, or do not speak of something."""
    speaks = re.compile(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", re.IGNORECASE)
    return [
        name
        for name in names
        if not (ROOT / name).is_file()
        or not (speaks.search((ROOT / name).read_text(encoding="utf-8")) or speaks.search(Path(name).stem))
    ]


def test_there_is_a_recipe_for_every_everyday_change() -> None:
    assert {page.stem for page in RECIPES} == set(TEN)


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_every_file_of_a_recipe_is_there_and_speaks_of_its_example(page: Path) -> None:
    assert files(page)
    assert missing(example(page), files(page)) == []


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_every_path_in_its_text_is_there(page: Path) -> None:
    paths = re.findall(
        r"`((?:api|wfm|solver|templates|tests|docs)/[\w./-]+)`", page.read_text(encoding="utf-8")
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
def test_the_index_tells_how_many_files_it_is(page: Path) -> None:
    (number,) = re.findall(rf"^\|.*\]\({page.stem}\.md\).*\| (\d+) \|$", INDEX, re.MULTILINE)
    assert int(number) == len(files(page))


def test_a_file_that_is_gone_or_silent_is_noticed() -> None:
    assert missing("week_spread", ["wfm/gone.py", "wfm/agent.py", "wfm/limits.py"]) == [
        "wfm/gone.py",
        "wfm/agent.py",
    ]
