"""By which id, and in whose employment, people are in plans: an id belongs to a plan, not to a person.

Rows are written where something differs from the revision before; whoever asks for a revision reads those of
the plan up to it, of two for one person or one id the later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from api.access.ids import HotlineId, PersonId, PlanId, RevisionId
from api.plans.identification import KnownPerson
from api.store.persons import Identity, identities_of
from api.store.tables import PERSON, PLAN, PLAN_REVISION, REVISION_AGENT
from wfm.ids import AgentId, MunicipalityCode


@dataclass(frozen=True)
class PlanAgent:
    """Who somebody is in a plan: random id, agent id, and code of the employer."""

    person: PersonId
    agent: AgentId
    municipality: MunicipalityCode


def list_plan_agents(connection: Connection, plan: PlanId, number: int) -> tuple[PlanAgent, ...]:
    """Return everybody who was ever in a plan up to a revision, the latest entry last; nobody erased."""
    known = connection.execute(_agents_of_plan(), {"plan": plan, "last": number})
    return tuple(PlanAgent(row.person_id, row.agent, row.municipality) for row in known)


@cache
def _agents_of_plan() -> Select[Any]:
    """Return the question for everybody in a plan up to its last revision that counts, built once."""
    a, r = REVISION_AGENT.c, PLAN_REVISION.c
    joined = REVISION_AGENT.join(PLAN_REVISION, r.id == a.revision_id).join(
        PERSON, PERSON.c.id == a.person_id
    )
    asked = select(a.person_id, a.agent, a.municipality).select_from(joined)
    there = (r.plan_id == bindparam("plan")) & (r.number <= bindparam("last"))
    return asked.where(PERSON.c.agent.is_not(None), there).order_by(r.number)


def list_employers(connection: Connection) -> frozenset[MunicipalityCode]:
    """Return the municipalities that employ somebody in any plan of any hotline."""
    return frozenset(connection.scalars(select(REVISION_AGENT.c.municipality).distinct()))


def identities_in_plan(
    connection: Connection, hotline: HotlineId, plan: PlanId, number: int
) -> Mapping[PersonId, Identity]:
    """Return everybody of a hotline by random id: by today's name, and by the id that they have in a plan.

    Parameters
    ----------
    hotline, plan
        Random ids.
    number
        Of the plan's revision.
    """
    found = dict(identities_of(connection, hotline))
    for one in list_plan_agents(connection, plan, number):
        found[one.person] = replace(found[one.person], agent=one.agent, municipality=one.municipality)
    return found


def list_bearers(
    connection: Connection, hotline: HotlineId, first_day: date
) -> Mapping[AgentId, tuple[KnownPerson, ...]]:
    """Return who of a hotline went by each id, those nearest to a plan first; nobody erased.

    Nearest is the plan itself, then the plans before it, then those after it.
    """
    a, r, p = REVISION_AGENT.c, PLAN_REVISION.c, PERSON.c
    joined = (
        REVISION_AGENT.join(PLAN_REVISION, r.id == a.revision_id)
        .join(PLAN, PLAN.c.id == r.plan_id)
        .join(PERSON, p.id == a.person_id)
    )
    columns = (a.person_id, a.agent, a.municipality, PLAN.c.first_day, r.number, p.name, p.email)
    there = (PLAN.c.hotline_id == hotline) & p.agent.is_not(None)
    rows = connection.execute(select(*columns).select_from(joined).where(there)).all()

    def distance(row: Any) -> tuple[bool, int, int]:
        days = (first_day - row.first_day).days
        return days < 0, abs(days), -row.number

    found: dict[AgentId, dict[PersonId, KnownPerson]] = {}
    for row in sorted(rows, key=distance):
        known = KnownPerson(row.person_id, row.agent, row.municipality, row.name, row.email)
        found.setdefault(row.agent, {}).setdefault(row.person_id, known)
    return {agent: tuple(people.values()) for agent, people in found.items()}


def persons_in_later_plans(
    connection: Connection, hotline: HotlineId, first_day: date
) -> frozenset[PersonId]:
    """Return who is in a plan of a hotline that begins after a day: what is said of them there is newer."""
    a, r = REVISION_AGENT.c, PLAN_REVISION.c
    joined = REVISION_AGENT.join(PLAN_REVISION, r.id == a.revision_id).join(PLAN, PLAN.c.id == r.plan_id)
    later = (PLAN.c.hotline_id == hotline) & (PLAN.c.first_day > first_day)
    return frozenset(connection.execute(select(a.person_id).select_from(joined).where(later)).scalars())


def keep_agents(
    connection: Connection,
    plan: PlanId,
    before: int,
    revision: RevisionId,
    agents: Iterable[PlanAgent],
    still: Collection[PersonId],
) -> None:
    """Note by which ids people are in a revision, as far as that differs from the one before.

    Parameters
    ----------
    before
        Number of that one; 0 for the first.
    still
        Who is in that one: whoever comes back to a plan is noted anew.
    """
    known = {one.person: one for one in list_plan_agents(connection, plan, before) if one.person in still}
    new = [
        {
            "revision_id": revision,
            "person_id": one.person,
            "agent": one.agent,
            "municipality": one.municipality,
        }
        for one in agents
        if known.get(one.person) != one
    ]
    if new:
        connection.execute(insert(REVISION_AGENT), new)
