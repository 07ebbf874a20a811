"""The real server against many at once: callers who are not let in, connections without number."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.serving.serving import LOOPBACK, Service, running, until

MOST = 12
LIMITS = {"WFM_MAX_CONNECTIONS": str(MOST)}
DOOR = "/api/v1/hotlines/here/plans"
KB = 1000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("crowded"), **LIMITS) as found:
        yield found


def head(path: str, length: int) -> bytes:
    lines = (f"POST {path} HTTP/1.1", f"Host: {LOOPBACK}", "Content-Type: application/json")
    return "\r\n".join([*lines, f"Content-Length: {length}", "Connection: close", "", ""]).encode()


def rest(connection: socket.socket) -> bytes:
    """Return all that comes until the service closes the connection."""
    found = b""
    while part := connection.recv(65536):
        found += part
    return found


def is_full(service: Service) -> bool:
    with service.connect() as connection:
        connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {LOOPBACK}\r\nConnection: close\r\n\r\n".encode())
        answer = rest(connection)
    if answer.startswith(b"HTTP/1.1 200 "):
        return False
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nRetry-After: 5\r\n" in answer
    assert b"\r\nContent-Security-Policy: " in answer
    return True


def test_a_connection_too_many_is_told_to_come_again(service: Service) -> None:
    with ExitStack() as stack:
        for _ in range(MOST):
            stack.enter_context(service.connect())
        until(lambda: is_full(service), "all connections to be taken")
    until(lambda: not is_full(service), "room for one more")


def memory(service: Service) -> int:
    """Return the resident memory of the service in kB."""
    lines = Path(f"/proc/{service.process.pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def test_whoever_is_not_let_in_holds_no_memory_and_reads_why(tmp_path: Path) -> None:
    with running(tmp_path, CALLER="nobody") as service, ExitStack() as stack:
        before = memory(service)
        crowd = [stack.enter_context(service.connect()) for _ in range(40)]
        for connection in crowd:
            connection.sendall(head(DOOR, 9_000 * KB))
        for connection in crowd:
            connection.sendall(b"[" * 3_000 * KB)
        answers = [rest(connection) for connection in crowd]
        assert memory(service) - before < 40 * 1024
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 401 Unauthorized"}
    assert all(b"\r\nconnection: close\r\n" in answer.lower() for answer in answers)
