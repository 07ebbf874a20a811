from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from api.store.engine import reading
from tests.api.filled_service import Served
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.showcase import HOST, showcase
from tests.api.store.filled import OTHER
from tests.api.store.invariants import breaches

EARLY = datetime(2026, 12, 7, 12, tzinfo=UTC)
"""Just 28 days before the Monday, and 29 before the Tuesday, on which the versions differ first."""


def at(served: Served, moment: datetime) -> None:
    served.now[0] = moment


def test_what_is_published_is_told(served: Served) -> None:
    answer = served.get("published")
    assert answer.json() == {"number": 1, "at": "2026-12-02T12:00:00Z", "by": "a" * 32}
    assert served.get("published", "agent").json()["by"] is None


def test_a_version_is_published_and_everybody_sees_it(served: Served) -> None:
    at(served, EARLY)
    answer = served.send("PUT", "published", {"number": 2}, began=served.get("published").headers["etag"])
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"'), answer.text
    assert answer.json() == {
        "number": 2,
        "at": "2026-12-07T12:00:00Z",
        "by": "a" * 32,
        "short_notice": [],
        "decided_by": None,
        "calendars": 4,
        "mailed": 0,
        "mailed_by_plan": 0,
        "unreachable": ["1-1", "1-2"],
    }
    assert served.get("published", "agent").json()["number"] == 2
    assert served.get("versions/2", "agent").status_code == 200
    assert served.get("versions/1", "agent").status_code == 404
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_who_began_with_another_publication_is_told_what_when_and_who(served: Served) -> None:
    at(served, EARLY)
    assert served.send("PUT", "published", {"number": 2}, began=1, caller="other").status_code == 200
    before = served.digest()
    answer = served.send("PUT", "published", {"number": 2}, began=1)
    assert (answer.status_code, answer.headers["etag"]) == (412, '"2"')
    assert answer.json()["current"] == {"number": 2, "at": "2026-12-07T12:00:00Z", "by": OTHER}
    assert served.digest() == before


@pytest.mark.parametrize(("days", "near"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 3)])
def test_shifts_nearer_than_the_days_of_notice_have_to_be_accepted(
    served: Served, days: int, near: int
) -> None:
    """The versions differ on Tuesday, Wednesday and Thursday: 28 days before are those of December."""
    at(served, EARLY + timedelta(days=days))
    before = served.digest()
    answer = served.send("PUT", "published", {"number": 2}, began=1)
    if not near:
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/docs#problem-short-notice")
    told = answer.json()["short_notice"]
    assert [one["date"] for one in told] == ["2027-01-05", "2027-01-06", "2027-01-07"][:near]
    assert told[0] | {"days": 0} == {
        "shift": "2027-01-05T08:00",
        "date": "2027-01-05",
        "days": 0,
        "left": ["1-1"],
        "joined": ["1-2"],
        "retimed": [],
        "short_for": ["1-1", "1-2"],
    }
    assert served.digest() == before
    sent = {"number": 2, "accept_short_notice": True, "decided_by": "agents"}
    accepted = served.send("PUT", "published", sent, began=1)
    assert (accepted.status_code, len(accepted.json()["short_notice"])) == (200, near)
    assert accepted.json()["decided_by"] == "agents"


@pytest.mark.parametrize(
    ("number", "status", "kind"), [(1, 409, "not-later"), (3, 404, "missing"), (0, 422, "not-understood")]
)
def test_only_a_later_version_that_is_there_is_published(
    served: Served, number: int, status: int, kind: str
) -> None:
    before = served.digest()
    answer = served.send("PUT", "published", {"number": number}, began=1)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api/v1/docs#problem-{kind}")
    assert served.digest() == before


def test_the_same_request_again_gets_the_same_answer(served: Served) -> None:
    at(served, EARLY)
    first = served.send("PUT", "published", {"number": 2}, began=1, key="k")
    before = served.digest()
    again = served.send("PUT", "published", {"number": 2}, began=1, key="k")
    assert (again.status_code, again.content) == (200, first.content)
    assert served.digest() == before


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(served: Served) -> None:
    at(served, EARLY)
    barrier, found = Barrier(2), []

    def publish(caller: str) -> None:
        barrier.wait()
        found.append(served.send("PUT", "published", {"number": 2}, began=1, caller=caller, key=caller))

    threads = [Thread(target=publish, args=(caller,)) for caller in ("coordinator", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in found) == [200, 412]
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_without_a_store_there_are_no_plans() -> None:
    client = TestClient(app_of(showcase()), base_url=HOST)
    assert client.get("/plans").status_code == 404
    assert "/plans" not in client.get("/").text
