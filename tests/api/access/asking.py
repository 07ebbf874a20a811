"""Ask the service as anybody, and hold the answers against the table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.callers import Caller
from api.guard import current_caller, policies
from api.publication import Publication
from tests.api.access.world import CALLERS, FOREIGN, MISSING, NEIGHBOUR, OWN, canary, here, leaks
from tests.api.hotlines import app_of
from tests.api.showcase import HOST

TABLE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8"))
OBJECTS = (OWN, NEIGHBOUR, FOREIGN, MISSING)
THERE_OR_NOT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"{week}": ("2027-W01", "2027-W40"), "{file}": ("pages.css", "pages.cxx")}
)

STAND_IN = re.compile(r"(?:\N{BULLET}|%E2%80%A2|\\u2022)+[0-9.]+")
"""The id of a stand-in, which is for our own use."""


@dataclass(frozen=True)
class Cell:
    """One question to the service: by whom, about what, and the answer expected."""

    operation: str
    caller: str
    address: str
    named: str
    status: int


def cells(operation: str) -> Iterator[Cell]:
    """Yield the cells of an operation."""
    for asked in TABLE[operation]["asked"]:
        for caller in CALLERS:
            for (address, named), status in zip(_named(asked["address"]), asked[caller], strict=True):
                yield Cell(operation, caller, address, named, status)


def _named(address: str) -> list[tuple[str, str]]:
    if "{town}" in address:
        return [(address.replace("{town}", code), code) for code in OBJECTS]
    if "{agent}" in address:
        ids = [canary("id", code, 1) for code in OBJECTS]
        return [(address.replace("{agent}", agent), agent) for agent in ids]
    for place, names in THERE_OR_NOT.items():
        if place in address:
            return [(address.replace(place, name), name) for name in names]
    return [(address, "")]


class Service:
    """The service, asked by anybody; who asks is told from outside."""

    def __init__(self, publication: Publication | None = None) -> None:
        self.app: FastAPI = app_of(publication or here())
        self.client = TestClient(
            self.app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False
        )

    def ask(self, caller: Caller, address: str, method: str = "GET") -> Response:
        """Return the answer."""
        self.app.dependency_overrides[current_caller] = lambda: caller
        return self.client.request(method, address)

    def policies(self) -> dict[str, list[str]]:
        """Return the policies of every operation, by method and path."""
        return {
            f"{method} {context.path}": [policy.name for policy in policies(context)]
            for context in iter_route_contexts(self.app.routes)
            for method in context.methods or ()
        }

    def wrong(self, operation: str) -> Iterator[str]:
        """Yield every cell of an operation that is answered otherwise than the table says, or leaks."""
        gone: dict[tuple[str, str], object] = {}
        for cell in cells(operation):
            answer = self.ask(CALLERS[cell.caller], cell.address)
            said = (answer.status_code, sorted(answer.headers.items()), answer.text)
            text = repr(said).replace(cell.named, "?") if cell.named else repr(said)
            if answer.status_code != cell.status:
                yield f"{cell}: {answer.status_code}"
            yield from (
                f"{cell}: {leak}" for leak in leaks(cell.caller, text, never=("email", "phone", "note"))
            )
            yield from (f"{cell}: {found}" for found in STAND_IN.findall(answer.text))
            if answer.status_code == 404:
                row = (cell.caller, cell.address.replace(cell.named, "?"))
                if gone.setdefault(row, text) != text:
                    yield f"{cell}: not the same as what is missing"
