"""Every ```console block of the documentation runs, and prints what stands beneath each command.

A line ``…`` stands for any lines. ``sh run wfm`` is run in this process, anything else by the shell.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.api.commands.running import wfm
from tests.docs.pages import ROOT, name_of, pages

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WITH_CONSOLES = [page for page in pages() if _BLOCK.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", WITH_CONSOLES, ids=name_of)
def test_the_commands_of_a_page_print_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    monkeypatch.chdir(tmp_path)
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for command, said in _commands(block):
            printed = [" ".join(line.split()) for line in _run(command).splitlines()]
            assert _matches(said, printed), f"{name_of(page)}: {command} printed\n" + "\n".join(printed)


def _commands(block: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(" ".join(line.split()))
    return found


def _run(command: str) -> str:
    if command.startswith("sh run wfm "):
        ran = wfm(*shlex.split(command)[3:])
        return ran.stdout + ran.stderr
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True, timeout=30)
    return done.stdout


def _matches(said: list[str], printed: list[str]) -> bool:
    """Tell whether the lines are those printed, ``…`` standing for any number of them."""
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n" for line in said)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None
