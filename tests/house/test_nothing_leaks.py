"""What is in the repository names no machine's own paths and no package registry."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATTERNS = {
    "a path of one machine": r"(?<![\w.])/(home|root|work|Users)/[A-Za-z]",
    "a Windows path of one machine": r"\b[A-Z]:\\{1,2}Users\\",
    "a package registry": r"\b(pypi\.(org|python)|files\.pythonhosted|registry\.(npmjs|yarnpkg)|crates\.io)",
    "a download address in a lock": r'"resolved": *"https|url = "https',
}


def tracked() -> Iterator[tuple[str, str]]:
    """Yield name and text of every text file that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode("utf-8", errors="replace")


@pytest.mark.parametrize("what", PATTERNS)
def test_no_file_names(what: str) -> None:
    own = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in tracked()
        if name != own
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(PATTERNS[what], line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of one machine", "see /" + "home/somebody/file"),
        ("a Windows path of one machine", "C:" + "\\Users\\somebody"),
        ("a package registry", "https://" + "pypi.org/simple"),
        ("a download address in a lock", '"resolved": ' + '"https://somewhere"'),
    ],
)
def test_a_leak_would_be_found(what: str, text: str) -> None:
    assert re.search(PATTERNS[what], text)


def test_there_is_something_to_look_at() -> None:
    assert sum(1 for _ in tracked()) > 100
    assert not [name for name, _ in tracked() if name == "uv.lock"]
