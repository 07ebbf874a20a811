from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from api.commands.terminal.console import fault_line
from api.configuration.kinds import about, everybody, expectation, is_secret
from api.configuration.settings import (
    FIELDS,
    SettingsError,
    defaults,
    read_settings,
    unknown_variables,
    variable,
)
from api.texts.translator import LANGUAGES, translator
from tests.api.commands.running import wfm_process

SECRET = "kanarie-adgangskode"
FAULTY = {
    "WFM_ADDRESS": "here",
    "WFM_PORT": "eighty",
    "WFM_PUBLIC_URL": "https://vagt.example/path",
    "WFM_TRUSTED_PROXIES": "10.0.0.1/24",
    "WFM_DATABASE_URL": f"mysql://somebody:{SECRET}@host/name",
    "WFM_LOG_LEVEL": "loud",
    "WFM_METRICS_PORT": "-1",
    "WFM_KEEP_WORKING_TIME_YEARS": "4",
    "WFM_SMTP_HOST": "smtp.example.dk:25",
    "WFM_SMTP_SECURITY": "ssl",
    "WFM_MAIL_FROM": "vagt@example.dk, tyv@example.org",
    "WFM_MAIL_DAYS": "0",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(variable(name), raising=False)


def faults_of(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, str]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        read_settings()
    return {fault.file: fault.value for fault in told.value.faults}


def test_where_nothing_is_set_only_this_machine_is_answered() -> None:
    settings = read_settings()
    assert settings == defaults()
    assert settings.address.is_loopback
    assert settings.metrics_address.is_loopback
    assert (settings.public_url, settings.trusted_proxies, settings.metrics_port) == (None, (), 0)
    assert (settings.notice_days, settings.keep_working_time_years) == (28, 5)


def test_the_environment_is_read_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "WFM_ADDRESS": "::",
        "WFM_PORT": "9000",
        "WFM_PUBLIC_URL": "https://vagt.example:8443/",
        "WFM_TRUSTED_PROXIES": "127.0.0.1, 10.1.0.0/16",
        "WFM_DATA_FOLDER": "somewhere",
        "WFM_NOTICE_DAYS": "",
    }.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert (settings.address, settings.port) == (ip_address("::"), 9000)
    assert settings.public_url == "https://vagt.example:8443"
    assert settings.trusted_proxies == (ip_network("127.0.0.1"), ip_network("10.1.0.0/16"))
    assert settings.database == "sqlite:///" + str(Path("somewhere") / "faellesvagt.db")
    assert settings.notice_days == 28


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///folder/", "sqlite://host/x", "sqlite:///x?y"]
)
def test_an_address_of_a_file_names_one(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert list(faults_of(monkeypatch, WFM_DATABASE_URL=url)) == ["WFM_DATABASE_URL"]
    monkeypatch.setenv("WFM_DATABASE_URL", "sqlite:////srv/vagter.db")
    assert read_settings().database == "sqlite:////srv/vagter.db"


def test_the_command_line_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFM_PORT", "9000")
    assert read_settings(port=9001).port == 9001


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = faults_of(monkeypatch, **FAULTY)
    assert told == {**FAULTY, "WFM_DATABASE_URL": "***"}


@pytest.mark.parametrize("one", FAULTY)
def test_each_fault_is_told_by_itself(monkeypatch: pytest.MonkeyPatch, one: str) -> None:
    assert list(faults_of(monkeypatch, **{one: FAULTY[one]})) == [one]


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        (name, rules["ge"], rules["le"])
        for name, field in FIELDS.items()
        if (
            rules := {key: getattr(r, key) for r in field.metadata for key in ("ge", "le") if hasattr(r, key)}
        )
    ],
)
def test_every_limit_holds_on_both_sides(
    monkeypatch: pytest.MonkeyPatch, name: str, low: int, high: int
) -> None:
    for value in (low, high):
        monkeypatch.setenv(variable(name), str(value))
        assert getattr(read_settings(), name) == value
    for value in (low - 1, high + 1):
        assert faults_of(monkeypatch, **{variable(name): str(value)}) == {variable(name): str(value)}


@pytest.mark.parametrize(
    "url",
    [
        "vagt.example",
        "ftp://vagt.example",
        "https://",
        "https://vagt.example?a=b",
        "https://vagt.example#part",
        "https://user@vagt.example",
        "https://vagt.example:port",
        "https://vagt .example",
    ],
)
def test_a_public_address_is_that_of_a_site(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert faults_of(monkeypatch, WFM_PUBLIC_URL=url) == {"WFM_PUBLIC_URL": url}


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1"])
def test_nobody_opens_the_service_to_a_network_by_mistake(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert faults_of(monkeypatch, WFM_ADDRESS=address) == {"WFM_ADDRESS": address}
    monkeypatch.setenv("WFM_PUBLIC_URL", "https://vagt.example")
    assert str(read_settings().address) == address


def test_a_secret_stands_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text(f"postgresql://somebody:{SECRET}@db/name?password={SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("WFM_DATABASE_URL_FILE", str(file))
    settings = read_settings()
    assert settings.database == file.read_text(encoding="utf-8").strip()
    assert settings.database_shown == "postgresql://somebody@db/name"
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())):
        assert SECRET not in shown


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""])
def test_a_file_that_is_of_no_use_is_told_by_its_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "database"
    if content is not None:
        file.write_bytes(content)
    told = faults_of(monkeypatch, WFM_DATABASE_URL_FILE=str(file))
    assert told == {"WFM_DATABASE_URL_FILE": str(file)}


def test_a_setting_is_given_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "port"
    file.write_text("9000", encoding="utf-8")
    assert list(faults_of(monkeypatch, WFM_PORT="9000", WFM_PORT_FILE=str(file))) == ["WFM_PORT_FILE"]


def test_a_variable_that_was_mistyped_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unknown_variables() == ()
    monkeypatch.setenv("WFM_PROT", "9000")
    monkeypatch.setenv("WFM_DATABASE_ULR_FILE", "x")
    assert dict(unknown_variables()) == {
        "WFM_PROT": "WFM_PORT",
        "WFM_DATABASE_ULR_FILE": "WFM_DATABASE_URL_FILE",
    }


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_says_what_it_is_for_and_what_it_expects(name: str) -> None:
    for language in LANGUAGES:
        speak = translator(language)
        assert speak.sentence(about(FIELDS[name]).means()).endswith(".")
        assert speak.say(expectation(FIELDS[name]))


def test_what_is_secret_is_known_to_be() -> None:
    assert [name for name, field in FIELDS.items() if is_secret(field)] == [
        "database_url",
        "secret_key",
        "smtp_password",
        "text_headers",
        "oidc",
    ]


def test_every_setting_is_told_once() -> None:
    assert sorted(FIELDS) == sorted(defaults().model_dump())


@pytest.mark.parametrize(
    "value", ["730", "730:", ":14", "730:x", "730:-1", "730:367", "730:14;751:21", "730:14,", "730:14,730:21"]
)
def test_what_is_no_municipality_with_its_days_is_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert faults_of(monkeypatch, WFM_NOTICE_DAYS_OF=value) == {"WFM_NOTICE_DAYS_OF": value}


def test_days_of_notice_are_read_by_municipality(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().notice_days_of == ()
    monkeypatch.setenv("WFM_NOTICE_DAYS_OF", "730:0, 751:366")
    assert read_settings().notice_days_of == (("730", 0), ("751", 366))


@pytest.mark.parametrize("host", ["smtp.example.dk", "mail", "mail_server", "192.0.2.1", "::1"])
def test_a_mail_server_is_a_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("WFM_SMTP_HOST", host)
    monkeypatch.setenv("WFM_MAIL_FROM", "Fællesvagt <vagt@example.dk>")
    settings = read_settings()
    assert (settings.smtp_host, settings.mail_from) == (host, "Fællesvagt <vagt@example.dk>")


@pytest.mark.parametrize("host", ["smtp://mail", "mail:25", "user@mail", "mail/", "[::1]:25", "a b", ".."])
def test_what_is_no_machine_takes_no_mail(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert faults_of(monkeypatch, WFM_SMTP_HOST=host) == {"WFM_SMTP_HOST": host}


def test_providers_are_read_from_the_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "providers.json"
    known = {"id": "one", "name": "One", "issuer": "https://id.example.dk", "client_id": "us"}
    file.write_text(json.dumps([{**known, "client_secret": SECRET}]), encoding="utf-8")
    monkeypatch.setenv("WFM_OIDC_FILE", str(file))
    settings = read_settings()
    assert [provider.id for provider in settings.providers] == ["one"]
    assert SECRET not in repr(settings) + repr(settings.providers) + settings.model_dump_json()
    file.write_text(json.dumps([{**known, "client_secret": SECRET, "issuer": "http://id.example.dk"}]))
    with pytest.raises(SettingsError) as told:
        read_settings()
    (fault,) = told.value.faults
    assert (fault.file, fault.column, fault.value) == ("WFM_OIDC", "0.issuer", "***")
    assert SECRET not in str(told.value)


def test_mail_needs_a_sender_and_a_user_a_password_that_travels_encrypted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = faults_of(monkeypatch, WFM_SMTP_HOST="mail", WFM_SMTP_USER="vagt", WFM_SMTP_SECURITY="none")
    assert told == {"WFM_MAIL_FROM": "", "WFM_SMTP_PASSWORD": "", "WFM_SMTP_SECURITY": "none"}
    monkeypatch.setenv("WFM_MAIL_FROM", "vagt@example.dk")
    monkeypatch.setenv("WFM_SMTP_PASSWORD", SECRET)
    monkeypatch.setenv("WFM_SMTP_SECURITY", "starttls")
    settings = read_settings()
    assert settings.smtp_password is not None
    assert settings.smtp_password.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("network", "is_everybody"),
    [("0.0.0.0/0", True), ("0.0.0.0/7", True), ("10.0.0.0/8", False), ("::/0", True), ("fd00::/16", False)],
)
def test_trusting_most_of_the_internet_is_trusting_everybody(network: str, is_everybody: bool) -> None:
    assert bool(tuple(everybody((ip_network(network),)))) is is_everybody


def test_a_command_tells_all_faults_in_the_terminal_s_language_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in FAULTY.items():
        monkeypatch.setenv(name, value)
    for language, phrase in (("en", f"{len(FAULTY)} faults"), ("da", f"{len(FAULTY)} fejl")):
        ran = wfm_process("serve", language=language)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert phrase in ran.stderr
        assert all(name in ran.stderr for name in FAULTY)
        assert SECRET not in ran.stderr


def test_a_fault_is_a_line() -> None:
    with pytest.raises(SettingsError) as told:
        read_settings(port=0)
    assert fault_line(told.value.faults[0], translator("en")) == (
        "WFM_PORT: “0”; expected: a whole number from 1 to 65535"
    )


def test_nothing_can_be_changed_later() -> None:
    settings: Any = defaults()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1
