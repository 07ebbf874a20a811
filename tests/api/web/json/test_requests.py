"""What every request that changes something must carry, whatever it changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from api.configuration.settings import DATABASE_FILE
from api.store.engine import open_engine
from tests.api.filled_service import CODE, ROOT, XLSX, Served
from tests.api.showcase import client

JSON, CSV, ZIP = "application/json", "text/csv", "application/zip"
UNSAFE: list[tuple[str, str, str]] = [
    ("POST", f"{ROOT}/{CODE}/plans", ZIP),
    ("PUT", "tables/locks", JSON),
    ("POST", "merge", XLSX),
    ("POST", "edits", JSON),
    ("POST", "revisions/1/restore", JSON),
    ("POST", "versions", JSON),
    ("POST", "versions/1/changes", JSON),
    ("POST", "versions/undo", JSON),
    ("POST", "versions/redo", JSON),
    ("POST", "versions/1/carry", JSON),
    ("POST", "versions/1/choose", JSON),
    ("PUT", "published", JSON),
    ("POST", "runs", JSON),
    ("PUT", "collection", JSON),
]


PARTS = (
    "quiet-hours",
    "accounts",
    "calls",
    "cases",
    "absences",
    "calendars",
    "offers",
    "providers",
    "webhooks",
    "releases",
    "swaps",
    "plans/next",
    "plans/{plan}/questions",
    "plans/{plan}/runs/{run}",
    "plans/{plan}/scenarios",
    "plans/{plan}/availability",
    "plans/{plan}/close",
    "plans/{plan}/demand",
    "plans/{plan}/corrections",
    "plans/{plan}/worked",
    "plans/{plan}/collection/",
    "plans/{plan}/versions/{number}/proposal",
)
ELSEWHERE = tuple(f"{ROOT}/{{hotline}}/{part}" for part in PARTS)
"""What changes no plan and no roster, or is for others than coordinators, and is tested where it is."""


@pytest.fixture(scope="module")
def served(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the service over one filled store for all: what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("refused")
    shutil.copy(filled_file, folder / DATABASE_FILE)
    with ExitStack() as stack:
        opened = open_engine(folder)
        stack.callback(opened.dispose)
        yield Served(opened)


def test_the_list_names_every_operation_that_changes_something(served: Served) -> None:
    document = served.app.openapi()
    found = {
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
        if method != "get" and path.startswith(f"{ROOT}/") and not path.startswith(ELSEWHERE)
    }
    assert len(found) == len(UNSAFE)


@pytest.mark.parametrize(("method", "address", "media"), UNSAFE)
def test_without_a_key_nothing_is_done(served: Served, method: str, address: str, media: str) -> None:
    before = served.digest()
    for key in ("", "with space", "x" * 201):
        answer = served.send(method, address, b"{}", began=1, media=media, idempotency_key=key)
        assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#problem-idempotency-key")
    assert served.digest() == before


@pytest.mark.parametrize(("method", "address", "media"), UNSAFE)
@pytest.mark.parametrize(
    ("tag", "status", "problem"),
    [
        (None, 428, "if-match-missing"),
        ("", 428, "if-match-missing"),
        ("*", 400, "if-match"),
        ('W/"1"', 400, "if-match"),
        ('"1", "2"', 400, "if-match"),
        ("1", 400, "if-match"),
        ('"-1"', 400, "if-match"),
        ('"9999999999"', 400, "if-match"),
    ],
)
def test_who_does_not_say_what_they_began_with_changes_nothing(
    served: Served, method: str, address: str, media: str, tag: str | None, status: int, problem: str
) -> None:
    before = served.digest()
    answer = served.send(method, address, b"{}", began=tag, media=media)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api/v1/docs#problem-{problem}")
    assert served.digest() == before


@pytest.mark.parametrize(("method", "address", "media"), UNSAFE)
@pytest.mark.parametrize(
    "sent", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_bodies_of_other_types_are_refused(
    served: Served, method: str, address: str, media: str, sent: str
) -> None:
    before = served.digest()
    answer = served.send(method, address, b"{}", began=1, media=sent)
    assert (answer.status_code, answer.json()["type"]) == (415, "/api/v1/docs#problem-media-type")
    assert media in answer.headers["accept"]
    assert served.digest() == before


@pytest.mark.parametrize(("method", "address", "media"), [one for one in UNSAFE if one[2] == JSON])
@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff", b'{"rows": 1, "number": "x"}', b"[" * 100_000]
)
def test_documents_of_another_form_are_not_understood(
    served: Served, method: str, address: str, media: str, content: bytes
) -> None:
    before = served.digest()
    answer = served.send(method, address, content, began=1, media=media)
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs#problem-not-understood")
    assert all(part["where"].startswith("body") for part in answer.json()["errors"])
    assert served.digest() == before


@pytest.mark.parametrize(("method", "address", "media"), UNSAFE)
@pytest.mark.parametrize("caller", ["nobody", "agent", "leader", "administrator"])
def test_only_coordinators_change_anything(
    served: Served, method: str, address: str, media: str, caller: str
) -> None:
    before = served.digest()
    answer = served.send(method, address, b"{}", began=1, media=media, caller=caller)
    assert answer.status_code == (401 if caller == "nobody" else 403)
    assert served.digest() == before


@pytest.mark.parametrize(("method", "address", "media"), UNSAFE)
def test_elsewhere_nothing_is_found(served: Served, method: str, address: str, media: str) -> None:
    whole = address if address.startswith("/") else f"{ROOT}/{CODE}/plans/2027-01-04/{address}"
    for place in (whole.replace(f"/{CODE}/", "/other/"), whole.replace("2027-01-04", "2027-01-05")):
        if place != whole:
            answer = served.send(method, place, b"{}", began=1, media=media)
            assert answer.status_code == 404


def test_where_there_is_no_store_there_are_no_such_resources() -> None:
    for path in (ROOT, f"{ROOT}/{CODE}/plans", f"{ROOT}/{CODE}/plans/2027-01-04"):
        answer = client().get(path)
        assert answer.status_code == 404
