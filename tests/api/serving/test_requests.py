"""The log of the real service: a line for every request, and never a secret in it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.serving.serving import LOOPBACK, Service, running, until

SECRET = "kanarie1234567890abcdefABCDEF"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service"), WFM_LOG_LEVEL="debug") as found:
        ask_everything(found)
        yield found


def ask_everything(service: Service) -> None:
    """Ask in every way that may put a secret where a log could pick it up."""
    with service.client() as client:
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "KANARIE"):
            for path in (
                f"/feeds/{SECRET}.ics",
                f"/{SECRET}",
                f"/api/v1/agents/{SECRET}",
                f"/?lang={SECRET}",
            ):
                client.request(method, path)
        client.get("/feeds/1-1.ics", params={"key": SECRET})
        client.get(f"/api/v1/roster?week={SECRET}")
        client.get(f"/api/v1/fault/{SECRET}")
        client.get("/", headers={"Authorization": f"Bearer {SECRET}", "Cookie": f"login={SECRET}"})
        client.get("/", headers={"Host": f"{SECRET}.example"})
        client.get(
            "/", headers={"User-Agent": SECRET, "Referer": f"http://a/{SECRET}", "X-Request-ID": SECRET}
        )
        client.post(f"/api/v1/echo/{SECRET}", content=SECRET)
    for raw in (
        f"GET /{SECRET} HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Header {SECRET}\r\n\r\n",
        f"{SECRET}\r\n\r\n",
        f"GET /{SECRET} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        f"GET /feeds/{SECRET}.ics HTTP/1.0\r\n\r\n",
    ):
        with service.connect() as connection:
            connection.sendall(raw.encode())
            connection.recv(4096)
    with service.connect() as connection:  # one who leaves in the midst of an answer
        connection.sendall(f"GET /api/v1/slow/{SECRET} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    until(lambda: '"/api/v1/slow/{secret}"' in service.log, "the slow request to be noted")


def test_no_secret_is_in_the_log(service: Service) -> None:
    assert len(service.events("request")) > 30
    assert SECRET.casefold() not in service.log.casefold()
    assert "KANARIE" not in service.log


def test_with_uvicorns_access_log_there_would_be(tmp_path: Path) -> None:
    with running(tmp_path, CANARY="access_log") as service:
        with service.client() as client:
            client.get(f"/feeds/{SECRET}.ics")
        until(lambda: bool(service.events("request")), "the request to be noted")
        assert SECRET in service.log


def test_a_request_is_told_by_its_route(service: Service) -> None:
    feeds = [event for event in service.events("request") if event["route"] == "/feeds/{name:path}.ics"]
    assert {event["method"] for event in feeds} >= {"GET", "HEAD", "POST", "other"}
    assert {event["status"] for event in feeds} == {200, 404, 405}
    for event in service.events("request"):
        assert set(event) == {
            "event",
            "id",
            "method",
            "route",
            "caller",
            "status",
            "ms",
            "level",
            "timestamp",
        }
        assert re.fullmatch(r"[0-9a-f]{16}", event["id"])
        assert event["caller"] in ("nobody", "local user")  # no guard asks who it is where no route is
        assert event["ms"] >= 0


def test_the_number_of_a_request_is_told_to_its_caller(service: Service) -> None:
    with service.client() as client:
        number = client.get("/healthz").headers["x-request-id"]
        until(lambda: f'"{number}"' in service.log, "the request to be noted")


def test_a_fault_is_told_with_its_places_and_not_with_its_words(service: Service) -> None:
    (fault,) = service.events("fault")
    assert (fault["status"], fault["route"], fault["level"]) == (500, "/api/v1/fault/{secret}", "error")
    assert fault["error"] == "builtins.RuntimeError < builtins.KeyError"
    assert any(
        re.fullmatch(r"tests\.api\.operation\.child:\d+ fault|__main__:\d+ fault", p) for p in fault["trace"]
    )
    assert "Traceback" not in service.log


def test_metrics_are_counted_by_route_on_a_port_of_their_own(service: Service) -> None:
    with service.client() as client:
        assert client.get("/metrics").status_code == 404
        text = client.get(f"http://127.0.0.1:{service.metrics_port}/metrics").text
    assert SECRET not in text
    assert 'faellesvagt_requests_total{method="GET",route="/feeds/{name:path}.ics",status="404"}' in text
    assert 'faellesvagt_requests_total{method="other",route="none",status="404"}' in text
    assert 'faellesvagt_request_seconds_bucket{le="0.05",route="/api/v1/fault/{secret}",status="500"}' in text
    assert "process_resident_memory_bytes" in text


def test_the_service_says_when_it_cannot_do_its_work(tmp_path: Path) -> None:
    away = tmp_path / "away"
    with running(tmp_path, UNREADY=str(away), WFM_METRICS_PORT="0") as service, service.client() as client:
        with pytest.raises(OSError, match="refused"):  # no port was set, so there are no metrics
            socket.create_connection((LOOPBACK, service.metrics_port))
        ready = client.get("/readyz")
        assert ready.status_code == 200
        assert [check["name"] for check in ready.json()["checks"]] == ["needed"]
        away.touch()
        unready = client.get("/readyz")
        assert (unready.status_code, unready.json()["status"]) == (503, "unready")
        assert unready.json()["checks"][0] == {"name": "needed", "ok": False}
        assert unready.headers["retry-after"]
        assert client.get("/healthz").status_code == 200
        away.unlink()
        assert client.get("/readyz").status_code == 200
        assert "kanarie-secret" not in service.log
        assert service.events("unready")[0]["error"] == "builtins.ConnectionError"
