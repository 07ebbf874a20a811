"""The service over a store in which a plan is in the making: versions of its roster, some published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from api.access.callers import AccountHolder, Caller
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.app import create_app
from api.configuration.settings import DATABASE_FILE, Settings
from api.plans.records.plans import Revision, import_plan, read_plan
from api.publication.report import report_of
from api.published.store_source import StoredHotlines
from api.publishing.service import NoticeAgreement, publish
from api.rosters.records.rosters import Version, add_version
from api.store.engine import Database, open_engine, writing
from api.store.idempotency import IdempotentRequest
from api.store.migrate import upgrade
from tests.api.one_thread import TestClient
from tests.api.publications import SMALL_ROSTER, result_of, small_plan
from tests.api.showcase import HOST
from tests.builders import roster
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster

MINE, OTHERS = AccountId("a" * 32), AccountId("b" * 32)
"""Accounts of two coordinators."""
COORDINATOR = AccountHolder(MINE, (Grant(Role.COORDINATOR, HotlineCode("test")),))
ADMINISTRATOR = AccountHolder(AccountId("c" * 32), (Grant(Role.ADMINISTRATOR, HotlineCode("test")),))
LEADER = AccountHolder(AccountId("d" * 32), (Grant(Role.LEADER, HotlineCode("test"), MunicipalityCode("1")),))
STRANGER = AccountHolder(AccountId("e" * 32), (Grant(Role.COORDINATOR, HotlineCode("elsewhere")),))


NOW = datetime(2026, 12, 9, 12, tzinfo=UTC)
"""26 days before the first shift of the plan, and 28 before the third."""
SECOND = roster(
    {
        "2027-01-04T08:00": ("1-1", "1-2"),
        "2027-01-04T11:00": ("2-1",),
        "2027-01-05T08:00": ("1-1", "1-2"),
        "2027-01-06T11:00": ("1-2", "1-1"),
    }
)
"""Two changes: 25+1 = 26 days ahead, and 27."""
PLACE = "/plans/2027-01-04/versions"


@dataclass
class Planned:
    """A store, a clock, and who asks; each can be changed while the service runs."""

    database: Database
    now: datetime
    caller: Caller = COORDINATOR
    notice_days: int = 28
    notice_days_of: tuple[tuple[MunicipalityCode, int], ...] = ()
    revision: Revision = field(init=False)

    def app(self) -> FastAPI:
        """Return the service."""
        return create_app(
            StoredHotlines(self.database, lambda: self.now),
            database=self.database,
            settings=Settings(notice_days=self.notice_days, notice_days_of=self.notice_days_of),
            caller=lambda request: self.caller,
            now=lambda: self.now,
        )

    def client(self) -> TestClient:
        """Return who asks it."""
        return TestClient(self.app(), base_url=HOST, follow_redirects=False)

    def plan(self, plan: Plan, *, expected: int = 0) -> None:
        """Import a plan, or another state of it."""
        with writing(self.database) as connection:
            self.revision = import_plan(connection, plan, author=MINE, at=self.now, expected=expected)

    def version(
        self, sits: Roster, *, expected: int, author: AccountId | None = MINE, note: str = ""
    ) -> Version:
        """Add a version of the roster."""
        with writing(self.database) as connection:
            plan = read_plan(connection, self.revision)
            made: dict[str, Any] = {"author": author, "at": self.now + timedelta(minutes=expected)}
            report = report_of(plan, result_of(plan, sits))
            return add_version(connection, self.revision, sits, report, expected=expected, note=note, **made)

    def publish(self, version: Version, *, expected: int, author: AccountId = OTHERS) -> None:
        """Publish a version past the page."""
        asked = IdempotentRequest(author, f"past-{version.plan}-{version.number}", "POST", "/", "0" * 64)
        publish(
            self.database,
            version.plan,
            version.number,
            expected=expected,
            author=author,
            at=self.now,
            request=asked,
            agreed=NoticeAgreement(0),
            accept_short_notice=True,
        )


@cache
def _migrated() -> bytes:
    """Return a database with all tables and no rows; to migrate takes longer than most tests."""
    with TemporaryDirectory() as folder:
        database = open_engine(Path(folder))
        upgrade(database)
        database.dispose()
        return (Path(folder) / DATABASE_FILE).read_bytes()


@contextmanager
def planned(folder: Path, now: datetime) -> Iterator[Planned]:
    """Open an empty store."""
    (folder / DATABASE_FILE).write_bytes(_migrated())
    database = open_engine(folder)
    try:
        yield Planned(database, now)
    finally:
        database.dispose()


@contextmanager
def two_versions(folder: Path) -> Iterator[Planned]:
    """Open a store with a plan of two versions, of which the first is published by somebody else."""
    with planned(folder, NOW) as found:
        found.plan(small_plan())
        first = found.version(SMALL_ROSTER, expected=0)
        found.version(SECOND, expected=1, note="one <b>moved</b>")
        found.publish(first, expected=0)
        yield found
