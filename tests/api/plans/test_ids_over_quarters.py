"""Ids are given anew, changed and exchanged; whatever happens, nobody is ever shown as somebody else."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import Engine, text

from api.access.callers import AccountHolder
from api.access.ids import HotlineCode, PersonId
from api.access.scope import scope_of
from api.accounts.records.grants import resolve_grants
from api.accounts.records.members import members_of
from api.calendars.choices import calendars_open_to
from api.calendars.ics.reading import parse_events
from api.calendars.rights import PERSON
from api.plans.records.plans import persons_in, revision_by_id, revision_holds
from api.published.store_source import StoredHotlines
from api.rosters.records.rosters import find_newest_version, read_version
from api.store.engine import reading
from tests.api.calendars.records.subscribed import open_address
from tests.api.plans.staff import Human, Quarter, Staff
from tests.api.store.filled import NOW
from tests.api.store.invariants import breaches

CODE = HotlineCode("test")
SHORT, LONG = range(2), range(2, 250)


def others(staff: Staff, human: Human) -> list[str]:
    """Return what everybody else is called."""
    return [f"Kanarie {one.number:03}" for one in staff.people if one is not human]


def check_past(staff: Staff, quarter: Quarter) -> None:
    """See to it that a published roster shows who truly sat there, by the ids of that plan."""
    with reading(staff.engine) as connection:
        asked = text("SELECT id FROM plan WHERE first_day = :day")
        plan = connection.execute(asked, {"day": quarter.first_day.isoformat()}).scalar_one()
        version = find_newest_version(connection, plan)
        assert version is not None
        read = read_version(connection, version)
        revision = revision_by_id(connection, version.revision)
        assert revision_holds(connection, revision)
        assert persons_in(connection, revision) == read.person_of
    person = {human.number: human for human in staff.people}
    gone = {name_of(human) for human in staff.people if human.gone}  # who go by their ids, not by a name
    sitting = [agent for agent in read.plan.agents if read.roster.of_agent(agent.id)]
    shown = {a.id if a.id in gone else a.name: set(read.roster.of_agent(a.id)) for a in sitting}
    told = {name_of(person[number]): shifts for number, shifts in quarter.shifts.items()}
    assert shown == told
    ids = {a.id: a.name for a in read.plan.agents}
    for agent, number in quarter.people.items():
        if not person[number].gone:
            assert ids[agent] == person[number].name


def name_of(human: Human) -> str:
    return str(human.person)[:12] if human.gone else human.name


def check_calendar(staff: Staff, human: Human) -> None:
    """See to it that a secret address opens the own calendar with the own shifts, or nothing."""
    with reading(staff.engine) as connection:
        opened = open_address(connection, human.secret)
    if human.gone:
        assert opened is None
        return
    assert opened is not None
    body = opened.body.decode().replace("\r\n ", "")
    assert [name for name in others(staff, human) if name in body] == []
    standing = sorted(event.shift for event in parse_events(opened.body) if not event.cancelled)
    assert standing == sorted(s for quarter in staff.quarters for s in quarter.shifts.get(human.number, ()))


def check_account(staff: Staff, hotlines: StoredHotlines, human: Human) -> None:
    """See to it that an account is shown its owner's shifts in each plan, and nobody else's as its own."""
    assert human.account is not None
    with reading(staff.engine) as connection:
        caller = AccountHolder(human.account, resolve_grants(connection, human.account))
        choices = calendars_open_to(members_of(connection, CODE), caller)
    if human.gone:
        assert (caller.grants, choices) == ((), ())
        return
    assert [(one.owner.kind, one.owner.subject) for one in choices] == [(PERSON, human.person)]
    for quarter in staff.quarters:
        seen = hotlines.source(CODE, quarter.first_day.isoformat()).view(scope_of(caller, CODE)).publication
        own = [agent.name for agent in seen.people.values()]
        assert own == ([human.name] if human.number in quarter.people.values() else [])
        sits = {shift for agent in seen.people for shift in seen.roster.of_agent(agent)}
        assert sits == quarter.shifts.get(human.number, set())
        assert not any(event.agent and event.agent not in seen.events_of_agent for event in seen.events)


def check(staff: Staff) -> None:
    """See to it that nobody is anywhere shown as somebody else."""
    hotlines = StoredHotlines(staff.engine, lambda: NOW)
    for quarter in staff.quarters:
        check_past(staff, quarter)
    for human in staff.people:
        if human.account is not None:
            check_calendar(staff, human)
            check_account(staff, hotlines, human)
    with reading(staff.engine) as connection:
        # Of calendars they look at one plan alone; here each shows all of them.
        assert [one for one in breaches(connection) if not one.startswith("calendar")] == []
        members = members_of(connection, CODE)
        rows = connection.execute(text("SELECT person_id FROM revision_agent")).scalars()
        assert {PersonId(row) for row in rows}.isdisjoint(one.person for one in staff.people if one.gone)
    for agent, number in staff.quarters[-1].people.items():
        assert members.person(agent) == staff.people[number].person


@pytest.mark.parametrize("seed", [*SHORT, *(pytest.param(seed, marks=pytest.mark.prove) for seed in LONG)])
def test_whatever_becomes_of_ids_nobody_is_ever_shown_as_somebody_else(engine: Engine, seed: int) -> None:
    staff = Staff(engine, Random(seed))
    for _ in range(5):
        staff.join()
    staff.begin_quarter()
    happenings = (
        *(staff.join, staff.leave, staff.succeed, staff.succeed, staff.renumber, staff.swap, staff.swap),
        *(staff.return_to_work, staff.rename, staff.move, staff.erase),
    )
    for _ in range(3):
        for _ in range(staff.random.randint(1, 4)):
            staff.random.choice(happenings)()
        staff.begin_quarter()
        staff.change_by_hand(staff.random.choice(staff.quarters))
        staff.random.choice((staff.succeed, staff.swap, staff.renumber))()
        staff.revise(staff.quarters[-1])
        check(staff)
    assert staff.asked
