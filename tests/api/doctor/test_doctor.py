"""The doctor finds each thing that is wrong, and nothing where all is well."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import zoneinfo
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from api.configuration.settings import FIELDS, FROM_FILE, OTHERS, PREFIX, variable
from api.doctor import machine, retention
from api.doctor.diagnosis import (
    Condition,
)
from api.doctor.examinations import EXAMINATIONS, examine
from api.store.engine import open_engine
from api.store.migrate import upgrade
from api.texts.translator import LANGUAGES, translator
from tests.api.accounts.oidc.test_outside import OUTSIDE, resolved
from tests.api.commands.running import wfm
from tests.api.store.filled import NOW as FILLED_AT
from tests.api.store.filled import fill

SECRET = "kanarie-adgangskode"
SOUND = {
    "WFM_PUBLIC_URL": "https://vagt.example",
    "WFM_TRUSTED_PROXIES": "127.0.0.1",
    "WFM_METRICS_PORT": "9464",
}
ADDRESS = f"postgresql://somebody:{SECRET}@db.example/name?sslmode=verify-full"
SILENT = "doctor.silent"
"""No database answers at the addresses that these tests make up."""

MAIL = {"WFM_SMTP_HOST": "smtp.example", "WFM_MAIL_FROM": "vagt@example.dk"}


HEADERS = f'{{"Authorization": "Bearer {SECRET}"}}'
TEXTS = {"WFM_TEXT_URL": "https://sms.example/send", "WFM_TEXT_HEADERS": HEADERS}
KEY = urlsafe_b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def _sound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine on which all is well."""
    for name in list(os.environ):
        if name.startswith(PREFIX) and name not in OTHERS:
            monkeypatch.delenv(name)
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(5_000_000_000))
    for name, value in {**SOUND, "WFM_DATA_FOLDER": str(folder)}.items():
        monkeypatch.setenv(name, value)
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.ZoneInfo.clear_cache()


class Usage(NamedTuple):
    """What is free on a disk, in bytes."""

    free: int


def found() -> dict[str, Condition]:
    """Return what is not well, by the key of its sentence, but for databases that are only made up."""
    told = {one.said.key: one.condition for one in examine() if one.condition is not Condition.GOOD}
    return {key: condition for key, condition in told.items() if key not in (SILENT, "doctor.no_backup")}


def test_where_all_is_well_every_examination_says_so() -> None:
    assert found() == {}
    assert len(examine()) == len(EXAMINATIONS)


@pytest.mark.parametrize(
    ("variables", "key", "condition"),
    [
        ({"WFM_PROT": "1"}, "doctor.unknown", Condition.WARNING),
        ({"WFM_PORT": "x"}, "doctor.faulty", Condition.FAULT),
        ({"WFM_PUBLIC_URL": "http://vagt.example"}, "doctor.readable", Condition.FAULT),
        ({"WFM_TRUSTED_PROXIES": ""}, "doctor.no_proxy", Condition.WARNING),
        ({"WFM_TRUSTED_PROXIES": "10.0.0.0/8,0.0.0.0/0"}, "doctor.everybody", Condition.FAULT),
        ({"WFM_TRUSTED_PROXIES": "::/0"}, "doctor.everybody", Condition.FAULT),
        ({"WFM_METRICS_ADDRESS": "0.0.0.0"}, "doctor.metrics_open", Condition.WARNING),
        ({"WFM_METRICS_PORT": "8000"}, "doctor.same_port", Condition.FAULT),
        ({"WFM_DATABASE_URL": "postgresql://db.example/x"}, "doctor.database_readable", Condition.WARNING),
        ({**MAIL, "WFM_SMTP_SECURITY": "none"}, "doctor.mail_readable", Condition.WARNING),
        ({**MAIL, "WFM_SMTP_PORT": "465"}, "doctor.port_of_other", Condition.WARNING),
        ({**MAIL, "WFM_SMTP_SECURITY": "tls"}, "doctor.port_of_other", Condition.WARNING),
        ({**MAIL, "WFM_PUBLIC_URL": "", "WFM_TRUSTED_PROXIES": ""}, "doctor.links_here", Condition.WARNING),
        ({**TEXTS, "WFM_TEXT_DELIVERY": "log"}, "doctor.texts_rehearsed", Condition.WARNING),
        ({"WFM_TEXT_URL": "https://sms.example/send"}, "doctor.texts_no_headers", Condition.WARNING),
        ({"WFM_TEXT_HEADERS": HEADERS}, "doctor.texts_unused", Condition.WARNING),
    ],
)
def test_what_is_set_wrongly_is_found(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], key: str, condition: Condition
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert found() == {key: condition}


@pytest.mark.parametrize(
    "variables",
    [
        {"WFM_PUBLIC_URL": "http://localhost:8000"},
        {"WFM_PUBLIC_URL": "", "WFM_TRUSTED_PROXIES": ""},
        {"WFM_METRICS_PORT": "0", "WFM_METRICS_ADDRESS": "0.0.0.0"},
        {"WFM_DATABASE_URL": "postgresql://127.0.0.1/x"},
        {"WFM_DATABASE_URL": "postgresql:///x"},
        {"WFM_DATABASE_URL": ""},
        {"WFM_TRUSTED_PROXIES": "10.0.0.0/8"},
        MAIL,
        TEXTS,
        {"WFM_TEXT_URL": "https://sms.example/send?key=1"},
        {**MAIL, "WFM_SMTP_SECURITY": "tls", "WFM_SMTP_PORT": "465"},
        {**MAIL, "WFM_SMTP_SECURITY": "none", "WFM_SMTP_HOST": "127.0.0.1", "WFM_SMTP_PORT": "25"},
        {**MAIL, "WFM_SMTP_USER": "vagt", "WFM_SMTP_PASSWORD": SECRET},
    ],
)
def test_what_is_set_well_is_no_finding(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert found() == {}


@pytest.mark.parametrize(
    ("addresses", "key", "expected"),
    [
        (OUTSIDE[:1], KEY, {}),
        (OUTSIDE[:1], "", {"doctor.webhooks_unsealed": Condition.WARNING}),
        (("10.0.0.1",), KEY, {"doctor.webhook_inside": Condition.FAULT}),
        ((OUTSIDE[0], "127.0.0.1"), KEY, {"doctor.webhook_inside": Condition.FAULT}),
        (None, KEY, {"doctor.webhook_unknown": Condition.WARNING}),
    ],
)
def test_hosts_of_webhooks_that_lead_nowhere_or_inside_are_found(
    monkeypatch: pytest.MonkeyPatch,
    addresses: tuple[str, ...] | None,
    key: str,
    expected: dict[str, Condition],
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setenv("WFM_WEBHOOK_HOSTS", "hooks.example")
    monkeypatch.setenv("WFM_SECRET_KEY", key)
    monkeypatch.setattr(socket, "getaddrinfo", unknown if addresses is None else resolved(*addresses))
    assert found() == expected


@pytest.mark.parametrize(("mode", "expected"), [(0o700, {}), (0o750, "open"), (0o701, "open")])
def test_others_must_not_read_the_data_folder(tmp_path: Path, mode: int, expected: object) -> None:
    (tmp_path / "data").chmod(mode)
    assert found() == ({"doctor.folder_open": Condition.WARNING} if expected == "open" else {})


def test_a_data_folder_that_cannot_be_used_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").rmdir()
    assert found() == {"doctor.folder_missing": Condition.WARNING}
    (tmp_path / "data").touch()
    assert found() == {"doctor.no_folder": Condition.FAULT}
    (tmp_path / "data").unlink()
    (tmp_path / "data").mkdir(mode=0o700)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert found() == {"doctor.folder_locked": Condition.FAULT}


@pytest.mark.parametrize(
    ("megabytes", "condition"),
    [(99, Condition.FAULT), (100, Condition.WARNING), (999, Condition.WARNING), (1000, None)],
)
def test_room_is_needed(monkeypatch: pytest.MonkeyPatch, megabytes: int, condition: Condition | None) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(megabytes * 1_000_000))
    assert found() == ({} if condition is None else {"doctor.room": condition})


def test_a_clock_that_is_behind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Behind(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Behind:
            return cls(1970, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(machine, "datetime", Behind)
    assert found() == {"doctor.behind": Condition.FAULT}


def test_time_zones_without_summer_time_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ZONE", "Etc/GMT-1")
    assert found() == {"doctor.zones_unknown": Condition.FAULT}
    monkeypatch.setattr(machine, "ZONE", "Europe/Nowhere")
    assert found() == {"doctor.zones_unknown": Condition.FAULT}


def test_root_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert found() == {"doctor.root": Condition.WARNING}


@pytest.mark.parametrize(("mode", "is_open"), [(0o400, False), (0o640, False), (0o604, True)])
def test_a_secret_that_lies_open_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int, is_open: bool
) -> None:
    secret = tmp_path / "database"
    secret.write_text(ADDRESS, encoding="utf-8")
    secret.chmod(mode)
    monkeypatch.setenv("WFM_DATABASE_URL" + FROM_FILE, str(secret))
    assert found() == ({"doctor.open_secret": Condition.WARNING} if is_open else {})


def test_a_command_that_mends_can_be_typed_whatever_a_path_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, secret = tmp_path / "vores vagter; $HOME", tmp_path / "vores 'kode'"
    secret.write_text(ADDRESS, encoding="utf-8")
    secret.chmod(0o604)
    monkeypatch.setenv("WFM_DATABASE_URL" + FROM_FILE, str(secret))
    monkeypatch.setenv("WFM_DATA_FOLDER", str(folder))

    def last_words() -> dict[str, str]:
        mends = {one.said.key: str(one.mend) for one in examine() if one.mend and one.said.key in found()}
        return {key: shlex.split(mend.partition(": ")[2])[-1] for key, mend in mends.items()}

    assert last_words() == {"doctor.open_secret": str(secret), "doctor.folder_missing": str(folder)}
    folder.mkdir()
    folder.chmod(0o755)
    assert last_words() == {"doctor.open_secret": str(secret), "doctor.folder_open": str(folder)}
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert last_words() == {"doctor.open_secret": str(secret), "doctor.folder_locked": str(folder)}


def test_what_is_not_well_says_how_to_mend_it_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFM_DATABASE_URL", f"postgresql://somebody:{SECRET}@db.example/x?password={SECRET}")
    monkeypatch.setenv("WFM_PUBLIC_URL", "http://vagt.example")
    for language in LANGUAGES:
        speak = translator(language)
        for one in examine():
            assert (one.mend is None) is (one.condition is Condition.GOOD)
            assert SECRET not in speak.sentence(one.said)
            assert speak.sentence(one.said).endswith(".")


def test_every_faulty_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("port", "log_level", "database_url"):
        monkeypatch.setenv(variable(name), "?")
    assert [one.said.params["name"] for one in examine()] == [
        variable(name) for name in FIELDS if name in ("port", "log_level", "database_url")
    ]


def test_the_command_tells_a_line_a_check_and_by_its_status_whether_there_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran = wfm("doctor", "--lang", "en")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout.splitlines()) == len(EXAMINATIONS) + 1
    assert ran.stdout.endswith("All is well.\n")
    monkeypatch.setenv("WFM_PROT", "1")
    ran = wfm("doctor", "--lang", "da")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "Ingen fejl og 1 advarsel.")
    monkeypatch.setenv("WFM_PUBLIC_URL", "http://vagt.example")
    ran = wfm("doctor", "--lang", "da")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (1, "1 fejl at afhjælpe.")
    assert any(line.startswith("fejl ") and "vagt.example" in line for line in ran.stdout.splitlines())


def test_the_command_answers_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(wfm("doctor", "--json").stdout)
    assert told["verdict"] == "good"
    assert {one["verdict"] for one in told["findings"]} == {"good"}
    monkeypatch.setenv("WFM_PORT", "x")
    ran = wfm("doctor", "--json", "--lang", "en")
    assert ran.returncode == 1
    assert json.loads(ran.stdout) == {
        "verdict": "fault",
        "findings": [
            {
                "check": "settings",
                "verdict": "fault",
                "sentence": "WFM_PORT is “x”.",
                "mend": "It must be a whole number from 1 to 65535.",
                "key": "doctor.faulty",
            }
        ],
    }


def test_what_is_kept_for_too_long_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    database = open_engine(tmp_path / "data")
    upgrade(database)
    fill(database)
    database.dispose()

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Later:
            return cls.fromtimestamp((FILLED_AT + timedelta(days=3)).timestamp(), UTC)

    monkeypatch.setattr(retention, "datetime", Later)
    assert "doctor.overdue" in found()  # nobody runs wfm retain, so tries to sign in lie about
    monkeypatch.setattr(retention, "overdue", lambda *_: {"plans": 0})
    assert found() == {"doctor.codes_readable": Condition.WARNING}  # the filled store has one, and no key
