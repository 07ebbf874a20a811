"""After the deadline: a request, granted or rejected."""

from __future__ import annotations

from api.availability.records.requests import MOST_REPLACED
from tests.api.availability.asked import AWAY, WISH, close, open_collection, say
from tests.api.filled_service import Served

NOTE = "KANARIE-mellem-os"


def ask(served: Served, agent: str, *entries: object, caller: str = "agent") -> tuple[int, dict[str, str]]:
    told = served.send("POST", f"availability/{agent}/requests", {"entries": list(entries)}, caller=caller)
    return told.status_code, told.json()


def decide(served: Served, agent: str, request: str, what: str, caller: str = "coordinator") -> int:
    return served.send("POST", f"availability/{agent}/requests/{request}/{what}", caller=caller).status_code


def closed(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    close(served)


def kinds(served: Served, agent: str) -> list[str]:
    return [one["kind"] for one in served.get(f"availability/{agent}", "coordinator").json()["entries"]]


def test_a_request_is_granted_as_the_next_revision(served: Served) -> None:
    open_collection(served)
    assert ask(served, "1-1", WISH)[0] == 409
    closed_before = say(served, "1-1", AWAY)
    assert closed_before.status_code == 200
    close(served)
    status, made = ask(served, "1-1", {**WISH, "note": NOTE})
    assert (status, made["state"]) == (201, "open")
    assert kinds(served, "1-1") == ["unavailable"]
    listed = served.get("collection/requests", "coordinator")
    assert [one["id"] for one in listed.json()["requests"]] == [made["id"]]
    assert NOTE not in listed.text
    assert NOTE in served.get("collection/requests", "leader").text
    assert decide(served, "1-1", made["id"], "grant", "leader") == 403
    assert decide(served, "1-2", made["id"], "grant") == 404
    assert decide(served, "1-1", made["id"], "grant") == 200
    assert kinds(served, "1-1") == ["preferred"]
    assert decide(served, "1-1", made["id"], "reject") == 409
    assert NOTE in served.get("availability/1-1", "agent").text
    assert NOTE not in served.get("availability/1-1", "coordinator").text


def test_a_rejected_one_changes_nothing(served: Served) -> None:
    closed(served)
    _, made = ask(served, "1-1", WISH)
    assert decide(served, "1-1", made["id"], "reject") == 200
    assert kinds(served, "1-1") == ["unavailable"]
    (one,) = served.get("collection/requests", "agent").json()["requests"]
    assert one["state"] == "rejected"


def test_a_newer_one_replaces_one_that_waits(served: Served) -> None:
    closed(served)
    _, first = ask(served, "1-1", WISH)
    _, second = ask(served, "1-1", caller="leader")
    assert decide(served, "1-1", first["id"], "grant") == 409
    assert decide(served, "1-1", second["id"], "grant") == 200
    assert kinds(served, "1-1") == []


def test_what_was_said_anew_meanwhile_is_not_overwritten(served: Served) -> None:
    closed(served)
    _, made = ask(served, "1-1", WISH)
    assert say(served, "1-1", AWAY, WISH, caller="coordinator").status_code == 200
    assert decide(served, "1-1", made["id"], "grant") == 409
    assert kinds(served, "1-1") == ["unavailable", "preferred"]


def test_others_see_and_ask_nothing(served: Served) -> None:
    closed(served)
    assert ask(served, "2-1", WISH)[0] == 404
    assert ask(served, "2-1", WISH, caller="leader")[0] == 404
    assert ask(served, "2-1", WISH, caller="coordinator")[0] == 201
    for caller in ("agent", "leader"):
        assert served.get("collection/requests", caller).json()["requests"] == []
    assert ask(served, "1-1", {**WISH, "kind": "ill"})[0] == 422


def test_a_coordinator_who_asks_does_not_take_notes_away(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", {**AWAY, "note": NOTE})
    close(served)
    seen = served.get("availability/1-1", "coordinator").json()["entries"]
    status, made = ask(served, "1-1", *seen, WISH, caller="coordinator")
    assert status == 201
    assert decide(served, "1-1", made["id"], "grant") == 200
    assert NOTE in served.get("availability/1-1", "agent").text


def test_who_asks_again_and_again_does_not_fill_the_list(served: Served) -> None:
    closed(served)
    asked = [ask(served, "1-1", WISH)[1]["id"] for _ in range(MOST_REPLACED + 3)]
    kept = [one["id"] for one in served.get("collection/requests", "leader").json()["requests"]]
    assert len(kept) == MOST_REPLACED + 1
    assert asked[-1] in kept
    gone = next(one for one in asked if one not in kept)
    assert decide(served, "1-1", gone, "grant") == 404
