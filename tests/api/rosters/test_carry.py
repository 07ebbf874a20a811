"""A plan that changes under its roster: a version goes along to the newest revision, at every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from api.access.ids import PersonId, PlanId, VersionNumber
from api.calendars.ics.reading import parse_events
from api.plans.person_answers import PersonAnswers
from api.plans.records.facts import find_plan_id
from api.plans.records.plans import find_revision, import_plan, read_plan
from api.rosters.records.rosters import find_version, read_version, seats_of
from api.store.engine import reading, writing
from api.store.outbox import unsent_notices
from api.store.tables import FEED_BODY
from tests.api.filled_service import CODE, PLAN, Served
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import AUTHOR, NOW, add_plan, add_roster, publish_version
from tests.api.store.invariants import breaches
from tests.builders import agent, entry
from wfm.calendar import Closing
from wfm.errors import PlanError
from wfm.ids import AgentId
from wfm.lock import Demand
from wfm.plan import Plan

MONDAY, TUESDAY = "2027-01-04", "2027-01-05"
MONDAY_ITSELF = date(2027, 1, 4)


def close_day(served: Served, *days: str, began: int) -> None:
    """Close days by the table of the hotline, as whoever forgot a holiday does."""
    rows = [row for row in served.get("tables/hotline").json()["rows"] if row["key"] != "holidays.closed"]
    rows.append({"key": "holidays.closed", "value": ", ".join(days)})
    answer = served.send("PUT", "tables/hotline", {"rows": rows}, began=began)
    assert answer.status_code == 200, answer.text


def remove(served: Served, *agents: str, began: int) -> None:
    rows = [row for row in served.get("tables/agents").json()["rows"] if row["agent"] not in agents]
    assert served.send("PUT", "tables/agents", {"rows": rows}, began=began).status_code == 200


def carry(served: Served, number: int = 1, *, began: int = 2, **more: Any) -> Any:
    return served.send("POST", f"versions/{number}/carry", {**more}, began=began)


def calendar(served: Served, agent: str) -> list[tuple[str, bool]]:
    """Return the shifts in an agent's calendar, and whether each is cancelled."""
    with reading(served.database) as connection:
        person = persons(connection)[AgentId(agent)]
        f = FEED_BODY.c
        asked = FEED_BODY.select().where((f.subject == person) & (f.language == "en"))
        events = parse_events(bytes(connection.execute(asked).one().body))
        return [(event.shift, event.cancelled) for event in events]


def persons(connection: Connection, number: int | None = None) -> Mapping[AgentId, PersonId]:
    version = None if number is None else VersionNumber(number)
    return read_version(connection, find_version(connection, plan_id(connection), version)).person_of


def plan_id(connection: Connection) -> PlanId:
    found = find_plan_id(connection, CODE, MONDAY_ITSELF)
    assert found is not None
    return found


def test_a_forgotten_holiday_is_carried_published_and_cancelled_in_calendars(served: Served) -> None:
    close_day(served, MONDAY, began=1)
    seen = served.get("versions/1/carry").json()
    lost = [(one["shift"][11:], one["agent"], one["municipality"], one["reason"]) for one in seen["lost"]]
    assert lost == [
        ("08:00", "1-1", "1", "shift_gone"),
        ("08:00", "1-2", "1", "shift_gone"),
        ("11:00", "2-1", "2", "shift_gone"),
        ("11:00", "2-2", "2", "shift_gone"),
    ]
    assert seen["gone_shifts"] == [f"{MONDAY}T08:00", f"{MONDAY}T11:00"]
    assert (seen["new_shifts"], seen["breaches"], seen["amends_plan"]) == ([], [], False)
    assert sum(one["target_before"] - one["target"] for one in seen["municipalities"]) == 2
    answer = carry(served, note="Closed on Monday", revision=2)
    assert (answer.status_code, answer.headers["location"]) == (201, f"{PLAN}/versions/3")
    made = answer.json()
    assert made.pop("version")["revision"] == 2
    assert made == seen
    published = served.send("PUT", "published", {"number": 3, "accept_short_notice": True}, began=1)
    assert published.status_code == 200, published.text
    assert calendar(served, "2-1") == [(f"{MONDAY}T11:00", True)]
    assert calendar(served, "1-1") == [
        (f"{MONDAY}T08:00", True),
        (f"{TUESDAY}T08:00", False),
        ("2027-01-06T11:00", False),
    ]
    with reading(served.database) as connection:
        assert breaches(connection) == []
        assert 3 in [notice.payload.get("number") for notice in unsent_notices(connection)]


def test_a_version_carried_can_be_changed_by_hand(served: Served) -> None:
    close_day(served, MONDAY, began=1)
    assert carry(served).status_code == 201
    move = {"kind": "move", "shift": f"{TUESDAY}T08:00", "joins": "1-2"}
    changed = served.send("POST", "versions/3/changes", {"changes": [move]}, began=3)
    assert (changed.status_code, changed.json()["lost"]) == (201, [])


def test_what_has_been_stays_and_who_left_is_back_until_yesterday(served: Served) -> None:
    served.now[0] = datetime(2027, 1, 6, 9, tzinfo=UTC)
    close_day(served, MONDAY, began=1)
    remove(served, "1-1", began=2)
    answer = carry(served)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert [(one["shift"], one["agent"], one["reason"]) for one in made["lost"]] == [
        ("2027-01-06T11:00", "1-1", "left")
    ]
    assert (made["amends_plan"], made["revision"], made["version"]["revision"]) == (True, 3, 4)
    rows = {row["agent"]: row for row in served.get("tables/agents").json()["rows"]}
    assert rows["1-1"]["last_day"] == TUESDAY
    published = served.send("PUT", "published", {"number": 3, "accept_short_notice": True}, began=1)
    assert published.status_code == 200, published.text
    assert calendar(served, "1-1") == [
        (f"{MONDAY}T08:00", False),
        (f"{TUESDAY}T08:00", False),
        ("2027-01-06T11:00", True),
    ]
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_somebody_who_moved_keeps_account_and_past_in_the_row_until_yesterday(served: Served) -> None:
    served.now[0] = datetime(2027, 1, 6, 9, tzinfo=UTC)
    rows = served.get("tables/agents").json()["rows"]
    moved = [row | {"municipality": "2"} if row["agent"] == "1-1" else row for row in rows]
    sent = served.send("PUT", f"{PLAN}/tables/agents?same_person=1-1", {"rows": moved}, began=1)
    assert sent.status_code == 200, sent.text
    with reading(served.database) as connection:
        before = persons(connection, 1)
    answer = carry(served)
    assert answer.status_code == 201, answer.text
    assert [one["reason"] for one in answer.json()["lost"]] == ["other_municipality"]
    with reading(served.database) as connection:
        after = persons(connection)
        assert breaches(connection) == []
    assert after[AgentId("1-1")] == before[AgentId("1-1")]
    assert AgentId("1-1-2") in after


def test_an_id_that_is_somebody_else_s_by_now_leaves_the_past_to_whoever_sat(served: Served) -> None:
    served.now[0] = datetime(2027, 1, 6, 9, tzinfo=UTC)
    rows = served.get("tables/agents").json()["rows"]
    other = [row | {"name": "En anden"} if row["agent"] == "1-1" else row for row in rows]
    sent = served.send("PUT", f"{PLAN}/tables/agents?new_person=1-1", {"rows": other}, began=1)
    assert sent.status_code == 200, sent.text
    with reading(served.database) as connection:
        before = persons(connection, 1)
    answer = carry(served)
    assert answer.status_code == 201, answer.text
    assert [(one["agent"], one["reason"]) for one in answer.json()["lost"]] == [("1-1~", "left")]
    with reading(served.database) as connection:
        after = persons(connection)
        assert breaches(connection) == []
    assert after[AgentId("1-1~")] == before[AgentId("1-1")]
    assert after[AgentId("1-1")] != before[AgentId("1-1")]


def test_a_hand_change_of_an_older_version_keeps_the_past_too(served: Served) -> None:
    served.now[0] = datetime(2027, 1, 6, 9, tzinfo=UTC)
    remove(served, "1-1", began=1)
    move = {"kind": "move", "shift": "2027-01-07T08:00", "joins": "1-2"}
    sent = {"changes": [move]}
    changed = served.send("POST", "versions/1/changes", sent, began=2, key="one")
    assert changed.status_code == 201, changed.text
    assert changed.json()["lost"] == [{"shift": "2027-01-06T11:00", "agent": "1-1"}]
    seats = served.get("versions/3").json()["seats"]
    assert [seat["date"] for seat in seats if seat["agent"] == "1-1"] == [MONDAY, TUESDAY]
    served.now[0] = datetime(2027, 1, 9, 9, tzinfo=UTC)
    again = served.send("POST", "versions/1/changes", sent, began=2, key="one")
    assert (again.status_code, again.json()) == (201, changed.json())


def test_the_same_request_again_gets_the_same_answer(served: Served) -> None:
    close_day(served, MONDAY, began=1)
    first = served.send("POST", "versions/1/carry", {}, began=2, key="one")
    close_day(served, MONDAY, TUESDAY, began=2)
    before = served.digest()
    again = served.send("POST", "versions/1/carry", {}, began=2, key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert served.digest() == before


def test_who_knows_another_version_or_revision_changes_nothing(served: Served) -> None:
    close_day(served, MONDAY, began=1)
    before = served.digest()
    assert carry(served, began=1).status_code == 412
    stale = carry(served, revision=1)
    assert (stale.status_code, stale.json()["current"]["number"]) == (412, 2)
    assert carry(served, 9).status_code == 404
    assert carry(served, other=1).status_code == 422
    assert served.digest() == before


def test_a_version_of_the_newest_revision_has_nowhere_to_go(served: Served) -> None:
    before = served.digest()
    assert carry(served).status_code == served.get("versions/1/carry").status_code == 409
    assert served.digest() == before


def test_a_telephone_number_does_not_invalidate_what_was_proven(served: Served) -> None:
    rows = served.get("tables/agents").json()["rows"]
    called = [row | {"phone": "12345678"} if row["agent"] == "1-1" else row for row in rows]
    assert served.send("PUT", "tables/agents", {"rows": called}, began=1).status_code == 200
    assert carry(served).json()["lost"] == []
    bounds = [served.get(f"versions/{n}").json()["score"] for n in (1, 3)]
    assert bounds[0] == bounds[1]
    assert bounds[0]["coverage"]["bound"] == 13


@pytest.mark.parametrize(
    ("caller", "status"), [("nobody", 401), ("agent", 403), ("leader", 403), ("administrator", 403)]
)
def test_only_who_plans_carries(served: Served, caller: str, status: int) -> None:
    close_day(served, MONDAY, began=1)
    before = served.digest()
    answer = served.send("POST", "versions/1/carry", {}, began=2, caller=caller)
    assert answer.status_code == status
    assert served.digest() == before


@pytest.mark.parametrize("seed", range(4))
def test_calendars_hold_what_is_published_and_what_was_cancelled_whatever_the_plan_did(
    engine: Engine, seed: int
) -> None:
    chance, question = Random(seed), small_plan()
    revision = add_plan(engine, question)
    publish_version(engine, add_roster(engine, revision, SMALL_ROSTER, expected=0), expected=0)
    served, published = Served(engine), 1
    shown: dict[str, set[str]] = {}
    for days in (1, 2, 35, 36, 37):
        served.now[0] = NOW + timedelta(days=days)
        _note(served, shown)
        if not _change(engine, chance):
            continue
        newest = served.get("versions").json()["versions"][0]["number"]
        made = carry(served, newest, began=newest)
        assert made.status_code == 201, made.text
        if made.json()["breaches"]:
            continue
        number = made.json()["version"]["number"]
        sent = {"number": number, "accept_short_notice": True}
        assert served.send("PUT", "published", sent, began=published).status_code == 200
        published = number
        with reading(engine) as connection:
            assert breaches(connection) == []
            version = find_version(connection, plan_id(connection), number)
            sits: dict[str, set[str]] = {}
            for seat in seats_of(connection, version):
                sits.setdefault(seat.person, set()).add(seat.shift)
            rows = connection.execute(FEED_BODY.select().where(FEED_BODY.c.kind == "person")).all()
        for row in rows:
            events = parse_events(bytes(row.body))
            held = {event.shift for event in events if not event.cancelled}
            cancelled = {event.shift for event in events if event.cancelled}
            now = sits.get(row.subject, set())
            assert held == now
            assert held | cancelled == now | shown.get(row.subject, set())
    assert published > 1


def _note(served: Served, shown: dict[str, set[str]]) -> None:
    """Take down what has stood in each calendar so far."""
    with reading(served.database) as connection:
        for row in connection.execute(FEED_BODY.select().where(FEED_BODY.c.kind == "person")):
            shown.setdefault(row.subject, set()).update(
                event.shift for event in parse_events(bytes(row.body))
            )


def _change(engine: Engine, chance: Random) -> bool:
    """Make another state of the plan by chance; tell whether it is one."""
    with writing(engine) as connection:
        newest = find_revision(connection, plan_id(connection))
        question = read_plan(connection, newest)
        try:
            other = _other(question, chance)
        except PlanError:
            return False
        if other == question:
            return False
        answers = PersonAnswers(all_same=True)
        import_plan(connection, other, author=AUTHOR, at=NOW, expected=newest.number, answers=answers)
        return True


def _other(question: Plan, chance: Random) -> Plan:
    line = question.hotline
    day = line.period.first_day + timedelta(days=chance.randrange(5))
    someone = chance.choice(question.agents)
    match chance.randrange(6):
        case 0:
            shut = replace(line, closing=Closing(closed=line.closing.closed ^ {day}))
            return replace(question, hotline=shut, demand=())
        case 1:
            row = Demand(day, 8 * 60, chance.choice((0, 1)))
            return replace(question, demand=(row,))
        case 2:
            others = tuple(one for one in question.agents if one is not someone)
            entries = tuple(one for one in question.availability if one.agent != someone.id)
            return replace(question, agents=others, availability=entries)
        case 3:
            return replace(question, availability=(entry(someone.id, "unavailable", day),))
        case 4:
            new = agent(f"1-{len(question.agents) + 7}")
            return replace(question, agents=(*question.agents, new))
        case _:
            paying = tuple(
                replace(one, staffing=not one.staffing) if one.code == "2" else one
                for one in question.municipalities
            )
            return replace(question, municipalities=paying)
