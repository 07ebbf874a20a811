"""What happens to a service beside the polls: a publication, a lock that is held, a full disk."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from api.accounts.records import access_tokens, accounts
from api.client import Service
from api.publication.unproven_report import unproven_report
from api.rosters.records.rosters import add_version
from api.store.engine import open_engine, place_of, writing
from benchmarks.crowd import Crowd
from solver.heuristics.greedy import greedy_roster
from solver.params import Clock
from wfm.canonical import plan_sha256
from wfm.roster import Roster

NAMES = ("publishing", "locked", "full")
LOCKED_SECONDS = 10.0
BEFORE = 5.0
"""Seconds of polls before anything happens."""
COORDINATOR = "coordinator@example.org"
GREEDY_SECONDS = 60.0
TABLES = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"


@dataclass
class Hindrance:
    """What happened beside the polls, as it is told."""

    facts: list[str] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)


def token_of(crowd: Crowd) -> str:
    """Return an access token of the coordinator."""
    with writing(crowd.database) as connection:
        account = accounts.find_by_email(connection, COORDINATOR)
        assert account is not None
        now = datetime.now(UTC)
        return access_tokens.make(connection, account.id, "benchmark", at=now, lasts=timedelta(days=1))[1]


def add_other_roster(crowd: Crowd, seed: int) -> Roster:
    """Keep and return a second roster, in which nearly every shift is somebody else's, to be published."""
    roster = greedy_roster(crowd.plan, seed + 1, Clock(GREEDY_SECONDS))
    with writing(crowd.database) as connection:
        report = unproven_report(crowd.plan, roster, plan_sha256(crowd.plan))
        now = datetime.now(UTC)
        add_version(connection, crowd.revision, roster, report, author=None, at=now, expected=crowd.number)
    return roster


@contextmanager
def publishing(crowd: Crowd, port: int, token: str, other: Roster) -> Iterator[Hindrance]:
    """Let the service publish the other roster, which changes nearly every calendar."""
    happened = Hindrance()

    def work() -> None:
        happened.stopped.wait(BEFORE)
        client = Service(f"http://127.0.0.1:{port}", token, timeout=120)
        plan = client.hotline(crowd.plan.hotline.code).plan(crowd.plan.hotline.period.first_day)
        began = time.perf_counter()
        told = plan.publish(crowd.number + 1, began=crowd.number, accept_short_notice=True)
        crowd.number, crowd.roster = crowd.number + 1, other
        happened.facts.append(f"calendars published meanwhile = {told.calendars}")
        happened.facts.append(f"seconds to publish them = {time.perf_counter() - began:.1f}")

    yield from _beside(work, happened)


@contextmanager
def locked(crowd: Crowd) -> Iterator[Hindrance]:
    """Hold the lock of everything that is written for a while."""
    happened = Hindrance()

    def work() -> None:
        happened.stopped.wait(BEFORE)
        database = open_engine(place_of(crowd.database))
        with writing(database) as connection:  # on SQLite nobody else can begin to write now
            if database.dialect.name == "postgresql":
                named = connection.exec_driver_sql(TABLES).scalar_one()
                connection.exec_driver_sql(f"LOCK TABLE {named} IN EXCLUSIVE MODE")
            time.sleep(LOCKED_SECONDS)
        database.dispose()
        happened.facts.append(f"seconds that the lock was held = {LOCKED_SECONDS:.0f}")

    yield from _beside(work, happened)


@contextmanager
def full(crowd: Crowd, process: int) -> Iterator[Hindrance]:
    """Let no write of the service arrive on the disk; PostgreSQL, a service of its own, refuses to write."""
    happened = Hindrance()

    def work() -> None:
        happened.stopped.wait(BEFORE)
        if crowd.database.dialect.name == "postgresql":
            with crowd.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ALTER SYSTEM SET default_transaction_read_only = on")
                connection.exec_driver_sql("SELECT pg_reload_conf()")
            happened.facts.append("the database = refuses to write, to the end")
            return
        resource.prlimit(process, resource.RLIMIT_FSIZE, (1, 1))
        happened.facts.append("the disk = takes no byte of the service, to the end")

    yield from _beside(work, happened)
    if crowd.database.dialect.name == "postgresql":
        with crowd.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ALTER SYSTEM RESET default_transaction_read_only")
            connection.exec_driver_sql("SELECT pg_reload_conf()")


@contextmanager
def nothing() -> Iterator[Hindrance]:
    """Let nothing happen."""
    yield Hindrance()


def hinder(
    name: str, crowd: Crowd, port: int, process: int, token: str, other: Roster
) -> AbstractContextManager[Hindrance]:
    """Let something happen to a service as long as the context is open.

    Parameters
    ----------
    name
        One of `NAMES`, or empty for nothing.
    crowd, port, process
        Who follows the service, where it answers, and its process.
    token, other
        Of the coordinator, and what is published by that.
    """
    match name:
        case "publishing":
            return publishing(crowd, port, token, other)
        case "locked":
            return locked(crowd)
        case "full":
            return full(crowd, process)
    return nothing()


def _beside(work: Callable[[], None], happened: Hindrance) -> Iterator[Hindrance]:
    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield happened
    finally:
        thread.join(120)
