"""The link of the first administrator: told on a terminal, and elsewhere kept in a file for its owner."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from api.commands.terminal import first_administrator
from api.commands.terminal.first_administrator import FILE, tell_first
from api.texts.translator import translator
from tests.api.accounts.offices import LINK
from tests.api.serving.serving import PATIENCE, free_port, until


def test_a_service_whose_words_go_to_a_journal_keeps_the_link_in_a_file(tmp_path: Path) -> None:
    kept, log = tmp_path / "data" / FILE, tmp_path / "log"
    settings = {"WFM_DATA_FOLDER": str(kept.parent), "WFM_PORT": str(free_port()), "WFM_LOG_FORMAT": "json"}
    with log.open("wb") as stream:
        service = subprocess.Popen(
            [sys.executable, "-c", "from api.cli import main; main()", "serve"],
            env={**os.environ, **settings},
            stdout=stream,
            stderr=stream,
        )
    try:
        until(lambda: "first-administrator" in log.read_text() or service.poll() is not None, "the link")
        (token,) = LINK.findall(kept.read_text(encoding="utf-8"))
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert str(kept) in log.read_text(encoding="utf-8")
        assert token not in log.read_text(encoding="utf-8")
    finally:
        service.kill()
        service.wait(PATIENCE)


def test_on_a_terminal_it_is_printed_and_in_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        link = f"http://127.0.0.1/links/{'x' * 43}"
        tell_first(translator("en"), tmp_path, link, first_administrator.HOUR)
        terminal.flush()
        shown = b""
        while b"xxx" not in shown:
            shown += os.read(ours, 4096)
        assert link in re.sub(r"\s", "", shown.decode())
    os.close(ours)
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_made_anew_and_gone_once_there_is_an_administrator(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / FILE).symlink_to(elsewhere)
    told = (translator("en"), tmp_path)
    tell_first(*told, "first", first_administrator.HOUR)
    assert not elsewhere.exists()
    tell_first(*told, "second", first_administrator.HOUR)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "second\n"
    tell_first(*told, None, first_administrator.HOUR)
    assert list(tmp_path.iterdir()) == []
