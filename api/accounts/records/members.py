"""Members of a hotline: its municipalities and people, as its newest plan has them, to give grants to."""

from __future__ import annotations

from collections.abc import Mapping
from csv import DictReader
from dataclasses import dataclass
from io import StringIO

from sqlalchemy import Connection, select

from api.access.ids import HotlineCode, HotlineId, PersonId
from api.store.errors import MissingError
from api.store.persons import Identity, identities_of
from api.store.tables import HOTLINE, PLAN, PLAN_REVISION
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
    """

    id: HotlineId
    code: HotlineCode
    name: str
    municipalities: Mapping[MunicipalityCode, str]
    people: Mapping[PersonId, Identity]

    def person(self, agent: AgentId, municipality: MunicipalityCode | None = None) -> PersonId | None:
        """Return the random id of an agent; none where it is nobody's, or that of several municipalities."""
        found = [
            person
            for person, who in self.people.items()
            if who.agent == agent and municipality in (None, who.municipality)
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
        municipalities=dict(sorted(towns.items())),
        people=people,
    )


def _municipalities(connection: Connection, hotline: HotlineId) -> dict[MunicipalityCode, str]:
    """Return the municipalities of the newest plan, by their names as its table has them."""
    asked = select(PLAN_REVISION.c.content).join(PLAN).where(PLAN.c.hotline_id == hotline)
    newest = asked.order_by(PLAN.c.first_day.desc(), PLAN_REVISION.c.number.desc()).limit(1)
    content = connection.execute(newest).scalar()
    if content is None:
        return {}
    rows = DictReader(StringIO(content[MUNICIPALITIES]))
    return {MunicipalityCode(row["municipality"]): row["name"] or row["municipality"] for row in rows}
