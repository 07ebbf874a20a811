"""Every sentence of README and documentation that promises something names the tests that hold it.

``promises.toml`` has a table for each page. Its keys are the sentences, or a part of each that stands on the
page once; their values are tests. A page that promises nothing says ``none = true``.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.docs.pages import DOCS, ROOT, name_of, pages

PROMISES = tomllib.loads(Path(__file__).with_name("promises.toml").read_text(encoding="utf-8"))
README = "README.md"
NOTHING = {"none": True}


def promising() -> set[str]:
    """Return the pages that have to say what they promise: all but decisions, which tell of reasons."""
    return {README, *(name for name in map(name_of, pages()) if not name.startswith("adr/"))}


def faults(promises: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with a list of promises."""
    yield from (f"{page}: is not listed" for page in sorted(promising() - promises.keys()))
    yield from (f"{page}: there is no such page" for page in sorted(promises.keys() - promising()))
    for page in sorted(promises.keys() & promising()):
        told = promises[page]
        if not told or ("none" in told and told != NOTHING):
            yield f"{page}: promises something, or nothing"
        for sentence, tests in told.items():
            if sentence != "none":
                yield from (f"{page}: {fault}" for fault in _faults_of(_words(page), sentence, tests))


def _faults_of(text: str, sentence: str, tests: list[str]) -> Iterator[str]:
    found = text.count(" ".join(sentence.split()))
    if found != 1:
        yield f"“{sentence}” stands there {found} times"
    if not tests:
        yield f"“{sentence}” is held by no test"
    for test in tests:
        path, _, name = test.partition("::")
        if name not in _tests_of(path):
            yield f"there is no test {test}"


@cache
def _words(page: str) -> str:
    """Return the text of a page, without the breaks of its lines."""
    return " ".join((ROOT if page == README else DOCS).joinpath(page).read_text(encoding="utf-8").split())


@cache
def _tests_of(path: str) -> frozenset[str]:
    """Return the tests of a file, without running it."""
    file = ROOT / path
    if not (path.startswith("tests/") and file.is_file()):
        return frozenset()
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return frozenset(each.name for each in body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_promise_stands_on_its_page_and_is_held_by_tests_that_there_are() -> None:
    assert list(faults(PROMISES)) == []


def test_a_page_a_sentence_or_a_test_that_went_would_be_noticed() -> None:
    page, (sentence, tests) = README, next(iter(PROMISES[README].items()))
    without = {name: told for name, told in PROMISES.items() if name != page}
    for broken in (
        without,
        {**PROMISES, page: {}},
        {**PROMISES, page: {**PROMISES[page], **NOTHING}},
        {**PROMISES, page: {sentence + " at last": tests}},
        {**PROMISES, page: {sentence: []}},
        {**PROMISES, page: {sentence: [*tests, "tests/docs/test_promises.py::test_of_nothing"]}},
        {**PROMISES, page: {sentence: ["tests/docs/test_nothing.py::test_of_nothing"]}},
        {**PROMISES, "no-page.md": NOTHING},
    ):
        assert len(list(faults(broken))) == 1
