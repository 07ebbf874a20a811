"""What a docstring says is raised can be raised: an exception that there is, by the name that it has."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("wfm", "solver", "api")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def texts() -> dict[str, str]:
    """Return the text of every file of the packages."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@cache
def trees() -> dict[str, ast.Module]:
    """Return every file in which anything is said to be raised, read."""
    return {where: ast.parse(text) for where, text in texts().items() if "Raises\n" in text}


@cache
def classes() -> frozenset[str]:
    """Return the names of all classes of ours."""
    found = (re.findall(r"^\s*class (\w+)", text, re.MULTILINE) for text in texts().values())
    return frozenset(name for names in found for name in names)


def raised(docstring: str) -> Iterator[str]:
    """Yield the names under the heading of what is raised."""
    lines = docstring.split("\n")
    for at, line in enumerate(lines):
        if line == "Raises" and lines[at + 1 : at + 2] == ["------"]:
            for place in range(at + 2, len(lines)):
                if re.fullmatch("-{3,}", (*lines, "")[place + 1]):
                    return  # the next heading
                if re.fullmatch(r"[\w.]+(, [\w.]+)*", lines[place]):
                    yield from lines[place].split(", ")


def imported(tree: ast.Module) -> frozenset[str]:
    """Return the names that a module imports, wherever in it, and the packages that they come from."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.asname or alias.name for node in found for alias in node.names}
    packages = {(node.module or "").split(".")[0] for node in found if isinstance(node, ast.ImportFrom)}
    return frozenset(names | packages - {*PACKAGES})


def unknown(tree: ast.Module) -> Iterator[str]:
    """Yield what is said to be raised and is no exception of ours, of Python, or of what is imported."""
    known = classes() | frozenset(vars(builtins)) | imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED):
            names = raised(ast.get_docstring(node) or "")
            yield from (name for name in names if name not in known and name.split(".")[0] not in known)


def test_what_is_said_to_be_raised_is_an_exception_that_there_is() -> None:
    assert {where: found for where, tree in trees().items() if (found := sorted(set(unknown(tree))))} == {}


@pytest.mark.parametrize(
    ("docstring", "names"),
    [
        ("Do it.\n\nRaises\n------\nMissing\n    Where it is not there.", ["Missing"]),
        ("Do it.\n\nRaises\n------\nOne, Two\n    Why.\n\nNotes\n-----\nNothing\n    more", ["One", "Two"]),
        ("Do it.", []),
    ],
)
def test_the_names_under_the_heading_are_read(docstring: str, names: list[str]) -> None:
    assert list(raised(docstring)) == names


def test_an_old_name_is_noticed() -> None:
    old = 'def f():\n    """Do it.\n\n    Raises\n    ------\n    Missing\n        Where.\n    """\n'
    assert list(unknown(ast.parse(old))) == ["Missing"]
