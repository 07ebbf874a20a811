"""Whoever is not let in is refused on the head of the request, whatever would follow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from tests.api.access.asking import TABLE, Cell, Service, cells
from tests.api.access.world import CALLERS
from tests.api.showcase import HOST

UNSAFE = [name for name in TABLE if not name.startswith("GET ")]
FORM = "application/x-www-form-urlencoded"
NOTHING: Mapping[str, str] = MappingProxyType({})
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as found:
        yield found


def refused(operation: str) -> Iterator[Cell]:
    """Yield the cells of callers who are not let in, one of each kind of caller."""
    seen: set[str] = set()
    for cell in cells(operation):
        if cell.status in (401, 403) and cell.caller not in seen:
            seen.add(cell.caller)
            yield cell


def on_the_head(
    service: Service, cell: Cell, media_type: str, told: Mapping[str, str] = NOTHING
) -> tuple[int, dict[str, str]]:
    """Return status and headers of the answer to a head of which the body never comes."""
    headers = service.headers(CALLERS[cell.caller]) | {"Content-Type": media_type, **told}
    headers["Content-Length"] = "9000"
    path, _, query = cell.address.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": cell.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 9),
    }
    scope["headers"].append((b"host", HOST.partition("//")[2].encode()))
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("the body is asked for")

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(service.app(scope, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize("operation", UNSAFE)
def test_who_is_not_let_in_is_refused_before_the_body(operation: str, service: Service) -> None:
    for turn, cell in enumerate(refused(operation), UNSAFE.index(operation)):
        media_type = ("application/json", FORM)[turn % 2]
        status, headers = on_the_head(service, cell, media_type)
        assert (cell, status, headers["connection"]) == (cell, cell.status, "close")


@pytest.mark.parametrize("operation", [name for name in UNSAFE if "/api/" in name])
def test_nobody_is_told_what_is_wrong_with_a_document(operation: str, service: Service) -> None:
    for cell in refused(operation):
        answer = service.ask(CALLERS[cell.caller], cell.address, cell.method, content=b"{", headers=JSON)
        assert (cell, answer.status_code) == (cell, cell.status)


def test_a_page_of_another_site_is_refused_before_the_body(service: Service) -> None:
    cell = next(cell for cell in cells("POST /account/language") if cell.caller == "coordinator")
    status, _ = on_the_head(service, cell, FORM, {"Sec-Fetch-Site": "cross-site"})
    assert status == 403


@pytest.mark.parametrize("whole", [True, False])
def test_what_everybody_may_send_is_small(service: Service, whole: bool) -> None:
    form = b"email=x&password=" + b"x" * 70_000
    answer = service.ask(
        CALLERS["nobody"],
        "/sign-in",
        "POST",
        content=form if whole else iter([form[:35_000], form[35_000:]]),
        headers={"Content-Type": FORM},
    )
    assert answer.status_code == 413
