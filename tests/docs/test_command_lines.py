"""Every command that README and documentation tell somebody to type is one that the program takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.main import get_group

from api.cli import app
from tests.docs.pages import ROOT, name_of, pages

COMMANDS = get_group(app).commands
USAGE_ERROR: type[BaseException] = typer.BadParameter.__bases__[0]
"""What a command line that the program does not take raises; Typer has it under no name of its own."""
_BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_TYPED = re.compile(r"(?:.* )?wfm (\w[\w-]*)(.*)")


def typed() -> list[tuple[str, str, str]]:
    """Return page, command and what follows it, of each line that begins with ours."""
    texts = {name_of(page): page.read_text(encoding="utf-8") for page in pages()}
    texts["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
    return [
        (page, match[1], match[2])
        for page, text in texts.items()
        for block in _BLOCK.findall(text)
        for line in block.replace("\\\n", " ").splitlines()
        if (match := _TYPED.fullmatch(line)) and not line.startswith("#")
    ]


@pytest.mark.parametrize(("page", "name", "rest"), typed())
def test_a_command_of_a_page_can_be_typed(page: str, name: str, rest: str, tmp_path: Path) -> None:
    words = shlex.split(rest, comments=True)
    if name == "restore":  # the one that asks at once whether the file is there
        words[0] = str(tmp_path / "of.backup")
        Path(words[0]).touch()
    try:
        COMMANDS[name].make_context(name, words)
    except USAGE_ERROR as error:
        pytest.fail(f"{page}: wfm {name}{rest}: {error}")


@pytest.mark.parametrize("words", [["sample_data/midtjylland", "--colour"], [], ["a plan", "and another"]])
def test_what_the_program_does_not_take_would_be_noticed(words: list[str]) -> None:
    with pytest.raises(USAGE_ERROR):
        COMMANDS["check"].make_context("check", words)


def test_there_are_commands_to_look_at() -> None:
    assert {page for page, _, _ in typed()} >= {"README.md", "tour.md", "da/rundtur.md", "operation.md"}
