"""A seat is offered: the first to accept has it, exactly one, and of a no nothing stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline
from api.publishing.receipt import SEATS_PUBLISHED
from api.store.engine import reading
from api.store.tables import MAIL, SEAT_ASK
from tests.api.filled_service import CODE, NOW, Served
from tests.api.notices.post import add_agents
from tests.api.replacements.test_absences import HERE, MON8, WED11, kinds, report, sitting
from tests.api.store.invariants import breaches

THU11 = "2027-01-07T11:00"
"""A shift on which nobody sits."""
UNTIL = NOW + timedelta(days=1)


def offer(served: Served, shift: str, *agents: str, caller: str = "coordinator", **more: Any) -> Response:
    document = {
        "shift": shift,
        "leaves": more.pop("leaves", None),
        "agents": list(agents),
        "expires_at": more.pop("until", UNTIL).isoformat(),
    }
    return served.send("POST", f"{HERE}/offers", document, caller=caller, **more)


def say(served: Served, what: str, made: str, caller: str, agent: str | None = None, **more: Any) -> Response:
    document = {} if what == "withdraw" else {"agent": agent}
    return served.send("POST", f"{HERE}/offers/{made}/{what}", document, caller=caller, **more)


def free(served: Served) -> None:
    """Let 1-1 have one shift of the week alone, so that they may take others."""
    assert report(served, "1-1", first_day="2027-01-05", last_day="2027-01-06").status_code == 201


def made_offer(served: Served, shift: str, *agents: str, **more: Any) -> str:
    answer = offer(served, shift, *agents, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_the_first_to_accept_has_the_seat_and_the_others_are_told(served: Served) -> None:
    free(served)
    made = made_offer(served, THU11, "1-1", "2-1")
    seen = served.get(f"{HERE}/offers/{made}", "agent").json()
    assert [(one["agent"], one["state"]) for one in seen["agents"]] == [("1-1", "asked")]
    taken = say(served, "accept", made, "agent", began=1, key="mine")
    assert (taken.status_code, taken.json()["state"]) == (200, "accepted")
    assert sitting(served, THU11) == ["1-1"]
    assert say(served, "accept", made, "agent", began=1, key="mine").json()["state"] == "accepted"
    late = say(served, "accept", made, "coordinator", "2-1")
    assert (late.status_code, late.json()["type"].rpartition("-")[2]) == (409, "closed")
    assert kinds(served).count("seat_taken") == 1
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_of_a_no_nothing_stays_and_where_all_say_it_the_offer_is_over(served: Served) -> None:
    free(served)
    made = made_offer(served, THU11, "1-1", "2-1")
    assert say(served, "decline", made, "agent").json()["state"] == "open"
    assert say(served, "accept", made, "coordinator", "2-1").json()["state"] == "accepted"
    with reading(served.database) as connection:
        said = connection.execute(select(SEAT_ASK.c.state).order_by(SEAT_ASK.c.state)).scalars().all()
    assert said == ["accepted", "asked"]
    other = made_offer(served, THU11, "2-2")
    assert say(served, "decline", other, "coordinator", "2-2").json()["state"] == "declined"
    assert served.get(f"{HERE}/offers/{other}").json()["agents"] == []


def test_time_and_a_withdrawal_end_an_offer(served: Served) -> None:
    free(served)
    made, other = (made_offer(served, THU11, agent) for agent in ("1-1", "2-1"))
    assert say(served, "withdraw", other, "agent").status_code == 404
    assert say(served, "withdraw", made, "agent").status_code == 404
    assert say(served, "withdraw", other, "coordinator").json()["state"] == "withdrawn"
    assert say(served, "accept", other, "coordinator", "2-1").status_code == 409
    served.now[0] = UNTIL - timedelta(seconds=1)
    assert served.get(f"{HERE}/offers/{made}", "agent").json()["state"] == "open"
    served.now[0] = UNTIL
    assert served.get(f"{HERE}/offers/{made}").json()["state"] == "expired"
    assert say(served, "accept", made, "agent").status_code == 409
    assert say(served, "decline", made, "agent").status_code == 409


def test_a_municipality_says_whether_its_agents_may_accept_alone(served: Served) -> None:
    free(served)
    where = f"{HERE}/offers/rules/1"
    assert served.get(where, "leader").json() == {"municipality": "1", "rule": "alone"}
    assert served.send("PUT", where, {"rule": "leader"}, caller="agent", began=0).status_code == 403
    assert (
        served.send("PUT", f"{HERE}/offers/rules/2", {"rule": "leader"}, caller="leader", began=0).status_code
        == 404
    )
    assert served.send("PUT", where, {"rule": "leader"}, caller="leader", began=0).status_code == 200
    made = made_offer(served, THU11, "1-1")
    waits = say(served, "accept", made, "agent").json()
    assert (waits["state"], waits["agents"][0]["state"]) == ("open", "willing")
    assert kinds(served).count("seat_willing") == 1
    assert sitting(served, THU11) == []
    assert say(served, "accept", made, "leader", "1-1").json()["state"] == "accepted"
    assert sitting(served, THU11) == ["1-1"]
    assert served.send("PUT", where, {"rule": "never"}, caller="leader", began=0).status_code == 412
    assert served.send("PUT", where, {"rule": "never"}, caller="leader", began=1).status_code == 200
    other = made_offer(served, "2027-01-08T08:00", "1-1")
    assert say(served, "accept", other, "agent").status_code == 409
    assert say(served, "accept", other, "leader", "1-1").json()["state"] == "accepted"


def test_a_whole_shift_changes_hands_when_all_its_new_agents_have_accepted(served: Served) -> None:
    report(served)  # 1-2 is away, and 1-1 stays on Wednesday
    report(served, first_day="2027-01-04", last_day="2027-01-04")
    assert offer(served, WED11, "2-1", caller="leader").status_code == 422
    assert offer(served, WED11, "2-1", leaves="1-2").status_code == 422  # one alone wins nothing
    late = offer(served, WED11, "2-1", "2-2", leaves="1-2", until=NOW).json()
    assert [fault["column"] for fault in late["faults"]] == ["expires_at"]
    made = made_offer(served, WED11, "2-1", "2-2", leaves="1-2")
    told = served.get(f"{HERE}/offers/{made}").json()
    assert (told["whole"], told["needed"]) == (True, 2)
    assert say(served, "accept", made, "coordinator", "2-1").json()["state"] == "open"
    assert sitting(served, WED11) == ["1-1"]
    assert say(served, "accept", made, "coordinator", "2-2").json()["state"] == "accepted"
    assert sitting(served, WED11) == ["2-1", "2-2"]


def test_who_may_ask_whom(served: Served) -> None:
    before = served.digest()
    assert offer(served, THU11, "2-1", caller="leader").status_code == 422
    assert offer(served, THU11, "1-1", caller="agent").status_code == 422
    assert offer(served, THU11, "1-1", caller="administrator").status_code == 403
    assert offer(served, MON8, "1-1").status_code == 422  # it is full
    assert offer(served, THU11, "1-1", "1-1").status_code == 422
    assert offer(served, "2027-06-01T08:00", "1-1").status_code == 404
    assert offer(served, "2027-02-31T08:00", "1-1").status_code == 404
    assert served.digest() == before
    report(served, "1-1", "agent")
    wrong = offer(served, WED11, "2-1", caller="agent", leaves="1-1")
    assert wrong.status_code == 422
    away = offer(served, WED11, "1-1")
    assert "availability" in away.json()["faults"][0]["expected"]


def test_an_offer_ends_with_the_last_empty_seat(served: Served) -> None:
    both = [made_offer(served, THU11, agent) for agent in ("2-1", "2-2")]
    third = made_offer(served, THU11, "1-2")
    for made, agent in zip(both, ("2-1", "2-2"), strict=True):
        assert say(served, "accept", made, "coordinator", agent).json()["state"] == "accepted"
    assert served.get(f"{HERE}/offers/{third}").json()["state"] == "withdrawn"


@pytest.mark.parametrize("rounds", [2, pytest.param(200, marks=pytest.mark.prove)])
def test_of_two_who_accept_at_once_one_has_the_seat(served: Served, rounds: int) -> None:
    assert say(served, "accept", made_offer(served, THU11, "1-2"), "coordinator", "1-2").status_code == 200
    for _ in range(rounds):  # of the two seats one is empty
        made = made_offer(served, THU11, "2-1", "2-2", leaves="1-2")

        def accept(agent: str, made: str = made) -> int:
            return say(served, "accept", made, "coordinator", agent).status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(accept, ("2-1", "2-2"))) == [200, 409]
        (taker,) = sitting(served, THU11)
        with reading(served.database) as connection:
            assert breaches(connection) == []
        back = made_offer(served, THU11, "1-2", leaves=taker)
        assert say(served, "accept", back, "coordinator", "1-2").status_code == 200


@pytest.mark.parametrize("fills", [True, False])
def test_a_publication_that_leaves_no_seat_ends_an_offer(served: Served, fills: bool) -> None:
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE).id
    people = add_agents(served.database, hotline)
    free(served)
    made = made_offer(served, THU11, "1-1", leaves=None)
    draft = served.get(f"{HERE}/plans/2027-01-04/versions").json()["versions"][0]["number"]
    if not fills:
        seats = served.get(f"{HERE}/plans/2027-01-04/versions/{draft}").json()["seats"]
        there = [one["agent"] for one in seats if f"{one['date']}T{one['start']}" == THU11 and one["agent"]]
        moves = [{"kind": "move", "shift": THU11, "leaves": agent, "joins": None} for agent in there]
        sent = {"changes": moves, "note": ""}
        changed = served.send("POST", f"versions/{draft}/changes", sent, began=draft)
        assert changed.status_code == 201, changed.text
        draft = changed.json()["version"]["number"]
    now = served.get(f"{HERE}/plans/2027-01-04/published").headers["etag"]
    put = served.send("PUT", "published", {"number": draft, "accept_short_notice": True}, began=now)
    assert put.status_code == 200, put.text
    assert served.get(f"{HERE}/offers/{made}", "agent").json()["state"] == ("withdrawn" if fills else "open")
    for _ in range(2):  # what the next publication leaves as it is, is not told again
        for notice in find_notices(served.database, served.now[0]):
            sort(served.database, notice, served.now[0])
    with reading(served.database) as connection:
        asked = select(MAIL.c.account_id).where(MAIL.c.kind == SEATS_PUBLISHED)
        told = list(connection.execute(asked).scalars())
    assert told == ([people["1-1"].id] if fills else [])
