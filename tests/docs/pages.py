"""The documentation's pages and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def pages() -> tuple[Path, ...]:
    """Return every page, in order of path."""
    return tuple(sorted(DOCS.rglob("*.md")))


def python_blocks(page: Path) -> tuple[tuple[int, str], ...]:
    """Return each Python block of a page with the line on which its code begins."""
    text = page.read_text(encoding="utf-8")
    return tuple((text.count("\n", 0, found.start(1)) + 1, found[1]) for found in _BLOCK.finditer(text))


def name_of(page: Path) -> str:
    """Return a page's path within the documentation."""
    return page.relative_to(DOCS).as_posix()


def text_of(page: str) -> str:
    """Return the text of a page."""
    return (DOCS / page).read_text(encoding="utf-8")
