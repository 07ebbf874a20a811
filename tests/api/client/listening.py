"""The service on a real socket, in a thread, with an account that has a token."""

from __future__ import annotations

import atexit
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn
from fastapi import FastAPI

from api.access.roles import Role
from api.accounts.caller import caller_of
from api.accounts.records import access_tokens, accounts, grants
from api.accounts.records.members import members_of
from api.app import create_app
from api.published.store_source import StoredHotlines
from api.store.engine import Database, writing
from tests.api.filled_service import CODE
from tests.api.web.json.fuzzing import filled_store

PATIENCE = 60
NOW = datetime(2026, 12, 7, 12, tzinfo=UTC)


def token_for(database: Database, role: Role, email: str = "program@example.dk") -> str:
    """Return the token of a new account with a role in the hotline."""
    with writing(database) as connection:
        made = accounts.make(connection, email, "da", by=None, at=NOW)
        home = members_of(connection, CODE)
        local = "1" if role is Role.LEADER else None
        grants.give(
            connection,
            made.id,
            role,
            hotline=home.id,
            municipality=local,  # type: ignore[arg-type]
            person=None,
            by=None,
            at=NOW,
        )
        return access_tokens.make(connection, made.id, "client", at=NOW, lasts=timedelta(days=1))[1]


def service(database: Database) -> FastAPI:
    """Return the service as it stands in the world, but for its clock."""
    hotlines = StoredHotlines(database, lambda: NOW)
    return create_app(hotlines, database=database, caller=caller_of, now=lambda: NOW)


def sample() -> tuple[str, str]:
    """Return the address of a service that runs until the program ends, and a coordinator's token."""
    database = filled_store()
    token = token_for(database, Role.COORDINATOR)
    running = listening(service(database))
    address = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return address, token


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serve on a port of this machine; the value is the service's address."""
    held = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
    thread.start()
    end = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
