"""Terminals that are narrow, that lack letters, and that text from files must not steer."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from api.commands.terminal.console import TerminalConsole, table
from api.commands.terminal.harmless import escape_controls, harmless, harmless_line
from api.commands.terminal.narrow_tables import least_width, split_table
from tests.api.commands.running import ROOT, SAMPLES, copy_of, spoil, wfm

WEST = SAMPLES / "vestegnen"
STEERS = "\x1b[2J\x1b]0;title\x07\r\x9b31m\u202egnp"


def started(
    *arguments: str | Path, encoding: str = "utf-8", stream: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)],
        stdout=stream,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={
            **os.environ,
            "WFM_LANG": "da",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": encoding,
            "TERM": "xterm",
        },
    )


def on_terminal(columns: int, *arguments: str | Path) -> list[str]:
    """Return the lines that a command prints on a terminal of some columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = started(*arguments, stream=theirs)
    os.close(theirs)
    found = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        found += part
    os.close(ours)
    assert process.wait(60) == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", found.decode()).replace("\r", "").splitlines()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_what_an_encoding_lacks_is_replaced_by_what_comes_nearest(encoding: str) -> None:
    process = started("quota", WEST, "--compare", encoding=encoding)
    told = process.communicate(timeout=60)[0].decode(encoding)
    assert process.returncode == 0, told
    assert ("Mål i pladser" if encoding == "cp1252" else "Maal i pladser") in told
    assert "-0,57" in told


def test_json_keeps_every_letter_in_any_encoding() -> None:
    process = started("check", SAMPLES / "nordjylland", "--json", "--lang", "en", encoding="ascii")
    assert "Læsø" in [row["name"] for row in json.loads(process.communicate(timeout=60)[0])["quota"]]


def test_a_quota_table_fits_an_80_column_terminal_and_wide_shows_all() -> None:
    narrow = on_terminal(80, "quota", SAMPLES / "midtjylland")
    assert max(map(len, narrow)) <= 80
    assert "Udeladt, fordi terminalen er smal" in " ".join(narrow)
    assert any(line.startswith("│ Aarhus") and "24,32" in line and line.endswith("│") for line in narrow)
    wide = on_terminal(80, "quota", SAMPLES / "midtjylland", "--wide")
    assert any("6,47" in line and "51.303,61" in line for line in wide), wide


def test_a_table_too_wide_is_shown_in_parts_with_no_figure_cut() -> None:
    columns = [("name", "left"), *((f"a heading of column {n}", "right") for n in range(9))]
    drawn = table(columns, [["Ishøj by", *(f"{n}.000.000,00" for n in range(9))]], footer=True)
    for width in (40, 60, 80):
        parts = list(split_table(drawn, width))
        assert max(map(least_width, parts)) <= width
        out = TerminalConsole(width=width, force_terminal=True, color_system=None)
        with out.capture() as found:
            out.print(drawn)
        assert all(f"{n}.000.000,00" in found.get() for n in range(9))
        assert max(map(len, found.get().splitlines())) <= width


def test_text_that_steers_a_terminal_is_shown_as_signs() -> None:
    assert harmless(STEERS) == "␛[2J␛]0;title␇␍�31m�gnp"
    assert harmless_line("a\nb") == "a␊b"
    assert harmless("Åse\nØ") == "Åse\nØ"
    assert json.loads(escape_controls(json.dumps({"a": STEERS}, ensure_ascii=False, indent=1))) == {
        "a": STEERS
    }


def test_a_cell_and_a_file_name_steer_nothing(tmp_path: Path) -> None:
    plan = copy_of("vestegnen", tmp_path)
    (plan / "lo\x1b[31mcks (1).csv").write_text("x")
    spoil(
        plan / "hotline.toml", 'name = "Vestegnens Hotline"', 'name = "Vest \\u001b[2J"\nodd = "\\u001b[2J"'
    )
    for told in (wfm("check", plan), wfm("check", plan, "--json"), wfm("check", tmp_path / "no\x1b[2Jwhere")):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", told.stdout + told.stderr)
    spoil(plan / "agents.csv", ",0.6,", ",-0.6\x1b[2J,")
    told = wfm("check", plan, "--lang", "en")
    assert "“-0.6␛[2J”" in told.stderr
