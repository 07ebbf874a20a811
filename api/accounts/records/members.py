"""Members of a hotline: its municipalities and people, as its newest plan has them, to give grants to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from csv import DictReader
from dataclasses import dataclass
from functools import cached_property
from io import StringIO

from sqlalchemy import Connection, select

from api.access.ids import HotlineCode, HotlineId, PersonId
from api.store.errors import MissingError
from api.store.persons import Identity, identities_of
from api.store.tables import HOTLINE, PLAN, PLAN_REVISION, REVISION_AGENT
from api.texts.alphabet import danish_order
from wfm.ids import AgentId, MunicipalityCode

MUNICIPALITIES = "municipalities.csv"


@dataclass(frozen=True)
class Members:
    """A hotline and who belongs to it.

    Parameters
    ----------
    id, code, name
        Of the hotline.
    municipalities
        Name by code; those that only finance as well.
    people
        By random id; nobody who was erased.
    former
        Those of them whose id is somebody else's by now.
    """

    id: HotlineId
    code: HotlineCode
    name: str
    municipalities: Mapping[MunicipalityCode, str]
    people: Mapping[PersonId, Identity]
    former: frozenset[PersonId] = frozenset()

    @cached_property
    def _bearers(self) -> Mapping[str, int]:
        return Counter(who.name.casefold() for who in self.people.values())

    def label(self, person: PersonId) -> str:
        """Return what somebody is called: the name, with the id beside it where several bear it."""
        who = self.people[person]
        if not who.name:
            return who.agent
        return who.name if self._bearers[who.name.casefold()] == 1 else f"{who.name} ({who.agent})"

    def search(self, words: str) -> tuple[PersonId, ...]:
        """Return the people whom words mean: just by id or name, else all of whom every word tells."""
        said = words.strip().casefold()
        exact = [
            person
            for person, who in self.people.items()
            if said in (who.agent.casefold(), who.name.casefold(), self.label(person).casefold())
        ]
        wanted = said.split()
        found = exact or [
            person for person, who in self.people.items() if all(word in self._told(who) for word in wanted)
        ]
        return tuple(sorted(found, key=self._order)) if wanted else ()

    def _told(self, who: Identity) -> str:
        town = self.municipalities.get(who.municipality, "")
        return "\n".join((who.name, who.agent, who.municipality, town)).casefold()

    def _order(self, person: PersonId) -> tuple[object, ...]:
        who = self.people[person]
        return danish_order(who.name), danish_order(who.agent), who.municipality

    def person(self, agent: AgentId, municipality: MunicipalityCode | None = None) -> PersonId | None:
        """Return the random id of an agent; none where the id is nobody's, or that of several people."""
        found = [
            person
            for person, who in self.people.items()
            if who.agent == agent and municipality in (None, who.municipality) and person not in self.former
        ]
        return found[0] if len(found) == 1 else None


def members_of(connection: Connection, code: HotlineCode) -> Members:
    """Return the members of a hotline.

    Raises
    ------
    MissingError
        Where there is no hotline of that code.
    """
    h = HOTLINE.c
    row = connection.execute(select(h.id, h.code, h.name).where(h.code == code)).first()
    if row is None:
        raise MissingError("hotline")
    everybody = identities_of(connection, row.id)
    people = {person: who for person, who in everybody.items() if not who.erased}
    towns = _municipalities(connection, row.id)
    for who in people.values():  # also of somebody whose municipality has left the plan
        towns.setdefault(who.municipality, who.municipality)
    return Members(
        id=row.id,
        code=row.code,
        name=row.name,
        municipalities=dict(sorted(towns.items(), key=lambda town: danish_order(town[1]))),
        people=people,
        former=_former(connection, row.id, people),
    )


def ids_of_persons(
    connection: Connection, persons: Collection[PersonId]
) -> Mapping[PersonId, frozenset[AgentId]]:
    """Return every id that persons ever had in a plan."""
    a = REVISION_AGENT.c
    found: dict[PersonId, set[AgentId]] = {}
    asked = select(a.person_id, a.agent).where(a.person_id.in_(persons)).distinct()
    for row in connection.execute(asked):
        found.setdefault(row.person_id, set()).add(row.agent)
    return {person: frozenset(ids) for person, ids in found.items()}


def _former(
    connection: Connection, hotline: HotlineId, people: Mapping[PersonId, Identity]
) -> frozenset[PersonId]:
    """Return whose id somebody else has in a later plan, or in a later state of the same one."""
    times = Counter(who.agent for who in people.values())
    several = {who.agent for who in people.values() if times[who.agent] > 1}
    if not several:
        return frozenset()
    a, r = REVISION_AGENT.c, PLAN_REVISION.c
    joined = REVISION_AGENT.join(PLAN_REVISION, r.id == a.revision_id).join(PLAN, PLAN.c.id == r.plan_id)
    asked = select(a.person_id, a.agent).select_from(joined).where(PLAN.c.hotline_id == hotline)
    latest: dict[str, PersonId] = {}
    for row in connection.execute(asked.order_by(PLAN.c.first_day, r.number)):
        if row.agent in several and row.person_id in people and people[row.person_id].agent == row.agent:
            latest[row.agent] = row.person_id
    return frozenset(p for p, who in people.items() if who.agent in several and latest.get(who.agent) != p)


def _municipalities(connection: Connection, hotline: HotlineId) -> dict[MunicipalityCode, str]:
    """Return the municipalities of the newest plan, by their names as its table has them."""
    asked = select(PLAN_REVISION.c.content).join(PLAN).where(PLAN.c.hotline_id == hotline)
    newest = asked.order_by(PLAN.c.first_day.desc(), PLAN_REVISION.c.number.desc()).limit(1)
    content = connection.execute(newest).scalar()
    if content is None:
        return {}
    rows = DictReader(StringIO(content[MUNICIPALITIES]))
    return {MunicipalityCode(row["municipality"]): row["name"] or row["municipality"] for row in rows}
