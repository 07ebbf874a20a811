"""The real server against callers who send too much, too slowly or nothing, and when it is told to stop."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.api.serving.serving import LOOPBACK, Service, running, until

LIMITS = {"WFM_HEADER_SECONDS": "1", "WFM_REQUEST_SECONDS": "1", "WFM_MAX_BODY_KB": "2"}
TRUSTED, OTHER = "127.0.0.2", "127.0.0.3"
PUBLIC = {"WFM_PUBLIC_URL": "https://vagt.example", "WFM_TRUSTED_PROXIES": TRUSTED}
GUARDS = (
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cache-control",
)
"""Headers of every answer, also of those that the server gives by itself."""
PROXIED = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "vagt.example",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service"), **LIMITS, **PUBLIC) as found:
        yield found


def talk(service: Service, request: bytes, source: str = LOOPBACK) -> bytes:
    """Send bytes; return all that comes back until the service closes the connection."""
    with socket.create_connection((LOOPBACK, service.port), 60, (source, 0)) as connection:
        connection.sendall(request)
        found = b""
        while part := connection.recv(65536):
            found += part
        return found


def guarded(answer: bytes) -> bool:
    head = answer.split(b"\r\n\r\n")[0].lower()
    policy = next((line for line in head.split(b"\r\n") if line.startswith(b"content-security-policy:")), b"")
    return (
        all(f"\r\n{name}: ".encode() in head for name in GUARDS)
        and all(part in policy for part in (b"default-src 'none'", b"frame-ancestors 'none'"))
        and b"unsafe" not in policy
        and b"\r\nserver:" not in head
    )


def post(length: str, body: bytes, language: str = "en") -> bytes:
    head = (
        f"POST /api/v1/echo/x HTTP/1.1\r\nHost: {LOOPBACK}\r\nAccept-Language: {language}\r\n{length}\r\n\r\n"
    )
    return head.encode() + body


def chunks(size: int, number: int) -> bytes:
    return f"{size:x}\r\n".encode() + b"x" * size + b"\r\n" if number == 1 else chunks(size, 1) * number


@pytest.mark.parametrize(("size", "status"), [(0, 200), (2000, 200), (2001, 413), (10**12, 413)])
def test_a_request_that_says_it_is_too_large_is_refused_unread(
    service: Service, size: int, status: int
) -> None:
    body = b"x" * size if size <= 2000 else b""
    answer = talk(service, post(f"Content-Length: {size}\r\nConnection: close", body))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert guarded(answer)
    if status == 413:
        assert b"content-type: application/problem+json" in answer
        assert b"It holds more than the service reads" in answer


@pytest.mark.parametrize(("number", "status"), [(2, 200), (3, 413)])
def test_a_request_that_grows_is_cut_where_it_is_too_large(
    service: Service, number: int, status: int
) -> None:
    body = chunks(1000, number) + (b"0\r\n\r\n" if status == 200 else b"")
    answer = talk(service, post("Transfer-Encoding: chunked\r\nConnection: close", body, "da"))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    if status == 413:
        assert "Den indeholder mere, end tjenesten læser".encode() in answer
        assert guarded(answer)


def test_a_body_that_nobody_reads_is_not_read_for_ever(service: Service) -> None:
    request = f"GET /healthz HTTP/1.1\r\nHost: {LOOPBACK}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    assert talk(service, request).startswith(b"HTTP/1.1 200 ")  # and is closed, or this would hang


def test_a_body_that_does_not_arrive_is_not_waited_for(service: Service) -> None:
    answer = talk(service, post("Content-Length: 100", b"x"))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer
    assert guarded(answer)


@pytest.mark.parametrize("path", ["slow/x", "hang"])
def test_an_answer_that_takes_too_long_is_not_waited_for(service: Service, path: str) -> None:
    answer = talk(service, f"GET /api/v1/{path} HTTP/1.1\r\nHost: {LOOPBACK}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"application/problem+json" in answer
    assert b"\r\nretry-after: 1\r\n" in answer.lower()
    assert guarded(answer)


def test_what_is_no_request_is_answered_and_guarded(service: Service) -> None:
    answer = talk(service, b"\x16\x03\x01 hello\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert guarded(answer)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_connection_that_is_half_open_is_closed(service: Service, begun: bytes) -> None:
    assert talk(service, begun) == b""


def test_a_byte_now_and_then_keeps_no_connection_open(service: Service) -> None:
    with socket.create_connection((LOOPBACK, service.port), 60) as connection:
        connection.settimeout(0.2)
        for byte in b"GET / HTTP/1.1\r\nX: " + b"x" * 300:
            try:
                connection.sendall(bytes([byte]))
                assert connection.recv(10) == b""
                return
            except TimeoutError:
                continue
            except ConnectionError:
                return
        pytest.fail("the connection was kept open")


def test_it_would_be_seen_if_half_open_connections_were_kept(tmp_path: Path) -> None:
    with running(tmp_path, CANARY="patient", **LIMITS) as service, service.connect() as connection:
        connection.settimeout(3)
        with pytest.raises(TimeoutError):
            connection.recv(10)


def asked(service: Service, source: str, path: str, headers: dict[str, str]) -> httpx2.Response:
    transport = httpx2.HTTPTransport(local_address=source)
    with httpx2.Client(transport=transport, base_url=service.url, timeout=60) as client:
        return client.get(path, headers=headers)


def test_a_trusted_proxy_speaks_for_its_callers(service: Service) -> None:
    answer = asked(service, TRUSTED, "/api/v1/who", PROXIED)
    assert answer.json() == {"client": "192.0.2.7", "base_url": "https://vagt.example/"}
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_nobody_else_does(service: Service) -> None:
    answer = asked(service, OTHER, "/api/v1/who", PROXIED)
    assert answer.json() == {"client": OTHER, "base_url": f"{service.url}/"}
    assert "strict-transport-security" not in answer.headers


def test_it_would_be_seen_if_everybody_were_believed(tmp_path: Path) -> None:
    with running(tmp_path, CANARY="trusting", **PUBLIC) as service:
        assert asked(service, OTHER, "/api/v1/who", PROXIED).json()["client"] == "192.0.2.7"


@pytest.mark.parametrize("source", [TRUSTED, OTHER])
def test_another_host_than_ours_is_refused_whoever_asks(service: Service, source: str) -> None:
    foreign = {**PROXIED, "X-Forwarded-Host": "elsewhere.example", "Host": "elsewhere.example"}
    assert asked(service, source, "/healthz", foreign).status_code == 400
    assert asked(service, source, "/healthz", {"Host": "vagt.example"}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/nowhere", 404),
        ("POST", "/", 405),
        ("GET", "/api/v1/roster?week=x", 422),
        ("GET", "/api/v1/fault/x", 500),
        ("GET", "/api/v1/slow/x", 503),
    ],
)
def test_every_answer_over_https_asks_to_stay_there(
    service: Service, method: str, path: str, status: int
) -> None:
    transport = httpx2.HTTPTransport(local_address=TRUSTED)
    with httpx2.Client(transport=transport, base_url=service.url, timeout=60) as client:
        answer = client.request(method, path, headers=PROXIED)
    assert answer.status_code == status
    assert set(GUARDS) <= set(answer.headers)
    assert "strict-transport-security" in answer.headers
    assert "server" not in answer.headers


def ask_slowly(service: Service, path: str, answers: list[int]) -> threading.Thread:
    def ask() -> None:
        with service.client() as client:
            try:
                answers.append(client.get(path).status_code)
            except httpx2.TransportError:
                answers.append(0)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_lets_what_is_running_end(tmp_path: Path, number: int) -> None:
    with running(tmp_path) as service:
        answers: list[int] = []
        thread = ask_slowly(service, "/api/v1/slow/x", answers)
        until(lambda: bool(service.events("begun")), "the request to be running")
        assert service.stop(number) == 0
        thread.join()
        assert answers == [200]
        assert [event["event"] for event in (service.events("stopping") + service.events("stopped"))] == [
            "stopping",
            "stopped",
        ]
        with pytest.raises(ConnectionRefusedError):
            service.connect()


def test_what_hangs_is_not_waited_for_longer_than_was_said(tmp_path: Path) -> None:
    with running(tmp_path, WFM_STOP_SECONDS="1") as service:
        answers: list[int] = []
        thread = ask_slowly(service, "/api/v1/hang", answers)
        until(lambda: bool(service.events("begun")), "the request to be running")
        assert service.stop() == 0  # waits for less than the thread hangs
        thread.join()
        assert answers == [500]
        assert len(service.events("abandoned")) == 1
