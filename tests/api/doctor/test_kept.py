"""The doctor asks the database itself, and looks at the newest backup."""

from __future__ import annotations

import os
import shutil
from base64 import urlsafe_b64encode
from pathlib import Path
from time import time

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from api.accounts.credentials.keyring import Keyring
from api.accounts.records import accounts, second_steps
from api.accounts.records.sealing import seal_all
from api.configuration.settings import DATABASE_FILE, OTHERS, PREFIX, read_settings
from api.doctor import kept, notice, sealing
from api.doctor.diagnosis import Condition, Diagnosis
from api.store.engine import open_engine, writing
from api.upkeep.backup import write_backup
from tests.api.store.filled import NOW, fill

HOUR = 3600


@pytest.fixture
def data(place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Set up a service on a database with all tables; return its data folder."""
    for name in list(os.environ):
        if name.startswith(PREFIX) and name not in OTHERS:
            monkeypatch.delenv(name)
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path))
    if place.startswith("postgresql"):
        monkeypatch.setenv("WFM_DATABASE_URL", place)
    return tmp_path


def told(look: object) -> tuple[str, Condition]:
    (one,) = look(read_settings())  # type: ignore[operator]
    assert isinstance(one, Diagnosis)
    assert (one.mend is None) is (one.condition is Condition.GOOD)
    return one.said.key, one.condition


def test_notice_of_a_municipality_that_employs_nobody_is_found(
    data: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(place)
    fill(engine)
    engine.dispose()
    monkeypatch.setenv("WFM_NOTICE_DAYS_OF", "1:14")
    assert told(notice.notice) == ("doctor.agreed_notice", Condition.GOOD)
    monkeypatch.setenv("WFM_NOTICE_DAYS_OF", "1:14,999:21")
    assert told(notice.notice) == ("doctor.nobodys_notice", Condition.WARNING)


def test_a_database_that_answers_is_of_this_release_and_whole(data: Path, place: str) -> None:
    assert told(kept.answer) == ("doctor.sound", Condition.GOOD)
    engine = open_engine(place)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert told(kept.answer) == ("doctor.older", Condition.WARNING)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert told(kept.answer) == ("doctor.unknown_tables", Condition.FAULT)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert told(kept.answer) == ("doctor.not_yet", Condition.GOOD)
    engine.dispose()


def test_keys_of_apps_are_sealed_readable_or_lost(
    data: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(sealing.second_steps) == ("doctor.no_codes", Condition.GOOD)
    engine = open_engine(place)
    with writing(engine) as connection:
        account = accounts.make(connection, "leder@example.dk", "da", by=None, at=NOW)
        second_steps.start(connection, account.id, NOW)
    assert told(sealing.second_steps) == ("doctor.codes_readable", Condition.WARNING)
    first, second = (urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))
    with writing(engine) as connection:
        seal_all(connection, Keyring(SecretStr(first)))
    engine.dispose()
    monkeypatch.setenv("WFM_SECRET_KEY", first)
    assert told(sealing.second_steps) == ("doctor.codes_sealed", Condition.GOOD)
    monkeypatch.setenv("WFM_SECRET_KEY", second)
    assert told(sealing.second_steps) == ("doctor.codes_lost", Condition.FAULT)
    monkeypatch.delenv("WFM_SECRET_KEY")
    assert told(sealing.second_steps) == ("doctor.codes_lost", Condition.FAULT)


def test_a_database_that_does_not_answer_is_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFM_DATABASE_URL", f"postgresql:///nothing?host={data}")
    assert told(kept.answer) == ("doctor.silent", Condition.FAULT)


def test_a_file_that_is_damaged_is_found(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WFM_DATA_FOLDER", str(tmp_path))
    file = tmp_path / DATABASE_FILE
    assert told(kept.answer) == ("doctor.not_yet", Condition.GOOD)
    assert told(kept.backups) == ("doctor.no_backup_needed", Condition.GOOD)
    shutil.copy(migrated_file, file)
    with file.open("r+b") as stream:
        stream.seek(40 * 4096)
        stream.write(b"x" * 8 * 4096)
    assert told(kept.answer) == ("doctor.damaged", Condition.FAULT)
    file.write_bytes(b"x" * 8192)
    assert told(kept.answer) == ("doctor.damaged", Condition.FAULT)


def test_the_newest_backup_must_not_be_old(data: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(kept.backups) == ("doctor.no_backup", Condition.WARNING)
    folder = data / "elsewhere"
    folder.mkdir()
    monkeypatch.setenv("WFM_BACKUP_FOLDER", str(folder))
    (folder / "notes.txt").write_text("no backup")
    (folder / ".half").write_bytes(kept.HEAD)
    assert told(kept.backups) == ("doctor.no_backup", Condition.WARNING)
    engine = open_engine(place)
    write_backup(engine, folder / "one.backup", NOW)
    engine.dispose()
    assert told(kept.backups) == ("doctor.fresh_backup", Condition.GOOD)
    for hours, key in ((47, "doctor.fresh_backup"), (49, "doctor.old_backup")):
        os.utime(folder / "one.backup", (time() - hours * HOUR,) * 2)
        assert told(kept.backups)[0] == key
    monkeypatch.setenv("WFM_BACKUP_HOURS", "72")
    assert told(kept.backups) == ("doctor.fresh_backup", Condition.GOOD)
