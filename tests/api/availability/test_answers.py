"""What people say: by whom, until when, against which state, and that the plan has it at once."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from api.access.callers import AccountHolder
from api.access.ids import AccountId, RevisionNumber
from api.access.roles import Grant, Role
from api.plans.records.answers import read_content, read_plan_shortly
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision, read_plan, revision_holds
from api.store.audit import check_chain
from api.store.engine import reading
from tests.api.availability.asked import AWAY, CLOSES, WISH, iso, open_collection, say, tag_of
from tests.api.filled_service import CALLERS, CODE, FIRST_DAY, NOW, Served
from wfm.canonical import plan_sha256
from wfm.ids import AgentId, MunicipalityCode

NOTE = "KANARIE-note, med æøå"


def newest(served: Served) -> int:
    return int(served.get("").json()["revision"]["number"])


def test_an_answer_stands_in_the_plan_at_once_and_in_nobody_elses_rows(served: Served) -> None:
    open_collection(served)
    before = served.get("tables/availability", "local").json()["rows"]
    done = say(served, "1-1", AWAY, WISH)
    assert done.status_code == 200, done.text
    assert done.json()["answered_at"] == iso(NOW)
    assert done.json()["revision"] == newest(served) == 2
    rows = served.get("tables/availability", "local").json()["rows"]
    assert [row for row in rows if row["agent"] != "1-1"] == before
    assert [(row["kind"], row["from"], row["to"]) for row in rows if row["agent"] == "1-1"] == [
        ("unavailable", None, None),
        ("preferred", "08:00", "11:00"),
    ]
    told = served.get("availability/1-1", "agent")
    assert [entry["kind"] for entry in told.json()["entries"]] == ["unavailable", "preferred"]


def test_what_is_kept_in_a_short_way_is_what_the_long_way_reads(served: Served) -> None:
    open_collection(served)
    for agent, entry in (("1-1", AWAY), ("1-2", WISH), ("3-1", WISH), ("2-1", AWAY), ("1-1", WISH)):
        assert say(served, agent, entry, caller="coordinator").status_code == 200
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE)
        plan = find_plan(connection, hotline.id, date.fromisoformat(FIRST_DAY)).id
        for number in range(1, 7):
            revision = find_revision(connection, plan, RevisionNumber(number))
            assert revision_holds(connection, revision)
            long = read_plan(connection, revision)
            assert read_plan_shortly(connection, read_content(connection, revision)) == long
            assert revision.plan_sha256 == plan_sha256(long)
        assert not check_chain(connection).broken


def test_notes_of_others_stay_where_they_are_and_unseen(served: Served) -> None:
    open_collection(served)
    assert say(served, "1-1", AWAY, WISH).status_code == 200
    rows = served.get("tables/availability", "local").json()["rows"]
    assert [row["note"] for row in rows if row["agent"] == "3-1"] == [NOTE]
    coordinator = served.get("availability/3-1", "coordinator")
    assert NOTE not in coordinator.text
    kept = coordinator.json()["entries"]
    told = say(served, "3-1", *kept, WISH, caller="coordinator")
    assert NOTE not in told.text
    rows = served.get("tables/availability", "local").json()["rows"]
    assert [row["note"] for row in rows if row["agent"] == "3-1"] == [NOTE, None]


def test_another_municipality_is_not_there(served: Served) -> None:
    open_collection(served)
    for caller, agent in (("agent", "1-2"), ("agent", "2-1"), ("leader", "2-1"), ("leader", "9-9")):
        assert served.get(f"availability/{agent}", caller).status_code == 404
        refused = say(served, agent, AWAY, caller=caller, began='"1"')
        assert (refused.status_code, newest(served)) == (404, 1)
    assert say(served, "1-2", AWAY, caller="leader").status_code == 200
    assert say(served, "2-1", AWAY, caller="administrator", began='"2"').status_code == 403
    assert say(served, "2-1", AWAY, caller="nobody", began='"2"').status_code == 401


def test_two_devices_of_one_agent(served: Served) -> None:
    open_collection(served)
    began = tag_of(served, "1-1", "agent")
    assert say(served, "1-1", AWAY, began=began).status_code == 200
    late = say(served, "1-1", WISH, began=began)
    assert late.status_code == 412
    assert late.json()["current"]["by"] == "c" * 32
    assert [e["kind"] for e in served.get("availability/1-1", "agent").json()["entries"]] == ["unavailable"]


def test_eighty_agents_do_not_get_in_each_other_s_way(served: Served) -> None:
    open_collection(served)
    began = {agent: tag_of(served, agent, "coordinator") for agent in ("1-1", "1-2", "2-1", "2-2")}
    started, told = Barrier(len(began)), {}

    def answer(agent: str) -> None:
        started.wait()
        told[agent] = say(served, agent, AWAY, caller="coordinator", began=began[agent], key=agent)

    threads = [Thread(target=answer, args=(agent,)) for agent in began]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {agent: answer.status_code for agent, answer in told.items()} == dict.fromkeys(began, 200)
    rows = served.get("tables/availability", "local").json()["rows"]
    assert {row["agent"] for row in rows} == {*began, "3-1"}
    assert newest(served) == 5


def test_a_tag_without_its_digest_is_the_plan_s_newest_revision(served: Served) -> None:
    open_collection(served)
    assert say(served, "1-1", AWAY, began='"1"').status_code == 200
    assert say(served, "1-2", AWAY, caller="leader", began='"1"').status_code == 412
    assert say(served, "1-2", AWAY, caller="leader", began='"2"').status_code == 200


def test_a_coordinator_s_table_is_seen_by_the_agent_s_tag(served: Served) -> None:
    open_collection(served)
    began = tag_of(served, "1-1", "agent")
    table = {"rows": [{"agent": "1-1", **AWAY}]}
    assert served.send("PUT", "tables/availability", table, began=1).status_code == 200
    assert say(served, "1-1", WISH, began=began).status_code == 412


def test_the_api_stays_strict_for_tables(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    refused = served.send("PUT", "tables/locks", {"rows": []}, began=1)
    assert refused.status_code == 412


def test_a_request_that_comes_again_changes_nothing(served: Served) -> None:
    open_collection(served)
    began = tag_of(served, "1-1", "agent")
    first = say(served, "1-1", AWAY, began=began, key="once")
    again = say(served, "1-1", AWAY, began=began, key="once")
    assert (again.status_code, again.json()["entries"]) == (200, first.json()["entries"])
    assert newest(served) == 2
    assert say(served, "1-1", WISH, began=began, key="once").status_code == 422


def test_saying_the_same_makes_no_revision(served: Served) -> None:
    open_collection(served)
    assert say(served, "1-1").status_code == 200
    assert newest(served) == 1
    assert served.get("availability/1-1", "agent").json()["answered_at"]
    assert say(served, "1-1", answered=False).json()["answered_at"] is None


def test_faulty_rows_are_told_and_nothing_is_kept(served: Served) -> None:
    open_collection(served)
    wrong = {**AWAY, "last_day": "2027-01-01"}
    refused = say(served, "1-1", AWAY, wrong)
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert (fault["file"], fault["row"], fault["column"]) == ("availability", 2, "last_day")
    for odd in ({**AWAY, "agent": "2-1"}, {**AWAY, "kind": "ferie"}, {**AWAY, "from": "8"}):
        assert say(served, "1-1", odd).status_code == 422
    assert newest(served) == 1


@pytest.mark.parametrize("caller", ["agent", "leader"])
def test_before_anybody_asks_and_after_the_deadline_only_coordinators_may(
    served: Served, caller: str
) -> None:
    def status(who: str) -> tuple[int, str]:
        answer = say(served, "1-1", AWAY, caller=who, began=tag_of(served, "1-1", "coordinator"))
        return answer.status_code, answer.json().get("type", "").rpartition("-")[2]

    assert status(caller) == (409, "closed")
    open_collection(served, opens=iso(NOW + timedelta(days=1)))
    assert status(caller) == (409, "closed")
    served.now[0] = NOW + timedelta(days=1)
    assert status(caller)[0] == 200
    served.now[0] = CLOSES - timedelta(seconds=1)
    assert status(caller)[0] == 200
    served.now[0] = CLOSES
    assert status(caller) == (409, "closed")
    assert status("coordinator")[0] == 200


def test_who_sees_everybody_as_administrator_answers_for_nobody_else_by_that(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Grant(Role.AGENT, CODE, MunicipalityCode("1"), AgentId("1-1"))
    both = AccountHolder(AccountId("7" * 32), (own, Grant(Role.ADMINISTRATOR, CODE)))
    monkeypatch.setitem(CALLERS, "both", both)
    open_collection(served)
    assert served.get("availability/2-1", "both").status_code == 200
    assert say(served, "2-1", AWAY, caller="both").status_code == 404
    assert say(served, "1-1", AWAY, caller="both").status_code == 200
    served.now[0] = CLOSES + timedelta(minutes=1)
    for agent, status in (("2-1", 404), ("1-1", 201)):
        told = served.send("POST", f"availability/{agent}/requests", {"entries": []}, caller="both")
        assert told.status_code == status


@pytest.mark.parametrize("caller", ["coordinator", "local"])
def test_a_note_that_its_author_took_away_does_not_come_back_by_restoring(
    served: Served, caller: str
) -> None:
    open_collection(served)
    say(served, "1-1", {**AWAY, "note": NOTE})
    with_note = newest(served)
    say(served, "1-1", AWAY, {**WISH, "note": "later"})
    address = f"revisions/{with_note}/restore"
    assert served.send("POST", address, {}, caller=caller, began=newest(served)).status_code == 200
    assert NOTE not in served.get("availability/1-1", "agent").text
    assert served.send("POST", address, {}, caller=caller, began=newest(served)).status_code == 409
    say(served, "1-1")
    assert served.send("POST", address, {}, caller=caller, began=newest(served)).status_code == 200
    assert NOTE in served.get("availability/1-1", "agent").text
