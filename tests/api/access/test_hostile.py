"""Names that break things elsewhere, put past every reader straight into the store: nothing breaks out.

What comes in is tidied long before; here the last door is looked at, of every operation that reads, as
every kind of caller.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import cycle

import pytest
from httpx2 import Response
from jinja2 import Environment
from sqlalchemy import select, update

from api.rendering import templates as environment
from api.store.engine import writing
from api.store.tables import ACCESS_TOKEN, ACCOUNT, CALENDAR_ADDRESS, LOGIN, PERSON
from tests.api.access.asking import TABLE, Cell, Service, cells
from tests.api.access.world import CALLERS

READ = tuple(name for name in TABLE if name.startswith("GET "))
MARK = "qzhostile"
HOSTILE = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}>',
    f"' onmouseover='{MARK}",
    f"</title><svg onload={MARK}>",
    f"{MARK}\r\nSet-Cookie: a=b\r\n\r\n<b>qz",
    f"{MARK}\r\nEND:VEVENT\r\nATTENDEE:mailto:x@example.org",
    f'=HYPERLINK("https://example.org","{MARK}")',
    f"{MARK} {{{{ 7*7 }}}} 😀 Åse\u0301 \u202e \x1b[31m",
)
WRITTEN = ("<script>qz", "<img src=x", "' onmouseover='qz", "<svg onload", "<b>qz")
"""What must stand in no page as it was written."""
PLACES = (
    (PERSON, ("name", "email", "phone", "person")),
    (CALENDAR_ADDRESS, ("name",)),
    (ACCESS_TOKEN, ("name",)),
    (LOGIN, ("device",)),
    (ACCOUNT, ("email",)),
)


@pytest.fixture
def service() -> Iterator[Service]:
    """Return the service over a store in which every text of a person is hostile."""
    with Service() as found:
        turns = cycle(HOSTILE)
        with writing(found.database) as connection:
            for table, columns in PLACES:
                for number, one in enumerate(connection.scalars(select(table.c.id)).all()):
                    # addresses of mails are each another's
                    told = {column: f"{next(turns)}{number}" for column in columns}
                    connection.execute(update(table).where(table.c.id == one).values(**told))
        yield found


def answers(service: Service, *operations: str, whole: bool = True) -> Iterator[tuple[Cell, Response]]:
    """Yield what everybody asks, and what is answered; in short what one caller of each status is.

    A coordinator where it can be, who is shown the most.
    """
    for operation in operations:
        asked: set[tuple[str, int]] = set()
        for cell in sorted(cells(operation), key=lambda cell: cell.caller != "coordinator"):
            kind = (cell.without_names(cell.address), cell.status)
            if whole or kind not in asked:
                asked.add(kind)
                yield cell, service.ask(CALLERS[cell.caller], cell.address)


def broken(answer: Response) -> list[str]:
    """Return what of an answer is not as it should be."""
    found = [f"{name}: {value}" for name, value in answer.headers.items() if MARK in value]
    kind, text = answer.headers.get("content-type", ""), answer.text
    if kind.startswith("text/html"):
        found += [written for written in WRITTEN if written in text]
    elif kind.startswith("text/calendar"):
        lines = text.split("\r\n")
        found += [line for line in lines if line.startswith(("ATTENDEE", "Set-Cookie"))]
        if lines.count("BEGIN:VEVENT") != lines.count("END:VEVENT") or "\n" in "".join(lines):
            found.append("a line of a name's making")
    elif kind.startswith("text/csv"):
        found += [str(row) for row in csv.DictReader(io.StringIO(text, newline="")) if None in row]
    elif "json" in kind:
        json.loads(text)
    elif MARK in text:
        found.append(kind)
    if MARK in text and answer.headers["x-content-type-options"] != "nosniff":
        found.append("may be taken for something else")
    return found


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_no_operation_lets_a_name_break_out(service: Service, whole: bool) -> None:
    met: dict[str, int] = {}
    for asked, answer in answers(service, *READ, whole=whole):
        assert answer.status_code == asked.status, asked
        assert broken(answer) == [], asked
        kind = answer.headers.get("content-type", "").split(";")[0]
        met[kind] = met.get(kind, 0) + (MARK in answer.text)
    assert {kind for kind, times in met.items() if times} >= {"text/html", "application/json"}
    assert met["text/html"] > 30


def test_pages_that_escaped_nothing_would_be_noticed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.environment.cache_clear()
    escaping = Environment

    def unescaping(**told: object) -> Environment:
        return escaping(**{**told, "autoescape": False})  # type: ignore[arg-type]

    monkeypatch.setattr(environment, "Environment", unescaping)
    try:
        for operation in ("GET /agents", "GET /weeks/{name}", "GET /administration", "GET /me"):
            assert any(broken(answer) for _, answer in answers(service, operation)), operation
    finally:
        environment.environment.cache_clear()
