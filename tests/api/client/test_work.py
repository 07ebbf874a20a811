"""The client beside plans: who somebody is, carried versions, methods, runs, people, availability."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from api.access.roles import Role
from api.client import Persons, PlanClient, Problem, Service
from api.client.service import HotlineClient
from tests.api.client.listening import listening, service, token_for
from tests.api.filled_service import CODE, FIRST_DAY
from tests.api.web.json.fuzzing import filled_store

AWAY = {"kind": "unavailable", "first_day": "2027-01-05", "last_day": "2027-01-05"}
TUESDAY = "2027-01-05T08:00"
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T000000Z\r\n"
    b"DTSTART:20270106T080000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(scope="module")
def plan() -> Iterator[PlanClient]:
    database = filled_store()
    token = token_for(database, Role.COORDINATOR)
    with listening(service(database)) as base:
        yield Service(base, token).hotline(CODE).plan(FIRST_DAY)
    database.dispose()


def test_who_somebody_is_can_be_answered(plan: PlanClient) -> None:
    rows = [dict(row) for row in plan.table("agents").rows]
    rows[0]["name"] = "En helt anden"
    began = plan.facts().newest_revision
    with pytest.raises(Problem) as refused:
        plan.put_table("agents", rows, began=began)
    assert refused.value.status == 409
    agent = str(rows[0]["agent"])
    told = plan.put_table("agents", rows, began=began, persons=Persons(same=[agent]))
    assert told.revision.number == began + 1
    rows[0]["agent"] = "9-9"
    said = Persons(renumbered={agent: "9-9"})
    assert plan.put_table("agents", rows, began=began + 1, persons=said).revision.number == began + 2
    rows[0]["agent"] = agent
    back = Persons(renumbered={"9-9": agent})
    assert plan.put_table("agents", rows, began=began + 2, persons=back).revision.number == began + 3


def test_answers_stand_behind_an_address() -> None:
    said = Persons(same=["all"], new=["1 ø"], renumbered={"a": "b"})
    assert said.beside("/x") == "/x?same_person=all&new_person=1+%C3%B8&renumbered=a%3Db"
    assert Persons().beside("/x") == "/x"


def test_a_version_is_carried_and_methods_are_compared(plan: PlanClient) -> None:
    facts = plan.facts()
    would = plan.carry_preview(facts.newest_version)
    assert would.revision == facts.newest_revision
    made = plan.carry(facts.newest_version, began=facts.newest_version, note="carried")
    assert (made.version.number, made.version.note) == (facts.newest_version + 1, "carried")
    assert made.lost == would.lost
    found = plan.methods()
    assert found.method == "largest_remainder"
    assert {len(town.methods) for town in found.municipalities} == {4}


def test_a_seat_is_chosen_and_the_change_undone_and_done_again(plan: PlanClient) -> None:
    newest = plan.facts().newest_version
    seat = plan.seat(newest, TUESDAY, 2)
    assert (seat.shift, seat.seat, seat.agent, seat.exchanges) == (TUESDAY, 2, None, ())
    assert {breach.rule for breach in seat.refused[0].breaches}
    best = seat.candidates[0]
    made = plan.change(newest, best.changes, began=newest)
    rises = [(one.level, (one.after or 0) - (one.before or 0)) for one in made.levels]
    assert rises == [(one.level, one.rise) for one in best.levels]
    assert plan.undo(began=newest + 1).number == newest + 2
    assert plan.seat(newest + 2, TUESDAY, 2) == seat
    assert plan.redo(began=newest + 2, key="again").number == newest + 3
    assert plan.redo(began=newest + 2, key="again").number == newest + 3
    assert best.agent in {plan.seat(newest + 3, TUESDAY, number).agent for number in (1, 2)}
    with pytest.raises(Problem, match="409"):
        plan.redo(began=newest + 3)
    from_elsewhere = plan.seat(newest + 2, TUESDAY, 2, agent="1-1").exchanges
    assert {one.changes[0]["joins"] for one in from_elsewhere} == {"1-1"}


def test_runs_are_started_looked_at_and_ended(plan: PlanClient) -> None:
    before = [run.id for run in plan.runs.all()]
    started = plan.runs.start(
        {"kind": "solve", "time_limit": 5, "from": 1}, began=plan.facts().newest_revision
    )
    assert (started.state, started.settings.from_) == ("queued", 1)
    assert [run.id for run in plan.runs.all()] == [started.id, *before]
    assert plan.runs.one(started.id).result is None
    assert plan.runs.cancel(started.id).state == "cancelled"


def test_questions_are_asked_and_read(plan: PlanClient) -> None:
    asked = plan.questions.ask({"agent": "1-1", "rule": "agent_balance"})
    assert (asked.state, asked.agent, asked.told) == ("queued", "1-1", None)
    assert plan.questions.all() == (plan.questions.one(asked.id),)
    newest = plan.facts().newest_revision
    with pytest.raises(Problem, match="422"):  # it has explained nothing yet that would help
        plan.runs.mend(plan.runs.start({"kind": "explain"}, began=newest).id, 1, began=newest)


def test_people_and_their_accounts_are_read(plan: PlanClient) -> None:
    people = plan.people.all()
    assert {one.agent for one in people} == {str(row["agent"]) for row in plan.table("agents").rows}
    with pytest.raises(Problem) as refused:  # only administrators invite
        plan.people.invite(preview=True)
    assert refused.value.status == 403
    with pytest.raises(Problem) as refused:
        plan.people.invite_leaders([("1", "leder@example.dk")], preview=True)
    assert refused.value.status == 403


def test_an_administrator_invites_through_the_client() -> None:
    database = filled_store()
    token = token_for(database, Role.ADMINISTRATOR)
    with listening(service(database)) as base:
        people = Service(base, token).hotline(CODE).plan(FIRST_DAY).people
        assert people.invite(preview=True).doubtful == ()
        (leader,) = people.invite_leaders([("1", "leder@example.dk")], preview=True)
        assert (leader.municipality, leader.state, leader.invited) == ("1", "invite", True)
    database.dispose()


def test_an_administrator_has_addresses_told_through_the_client() -> None:
    database = filled_store()
    token = token_for(database, Role.ADMINISTRATOR)
    with listening(service(database)) as base:
        webhooks = Service(base, token).hotline(CODE).webhooks
        with pytest.raises(Problem, match="422"):
            webhooks.make("https://hooks.example.org/")
        (kept,) = webhooks.list()
        tried = webhooks.try_out(kept.id)
        assert (tried.came_through, tried.fault) == (False, "not_allowed")
        webhooks.switch_on(kept.id)
        webhooks.remove(kept.id)
        assert webhooks.list() == ()
    database.dispose()


def test_availability_is_asked_for_said_and_read(plan: PlanClient) -> None:
    collection = plan.collection
    closes = datetime(2026, 12, 20, 12, tzinfo=UTC)
    asked = collection.ask(closes, note="soon", began=collection.tag())
    assert (asked.closes, asked.note, asked.stage) == (closes, "soon", "open")
    (first, *_) = collection.state().answers
    _, tag = collection.answer(first.agent)
    said = collection.say(first.agent, [AWAY], began=tag)
    assert [(one.kind, one.first_day, one.from_) for one in said.entries] == [
        ("unavailable", date(2027, 1, 5), None)
    ]
    assert said.answered_at is not None
    assert collection.busy_times(first.agent, CALENDAR).shifts == ("2027-01-06T08:00",)
    assert {one.state for one in collection.requests()} <= {"open", "granted", "rejected"}
    assert collection.remind().agents >= 0


def test_scenarios_are_tried_kept_and_adopted(plan: PlanClient) -> None:
    struer = {"join": ["671:Struer:21846:4"]}
    tried = plan.scenarios.attempt(struer, quarters=2)
    assert tried.after is not None
    assert len(tried.after["municipalities"]) == len(tried.before["municipalities"]) + 1
    assert plan.scenarios.attempt({"leave": ["9"]}).faults[0].file == "leave"
    kept = plan.scenarios.keep({"name": "With Struer", **struer})
    assert kept in plan.scenarios.all()
    changed = plan.scenarios.change(kept.id, {"name": "Struer", **struer}, began=kept.number)
    assert plan.scenarios.one(changed.id).scenario == changed
    looked_at = plan.scenarios.adopt(changed.id, began=tried.revision, preview=True)
    assert looked_at.revision is None
    plan.scenarios.remove(changed.id)
    assert changed.id not in {one.id for one in plan.scenarios.all()}


def test_business_cases_are_kept_shared_by_keys_and_changed(plan: PlanClient) -> None:
    cases = HotlineClient(plan.calls, plan.path.partition("/plans/")[0]).cases
    line = {"settings": {"name": "A line"}, "items": [["kind", "name", "2027"], ["gain", "Calls", "9"]]}
    kept = cases.keep({**line, "keys": [["partner", "calls"], ["1", "10"], ["2", "20"]]})
    assert kept in cases.all()
    (split,) = cases.one(kept.id, ["calls:50, equal:50"]).splits
    assert [one["total"] for one in split["partners"]] == ["3.75", "5.25"]
    assert cases.change(kept.id, line, began=kept.number).number == kept.number + 1
    cases.remove(kept.id)
    assert kept.id not in {one.id for one in cases.all()}
