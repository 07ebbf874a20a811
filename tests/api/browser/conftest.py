"""A real Chromium against the real service on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from api.publication.publication import Publication
from tests.api.hotlines import app_of
from tests.api.showcase import showcase

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WITHOUT = "no Chromium found: install one, or name it in WFM_CHROMIUM"
PATIENCE = 20


def chromium_path(own: str) -> str:
    """Return where Chromium is: the one named, the system's, or Playwright's own.

    Without one the tests fail in CI and are skipped elsewhere.
    """
    named = os.environ.get("WFM_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    found = named or (own if Path(own).exists() else None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(WITHOUT)
        pytest.skip(WITHOUT)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window, told to leave the network alone."""
    with sync_playwright() as playwright:
        path = chromium_path(playwright.chromium.executable_path)
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
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
