"""Ask the service as anybody, and hold the answers against the table."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr

from api.access.callers import AccountHolder, Caller
from api.access.policy import SAFE
from api.accounts.caller import caller_of
from api.accounts.credentials.passwords import Passwords
from api.app import create_app
from api.configuration.settings import DATABASE_FILE, defaults
from api.published.store_source import StoredHotlines
from api.web.csrf import HEADER, form_token
from api.web.guard import policies
from tests.api.access.prepared import NOW, WEBHOOK_OF, Prepared, keep_account, prepared
from tests.api.access.world import ABROAD, CALLERS, HERE, leaks
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST

TABLE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))
THERE_OR_NOT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "{week}": ("2027-W01", "2027-W40"),
        "{file}": ("pages.css", "pages.cxx"),
        "{hotline}": ("here", "abroad"),
        "{day}": ("2027-01-04", "2027-01-11"),
        "{version}": ("1", "9"),
        "{draft}": ("2", "9"),
        "{provider}": ("closed", "unknown"),
        "{set_up}": ("of-here", "of-abroad"),
        "{webhook}": (WEBHOOK_OF[HERE], WEBHOOK_OF[ABROAD]),
    }
)

SETTINGS = defaults().model_copy(
    update={
        "oidc": SecretStr(
            '[{"id": "closed", "name": "Closed", "issuer": "http://127.0.0.1:1", "client_id": "faellesvagt"}]'
        ),
        "webhook_hosts": ("hooks.example.dk",),
    }
)
"""A provider of sign-in at which nobody answers, and a host of webhooks that the kept ones are not at."""

SENT = ("data", "json", "content", "headers")
"""What a row of the table may send."""

STAND_IN = re.compile(r"(?:\N{BULLET}|%E2%80%A2|\\u2022)+[0-9.]+")
"""The id of a stand-in, which is for our own use."""


@dataclass(frozen=True)
class Cell:
    """One question to the service: by whom, about what, and the answer expected."""

    operation: str
    caller: str
    address: str
    named: tuple[str, ...]
    status: int
    sent: Mapping[str, Any] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """How it is asked."""
        return self.operation.split(" ")[0]

    @property
    def changes(self) -> bool:
        """Tell whether it is asked for a change."""
        return self.method not in SAFE

    def without_names(self, text: str) -> str:
        """Return a text in which what was named stands no more."""
        for name in self.named:
            text = text.replace(name, "?")
        return text


def cells(operation: str) -> Iterator[Cell]:
    """Yield the cells of an operation."""
    for asked in TABLE[operation]["asked"]:
        sent = {kind: asked[kind] for kind in SENT if kind in asked}
        for caller in CALLERS:
            statuses = asked[caller]
            found = list(_filled(caller, {"address": asked["address"], **sent}, len(statuses)))
            for (filled, named), status in zip(found, statuses, strict=True):
                address = filled.pop("address")
                yield Cell(operation, caller, address, named, status, filled)


def _filled(
    caller: str, asked: dict[str, Any], many: int
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Yield what is asked with each kind of object in its places, and the names that were put there."""
    places = _places(caller)
    text = repr(asked)
    used = [place for place in places if place in text]
    assert many == max((len(places[place]) for place in used), default=1), text
    for n in range(many):
        names = {place: places[place][n] for place in used}
        yield {key: _put(value, names) for key, value in asked.items()}, tuple(names.values())


def _places(caller: str) -> dict[str, tuple[str, ...]]:
    ready, one = prepared(), CALLERS[caller]
    known = one.id if isinstance(one, AccountHolder) else "leader-751"
    links = {"{link}": (ready.link, "x" * 43), "{secret}": (ready.secret, "x" * 43)}
    links |= {"{offer_link}": (ready.offer_link, "x" * 43), "{run}": (ready.run, "x" * 32)}
    links |= {"{remark}": (ready.remark, "f" * 32)}
    links |= {"{absence}": (ready.absence, "f" * 32), "{seat_offer}": (ready.seat_offer, "f" * 32)}
    links |= {"{question}": (ready.question, "f" * 32)}
    links |= {"{swap}": (ready.swap, "f" * 32), "{scenario}": (ready.scenario, "f" * 32)}
    links |= {"{case}": (ready.case, "f" * 32)}
    return {**THERE_OR_NOT, **links, **ready.objects, **ready.of_caller[known]}


def _put(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _put(inner, names) for key, inner in value.items()}
    for place, name in names.items():
        value = value.replace(place, name)
    return value


def never_in(operation: str) -> tuple[str, ...]:
    """Return what no answer to an operation may hold of anybody."""
    never = ("note",) if TABLE[operation].get("contacts") else ("email", "phone", "person", "note")
    return tuple(kind for kind in never if kind != "note") if TABLE[operation].get("notes") else never


class Service:
    """The service over a store, asked by anybody; accounts are let in by logins."""

    def __init__(self) -> None:
        self.ready: Prepared = prepared()
        self._folder = TemporaryDirectory(prefix="faellesvagt-matrix-")
        self.folder = Path(self._folder.name)
        self.database = self.ready.copied(self.folder)
        self._watch = sqlite3.connect(self.folder / DATABASE_FILE)
        self._put_back_at = self.state()
        self.at = NOW
        hotlines = StoredHotlines(self.database, lambda: self.at)
        self.app: FastAPI = create_app(
            hotlines, database=self.database, settings=SETTINGS, caller=self._caller, now=lambda: self.at
        )
        self.app.state.passwords = Passwords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))
        self.secrets = dict(self.ready.secrets)
        self.assumed: Caller | None = None
        """Who asks, whatever the request says."""
        self.client = TestClient(
            self.app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False
        )

    def close(self) -> None:
        """Throw the store away."""
        self.app.state.passwords.close()
        self._watch.close()
        self.database.dispose()
        self._folder.cleanup()

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, caller: Caller, address: str, method: str = "GET", **sent: Any) -> Response:
        """Return the answer."""
        self.client.cookies.clear()
        headers = dict(sent.pop("headers", {})) | self.headers(caller)
        return self.client.request(method, address, headers=headers, **sent)

    def headers(self, caller: Caller) -> dict[str, str]:
        """Return by what a caller is let in; who has no account is taken for who they are."""
        if not isinstance(caller, AccountHolder):
            self.assumed = caller
            return {}
        self.assumed = None
        if caller.id not in self.secrets:
            self.secrets[caller.id] = keep_account(self.database, caller)
        secret = self.secrets[caller.id]
        return {"Cookie": f"login={secret}", HEADER: form_token(secret)}

    def _caller(self, request: Request) -> Caller:
        return self.assumed or caller_of(request)

    def answer(self, cell: Cell) -> Response:
        """Return the answer to a cell; what it changed is put back."""
        answer = self.ask(CALLERS[cell.caller], cell.address, cell.method, **cell.sent)
        if cell.changes:
            self.put_back()
        return answer

    def state(self) -> int:
        """Return a number that is another one as soon as anybody has written anything."""
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def put_back(self) -> None:
        """Let the store be as it was made, if anybody has written anything since."""
        if self.state() != self._put_back_at:
            self.ready.put_back(self.folder)
            self._put_back_at = self.state()

    def policies(self) -> dict[str, list[str]]:
        """Return the policies of every operation, by method and path."""
        return {
            f"{method} {context.path}": [policy.name for policy in policies(context)]
            for context in iter_route_contexts(self.app.routes)
            for method in context.methods or ()
        }

    def wrong(self, asked: Iterable[Cell]) -> Iterator[str]:
        """Yield every cell of those asked that is answered otherwise than the table says, or leaks."""
        gone: dict[tuple[str, str], object] = {}
        for cell in asked:
            never = never_in(cell.operation)
            answer = self.answer(cell)
            said = (answer.status_code, sorted(answer.headers.items()), answer.text)
            text = cell.without_names(repr(said))
            if answer.status_code != cell.status:
                yield f"{cell}: {answer.status_code}"
            yield from (f"{cell}: {leak}" for leak in leaks(cell.caller, text, never=never))
            yield from (f"{cell}: {found}" for found in STAND_IN.findall(answer.text))
            if answer.status_code == 404:
                row = (cell.caller, cell.without_names(cell.address))
                if gone.setdefault(row, text) != text:
                    yield f"{cell}: not the same as what is missing"
