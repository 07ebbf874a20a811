"""A class is a noun, a public function acts, an exception says that it is one, a class has its name alone."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("wfm", "solver", "api")
IRREGULAR = {
    *("begun", "bent", "bound", "built", "chosen", "done", "drawn", "found", "given", "gone", "held", "kept"),
    *("known", "left", "let", "lost", "made", "meant", "met", "put", "said", "sat", "seen", "sent", "shown"),
    *("spoken", "taken", "told", "understood", "won", "written"),
}
"""Participles that do not end in ``ed``; ``read``, ``set`` and ``split`` are verbs as well."""
REGULAR = re.compile(r"^[a-z]{2,}(ed|ing)$")
NOUNS = {
    *("string", "heading", "padding", "rounding", "pairing", "opening", "closing", "building", "setting"),
    *("meaning", "speed", "need", "feed", "seed", "embed", "exceed", "proceed", "ring", "bring", "mixed"),
}
"""Words that only look like participles."""


Definition = tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, bool]


@cache
def definitions() -> tuple[Definition, ...]:
    """Return each class and function at the top of a module or in a class: where, what, if in a class."""
    return tuple(_definitions())


def _definitions() -> Iterator[Definition]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            where = path.relative_to(ROOT).as_posix()
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield where, node, False
                elif isinstance(node, ast.ClassDef):
                    yield where, node, False
                    for inner in node.body:
                        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                            yield where, inner, True


def _is_participle(word: str) -> bool:
    return word in IRREGULAR or (word not in NOUNS and bool(REGULAR.match(word)))


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())


def _is_flag(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether it is read like an attribute, answers yes or no, or holds something open meanwhile."""
    named = {getattr(one, "id", getattr(one, "attr", "")) for one in node.decorator_list}
    answers = isinstance(node.returns, ast.Name) and node.returns.id in ("bool", "TypeGuard")
    return answers or bool(named & {"property", "cached_property", "contextmanager"})


def _is_document(where: str) -> bool:
    """Tell whether a file holds documents of the service: their names are public."""
    return where.endswith(("schemas.py", "routes.py", "web/json/problem.py"))


def participles() -> list[str]:
    """Return the functions whose name begins with, and the classes whose name ends in, a participle."""
    found = []
    for where, node, _ in definitions():
        words = _words(node.name)
        if where.startswith("api/client/") or _is_document(where):
            continue
        if isinstance(node, ast.ClassDef):
            odd = _is_participle(words[-1]) and not words[-1].endswith("ing")
        else:
            odd = not node.name.startswith("_") and _is_participle(words[0]) and not _is_flag(node)
        if odd:
            found.append(f"{where}: {node.name}")
    return found


def repeated_classes() -> dict[str, list[str]]:
    """Return the public class names that stand for more than one thing, with where."""
    places = defaultdict(list)
    for where, node, _ in definitions():
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            if where.startswith(
                "api/client/"
            ):  # the same things as the service's documents, seen from outside
                continue
            places[node.name].append(where)
    return {name: where for name, where in places.items() if len(where) > 1}


def odd_errors() -> list[str]:
    """Return the exceptions whose name does not say that they are one."""
    bases = re.compile(r"(Error|Exception)$")
    return [
        f"{where}: {node.name}"
        for where, node, _ in definitions()
        if isinstance(node, ast.ClassDef)
        and any(bases.search(getattr(base, "id", getattr(base, "attr", ""))) for base in node.bases)
        and not node.name.endswith("Error")
        and not where.startswith("api/client/")
    ]


def test_an_exception_says_that_it_is_one() -> None:
    assert odd_errors() == []


def test_a_class_is_a_noun_and_a_function_does_something() -> None:
    assert participles() == []


def test_a_class_has_its_name_for_itself() -> None:
    assert repeated_classes() == {}


@pytest.mark.parametrize(
    ("word", "odd"), [("told", True), ("published", True), ("moving", True), ("feed", False)]
)
def test_participles_are_known(word: str, odd: bool) -> None:
    assert _is_participle(word) is odd
