"""Every ```python block of the documentation runs, and prints what its ``# →`` lines say."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import DOCS, ROOT, name_of, pages, python_blocks

RESULT = "# →"
"""Begins a line that was printed."""
WITH_PYTHON = [page for page in pages() if python_blocks(page)]


@pytest.mark.parametrize("page", WITH_PYTHON, ids=name_of)
def test_the_python_of_a_page_runs_and_prints_what_it_says(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    namespace: dict[str, Any] = {"__name__": "docs"}
    for line, code in python_blocks(page):
        printed = StringIO()
        # Blank lines in front, so that a traceback names the line of the page.
        compiled = compile("\n" * (line - 1) + code, str(page), "exec", dont_inherit=True)
        with redirect_stdout(printed):
            exec(compiled, namespace)
        said = [text.removeprefix(RESULT).strip() for text in code.splitlines() if text.startswith(RESULT)]
        assert [text.strip() for text in printed.getvalue().splitlines()] == said, f"{page}, line {line}"


def test_every_rule_page_and_the_quota_page_have_an_example_that_runs() -> None:
    having = {name_of(page) for page in WITH_PYTHON}
    rules = {name_of(page) for page in (DOCS / "rules").glob("*.md")} - {"rules/index.md"}
    assert {"quota.md", "carry-over.md"} | rules <= having
