"""An office: the service over a store with two hotlines, in which people sign in as they would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from pwdlib.hashers.argon2 import Argon2Hasher

from api.access.ids import HotlineCode
from api.access.roles import Role
from api.accounts.caller import caller_of
from api.accounts.credentials.passwords import Passwords
from api.accounts.first_administrator import first_link
from api.accounts.records import accounts, grants
from api.accounts.records.accounts import Account
from api.accounts.records.members import members_of
from api.app import create_app
from api.configuration.settings import Settings
from api.published.store_source import StoredHotlines
from api.publishing.service import store_publication
from api.store.engine import Database, reading, writing
from tests.api.access.world import abroad, here
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST

BEGAN = datetime(2027, 1, 4, 7, tzinfo=UTC)
PASSWORD = "fire gule elefanter i regnvejr"
OTHER_PASSWORD = "seks sorte cykler under broen"
HASH_OF = {text: Argon2Hasher(1, 8, 1).hash(text) for text in (PASSWORD, OTHER_PASSWORD)}
TOKEN = re.compile(r'name="form_token" value="([^"]*)"')
LINK = re.compile(r"/links/([\w-]{43})")
ACCESS = re.compile(r"wfm_[\w-]{43}")


def publish_both(database: Database) -> None:
    """Let rosters of two hotlines be published."""
    with writing(database) as connection:
        for publication in (here(), abroad()):
            store_publication(connection, publication, BEGAN - timedelta(days=30))


@dataclass
class Office:
    """The service, with a clock that is set by hand and hashes that take no time."""

    database: Database
    settings: Settings = field(default_factory=Settings.model_construct)
    host: str = HOST
    at: datetime = BEGAN

    def __post_init__(self) -> None:
        self.app: FastAPI = create_app(
            StoredHotlines(self.database, self.now),
            database=self.database,
            settings=self.settings,
            caller=caller_of,
            now=self.now,
        )
        self.app.state.passwords = Passwords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))

    def now(self) -> datetime:
        return self.at

    def later(self, **passed: float) -> None:
        self.at += timedelta(**passed)

    def browser(self, **headers: str) -> Browser:
        return Browser(
            self, TestClient(self.app, base_url=self.host, follow_redirects=False, headers=headers)
        )

    def account(
        self,
        email: str,
        role: Role | None = None,
        hotline: str | None = "here",
        municipality: str | None = None,
        agent: str | None = None,
    ) -> Account:
        """Make an account with a password and, where a role is named, a grant; or one grant more."""
        with writing(self.database) as connection:
            made = accounts.find_by_email(connection, email)
            if made is None:
                made = accounts.make(connection, email, "da", by=None, at=self.at)
                accounts.set_password(connection, made.id, HASH_OF[PASSWORD], by=None, at=self.at)
            if role is not None:
                members = None if hotline is None else members_of(connection, HotlineCode(hotline))
                person = members.person(agent, None) if members and agent else None  # type: ignore[arg-type]
                grants.give(
                    connection,
                    made.id,
                    role,
                    hotline=members.id if members else None,
                    municipality=municipality,  # type: ignore[arg-type]
                    person=person,
                    by=None,
                    at=self.at,
                )
            return accounts.find(connection, made.id)

    def signed_in(self, email: str, password: str = PASSWORD) -> Browser:
        browser = self.browser()
        answer = browser.sign_in(email, password)
        assert answer.status_code == 303, answer.text
        return browser

    def first(self) -> str | None:
        return first_link(self.database, self.at)

    def rows(self, table: Any) -> list[Mapping[str, Any]]:
        with reading(self.database) as connection:
            return [dict(row) for row in connection.execute(table.select()).mappings()]


@dataclass
class Browser:
    """A browser: it keeps cookies, and fills in forms with the token that stands in them."""

    office: Office
    client: TestClient

    @property
    def secret(self) -> str | None:
        return self.client.cookies.get("login") or self.client.cookies.get("__Host-login")

    def get(self, address: str, **options: Any) -> Response:
        return self.client.get(address, **options)

    def token(self, page: str = "/account") -> str:
        return TOKEN.findall(self.get(page).text)[0] if self.secret else ""

    def post(self, address: str, page: str = "/account", **fields: str) -> Response:
        """Send a form that was filled in on a page."""
        return self.client.post(address, data={"form_token": self.token(page), **fields})

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> Response:
        fields = {"email": email, "password": password, **more}
        return self.client.post("/sign-in", data={"form_token": self.token(), **fields})

    def is_in(self) -> bool:
        """Tell whether somebody is signed in."""
        return self.get("/account").status_code == 200
