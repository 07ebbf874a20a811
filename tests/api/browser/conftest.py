"""A real Chromium against the real service on a free port of this machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from api.publication.publication import Publication
from tests.api.browser.chromium import launch
from tests.api.hotlines import app_of
from tests.api.publishing.planned import Planned, planned
from tests.api.showcase import showcase, showcase_plan

PATIENCE = 20


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window, told to leave the network alone."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@contextmanager
def served(publication: Publication) -> Iterator[str]:
    """Serve a publication on a free port; yield its address."""
    with running(app_of(publication)) as address:
        yield address


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Run the service on a free port; yield its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            _wait(lambda: server.started)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def _wait(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < until, "the service did not start"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The service over the showcase, in Danish."""
    with served(showcase()) as found:
        yield found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """A hotline with a plan of several municipalities, before its period begins."""
    with planned(tmp_path_factory.mktemp("planned"), datetime(2026, 12, 20, 12, tzinfo=UTC)) as found:
        found.plan(showcase_plan())
        yield found


@pytest.fixture(scope="module")
def service(world: Planned) -> Iterator[str]:
    """Return the address of the service over that hotline."""
    with running(world.app()) as address:
        yield address
