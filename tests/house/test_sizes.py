"""Rooms stay small: what grows is listed for somebody to look at, and beyond a bound it is too much."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("wfm", "solver", "api", "sample_data", "benchmarks", "tests")
LOOK_AT_FILE, LOOK_AT_FUNCTION = 300, 60  # lines
FILE_BOUND, FUNCTION_BOUND = 400, 90


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def long_files(bound: int) -> list[str]:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    return [f"{path.relative_to(ROOT)}: {number} lines" for path, number in lines.items() if number > bound]


@cache
def functions() -> list[tuple[str, int]]:
    """Return every function with its lines."""
    return [
        (f"{path.relative_to(ROOT)}: {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def long_functions(bound: int) -> list[str]:
    return [f"{name} has {lines} lines" for name, lines in functions() if lines > bound]


def test_no_file_is_a_hall() -> None:
    sys.stdout.write("\n".join(long_files(LOOK_AT_FILE)))  # shown by pytest -rP
    assert long_files(FILE_BOUND) == []


def test_no_function_needs_a_second_screen() -> None:
    sys.stdout.write("\n".join(long_functions(LOOK_AT_FUNCTION)))
    assert long_functions(FUNCTION_BOUND) == []


def test_a_smaller_bound_would_find_some() -> None:
    assert long_files(50)
    assert long_functions(10)
