"""The service as it is started for real: it mails what waits, and stops in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from api.accounts.records import accounts
from api.accounts.records.links import LinkKind
from api.store.engine import open_engine, writing
from api.store.migrate import upgrade
from tests.api.notices.post import ask_for_link
from tests.api.notices.server import HOST, MailServer
from tests.api.serving.serving import PATIENCE, ROOT, free_port, until
from tests.api.store.filled import NOW


def test_the_service_mails_what_waits_until_it_is_stopped(office: MailServer, tmp_path: Path) -> None:
    database = open_engine(tmp_path)
    upgrade(database)
    with writing(database) as connection:
        account = accounts.make(connection, "new@example.org", "en", by=None, at=NOW)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WFM_")}
    chosen = {
        "WFM_PORT": str(free_port()),
        "WFM_DATA_FOLDER": str(tmp_path),
        "WFM_SMTP_HOST": HOST,
        "WFM_SMTP_PORT": str(office.port),
        "WFM_SMTP_SECURITY": "none",
        "WFM_MAIL_FROM": "Fællesvagt <vagt@example.dk>",
        "WFM_LOG_FORMAT": "json",
    }
    command = [sys.executable, "-W", "error", "-c", "from api.cli import main; main()", "serve"]
    log = tmp_path / "service.log"
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, cwd=ROOT, env={**clean, **chosen}, stdout=stream, stderr=stream) as process,
    ):
        try:
            for number, kind in enumerate((LinkKind.INVITATION, LinkKind.RESET), start=1):
                ask_for_link(database, account, kind, datetime.now(UTC))
                until(lambda number=number: len(office.taken) == number, "the mail")  # type: ignore[misc]
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0, log.read_text(encoding="utf-8")
        finally:
            process.kill()
    database.dispose()
    assert [taken.receivers for taken in office.taken] == [("new@example.org",)] * 2
    assert "You have been given an account" in office.taken[0].text
    assert f"http://{HOST}:{chosen['WFM_PORT']}/links/" in office.taken[0].text
    assert "new@example.org" not in log.read_text(encoding="utf-8")
