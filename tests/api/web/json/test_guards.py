"""The guards taken away from outside: what they keep is then seen not to be kept."""

from __future__ import annotations

from typing import Any

import pytest

from api.plans import service as revising
from tests.api.filled_service import Served


@pytest.fixture
def kind() -> str:
    """Return one database: the guards are the same for both."""
    return "sqlite"


def numbers(served: Served) -> list[int]:
    return [one["number"] for one in served.get("versions").json()["versions"]]


def test_without_keys_a_repeated_request_is_done_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = {"changes": [{"kind": "move", "shift": "2027-01-05T08:00", "joins": "1-1"}]}
    assert served.send("POST", "versions/2/changes", change, began=2, key="k").status_code == 201
    assert served.send("POST", "versions/2/changes", change, began=2, key="k").status_code == 201
    assert numbers(served) == [3, 2, 1]
    monkeypatch.setattr("api.store.idempotency.find_answer", lambda *_: None)
    monkeypatch.setattr("api.store.idempotency.keep_answer", lambda *_: None)
    assert served.send("POST", "versions/2/changes", change, began=3, key="k").status_code == 201
    assert numbers(served) == [4, 3, 2, 1]


def test_without_the_store_s_second_look_only_the_database_keeps_the_slower_of_two_from_overwriting(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else is faster just after the first look; only the look under the lock can tell."""
    made = revising.add_revision

    def overtake(began: int) -> None:
        def overtaken(*args: Any, **kwargs: Any) -> Any:
            monkeypatch.setattr(revising, "add_revision", made)
            other = served.send("PUT", "tables/locks", {"rows": []}, began=began, caller="other")
            assert other.status_code == 200
            return made(*args, **kwargs)

        monkeypatch.setattr(revising, "add_revision", overtaken)

    overtake(1)
    answer = served.send("PUT", "tables/demand", {"rows": []}, began=1)
    assert (answer.status_code, answer.json()["current"]["number"]) == (412, 2)
    overtake(2)
    monkeypatch.setattr("api.plans.records.plans.refuse_stale", lambda *_: None)
    assert served.send("PUT", "tables/demand", {"rows": []}, began=2).status_code == 500
    assert served.get("").json()["newest_revision"] == 3


def test_without_a_look_at_who_asks_a_draft_is_shown(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert served.get("versions/2", "leader").status_code == 404
    monkeypatch.setattr("api.rosters.routes.refuse_unseen", lambda *_: None)
    assert served.get("versions/2", "leader").status_code == 200


def test_without_the_view_everybody_s_shifts_are_shown(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "2-1" not in served.get("versions/1", "agent").text
    monkeypatch.setattr("api.rosters.routes.view", lambda publication, scope: publication)
    assert "2-1" in served.get("versions/1", "agent").text


def test_without_care_a_coordinator_would_take_away_notes_that_they_do_not_see(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = served.get("tables/availability").json()["rows"]
    assert served.send("PUT", "tables/availability", {"rows": rows}, began=1).status_code == 200
    assert "KANARIE" in served.get("tables/availability", "local").text
    monkeypatch.setattr("api.plans.table_routes.with_unseen_notes", lambda plan, before: plan)
    assert served.send("PUT", "tables/availability", {"rows": rows}, began=2).status_code == 200
    assert "KANARIE" not in served.get("tables/availability", "local").text


def test_without_the_days_of_notice_near_shifts_change_unnoticed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.now[0] = served.now[0].replace(year=2027, month=1, day=1)
    assert served.send("PUT", "published", {"number": 2}, began=1).status_code == 409
    monkeypatch.setattr("api.publishing.changes.find_short_notice", lambda *_: ())
    assert served.send("PUT", "published", {"number": 2}, began=1).status_code == 200
