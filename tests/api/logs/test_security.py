"""Security events stand in the log and reach a collector, whatever else is left out."""

from __future__ import annotations

import io
import json
import logging
import re
import socket
from collections.abc import Iterator

import pytest

from api.configuration.settings import SettingsError, read_settings
from api.logs import SECURITY, configure
from api.logs.security import forward_security, tell_security
from tests.api.logs.test_logs import HOSTILE

RFC5424 = re.compile(r"<86>1 \S+T\S+\+00:00 \S+ faellesvagt [0-9]+ security - (\{.*\})")


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger(SECURITY)
    kept = list(root.handlers), root.level, list(ours.handlers), ours.level
    yield
    logging.captureWarnings(False)
    for handler in ours.handlers:
        handler.close()
    root.handlers[:], ours.handlers[:] = kept[0], kept[2]
    root.setLevel(kept[1])
    ours.setLevel(kept[3])


@pytest.fixture
def collector() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(10)
        yield listening


def test_they_stand_in_the_log_even_where_only_errors_do() -> None:
    stream = io.StringIO()
    configure("error", "json", stream)
    tell_security("sign_in.failed", client="192.0.2.1", account=None)
    told = json.loads(stream.getvalue())
    assert (told["event"], told["stream"], told["client"]) == ("sign_in.failed", "security", "192.0.2.1")


def test_a_collector_gets_them_as_rfc_5424(collector: socket.socket) -> None:
    forward_security(f"127.0.0.1:{collector.getsockname()[1]}")
    tell_security("grant.give", about="x", value=HOSTILE)
    line = collector.recv(65535).decode()
    match = RFC5424.fullmatch(line)
    assert match, line
    assert json.loads(match[1])["event"] == "grant.give"
    assert "\n" not in line


def test_naming_another_collector_takes_the_place_of_the_first(collector: socket.socket) -> None:
    forward_security("127.0.0.1:9")
    forward_security(f"127.0.0.1:{collector.getsockname()[1]}")
    tell_security("once")
    assert "once" in collector.recv(65535).decode()
    assert len(logging.getLogger(SECURITY).handlers) == 1


def test_a_collector_that_is_away_is_in_nobodys_way(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]
    forward_security(f"127.0.0.1:{port}")
    for _ in range(3):
        tell_security("lost")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("place", ["log.example.dk:514", "[::1]:514", "192.0.2.1:1", "/dev/log"])
def test_a_place_is_a_machine_and_a_port_or_a_socket(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("WFM_SECURITY_SYSLOG", place)
    assert read_settings().security_syslog == place


@pytest.mark.parametrize("place", ["log.example.dk", "log.example.dk:0", "host:port", "http://a:1", ":514"])
def test_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("WFM_SECURITY_SYSLOG", place)
    with pytest.raises(SettingsError, match="WFM_SECURITY_SYSLOG"):
        read_settings()
