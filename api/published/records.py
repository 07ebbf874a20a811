"""What is published, read back: which plans of a hotline are, and one of them as a publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from api.access.ids import HotlineCode, HotlineId, PersonId, PlanId, VersionNumber
from api.calendars.ics.events import in_order
from api.calendars.records.feed_basis import owners_of
from api.calendars.records.feeds import read_feed_events
from api.plans.records.proposed import ProposedDraft
from api.publication.publication import Publication
from api.rosters.records.rosters import find_version, read_version
from api.store.errors import MissingError
from api.store.tables import HOTLINE, PLAN, PUBLICATION
from wfm.ids import AgentId


@dataclass(frozen=True)
class HotlineState:
    """A hotline, and the state that it is in.

    Parameters
    ----------
    id, code, name
        Random id, and what people know it by.
    number
        Rises with whatever changes what is shown; what was made of one number holds as long as it stays.
    """

    id: HotlineId
    code: HotlineCode
    name: str
    number: int


@dataclass(frozen=True)
class PublishedPlan:
    """A plan of which a roster is published.

    Parameters
    ----------
    id
        Random id of the plan.
    first_day
        Of its period; no two plans of a hotline begin on the same day.
    number
        Of the published roster version.
    """

    id: PlanId
    first_day: date
    number: VersionNumber


def list_hotline_codes(connection: Connection) -> tuple[HotlineCode, ...]:
    """Return the codes of all hotlines, in order."""
    return tuple(connection.execute(select(HOTLINE.c.code).order_by(HOTLINE.c.code)).scalars())


def list_hotline_names(connection: Connection) -> Mapping[HotlineCode, str]:
    """Return the names of all hotlines, by code."""
    return {row.code: row.name for row in connection.execute(select(HOTLINE.c.code, HOTLINE.c.name))}


def find_state(connection: Connection, code: HotlineCode) -> HotlineState:
    """Return the state that a hotline is in.

    Raises
    ------
    MissingError
        Where there is no hotline of that code.
    """
    h = HOTLINE.c
    row = connection.execute(select(h.id, h.code, h.name, h.state).where(h.code == code)).first()
    if row is None:
        raise MissingError("hotline")
    return HotlineState(id=row.id, code=row.code, name=row.name, number=row.state)


def list_published_plans(connection: Connection, hotline: HotlineId) -> tuple[PublishedPlan, ...]:
    """Return the plans of a hotline of which a roster is published, in order of time."""
    asked = select(PLAN.c.id, PLAN.c.first_day, PUBLICATION.c.number).join(PUBLICATION)
    held = asked.where((PLAN.c.hotline_id == hotline) & (PUBLICATION.c.number > 0))
    return tuple(
        PublishedPlan(id=row.id, first_day=row.first_day, number=row.number)
        for row in connection.execute(held.order_by(PLAN.c.first_day))
    )


def read_published(
    connection: Connection, hotline: HotlineId, plan: PublishedPlan
) -> tuple[Publication, Mapping[PersonId, AgentId]]:
    """Read a published roster back, with the calendars' events as they are handed out in its language.

    The whole hotline's calendar is not among them: it tells nothing that the roster does not.

    Returns
    -------
    tuple
        The publication, and by which id it means each person of the hotline.
    """
    read = read_version(connection, find_version(connection, plan.id, plan.number))
    agents = {person: owner.agent for person, owner in owners_of(connection, hotline, read).items()}
    events = read_feed_events(connection, hotline, agents, read.plan.hotline.language)
    told = in_order(event for event in events if event.municipality)
    return Publication(read.plan, read.roster, read.report, told), agents


def read_draft(
    connection: Connection, hotline: HotlineId, draft: ProposedDraft
) -> tuple[Publication, Mapping[PersonId, AgentId]]:
    """Read a draft that is shown to people, as if it were published; it has no calendars.

    Returns
    -------
    tuple
        The publication, and by which id it means each person of the hotline.
    """
    read = read_version(connection, find_version(connection, draft.plan, draft.number))
    agents = {person: owner.agent for person, owner in owners_of(connection, hotline, read).items()}
    return Publication(read.plan, read.roster, read.report, ()), agents
