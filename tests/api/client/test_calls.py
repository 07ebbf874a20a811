"""What the client does where the service is busy, gone, or somebody else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from api.client import Problem, Service, Unreachable
from api.client.calls import Calls, _pause


class Odd(BaseHTTPRequestHandler):
    """Answers as it was told to, and keeps what it was asked."""

    answers: ClassVar[list[tuple[int, dict[str, str]]]] = []
    asked: ClassVar[list[tuple[str, str, str]]] = []

    def answer(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.rfile.read(length)
        told = (self.path, self.headers.get("idempotency-key", ""), self.headers.get("authorization", ""))
        Odd.asked.append(told)
        status, headers = Odd.answers.pop(0)
        if not status:  # hangs up
            self.connection.close()
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def odd() -> Iterator[str]:
    Odd.answers, Odd.asked = [], []
    server = HTTPServer(("127.0.0.1", 0), Odd)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def calls(base: str, **options: object) -> tuple[Calls, list[float]]:
    waited: list[float] = []
    return Calls(base, "secret", wait=waited.append, **options), waited  # type: ignore[arg-type]


def test_where_the_service_is_busy_the_same_request_is_sent_again_with_the_same_key(odd: str) -> None:
    Odd.answers = [(503, {"Retry-After": "3"}), (0, {}), (503, {}), (200, {"ETag": '"2"'})]
    made, waited = calls(odd)
    assert made.change("PUT", "/x", {"a": 1}, began=1).tag == '"2"'
    assert len({key for _, key, _ in Odd.asked}) == 1
    assert Odd.asked[0][1]
    assert len(Odd.asked) == 4
    assert waited == [3.0, 1.0, 2.0]


def test_a_token_stands_in_no_traceback(odd: str) -> None:
    made, _ = calls(odd)
    assert "secret" not in repr(made)


def test_two_changes_have_two_keys(odd: str) -> None:
    Odd.answers = [(200, {}), (200, {})]
    made, _ = calls(odd)
    for _ in range(2):
        made.change("PUT", "/x", {}, began=1)
    assert len({key for _, key, _ in Odd.asked}) == 2


def test_patience_has_an_end(odd: str) -> None:
    Odd.answers = [(503, {})] * 3
    made, waited = calls(odd, tries=3)
    with pytest.raises(Problem, match="503"):
        made.get("/x")
    assert len(waited) == 2


def test_a_service_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    made, waited = calls(f"http://127.0.0.1:{port}", tries=2)
    with pytest.raises(Unreachable):
        made.get("/x")
    assert len(waited) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_is_carried_nowhere_else(odd: str, status: int) -> None:
    Odd.answers = [(status, {"Location": f"{odd}/elsewhere"}), (200, {})]
    made, _ = calls(odd)
    with pytest.raises(Problem, match=str(status)):
        made.get("/x")
    assert [path for path, _, _ in Odd.asked] == ["/x"]


@pytest.mark.parametrize("base", ["ftp://x", "file:///etc/passwd", "vagt.example.dk", "", "http://"])
def test_what_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Service(base)


def test_a_token_goes_over_the_network_encrypted_only() -> None:
    with pytest.raises(ValueError, match="https"):
        Service("http://vagt.example.dk", "wfm_secret")
    assert Service("https://vagt.example.dk", "wfm_secret")
    assert Service("http://vagt.example.dk")


@pytest.mark.parametrize(
    ("asked", "number", "seconds"), [("7", 1, 7), ("999", 1, 30), ("x", 2, 1), (None, 9, 30)]
)
def test_waiting_is_as_long_as_asked_and_never_too_long(
    asked: str | None, number: int, seconds: float
) -> None:
    assert _pause(asked, number) == seconds
