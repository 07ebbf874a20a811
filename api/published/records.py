"""What is published, read back: which plans of a hotline are, and one of them as a publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from api.access.ids import HotlineCode, HotlineId, PlanId
from api.calendars.ics.events import in_order
from api.calendars.records.feeds import events_handed_out
from api.calendars.records.publishing import owners_of, take_in_feeds
from api.plans.records.plans import import_plan
from api.publication.publication import Publication
from api.rosters.records.rosters import add_version, find_version, read_version
from api.store.errors import MissingError
from api.store.hotlines import touch_hotline
from api.store.tables import HOTLINE, PLAN, PUBLICATION


@dataclass(frozen=True)
class State:
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
    number: int


def hotline_codes(connection: Connection) -> tuple[HotlineCode, ...]:
    """Return the codes of all hotlines, in order."""
    return tuple(connection.execute(select(HOTLINE.c.code).order_by(HOTLINE.c.code)).scalars())


def state_of(connection: Connection, code: HotlineCode) -> State:
    """Return the state that a hotline is in.

    Raises
    ------
    Missing
        Where there is no hotline of that code.
    """
    h = HOTLINE.c
    row = connection.execute(select(h.id, h.code, h.name, h.state).where(h.code == code)).first()
    if row is None:
        raise MissingError("hotline")
    return State(*row)


def published_plans(connection: Connection, hotline: HotlineId) -> tuple[PublishedPlan, ...]:
    """Return the plans of a hotline of which a roster is published, in order of time."""
    asked = select(PLAN.c.id, PLAN.c.first_day, PUBLICATION.c.number).join(PUBLICATION)
    held = asked.where((PLAN.c.hotline_id == hotline) & (PUBLICATION.c.number > 0))
    return tuple(PublishedPlan(*row) for row in connection.execute(held.order_by(PLAN.c.first_day)))


def read_published(connection: Connection, hotline: HotlineId, plan: PublishedPlan) -> Publication:
    """Read a published roster back, with the calendars' events as they are handed out in its language.

    The whole hotline's calendar is not among them: it tells nothing that the roster does not.
    """
    read = read_version(connection, find_version(connection, plan.id, plan.number))
    agents = {person: who.agent for person, who in owners_of(connection, hotline, read).items()}
    events = events_handed_out(connection, hotline, agents, read.plan.hotline.language)
    return Publication(read.plan, read.roster, read.report, in_order(e for e in events if e.municipality))


def take_in(connection: Connection, publication: Publication, at: datetime) -> None:
    """Fill an empty store with one publication as it stands, its calendars' events included.

    Nobody is told of it: this is how a folder that was solved on somebody's own machine is shown there.

    Parameters
    ----------
    publication
        As it was read from the folder.
    at
        Moment; aware.

    Raises
    ------
    Unreadable
        Where the plan could not be read back just as it is.
    """
    revision = import_plan(connection, publication.plan, author=None, at=at)
    version = add_version(
        connection, revision, publication.roster, publication.report, author=None, at=at, expected=0
    )
    read = read_version(connection, version)
    take_in_feeds(connection, revision.hotline, read, publication.events, at)
    pointer = {"number": version.number, "published_at": at, "published_by": None}
    connection.execute(update(PUBLICATION).where(PUBLICATION.c.plan_id == revision.plan).values(**pointer))
    touch_hotline(connection, revision.hotline)
