"""The documentation builds strictly, and its pages fetch nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from api.texts.translator import translator
from tests.docs.pages import ROOT, name_of, pages
from wfm.rules import seats


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pages, built strictly: a broken link, a missing anchor or a page left out fails."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        build, cwd=ROOT, env=quiet, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_built(site: Path) -> None:
    assert {page.with_suffix(".md").relative_to(site).as_posix() for page in site.rglob("*.html")} - {
        "404.md"
    } == {name_of(page) for page in pages()}


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?([^"' >]+)""")
    linked = re.compile(
        r"""<link\b(?=[^>]*\brel=["']?(?:stylesheet|icon|preload|preconnect))[^>]*\bhref=["']?([^"' >]+)"""
    )
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        addresses = [*fetched.findall(text), *linked.findall(text)]
        assert addresses
        assert not [address for address in addresses if re.match(r"(?:\w+:)?//", address)], page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", style.read_text(encoding="utf-8")), (
            style.name
        )


def test_no_page_draws_with_what_is_loaded_from_elsewhere() -> None:
    for page in pages():
        assert "```mermaid" not in page.read_text(encoding="utf-8")


def test_the_page_of_a_rule_says_its_sentences_in_danish_too(site: Path) -> None:
    text = unescape((site / "rules" / "seats.html").read_text(encoding="utf-8"))
    speak = translator("da").catalogue
    for sentence in (seats.TWICE, seats.TOO_MANY):
        danish = re.sub(r"{(\w+):\w+}", r"{\1}", speak.pgettext(sentence.key, sentence.one))
        assert f'<span lang="da">»{danish}«</span>' in text
