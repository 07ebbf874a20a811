"""What keeps everybody from writing: somebody who holds the lock, or a disk that is full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Engine, event

from api.store.engine import open_engine

Hindrance: TypeAlias = Callable[[Engine], AbstractContextManager[None]]


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """Hold the lock of everything that is written, from a connection of one's own."""
    url = engine.url.set(drivername=engine.url.get_backend_name())
    other = open_engine(url.render_as_string(hide_password=False))
    with other.connect() as connection, connection.begin():  # on SQLite nobody else can begin to write
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(
                "LOCK TABLE login, access_token, account, audit_event IN EXCLUSIVE MODE"
            )
        yield
    other.dispose()


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """Let no page be written, as where the disk is full."""
    sqlite, postgresql = "PRAGMA query_only=ON", "SET default_transaction_read_only = on"

    def narrow(opened: Any, _record: object, _proxy: object) -> None:
        opened.execute(sqlite if engine.dialect.name == "sqlite" else postgresql)
        opened.commit()

    event.listen(engine, "checkout", narrow)
    try:
        yield
    finally:
        event.remove(engine, "checkout", narrow)
        engine.dispose()  # what is opened anew may write again


HINDRANCES: tuple[Hindrance, ...] = (held, full)
