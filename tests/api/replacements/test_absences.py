"""Somebody is away: seats vacant at once, who may step in, and what each may know of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from httpx2 import Response
from sqlalchemy import select, update

from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline, find_plan
from api.replacements.candidates import rank_candidates
from api.replacements.mails import MAILS
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft, MailTask
from api.store.tables import MAIL, OUTBOX, PERSON
from tests import builders
from tests.api.filled_service import CODE, FIRST_DAY, NOW, ROOT, Served
from tests.api.notices.post import add_agents, draft_of
from tests.api.publications import small_plan
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan

HERE = f"{ROOT}/{CODE}"
MON8, WED11 = "2027-01-04T08:00", "2027-01-06T11:00"


def report(served: Served, agent: str = "1-2", caller: str = "leader", **more: Any) -> Response:
    days = {"first_day": "2027-01-06", "last_day": "2027-01-06"}
    document = {"agent": agent, **days, **{key: more.pop(key) for key in days if key in more}}
    return served.send("POST", f"{HERE}/absences", document, caller=caller, **more)


def sitting(served: Served, shift: str) -> list[str]:
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, date.fromisoformat(FIRST_DAY))
        roster = read_version(connection, find_version(connection, plan.id, plan.published)).roster
    return list(roster.on(ShiftId(shift)))


def kinds(served: Served) -> list[str]:
    with reading(served.database) as connection:
        return list(connection.execute(select(OUTBOX.c.kind).order_by(OUTBOX.c.created_at)).scalars())


def test_seats_are_vacant_at_once_and_who_may_step_in_is_listed(served: Served) -> None:
    made = report(served, key="one")
    assert made.status_code == 201, made.text
    told = made.json()
    assert made.headers["location"] == f"{HERE}/absences/{told['id']}"
    assert (told["agent"], told["state"], made.headers["etag"]) == ("1-2", "reported", '"1"')
    assert "reason" not in told
    (seat,) = told["vacated"]
    assert (seat["plan"], seat["shift"], seat["vacant"], seat["sitting"]) == (FIRST_DAY, WED11, 1, ["1-1"])
    assert sitting(served, WED11) == ["1-1"]
    assert kinds(served).count("seats_vacant") == 1
    again = report(served, key="one")
    assert (again.status_code, again.json()) == (201, told)
    assert kinds(served).count("seats_vacant") == 1


def test_a_whole_shift_changes_hands_only_where_nobody_can_join_those_who_stay(served: Served) -> None:
    (seat,) = report(served, caller="coordinator").json()["vacated"]
    best, *others = seat["candidates"]
    # Of municipality 1 nobody else is there: only the whole shift can be taken, and 1-1 would lose it.
    assert (best["agents"], best["keeps_colleagues"], best["loses"]) == (["2-1", "2-2"], False, ["1-1"])
    assert [level["rise"] for level in best["levels"] if level["level"] == "coverage"] == [-1]
    assert all(other["breaches"] for other in others)
    told = report(served, "1-2", "coordinator", first_day="2027-01-04", last_day="2027-01-05").json()
    assert [one["shift"] for one in told["vacated"]] == [MON8]


def test_who_may_report_whom_and_who_knows_of_it(served: Served) -> None:
    before = served.digest()
    assert report(served, "1-2", "agent").status_code == 404
    assert report(served, "2-1", "leader").status_code == 404
    assert report(served, "nobody", "coordinator").status_code == 404
    assert report(served, "1-1", "administrator").status_code == 403
    assert served.digest() == before
    made = report(served, "1-1", "agent").json()
    where = f"{HERE}/absences/{made['id']}"
    statuses = {
        caller: served.get(where, caller).status_code for caller in ("agent", "leader", "coordinator")
    }
    assert statuses == {"agent": 200, "leader": 200, "coordinator": 200}
    assert served.get(where, "administrator").status_code == 404
    assert [one["id"] for one in served.get(f"{HERE}/absences", "leader").json()["absences"]] == [made["id"]]
    assert served.get(f"{HERE}/absences", "administrator").json()["absences"] == []
    (seat,) = served.get(where, "agent").json()["vacated"]
    named = [one for one in seat["candidates"] if one["municipality"] == "2"]
    assert named
    assert all(one["agent"] is None and one["agents"] == [] and one["phone"] is None for one in named)


def test_a_telephone_of_the_plan_is_seen_by_coordinators_and_the_own_leader_alone(served: Served) -> None:
    with writing(served.database) as connection:
        connection.execute(update(PERSON).values(phone="33 44 55 66"))
    made = report(served, "1-1", "agent", first_day="2027-01-04", last_day="2027-01-08").json()

    def reached(caller: str) -> set[str]:
        seats = served.get(f"{HERE}/absences/{made['id']}", caller).json()["vacated"]
        return {one["agent"] for seat in seats for one in seat["candidates"] if one["phone"]}

    assert reached("coordinator") == {"1-2", "2-1", "2-2"}
    assert reached("leader") == {"1-2"}
    assert reached("agent") == set()


def test_days_that_are_over_or_in_no_published_roster_are_refused(served: Served) -> None:
    wrong = report(served, first_day="2026-11-01", last_day="2026-11-02")
    assert (wrong.status_code, wrong.json()["faults"][0]["column"]) == (422, "last_day")
    assert report(served, first_day="2027-01-06", last_day="2027-01-05").status_code == 422
    assert report(served, first_day="2027-01-06", last_day="2029-01-05").status_code == 422
    assert report(served, first_day="2027-06-01", last_day="2027-06-05").status_code == 422
    assert report(served, first_day="2027-01-08", last_day="2027-01-08").json()["vacated"] == []


def test_a_mistake_is_taken_back_and_the_seat_is_theirs_again(served: Served) -> None:
    made = report(served).json()
    where = f"{HERE}/absences/{made['id']}/withdraw"
    assert served.send("POST", where, caller="leader", began=7).status_code == 412
    assert served.send("POST", where, caller="administrator").status_code == 403
    done = served.send("POST", where, caller="leader", began=1)
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    assert sorted(sitting(served, WED11)) == ["1-1", "1-2"]
    assert served.send("POST", where, caller="leader").status_code == 409
    assert served.get(f"{HERE}/absences", "leader").json()["absences"] == []


def test_first_come_those_with_whom_the_colleague_stays() -> None:
    """Also where a team of the other municipality knows more than who can join: it is not even told of."""
    plan = small_plan()
    known = {"1-1": (), "1-2": ("mitid",), "1-3": (), "1-4": ("mitid",), "1-5": ("mitid",)}
    known |= dict.fromkeys(("2-1", "2-2"), ("mitid", "moving"))
    agents = (*(builders.agent(name, competences=held) for name, held in known.items()), plan.agents[-1])
    away = (builders.entry("1-5", "unavailable", date(2027, 1, 6)),)
    plan = Plan(plan.hotline, plan.municipalities, agents, away)
    sits, shift = builders.roster({WED11: ("1-1",)}), plan.shift[ShiftId(WED11)]

    def told(*absent: str) -> list[tuple[tuple[str, ...], bool]]:
        gone = frozenset(map(AgentId, absent))
        found = rank_candidates(plan, sits, shift, [MunicipalityCode("1")], gone)
        assert [one.agents for one in found.unable if one.does.breaches] == [("1-5",)]
        assert not any(one.does.breaches for one in found.able)
        return [(one.agents, one.keeps_colleagues) for one in found.able]

    assert told("1-2") == [(("1-4",), True), (("1-3",), True)]
    assert told("1-2", "1-4") == [(("1-3",), True)]
    assert told("1-2", "1-3", "1-4") == [(("2-1", "2-2"), False)]


def test_mails_name_nobody_who_is_away(served: Served) -> None:
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE).id
    people = add_agents(served.database, hotline)
    with writing(served.database) as connection:
        leader = accounts.make(connection, "leder@example.dk", "en", by=None, at=NOW)
        town = MunicipalityCode("1")
        grants.give(connection, leader.id, Role.LEADER, hotline=hotline, municipality=town, by=None, at=NOW)
    free_one = report(served, "1-1", first_day="2027-01-05", last_day="2027-01-06").json()
    assert free_one["state"] == "reported"
    document = {"shift": "2027-01-07T11:00", "agents": ["1-1", "2-1"], "expires_at": "2026-12-03T09:00:00Z"}
    offer = served.send("POST", f"{HERE}/offers", document).json()
    drafts = mailed(served)
    assert leader.id in {one.account for kind, one in drafts if kind == "seats_vacant"}
    assert {one.account for kind, one in drafts if kind == "seat_offered"} == {
        people["1-1"].id,
        people["2-1"].id,
    }
    served.send("POST", f"{HERE}/offers/{offer['id']}/accept", {"agent": "1-1"})
    over = mailed(served)
    assert [one.account for kind, one in over if kind == "seat_taken"] == [people["2-1"].id]
    writers = {kind.name: kind for kind in MAILS}
    for kind, one in (*drafts, *over):
        letter = writers[kind].write(served.database, MailTask(one, "da", "https://x.dk", served.now[0]))
        assert "1-1" not in repr((letter, one.payload))
        assert letter is None or letter.url.startswith("https://x.dk/")


def mailed(served: Served) -> list[tuple[str, MailDraft]]:
    """Make the mails that wait, and return those of replacements."""
    with reading(served.database) as connection:
        before = set(connection.execute(select(MAIL.c.id)).scalars())
    for notice in find_notices(served.database, served.now[0]):
        sort(served.database, notice, served.now[0])
    with reading(served.database) as connection:
        rows = connection.execute(select(MAIL)).all()
    kinds = {kind.name for kind in MAILS}
    return [(row.kind, draft_of(row)) for row in rows if row.id not in before and row.kind in kinds]
