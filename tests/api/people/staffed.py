"""An office whose hotline has people with addresses: some right, some another's, some none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from api.access.ids import HotlineCode
from api.plans.person_answers import PersonAnswers
from api.plans.records.facts import find_plan_id
from api.plans.records.plans import find_revision, import_plan, read_plan
from api.store.engine import writing
from tests.api.accounts.offices import Office
from wfm.agent import Agent

HERE = HotlineCode("here")
FIRST_DAY = date(2027, 1, 4)


def staff(office: Office, agents: Iterable[Agent]) -> None:
    """Let a plan have other agents, each who they were by their id."""
    with writing(office.database) as connection:
        plan = find_plan_id(connection, HERE, FIRST_DAY)
        assert plan is not None
        newest = find_revision(connection, plan)
        wanted = tuple(agents)
        ids = {agent.id for agent in wanted}
        before = read_plan(connection, newest)
        other = replace(
            before,
            agents=wanted,
            availability=tuple(one for one in before.availability if one.agent in ids),
            locks=tuple(one for one in before.locks if one.agent in ids),
            previous=tuple(one for one in before.previous if one.agent in ids),
        )
        answers = PersonAnswers(all_same=True)
        import_plan(connection, other, author=None, at=office.at, expected=newest.number, answers=answers)


def agents_of(office: Office) -> tuple[Agent, ...]:
    """Return the agents of the newest state of the plan."""
    with writing(office.database) as connection:
        plan = find_plan_id(connection, HERE, FIRST_DAY)
        assert plan is not None
        return read_plan(connection, find_revision(connection, plan)).agents


def address(office: Office, emails: dict[str, str]) -> None:
    """Give agents e-mail addresses, by id; others have none."""
    plain = (replace(one, email=emails.get(one.id, ""), person="") for one in agents_of(office))
    staff(office, plain)
