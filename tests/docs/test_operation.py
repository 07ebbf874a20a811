"""The page of operation, the unit and the compose file name the settings that there are, and no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml  # type: ignore[import-untyped]

from api.commands.terminal import first_administrator
from api.configuration.kinds import about
from api.configuration.settings import (
    FIELDS,
    FROM_FILE,
    OTHERS,
    PREFIX,
    Settings,
    defaults,
    read_settings,
    variable,
)
from api.doctor import network
from api.doctor.diagnosis import (
    Condition,
)
from api.serving.server import GRACE
from tests.docs.pages import DOCS, text_of

FILES = DOCS / "operation"
NAMED = re.compile(rf"\b{PREFIX}\w+")
KNOWN = {variable(name) + end for name in FIELDS for end in ("", FROM_FILE)}


def row(name: str) -> str:
    """Return the row of a setting in the table."""
    value = defaults().model_dump(mode="json")[name]
    shown = "" if value in (None, [], ()) else f"`{value}`"
    return f"| `{variable(name)}` | {shown} | {about(FIELDS[name]).means.one} |"


def unit() -> Mapping[str, list[str]]:
    """Return the values of each key of the unit."""
    found: dict[str, list[str]] = {}
    for line in (FILES / "faellesvagt.service").read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def composed() -> Any:
    return yaml.safe_load((FILES / "compose.yaml").read_text(encoding="utf-8"))["services"]


def environments() -> Mapping[str, Mapping[str, str]]:
    """Return the variables that each file sets."""
    units = dict(value.split("=", 1) for value in unit()["Environment"])
    return {"unit": units, "compose": composed()["app"]["environment"]}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Settings:
    """The settings that a file makes."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    for name, value in environments()[request.param].items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_the_table_tells_every_setting_in_the_order_of_the_code() -> None:
    rows = [line for line in text_of("operation.md").splitlines() if line.startswith(f"| `{PREFIX}")]
    assert rows == [row(name) for name in FIELDS]


@pytest.mark.parametrize(
    "file", [*sorted(FILES.iterdir()), DOCS / "operation.md"], ids=lambda file: file.name
)
def test_no_file_names_a_variable_that_there_is_not(file: Path) -> None:
    assert set(NAMED.findall(file.read_text(encoding="utf-8"))) <= KNOWN | OTHERS


@pytest.mark.parametrize("settings", environments(), indirect=True)
def test_what_the_files_set_can_be_used_and_the_doctor_finds_nothing(settings: Settings) -> None:
    for look in (network.public_address, network.proxies, network.metrics):
        assert {one.condition for one in look(settings)} == {Condition.GOOD}


@pytest.mark.parametrize("file", environments())
def test_the_files_set_only_settings(file: str) -> None:
    assert set(environments()[file]) <= KNOWN
    assert environments()[file]["WFM_PUBLIC_URL"].startswith("https://")


def test_whoever_stops_the_service_waits_longer_than_it_takes() -> None:
    patience = {
        "unit": int(unit()["TimeoutStopSec"][0]),
        "compose": int(composed()["app"]["stop_grace_period"].removesuffix("s")),
    }
    for file, seconds in patience.items():
        assert seconds > int(environments()[file]["WFM_STOP_SECONDS"]) + GRACE


def test_the_proxy_of_the_compose_file_is_the_one_that_is_trusted() -> None:
    proxy = composed()["proxy"]
    assert proxy["networks"]["inside"]["ipv4_address"] == environments()["compose"]["WFM_TRUSTED_PROXIES"]
    assert "ports" not in composed()["app"]


def test_no_container_can_be_given_the_address_of_the_proxy_before_it_starts() -> None:
    whole = yaml.safe_load((FILES / "compose.yaml").read_text(encoding="utf-8"))
    (pool,) = whole["networks"]["inside"]["ipam"]["config"]
    network = ip_network(pool["subnet"])
    taken = [one["networks"]["inside"]["ipv4_address"] for one in whole["services"].values()]
    # Docker takes the first for its gateway, and gives out the others in turn to whoever has none of its own.
    free = set(list(network.hosts())[1:])
    assert len(set(taken)) == len(taken) == 2
    assert set(map(ip_address, taken)) <= free


def test_caddy_answers_for_the_public_address_and_writes_no_addresses_of_requests() -> None:
    text = (FILES / "Caddyfile").read_text(encoding="utf-8")
    public = urlsplit(environments()["compose"]["WFM_PUBLIC_URL"]).hostname
    assert f"\n{public} {{\n" in text
    # both write the address of every request that could not be passed on, such as while the service starts
    assert "exclude http.log.error http.handlers\n" in text


def test_nginx_tells_what_is_asked_and_writes_no_addresses() -> None:
    text = (FILES / "nginx.conf").read_text(encoding="utf-8")
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert f"proxy_set_header {header} " in text
    assert text.count("access_log off;") == text.count("server {") == 2
    # even an alert ("worker_connections are not enough") writes out what was asked for
    assert re.findall(r"error_log (.+);", text) == ["/dev/null emerg"] * 2


def test_nginx_is_asked_for_nothing_that_those_of_stable_distributions_do_not_know() -> None:
    text = (FILES / "nginx.conf").read_text(encoding="utf-8")
    assert not re.search(r"^\s*http2 ", text, re.MULTILINE)  # a directive since 1.25.1
    assert len(re.findall(r"listen .*443 ssl http2;", text)) == 2


def test_the_image_holds_all_that_the_package_is_made_of() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (FILES / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert {
        "wfm",
        "solver",
        "api",
        "templates",
        "sample_data",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    } <= names
    assert all((DOCS.parent / name).exists() for name in names)


def test_the_page_says_what_the_code_does() -> None:
    text = text_of("operation.md")
    assert f"at most {'two' if GRACE == 2 else GRACE} seconds after that" in text


@pytest.mark.parametrize(
    ("unit", "runs"),
    [
        ("faellesvagt.service", [("Pre", "doctor"), ("", "serve")]),
        ("faellesvagt-daily.service", [("", "backup"), ("", "retain"), ("", "verify-audit")]),
    ],
)
def test_the_units_run_what_the_page_says(unit: str, runs: list[tuple[str, str]]) -> None:
    told = (FILES / unit).read_text(encoding="utf-8")
    assert re.findall(r"^ExecStart(\w*)=.*?/wfm (\w[\w-]*)", told, re.MULTILINE) == runs


@pytest.mark.parametrize("file", ["faellesvagt.service", "compose.yaml"])
def test_the_files_say_where_the_first_link_lies(file: str) -> None:
    """In no journal: where the service runs on no terminal, it is told in a file."""
    kind = "unit" if file.endswith(".service") else "compose"
    kept = f"{environments()[kind]['WFM_DATA_FOLDER']}/{first_administrator.FILE}"
    assert kept in (FILES / file).read_text(encoding="utf-8")


def test_the_timer_is_for_each_night() -> None:
    assert "OnCalendar=*-*-* 03:10" in (FILES / "faellesvagt-daily.timer").read_text(encoding="utf-8")
